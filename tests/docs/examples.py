"""What the examples in the pages are and how each is tried; Sybil finds them, page by page, in their order.

Python runs, and so does what stands after `$`: `yinzheng` in this process, of other commands it is seen that what they name is
there. Lines under a command are what it prints. TOML, INI and the JSON of an answer are read.
"""

from __future__ import annotations

import configparser
import io
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from qa import ask
from qa.proof.saved import check_answer
from qa.ui.terminal.cli import main
from tests.conftest import ROOT

__all__ = ["PAGES", "SYBIL", "commands"]

PAGES = [
    path
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        ROOT / "training" / "README.md",
        ROOT / "tests" / "questions" / "README.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    )
    if path.is_file()
]
_SECONDS = re.compile(r"\d+\.\d+ s\b")
_WAITING = ("serve", "password")


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command after `$`, with the lines that a backslash continues, and the lines under it."""
    for part in re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)[1:]:
        line, _, said = part.partition("\n")
        yield line.strip(), said.strip()


def _console(example: Example) -> None:
    environment: pytest.MonkeyPatch = example.namespace["environment"]
    for command, expected in commands(str(example.parsed)):
        words = shlex.split(command, comments=True)
        to = None
        if ">" in words:
            words, to = words[: words.index(">")], Path(words[-1])
        name = Path(words[0]).name
        if name == "export":
            for name, value in (word.split("=", 1) for word in words[1:]):
                environment.setenv(name, value)
        elif name == "yinzheng":
            said = _run(words[1:], environment)
            if to:
                to.write_text(said, "utf-8")
            if expected:
                assert _plain(said) == _plain(expected), command
        else:
            _known(name, words[1:])


def _run(arguments: list[str], environment: pytest.MonkeyPatch) -> str:
    if arguments[0] in _WAITING:  # it would wait for ever
        return ""
    assert not {"|", "&&", ";"} & set(arguments), "commands are run without a shell"
    environment.setattr("sys.stdin", io.StringIO())
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    assert code == 0, f"yinzheng {shlex.join(arguments)}: {err.getvalue()}"
    return out.getvalue()


def _plain(said: str) -> str:
    """Without what differs from run to run and from place to place."""
    return "\n".join(line.rstrip() for line in _SECONDS.sub("… s", said.replace(f"{ROOT}/", "")).strip().splitlines())


def _known(name: str, arguments: list[str]) -> None:
    """A command that is not run names what there is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    if name == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        assert {word for word in arguments if "=" not in word} <= set(targets), arguments
    elif name in ("pip", "pytest"):
        extras = re.findall(r"\.\[([\w,]+)\]", " ".join(arguments))
        markers = [line.partition(":")[0] for line in project["tool"]["pytest"]["ini_options"]["markers"]]
        assert {one for extra in extras for one in extra.split(",")} <= set(project["project"]["optional-dependencies"])
        assert "-m" not in arguments or arguments[arguments.index("-m") + 1] in markers
        assert "-c" not in arguments or (ROOT / arguments[arguments.index("-c") + 1]).is_file()
    elif name.startswith("python"):
        module = arguments[arguments.index("-m") + 1] if "-m" in arguments else ""
        assert module == "venv" or (find_spec(module) if module else (ROOT / arguments[0]).is_file()), arguments
    else:
        assert name in ("source", "git"), name


def _toml(example: Example) -> None:
    tomllib.loads(str(example.parsed))


def _ini(example: Example) -> None:
    configparser.ConfigParser().read_string(str(example.parsed))


def _answer(example: Example) -> None:
    """The JSON of an answer is of the schema, and what the engine says now but for the time it took and the last digits."""
    saved = json.loads(str(example.parsed))
    if "schema" not in saved:
        return
    check_answer(saved)
    now = json.loads(json.dumps(ask(saved["question"], k=len(saved["passages"])).to_dict()))
    for one in (saved, now):
        one["seconds"] = 0
        one["library"] |= {"path": "", "generation": 0}
        for citation in one["citations"] + one["passages"]:
            citation["file"] = Path(citation["file"]).name
    assert _rounded(now) == _rounded(saved)


def _rounded(value: Any) -> Any:
    """Numbers as they are alike on every processor."""
    if isinstance(value, float):
        return pytest.approx(value, abs=0.05)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


SYBIL = Sybil(
    parsers=[
        SkipParser(),
        PythonCodeBlockParser(),
        CodeBlockParser("console", _console),
        CodeBlockParser("toml", _toml),
        CodeBlockParser("ini", _ini),
        CodeBlockParser("json", _answer),
    ],
    path=str(ROOT),
)
