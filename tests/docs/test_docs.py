"""The pages are true: their examples run, their links and pictures are there, and so is every file and module they name."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shutil
import tomllib
from importlib.util import find_spec
from pathlib import Path
from unittest import SkipTest
from urllib.parse import unquote

import pytest

import qa
from index.settings import Settings
from tests.conftest import ROOT
from tests.docs.examples import PAGES, SYBIL, commands

_FENCE = re.compile(r"^(`{3,}|~{3,})(\w*)[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+[^)]*)?\)|(?:src|href)=\"([^\"]+)\"")
_PATH = re.compile(
    r"(?:qa|index|tests|benchmarks|training|corpora|docs|seeds)/[\w./-]*|[\w-]+\.(?:md|toml|txt|cff)|Makefile"
)
_NAME = re.compile(r"(?:qa|index|benchmarks|training|corpora)(?:\.\w+)+")
_EXAMPLES = {path: list(SYBIL.parse(path).examples()) for path in PAGES}
LIVING = [path for path in PAGES if "decisions" not in path.parts]
"""Decisions are history, and name things as they were called."""


def of_page(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture
def at_home(tmp_path: Path, settings: Settings, library_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a reader has it: the seeds, a default library of them that may be written to, and a place to leave files."""
    library = tmp_path / "library.sqlite"
    library.write_bytes(library_path.read_bytes())
    monkeypatch.setenv("YINZHENG_LIBRARY", str(library))
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    for name in ("seeds", "tests/questions"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "build").mkdir()
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("page", [path for path in PAGES if _EXAMPLES[path]], ids=of_page)
def test_examples(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for example in _EXAMPLES[page]:
        example.namespace["environment"] = monkeypatch
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SkipTest):
            example.evaluate()


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    "name", [name for name in qa.__all__ if name.islower() or name in ("Conversation", "Engine", "Filters")]
)
def test_examples_of_what_is_public(name: str) -> None:
    (whole,) = (one for one in doctest.DocTestFinder(recurse=False).find(getattr(qa, name), name))
    assert whole.examples, f"qa.{name} has no example"
    said: list[str] = []
    assert not doctest.DocTestRunner(verbose=False).run(whole, out=said.append).failed, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_links_and_pictures_are_there(page: Path) -> None:
    text = _FENCE.sub("", page.read_text("utf-8"))
    for link in ("".join(pair) for pair in _LINK.findall(text)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name} links to {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target.read_text("utf-8")), f"{page.name} links to {link}"


@pytest.mark.parametrize("page", LIVING, ids=of_page)
def test_files_and_modules_that_are_named_are_there(page: Path) -> None:
    for code in re.findall(r"`([^`\n]+)`", _FENCE.sub("", page.read_text("utf-8"))):
        if _PATH.fullmatch(code):
            beside = (page.parent / code, ROOT / code)
            assert any(path.exists() for path in beside) or code in _OF_USERS, f"{page.name} names {code}"
        elif _NAME.fullmatch(code):
            assert is_there(code), f"{page.name} names {code}"


_OF_USERS = frozenset({"sources.toml", "settings.toml", "ANSWER.json", "questions.jsonl"})


def is_there(name: str) -> bool:
    """Whether a dotted name is a module's, or that of something in one."""
    module, _, rest = name.rpartition(".")
    try:
        if find_spec(name):
            return True
    except ModuleNotFoundError:
        pass
    return bool(module) and re.search(rf"\b{rest}\b", source(module)) is not None


def source(module: str) -> str:
    """The text of a module, or of the one that a class is in."""
    for name in (module, module.rpartition(".")[0]):
        path = ROOT.joinpath(*name.split("."))
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file.read_text("utf-8")
    return ""


def anchors(text: str) -> set[str]:
    """The names that GitHub gives to the headings."""
    headings = re.findall(r"^#{1,6} +(.+?) *#*$", _FENCE.sub("", text), flags=re.MULTILINE)
    plain = [re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


def test_the_readme_shows_how_to_ask() -> None:
    blocks = [body for _, name, body in _FENCE.findall((ROOT / "README.md").read_text("utf-8")) if name == "console"]
    given = [command for block in blocks for command in commands(block)]
    assert any(command.startswith("yinzheng ask") and said for command, said in given), "with its answer"
    assert "from qa import" in (ROOT / "README.md").read_text("utf-8")


def test_every_folder_of_the_packages_is_in_the_architecture() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    drawing = (ROOT / "docs/images/architecture.svg").read_text("utf-8")
    for package in ("qa", "index"):
        for folder in sorted(path.parent.name for path in (ROOT / package).glob("*/__init__.py")):
            assert f"`{package}/{folder}/`" in text, folder
            assert re.search(rf'class="name"[^>]*>[^<]*\b{folder}\b', drawing), f"{folder} is not drawn"


def test_what_is_public_is_in_the_reference() -> None:
    import qa

    text = (ROOT / "docs/api.md").read_text("utf-8")
    for name in qa.__all__:
        assert re.search(rf"^::: .*\.{name}$", text, re.MULTILINE), name
    for path in sorted([*(ROOT / "qa").rglob("*.py"), *(ROOT / "index").rglob("*.py")]):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name in re.findall(r"^class ([A-Z]\w*)\(.*\bProtocol\b.*\):", path.read_text("utf-8"), re.MULTILINE):
            assert f"::: {module}.{name}\n" in text, f"{module}.{name} is a seam; docs/api.md lacks it"


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"\nversion: {project['version']}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
