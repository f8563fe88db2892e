"""Documents that mean harm: nothing of them drives a terminal, turns a line round or hides in what any command prints."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.trust.harm import HARM, QUESTION, harmful, written
from benchmarks.trust.hostile import commands_of
from index.build import build
from index.encoder.embed import Embedder
from index.settings import Settings
from index.text.visible import visible
from qa.ui.exports import plain_cell
from qa.ui.terminal import draw
from qa.ui.terminal.cli import commands, main
from qa.ui.web.log import begin_log
from tests.conftest import ROOT

QUICK = ("ask", "search", "evidence", "info", "show", "verify", "remember", "marks", "schema", "remove")
"""Those that are called here; `python -m benchmarks.trust --part hostile` calls every one of them, in a real terminal too."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, settings: Settings) -> Path:
    folder = tmp_path_factory.mktemp("harm")
    build([written(folder / "harm")], folder / "harm.sqlite", embedder, settings, strict=True)
    return folder / "harm.sqlite"


def test_every_command_is_tried(tmp_path: Path) -> None:
    assert set(commands_of(tmp_path / "x.sqlite", tmp_path)) == set(commands.commands)


@pytest.mark.parametrize("terminal", [False, True])
def test_nothing_of_a_document_gets_through(
    library: Path,
    settings: Settings,
    terminal: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    monkeypatch.setattr(draw, "drawn", lambda: terminal)
    monkeypatch.setenv("COLUMNS", "100")
    for name, more in (("answer", ["ask"]), ("evidence", ["evidence"])):
        assert main([*more, QUESTION, "--json", "--library", str(library)]) == 0
        said = capsysbinary.readouterr().out
        (library.parent / f"{name}.json").write_bytes(said)
    assert json.loads((library.parent / "answer.json").read_bytes())["citations"]
    calls = commands_of(library, library.parent)
    for name in QUICK[: None if terminal else -1]:  # the last takes a document out
        for given in calls[name]:
            main([name, *given])
            seen = capsysbinary.readouterr()
            assert not harmful(seen.out + seen.err, terminal=terminal), (name, given)


def test_json_holds_the_characters_themselves(
    library: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    assert main(["show", "--json", "--library", str(library)]) == 0
    titles = {one["title"] for one in json.loads(capsys.readouterr().out)}
    assert any("\u202e" in title and "\x1b" in title for title in titles)


def test_an_error_that_nobody_foresaw_and_a_warning_of_a_library_drive_nothing() -> None:
    """In a process of its own, because both are told by what belongs to the whole process."""
    code = (
        "import logging; from qa.ui.terminal.session import told_safely; told_safely()\n"
        "logging.getLogger('pdfminer').warning('\\x1b]0;warned\\x07')\n"
        "raise RuntimeError('\\x1b]52;c;aGk=\\x07\\u202e')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"RuntimeError" in done.stderr
    assert b"warned" in done.stderr
    assert not harmful(done.stderr)


def test_the_check_sees_what_it_is_to_see() -> None:
    for bad in (
        b"\x1b]0;x\x07",
        b"\x1b[8m",
        b"\xc2\x9b2J",
        "\u202e".encode(),
        "\u200b".encode(),
        b"\x1b[2J",
        b"\x1b[1;8m",
    ):
        assert harmful(bad)
        assert harmful(bad, terminal=True)
    assert not harmful(b"\x1b[?25l\r\x1b[2K\x1b[1A\x1b[1;36m[1]\x1b[0m plain\r\n", terminal=True)
    assert harmful(b"\x1b[1;36m[1]\x1b[0m plain")


@pytest.mark.parametrize("cell", ["=1+1", " +1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    shown = plain_cell(cell)
    assert isinstance(shown, str)
    assert shown[0] not in "=+-@\t\r＝"
    assert not shown.lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_only_one_module_prints() -> None:
    """A new command cannot print past the one function that shows what is not seen."""
    ways = re.compile(r"(?<![\w.])(?:print|Console)\(|\.std(?:out|err)\.write\(")
    for path in (ROOT / "qa" / "ui" / "terminal").glob("*.py"):
        found = ways.findall(path.read_text(encoding="utf-8"))
        assert bool(found) == (path.name == "draw.py"), path.name


def test_a_log_line_shows_what_a_name_holds() -> None:
    root, level, handlers = logging.getLogger(), logging.getLogger().level, list(logging.getLogger().handlers)
    try:
        begin_log("")
        written = io.StringIO()
        root.handlers[0].setStream(written)  # type: ignore[attr-defined]
        logging.getLogger("x").error("bad %s", HARM)
        assert visible(written.getvalue()) == written.getvalue()
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers
