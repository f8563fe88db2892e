"""Backups: made of what is whole, while it is used, checked before they take the place of anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.copies import backup, restore
from index.errors import LibraryDamaged, LibraryError, LibraryMissing
from index.store.library import Library
from index.store.marks import Mark
from index.store.search_file import search_file
from tests.index.store.libraries import FACTS, SCHEMA_7, made, note, run
from tests.index.store.test_digests import CHANGES

WRONG = CHANGES["a letter of a text"]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "held").mkdir()
    return made(tmp_path / "held" / "library.sqlite")


def ids(path: Path) -> list[str]:
    with Library.open(path) as opened:
        assert list(opened.faults()) == []
        return opened.document_ids()


def test_what_was_backed_up_is_restored_while_it_is_read(library: Path, tmp_path: Path) -> None:
    copy = tmp_path / "library.backup"
    with Library.open(library) as reader, reader.reading():
        assert reader.document_ids() == ["reprint", "talks", "treaty"]
        told = backup(library, copy)
        assert (told.file, told.documents, told.bytes) == (copy, 3, copy.stat().st_size)
        with Library.open(library) as writer:
            writer.change([note("later.txt", "A later text.")], ["talks"])
        assert reader.document_ids() == ["reprint", "talks", "treaty"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["library.backup"]
    with pytest.raises(LibraryError, match=r"lacks 1 documents that library .* holds \(later\); .* --fewer"):
        restore(copy, library)
    assert ids(library) == ["later", "reprint", "treaty"]
    with Library.open(library) as reader:
        with reader.reading():
            assert reader.document_ids() == ["later", "reprint", "treaty"]
            restore(copy, library, fewer=True)
            assert reader.document_ids() == ["later", "reprint", "treaty"]
        assert reader.document_ids() == ["reprint", "talks", "treaty"]
        assert reader.generation == 3
    assert sorted(path.name for path in library.parent.iterdir()) == ["library.sqlite", "library.sqlite.index"]


def test_a_damaged_library_is_not_backed_up_over_a_good_copy(library: Path, tmp_path: Path) -> None:
    copy = tmp_path / "library.backup"
    backup(library, copy)
    before = copy.read_bytes()
    with pytest.raises(LibraryError, match=r"library\.backup is there already; .* --replace"):
        backup(library, copy)
    run(library, WRONG)
    with pytest.raises(
        LibraryDamaged, match=r"library .*held/library\.sqlite is damaged: the record of document talks"
    ):
        backup(library, copy, replace=True)
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["library.backup"]
    restore(copy, library)
    assert ids(library) == ["reprint", "talks", "treaty"]


def test_a_damaged_backup_takes_the_place_of_nothing(library: Path, tmp_path: Path) -> None:
    copy = tmp_path / "library.backup"
    backup(library, copy)
    run(copy, WRONG)
    with pytest.raises(LibraryDamaged, match=r"library\.backup is damaged: the record of document talks"):
        restore(copy, library)
    copy.write_bytes(b"garbage" * 100)
    with pytest.raises(LibraryError, match="is no backup of a library"):
        restore(copy, library)
    with pytest.raises(LibraryMissing, match="there is no backup at"):
        restore(tmp_path / "none", library)
    with pytest.raises(LibraryError, match="is the library itself"):
        restore(library, library)
    assert ids(library) == ["reprint", "talks", "treaty"]
    assert sorted(path.name for path in library.parent.iterdir()) == ["library.sqlite", "library.sqlite.index"]


def test_a_backup_of_an_earlier_version_is_upgraded_on_its_way_and_stays_as_it_is(tmp_path: Path) -> None:
    copy = Path(shutil.copy(SCHEMA_7, tmp_path / "old.backup"))
    target = tmp_path / "held" / "library.sqlite"
    assert restore(copy, target).documents == 2
    assert ids(target) == ["laozi", "treaty"]
    assert copy.read_bytes() == SCHEMA_7.read_bytes()
    assert sorted(path.name for path in target.parent.iterdir()) == ["library.sqlite", "library.sqlite.index"]
    assert search_file(target).exists()


def test_what_cannot_be_written_is_said(library: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"cannot be copied to .*none/copy \(No such file"):
        backup(library, tmp_path / "none" / "copy")
    with Library.create(tmp_path / "empty.sqlite", FACTS):
        pass
    assert backup(tmp_path / "empty.sqlite", tmp_path / "empty.backup").documents == 0


def test_what_is_restored_tells_what_changed_and_keeps_later_marks(library: Path, tmp_path: Path) -> None:
    mark = Mark("Where?", "en", "treaty", "signed in Vienna", "useful")
    backup(library, tmp_path / "backup.sqlite")
    with Library.open(library) as opened:
        opened.change([note("talks.txt", "New text of it.")])
        opened.mark(mark)
        before = opened.history()
    restore(tmp_path / "backup.sqlite", library)
    with Library.open(library) as opened:
        after = opened.history()
        assert after.origin == before.origin
        assert [name for name, at in after.documents.items() if at.changed > before.generation] == ["talks"]
        assert opened.marks() == (mark,)
        assert list(opened.faults()) == []
