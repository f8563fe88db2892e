"""The README is true: its commands and its Python run, and its links and pictures are there."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from index.settings import Settings
from qa.evaluation.question_file import read_questions
from qa.ui.terminal.cli import main
from tests.conftest import ROOT

DOCUMENTS = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if path.is_file()]
_FENCE = re.compile(r"^(`{3,}|~{3,})(\w*)[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+[^)]*)?\)|(?:src|href)=\"([^\"]+)\"")


def blocks(language: str) -> list[str]:
    """The fenced blocks of the README in this language."""
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8") if readme.is_file() else ""
    return [body for _, name, body in _FENCE.findall(text) if name == language]


def commands() -> list[str]:
    """`yinzheng …` of each line that begins with `$`, with the lines a backslash continues; `serve` waits for ever."""
    text = "\n".join(blocks("console")).replace("\\\n", " ")
    given = [line[2:].strip() for line in text.splitlines() if line.startswith("$ yinzheng")]
    return [command for command in dict.fromkeys(given) if not command.startswith("yinzheng serve")]


@pytest.fixture
def at_home(tmp_path: Path, settings: Settings, library_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a reader has it who stands in the checkout, with a default library of the seeds that may be written to."""
    library = tmp_path / "library.sqlite"
    library.write_bytes(library_path.read_bytes())
    monkeypatch.setenv("YINZHENG_LIBRARY", str(library))
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    monkeypatch.chdir(ROOT)
    (ROOT / "build" / "mine.sqlite").unlink(missing_ok=True)  # an earlier version's would be refused, and rightly


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("command", commands())
def test_commands_of_the_readme(command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = shlex.split(command, comments=True)[1:]
    assert not {"|", ">", "&&"} & set(arguments), "the README's commands are run without a shell"
    assert main([_of_few(argument, tmp_path) for argument in arguments]) == 0, capsys.readouterr().err
    assert capsys.readouterr().out


def _of_few(argument: str, folder: Path) -> str:
    """In place of a question file one with its first two questions: `make check` asks all of them."""
    path = Path(argument)
    if path.suffix != ".jsonl":
        return argument
    read_questions(path)
    few = folder / path.name
    few.write_text("\n".join(path.read_text("utf-8").splitlines()[:2]), "utf-8")
    return str(few)


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("code", blocks("python"))
def test_python_of_the_readme(code: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "README.md", "exec"), {"__name__": "readme"})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_are_there(document: Path) -> None:
    text = _FENCE.sub("", document.read_text("utf-8"))
    for link in ("".join(pair) for pair in _LINK.findall(text)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{document.name} links to {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text("utf-8")), f"{document.name} links to {link}"


def anchors(text: str) -> set[str]:
    """The names that GitHub gives to the headings."""
    headings = re.findall(r"^#{1,6} +(.+?) *#*$", _FENCE.sub("", text), flags=re.MULTILINE)
    plain = [re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


def test_the_readme_shows_how_to_ask() -> None:
    assert any(command.startswith("yinzheng ask") for command in commands())
    assert any("from qa import" in code for code in blocks("python"))
