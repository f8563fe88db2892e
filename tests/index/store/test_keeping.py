"""A library's file as a whole: one changes it at a time, what killed processes left goes, and what replaces it does so whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.copies import backup, restore
from index.errors import LibraryBusy, LibraryError
from index.store.keeping import changing_alone, fresh_beside, left_behind, marking_alone, put_in_place
from index.store.library import Library
from index.store.search_parts import search_file
from tests.index.store.libraries import FACTS, at_rest, made, note

LEFT = (
    ".library.sqlite.123.new",
    ".library.sqlite.123.new.index",
    ".library.sqlite.new.index.0123456789abcdef",
    "library.sqlite.index.0123456789abcdef",
    ".library.sqlite.123.new-journal",
    ".library.sqlite.new",
    ".library.sqlite.new-wal",
    ".library.sqlite.new.lock",
    ".library.sqlite.index.0123abcd.new",
    "..library.sqlite.new.index.0123abcd.new",
    ".library.sqlite.schema-7.0123abcd.new",
    ".library.sqlite.schema-7.0123abcd.new-wal",
    "..library.sqlite.new.schema-7.0123abcd.new",
    ".library.sqlite.new.schema-7",
)
NOT_OURS = (
    ".library.sqlite.bak.0123abcd.new",
    ".other.sqlite.new",
    "library.sqlite.new",
    "library.sqlite.index.old",
    "library.sqlite2.index.0123456789abcdef",
    ".library.sqlite.swp",
    "library.sqlite.schema-7",
    "a.txt",
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return made(tmp_path / "library.sqlite")


def fresh_for(library: Path) -> Path:
    with Library.create(fresh_beside(library), FACTS) as fresh:
        fresh.change([note("new.txt", "A new text.")])
        fresh.write_search_index()
    return fresh_beside(library)


def test_who_comes_second_is_told_so_and_does_nothing(library: Path) -> None:
    with changing_alone(library):
        waited: list[int] = []
        with (
            pytest.raises(LibraryBusy, match=r"library .* is being changed by another process \(\d+\); .*try again"),
            changing_alone(library, lambda: waited.append(1), 0.1),
        ):
            pass
        assert waited == [1]
    assert sorted(path.name for path in library.parent.iterdir()) == at_rest(library)


def test_what_killed_processes_left_is_swept_and_nothing_else(library: Path) -> None:
    for name in (*LEFT, *NOT_OURS):
        (library.parent / name).touch()
    assert {path.name for path in left_behind(library)} == set(LEFT)
    with changing_alone(library):
        pass
    assert {path.name for path in library.parent.iterdir()} == {*NOT_OURS, *at_rest(library)}


def test_who_reads_reads_on_in_the_old_one(library: Path) -> None:
    fresh = fresh_for(library)
    with Library.open(library) as opened:
        with opened.reading():
            before = opened.document_ids()
            put_in_place(fresh, library)
            assert opened.document_ids() == before != ["new"]
            assert opened.document("talks").text
        assert opened.document_ids() == ["new"]
        assert opened.generation == 2
        assert len(opened.search_index()) == 1
    assert search_file(library).exists()


@pytest.mark.parametrize("damage", [b"garbage" * 1000, b"", None])
def test_it_takes_the_place_of_what_is_no_library(damage: bytes | None, library: Path) -> None:
    fresh = fresh_for(library)
    library.unlink() if damage is None else library.write_bytes(damage)
    put_in_place(fresh, library)
    with Library.open(library) as opened:
        assert opened.document_ids() == ["new"]
        assert list(opened.faults()) == []


def test_where_it_cannot_take_the_place_the_old_one_stays(library: Path) -> None:
    fresh = fresh_for(library)
    library.unlink()
    library.mkdir()
    with pytest.raises(LibraryError, match=r"cannot be replaced \(.*\); it is as it was"):
        put_in_place(fresh, library)
    assert fresh.exists()


def test_a_mark_is_not_made_while_another_library_is_put_in_place(library: Path) -> None:
    with marking_alone(library):
        with (
            pytest.raises(LibraryBusy, match=r"is being put in place by another process \(\d+\); .*try again"),
            marking_alone(library, 0.1),
        ):
            pass
        with changing_alone(library):  # who changes it is not in the way
            pass
    assert sorted(path.name for path in library.parent.iterdir()) == at_rest(library)


@pytest.mark.parametrize(("there", "coming"), [(4096, 16_384), (16_384, 4096)])
def test_one_of_smaller_pages_takes_the_place_of_one_of_larger_and_the_other_way(
    there: int, coming: int, library: Path, tmp_path: Path
) -> None:
    fresh = fresh_for(library)
    for path, size in ((library, there), (fresh, coming)):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA page_size = {size}")
            connection.execute("VACUUM")
            connection.execute("PRAGMA journal_mode = WAL")
            assert connection.execute("PRAGMA page_size").fetchone() == (size,)
    with Library.open(library) as opened:
        with opened.reading():
            before = opened.document_ids()
            put_in_place(fresh, library)
            assert opened.document_ids() == before != ["new"]
        assert opened.document_ids() == ["new"]
        assert list(opened.faults()) == []
    kept = backup(library, tmp_path / "kept")
    assert restore(kept.file, library).documents == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", *at_rest(library)]


def test_a_library_is_made_of_large_pages(library: Path) -> None:
    with closing(sqlite3.connect(library)) as connection:
        assert connection.execute("PRAGMA page_size").fetchone() == (16_384,)
