"""A conversation on the command line: over saved answers, and at a prompt."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from index.settings import Settings
from qa.engine import Engine
from qa.retrieval.filters import Filters
from qa.ui.terminal.chat import converse
from qa.ui.terminal.cli import main
from tests.conftest import ROOT

FIRST, SECOND = "秋山信将是谁？", "and what does he say about China?"


def test_a_question_follows_a_saved_answer(
    engine: Engine,
    settings: Settings,
    library_path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    monkeypatch.setenv("YINZHENG_LIBRARY", str(library_path))
    saved = tmp_path / "who.json"
    saved.write_text(json.dumps(engine.ask(FIRST).to_dict()), "utf-8")
    assert main(["ask", SECOND, "--following", str(saved), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["understood"]["asked"] == SECOND
    assert answer["question"] == answer["understood"]["question"] == "and what does 秋山信将 say about China?"
    assert {citation["document"][:3] for citation in answer["citations"]} == {"004"}
    assert main(["ask", "What is the NCG?", "--following", str(saved), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["understood"] is None


@pytest.mark.parametrize("text", [None, "not JSON", "{}", "[1]"])
def test_a_file_that_is_no_answer_is_refused_at_once(
    tmp_path: Path, text: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.json"
    if text is not None:
        file.write_text(text, "utf-8")
    assert main(["ask", SECOND, "--following", str(file)]) == 2
    assert "answer.json" in capsys.readouterr().err


def test_a_chat_keeps_the_conversation_until_told_to_forget(
    engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{FIRST}\n\n{SECOND}\n={SECOND}\n??\n/new\n{SECOND}\n"))
    converse(engine, 3, Filters())
    out = capsys.readouterr().out
    assert out.count("Understood as: ") == 1
    assert "Understood as: and what does 秋山信将 say about China?" in out
    assert "the question is empty" in out


@pytest.mark.slow
def test_a_chat_at_a_terminal_ends_with_the_input(settings: Settings, library_path: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {
        **os.environ,
        "YINZHENG_CACHE": str(settings.cache),
        "YINZHENG_LIBRARY": str(library_path),
        "TERM": "dumb",
    }
    command = [sys.executable, "-m", "qa", "chat", "-k", "1"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen, said = b"", [f"{FIRST}\n", f"{SECOND}\n", "\x04"]
        while True:
            try:
                seen += os.read(ours, 65536)
            except OSError:  # how Linux tells the end of a pseudo-terminal
                break
            if said and seen.endswith(b"? "):
                os.write(ours, said.pop(0).encode())
    os.close(ours)
    assert process.returncode == 0
    assert "Understood as: and what does 秋山信将 say about China?" in seen.decode()
