"""The library, changed: a file that cannot be used leaves nothing behind, `sources.toml` keeps what else it says."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.encoder.embed import Embedder
from index.errors import LibraryError, SourceError
from index.faults import Fault
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


def test_a_document_is_added_described_taken_out_and_put_back(changed: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
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
    monkeypatch.setattr("index.store.connections._WAIT", 0.2)
    with Library.open(changed.folder.with_name("library.sqlite")) as opened, opened.reading():
        opened.document(ADDED)
        with pytest.raises(LibraryError, match="end what reads it"):
            changed.remove(ADDED)
    assert ADDED not in ids(changed)
    changed.restore(ADDED)
    assert ADDED in ids(changed)


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


def test_another_file_of_the_same_name_leaves_the_first(changed: Editor) -> None:
    other = BRIEF.replace(b"March", b"May")
    for data in (BRIEF, other, BRIEF, other):
        changed.add(f"{ADDED}.md", data)
    kept = {path.name: path.read_bytes() for path in changed.folder.iterdir()}
    assert kept == {f"{ADDED}.md": BRIEF, f"{ADDED}-2.md": other}
    assert {ADDED, f"{ADDED}-2"} <= ids(changed)
    with pytest.raises(SourceError, match="cannot be read or written"):
        changed.add(f"{'a' * 300}.md", BRIEF)


def test_what_is_known_of_a_file_in_a_folder_within_stays_known(
    changed: Editor, tmp_path: Path, embedder: Embedder, settings: Settings
) -> None:
    (tmp_path / "given" / "within").mkdir(parents=True)
    (tmp_path / "given" / "within" / f"{ADDED}.md").write_bytes(BRIEF)
    beside = tmp_path / "given" / "sources.toml"
    beside.write_text(f'["within/{ADDED}.md"]\ntitle = "A brief"\nauthors = ["A. Name"]\n', "utf-8")
    library = changed.folder.with_name("library.sqlite")
    build([tmp_path / "given"], library, embedder, settings, strict=True)
    changed.remove(ADDED)
    changed.restore(ADDED)
    changed.describe(ADDED, {"published": "2024-06"})
    with Library.open(library) as opened:
        source = opened.document(ADDED).source
    assert (source.title, source.authors, source.published) == ("A brief", ("A. Name",), "2024-06")
    assert list(tomllib.loads(beside.read_text("utf-8"))) == [f"within/{ADDED}.md"]
    assert not (tmp_path / "given" / "within" / "sources.toml").exists()
    summary = build([tmp_path / "given"], library, embedder, settings, strict=True)
    assert summary.unchanged == (ADDED,)


def test_a_sources_file_that_is_no_text_is_told(changed: Editor) -> None:
    changed.add(f"{ADDED}.md", BRIEF)
    (changed.folder / "sources.toml").write_bytes(b"\xff")
    with pytest.raises(SourceError, match=r"sources\.toml cannot be read"):
        changed.describe(ADDED, {"title": "x"})
    assert [path.name for path in sorted(changed.folder.iterdir())] == [f"{ADDED}.md", "sources.toml"]


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


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x1e", "\r"])
def test_no_title_begins_a_table(sign: str) -> None:
    once = described('["b.txt"]\ntitle = "B"\n', "a.txt", {"title": f"A{sign}[c] # ", "authors": (f"A{sign}[d]",)})
    again = described(once, "a.txt", {"title": "plain"})
    assert tomllib.loads(again) == {"a.txt": {"title": "plain"}, "b.txt": {"title": "B"}}


def test_what_cannot_be_told_apart_is_left_as_it_is() -> None:
    within = '["a.txt"]\ntitle = """\n["b.txt"]\n"""\n\n["b.txt"]\ntitle = "B"\n'
    with pytest.raises(SourceError, match=r"sources\.toml writes b\.txt in a way that cannot be changed here"):
        described(within, "b.txt", {"title": "other"})
    beside = within.replace("b.txt", "c.txt", 1)
    assert tomllib.loads(described(beside, "b.txt", {"title": "other"}))["b.txt"] == {"title": "other"}


def test_a_date_that_is_none_is_refused(changed: Editor) -> None:
    changed.add(f"{ADDED}.md", BRIEF)
    for day in ("tomorrow", "2024-13", "May 2024"):
        with pytest.raises(SourceError, match="is no date; write it as") as told:
            changed.describe(ADDED, {"published": day})
        assert told.value.fault is Fault.DATE
    assert not (changed.folder / "sources.toml").exists()
    changed.describe(ADDED, {"published": ""})
