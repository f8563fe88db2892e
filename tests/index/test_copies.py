"""Backups: made of what is whole, while it is used, checked before they take the place of anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.copies import Copied, backup, follow, restore
from index.errors import LibraryDamaged, LibraryError, LibraryMissing
from index.store.library import Library
from index.store.marks import Mark
from index.store.search_parts import search_file
from tests.index.store.libraries import FACTS, SCHEMA_7, at_rest, made, note, run
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
    assert sorted(path.name for path in library.parent.iterdir()) == at_rest(library)


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
    assert sorted(path.name for path in library.parent.iterdir()) == at_rest(library)


def test_a_backup_of_an_earlier_version_is_upgraded_on_its_way_and_stays_as_it_is(tmp_path: Path) -> None:
    copy = Path(shutil.copy(SCHEMA_7, tmp_path / "old.backup"))
    target = tmp_path / "held" / "library.sqlite"
    assert restore(copy, target).documents == 2
    assert ids(target) == ["laozi", "treaty"]
    assert copy.read_bytes() == SCHEMA_7.read_bytes()
    assert sorted(path.name for path in target.parent.iterdir()) == at_rest(target)
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


def test_a_copy_follows_while_it_is_read_and_is_the_same_to_the_edition(library: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "library.backup", tmp_path / "copy" / "library.sqlite"
    backup(library, file)
    assert follow(file, copy) == Copied(copy, 3, 7, copy.stat().st_size)
    assert follow(file, copy) is None
    with Library.open(copy) as reader, reader.reading():
        assert reader.document_ids() == ["reprint", "talks", "treaty"]
        with Library.open(library) as writer:
            for name in ("later.txt", "latest.txt"):  # the copy misses the generation between
                writer.change([note(name, "A later text.")], ["talks"])
        backup(library, file, replace=True)
        assert follow(file, copy)
        assert reader.document_ids() == ["reprint", "talks", "treaty"]
    assert ids(copy) == ids(library) == ["later", "latest", "reprint", "treaty"]
    with Library.open(copy) as one, Library.open(library) as other:
        assert (one.generation, one.edition, one.history()) == (other.generation, other.edition, other.history())
        other.mark(mark := Mark("Where?", "en", "treaty", "signed in Vienna", "useful"))
    backup(library, file, replace=True)
    follow(file, copy)
    with Library.open(copy) as one:
        assert one.marks() == (mark,)
    assert sorted(path.name for path in copy.parent.iterdir()) == at_rest(copy)


def test_what_is_removed_is_removed_from_what_follows(library: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "library.backup", tmp_path / "copy" / "library.sqlite"
    with Library.open(library) as writer:
        writer.change([note("zorblatt.txt", "The informant is called Zorblatt.")])
    backup(library, file)
    follow(file, copy)
    assert b"orblatt" in copy.read_bytes()
    with Library.open(library) as writer:
        writer.remove(["zorblatt"])
    backup(library, file, replace=True)
    follow(file, copy)
    for path in copy.parent.iterdir():
        assert b"orblatt" not in path.read_bytes(), path


def test_following_undoes_nothing_that_was_done_here(library: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "library.backup", tmp_path / "copy" / "library.sqlite"
    backup(library, file)
    with pytest.raises(LibraryError, match="is there already and is no copy that follows another"):
        follow(file, library)
    follow(file, copy)
    with Library.open(copy) as changed:
        changed.change([note("own.txt", "Written here.")])
    with Library.open(library) as writer:
        writer.change([note("later.txt", "A later text.")])
        writer.change([note("latest.txt", "A later text.")])
    backup(library, file, replace=True)
    with pytest.raises(LibraryError, match="was changed since it was made a copy"):
        follow(file, copy)
    assert "own" in ids(copy)


def test_a_backup_that_is_behind_damaged_or_another_s_is_not_followed(library: Path, tmp_path: Path) -> None:
    file, old, copy = tmp_path / "library.backup", tmp_path / "old.backup", tmp_path / "copy" / "library.sqlite"
    backup(library, old)
    with Library.open(library) as writer:
        writer.change([note("later.txt", "A later text.")])
    backup(library, file)
    follow(file, copy)
    with pytest.raises(LibraryError, match=r"old\.backup is of generation 1, and the copy of generation 2"):
        follow(old, copy)
    other = made(tmp_path / "other.sqlite")
    with pytest.raises(LibraryError, match="is a backup of another library"):
        follow(other, copy)
    with Library.open(library) as writer:
        writer.change([note("latest.txt", "A later text.")])
    backup(library, file, replace=True)
    run(file, WRONG)
    with pytest.raises(LibraryDamaged, match=r"library\.backup is damaged"):
        follow(file, copy)
    with pytest.raises(LibraryMissing, match="there is no backup at"):
        follow(tmp_path / "none", copy)
    assert ids(copy) == ["later", "reprint", "talks", "treaty"]
    assert sorted(path.name for path in copy.parent.iterdir()) == at_rest(copy)


def test_a_backup_of_a_copy_is_restored_as_a_library_of_its_own(library: Path, tmp_path: Path) -> None:
    file, copy, saved = tmp_path / "library.backup", tmp_path / "copy.sqlite", tmp_path / "saved.sqlite"
    backup(library, file)
    follow(file, copy)
    backup(copy, tmp_path / "copy.backup")
    restore(tmp_path / "copy.backup", saved)
    with Library.open(copy) as one, Library.open(saved) as other:
        assert (bool(one.follows), other.follows) == (True, "")
