"""`yinzheng evidence`: as it is found, and as files; what cannot be asked ends as elsewhere."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from index.settings import Settings
from qa.engine import Engine
from qa.ui.terminal.cli import main
from tests.qa.answer.test_collecting import QUESTION

ASKED = ("--at-least", ".02", "--most", "8")


@pytest.fixture
def library(library_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("YINZHENG_LIBRARY", str(library_path))
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))


def test_sentences_stand_under_their_source_and_speaker(
    library: None, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evidence", QUESTION, *ASKED]) == 0
    printed = capsys.readouterr().out
    found = engine.all_evidence(QUESTION, at_least=0.02, most=8)
    assert found.citations
    for view in found.views:
        assert f"  {view.holder}" in printed
    for citation in found.citations:
        assert f"[{citation.number}] {citation.quote}" in printed
        assert citation.document.source.title in printed
    assert f"8 of {found.passages} passages read" in printed


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_files_hold_all_of_it(form: str, library: None, engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", QUESTION, *ASKED, f"--{form}"]) == 0
    printed = capsys.readouterr().out
    found = engine.all_evidence(QUESTION, at_least=0.02, most=8)
    numbers = [citation.number for citation in found.citations]
    if form == "json":
        assert [one["number"] for one in json.loads(printed)["citations"]] == numbers
    elif form == "csv":
        table = list(csv.DictReader(io.StringIO(printed.removeprefix("\ufeff"), newline="")))
        assert sorted(int(row["number"]) for row in table) == numbers
    else:
        assert printed.startswith(f"# {QUESTION}\n")
        assert all(f"**{number}** · " in printed for number in numbers)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--json", "--csv"], "--json and --csv cannot be printed at once"),
        (["--at-least", "2"], "--at-least"),
        (["--most", "0"], "--most"),
        (["--source", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_asked(
    arguments: list[str], said: str, library: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evidence", QUESTION, *arguments]) in (2, 3)
    assert said in capsys.readouterr().err


def test_help_says_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "--help"]) == 0
    printed = capsys.readouterr().out
    assert all(option in printed for option in ("--at-least", "--most", "--csv", "--markdown", "--json", "--source"))
