"""The library, changed: a file that cannot be used leaves nothing behind, `sources.toml` keeps what else it says."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoder.embed import Embedder
from index.errors import LibraryError, SourceError
from index.settings import Settings
from index.store.library import Library
from qa.engine import Engine
from qa.reading.span_reader import SpanReader
from qa.ui.web.edits import Editor, described
from tests.conftest import ROOT

BRIEF = b"# Harbour brief\n\nThe harbour of Zorblatt closes in March. The mayor opens the festival in June.\n"
ADDED = "harbour"


@pytest.fixture
def changed(
    tmp_path: Path, library_path: Path, embedder: Embedder, reader: SpanReader, settings: Settings
) -> Iterator[Editor]:
    """An editor of a copy of the library."""
    library = tmp_path / "library.sqlite"
    shutil.copy(library_path, library)
    engine = Engine.open(settings, library, embedder=embedder, reader=reader)
    yield Editor(engine, lambda: settings)
    engine.close()


def ids(editor: Editor) -> set[str]:
    with Library.open(editor.folder.with_name("library.sqlite")) as opened:
        return set(opened.document_ids())


def test_a_document_is_added_described_taken_out_and_put_back(changed: Editor) -> None:
    told: list[tuple[str, int, int]] = []
    changed.add(f"C:\\folder\\..\\{ADDED}.md", BRIEF, lambda *step: told.append(step))
    assert (changed.folder / f"{ADDED}.md").read_bytes() == BRIEF
    assert told
    assert ADDED in ids(changed)
    changed.describe(ADDED, {"title": "A brief", "authors": "A. Name; 王毅", "published": "2024-06"})
    with Library.open(changed.folder.with_name("library.sqlite")) as opened:
        source = opened.document(ADDED).source
    assert (source.title, source.authors, source.published) == ("A brief", ("A. Name", "王毅"), "2024-06")
    changed.remove(ADDED)
    assert ADDED not in ids(changed)
    assert (changed.folder / f"{ADDED}.md").is_file()
    changed.restore(ADDED)
    assert ADDED in ids(changed)
    with pytest.raises(LibraryError, match="was not taken out here"):
        changed.restore(ADDED)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.exe", b"x", "of no kind that is read"),
        ("../..", b"x", "no name for a document"),
        (".hidden.txt", b"x", "no name for a document"),
        ("sources.toml", b"x", "no name for a document"),
        ("empty.txt", b"", "empty"),
        ("broken.pdf", b"not a pdf", "broken.pdf"),
    ],
)
def test_what_cannot_be_used_leaves_nothing_behind(changed: Editor, name: str, data: bytes, said: str) -> None:
    before = ids(changed)
    with pytest.raises(SourceError, match=said):
        changed.add(name, data)
    assert ids(changed) == before
    assert not [path for path in changed.folder.glob("*") if path.is_file()]


def test_a_description_that_is_none_leaves_sources_as_they_were(changed: Editor) -> None:
    changed.add(f"{ADDED}.md", BRIEF)
    beside = changed.folder / "sources.toml"
    beside.write_text("broken = [", "utf-8")
    with pytest.raises(SourceError, match="correct it first"):
        changed.describe(ADDED, {"title": "x"})
    assert beside.read_text("utf-8") == "broken = ["


def test_sources_keep_what_else_they_say() -> None:
    seeds = (ROOT / "seeds" / "sources.toml").read_text("utf-8")
    name = "002_f1f9254f42f30058.txt"
    made = described(seeds, name, {"title": 'A "new" title\\', "authors": ("A", "B"), "url": ""})
    tables, before = tomllib.loads(made), tomllib.loads(seeds)
    assert tables.pop(name) == {"title": 'A "new" title\\', "authors": ["A", "B"]}
    before.pop(name)
    assert tables == before
    assert made.startswith(seeds.splitlines()[0])
    assert tomllib.loads(described("", "a.txt", {"title": "\x7f\n"})) == {"a.txt": {"title": "\x7f\n"}}
