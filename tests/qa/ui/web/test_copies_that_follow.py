"""Servers on several computers, each with a copy of the library: a change comes to all of them, and no question is lost meanwhile."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
from click.testing import CliRunner

from index.build import build
from index.encoder.embed import Embedder
from index.removal import remove
from index.settings import Settings
from index.store.library import Library
from qa.engine import Engine
from qa.reading.span_reader import SpanReader
from qa.ui.terminal.cli import commands
from qa.ui.web.serve import application
from tests.qa.ui.web.running import running

HARBOUR = "When does the harbour of Zorblatt close?"
BEFORE = "# Harbour brief\n\nThe harbour of Zorblatt closes in March. The mayor opens the festival in June.\n"
AFTER = BEFORE.replace("March", "May")


def run(*given: object) -> None:
    done = CliRunner().invoke(commands, list(map(str, given)))
    assert done.exit_code == 0, done.output


def test_a_change_comes_to_every_copy_and_no_question_is_lost(
    tmp_path: Path, settings: Settings, embedder: Embedder, reader: SpanReader
) -> None:
    folder, changed, file = tmp_path / "documents", tmp_path / "changed.sqlite", tmp_path / "library.backup"
    folder.mkdir()
    (folder / "harbour.md").write_text(BEFORE)
    (folder / "other.md").write_text("# Lighthouse\n\nThe lighthouse of Zorblatt was built in 1901 by its keeper.\n")
    build([folder], changed, embedder, settings)
    run("backup", file, "--library", changed)
    copies = [tmp_path / name / "library.sqlite" for name in ("one", "two")]
    with ExitStack() as stack:
        urls = []
        for copy in copies:
            run("follow", file, "--library", copy)
            engine = Engine.open(settings, copy, embedder=embedder, reader=reader)
            stack.callback(engine.close)
            urls.append(stack.enter_context(running(application(engine, edit=False))))
        answers = [(at, asked(url)) for at, url in enumerate(urls)]
        done = threading.Event()

        def asking(at: int) -> None:
            while not done.is_set():
                answers.append((at, asked(urls[at])))

        threads = [threading.Thread(target=asking, args=(at,)) for at in range(2)]
        for one in threads:
            one.start()
        try:
            (folder / "harbour.md").write_text(AFTER)
            build([folder], changed, embedder, settings)
            run("backup", file, "--replace", "--library", changed)
            for copy in copies:
                run("follow", file, "--library", copy)
        finally:
            done.set()
            for one in threads:
                one.join()
        answers += [(at, asked(url)) for at, url in enumerate(urls)]
        for at, _ in enumerate(urls):
            told = [said(answer) for where, answer in answers if where == at]
            assert set(told) <= {"March", "May"}
            assert told == sorted(told), "first what it was, then what it is"
            assert (told[0], told[-1]) == ("March", "May")
        remove(changed, ["harbour"])
        run("backup", file, "--replace", "--library", changed)
        for copy, url in zip(copies, urls, strict=True):
            run("follow", file, "--library", copy)
            assert not asked(url)["citations"]
            with Library.open(copy) as one, Library.open(changed) as other:
                assert (one.history(), one.edition) == (other.history(), other.edition)


def asked(url: str) -> dict[str, Any]:
    """The answer to a question whose passages change."""
    response = httpx.get(f"{url}/api/ask", params={"question": HARBOUR}, timeout=120)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def said(answer: dict[str, Any]) -> str:
    """The month that it quotes, with certificates of one text."""
    (month,) = {word for one in answer["citations"] for word in ("March", "May") if word in one["quote"]}
    return month
