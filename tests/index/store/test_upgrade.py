"""Libraries of other versions: an earlier one is upgraded and kept as it was, or refused with what to do; a later one is refused."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import LibraryDamaged, LibraryMismatch
from index.store.connections import connect
from index.store.library import Library
from index.store.schema import SCHEMA_VERSION, BuildFacts
from index.store.upgrade import kept_before, schema_of, upgrade
from tests.index.store.libraries import FACTS, SCHEMA_7, SCHEMA_8, SCHEMA_9, TEXTS, made, note, run


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    return Path(shutil.copy(SCHEMA_7, tmp_path / "library.sqlite"))


def test_an_earlier_one_is_upgraded_and_kept_as_it_was(earlier: Path) -> None:
    with Library.open(earlier, FACTS) as library:
        assert library.facts()["schema"] == SCHEMA_VERSION
        assert library.document_ids() == ["laozi", "treaty"]
        assert list(library.faults()) == []
        assert "威慑要有效" in library.document("laozi").text
        assert [str(root) for root in library.roots()] == ["/documents"]
        assert len(library.search_index()) == len(library.passage_numbers()) == 2
    kept = kept_before(earlier, "7")
    assert schema_of(kept) == "7"
    assert sorted(path.name for path in earlier.parent.iterdir()) == [earlier.name, kept.name]


@pytest.mark.parametrize("before", [SCHEMA_8, SCHEMA_9])
def test_those_before_are_upgraded_with_all_that_they_hold(before: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(before, tmp_path / "library.sqlite"))
    anew = made(tmp_path / "anew.sqlite")
    with Library.open(path, FACTS) as library, Library.open(anew) as other:
        assert list(library.faults()) == []
        for name in other.document_ids():
            assert library.document(name) == other.document(name)
        for number in other.passage_numbers():
            assert library.passage(number) == other.passage(number)
            assert library.sentence_vectors(number).tolist() == other.sentence_vectors(number).tolist()
        assert library.duplicates() == other.duplicates() != ()
        assert [mark.quote for mark in library.marks()] == ["signed in Vienna"]
        assert library.history().documents == other.history().documents
        (one,), (two,) = library.search_index().parts, other.search_index().parts
        assert all(array.tolist() == one[name].tolist() for name, array in two.items() if not name.endswith("marks"))
        library.change([note("copy.txt", TEXTS["treaty.txt"])])
        assert library.passage_numbers(["copy"]) == [8, 9, 10]
        assert "copy" in library.group("treaty")
        assert list(library.faults()) == []
        assert library.facts().keys() == other.facts().keys() | {"index"}
    assert schema_of(kept_before(path, schema_of(before))) == schema_of(before)
    assert not {"terms", "name_pairs"} & set(tables(path))


def tables(path: Path) -> list[str]:
    with closing(connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]


@pytest.mark.parametrize(
    "changed",
    [
        "UPDATE documents SET record = replace(record, '认为', '讥为')",
        "UPDATE passages SET vector = zeroblob(length(vector)) WHERE number = 1",
        "DELETE FROM documents WHERE id = 'talks'",
        "UPDATE heard_names SET sound = 'x' || sound",
        "UPDATE facts SET value = 'another' WHERE name = 'model'",
    ],
)
def test_one_of_schema_8_is_not_upgraded_where_it_is_damaged(changed: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(SCHEMA_8, tmp_path / "library.sqlite"))
    assert run(path, changed)
    with pytest.raises(LibraryDamaged):
        Library.open(path)
    assert schema_of(path) == "8"


@pytest.mark.parametrize(
    "changed",
    [
        "UPDATE likenesses SET of_one = of_one / 2",
        "UPDATE history SET changed = 7 WHERE document = 'talks'",
        "UPDATE document_digests SET names = zeroblob(32) WHERE document = 'talks'",
        "DELETE FROM document_digests WHERE document = 'talks'",
        "UPDATE buckets SET documents = documents + 1",
        "UPDATE facts SET value = 'another' WHERE name = 'model'",
    ],
)
def test_one_of_schema_9_is_not_upgraded_where_it_is_damaged(changed: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(SCHEMA_9, tmp_path / "library.sqlite"))
    assert run(path, changed)
    with pytest.raises(LibraryDamaged):
        Library.open(path)
    assert schema_of(path) == "9"


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        ("UPDATE marks SET quote = 'The treaty'", "marks"),
        ("UPDATE question_means SET vector = zeroblob(32)", "question means"),
        ("UPDATE names SET found = zeroblob(9) WHERE document = 'talks'", "names of document talks"),
    ],
)
def test_what_is_damaged_in_one_of_schema_9_is_not_sealed_anew(changed: str, left: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(SCHEMA_9, tmp_path / "library.sqlite"))
    assert run(path, changed)
    with Library.open(path) as library:
        assert library.facts()["schema"] == SCHEMA_VERSION
        (fault,) = library.faults()
        assert left in fault


def test_it_is_upgraded_once(earlier: Path) -> None:
    upgrade(earlier, "7")
    with Library.open(earlier) as library:
        facts = library.facts()
    upgrade(earlier, "7")  # as a process does that looked before
    with Library.open(earlier) as library:
        assert library.facts() == facts
    assert schema_of(kept_before(earlier, "7")) == "7"


def test_one_made_otherwise_is_left_as_it_is(earlier: Path) -> None:
    with pytest.raises(LibraryMismatch, match="passage_length 300, now it is 400"):
        Library.open(earlier, BuildFacts("m", "f", 8, 400, 1))
    assert earlier.read_bytes() == SCHEMA_7.read_bytes()


def test_what_is_damaged_is_not_upgraded(earlier: Path) -> None:
    data = bytearray(earlier.read_bytes())
    data[4096 * 9 : 4096 * 12] = os.urandom(4096 * 3)
    earlier.write_bytes(data)
    with pytest.raises((LibraryDamaged, LibraryMismatch)):
        Library.open(earlier)
    assert earlier.read_bytes() == data


def test_where_no_copy_can_be_kept_nothing_is_changed(earlier: Path) -> None:
    kept_before(earlier, "7").mkdir()
    with pytest.raises(
        LibraryMismatch, match=r"earlier version .*schema 7.* cannot be brought to this one .*--rebuild"
    ):
        Library.open(earlier)
    assert earlier.read_bytes() == SCHEMA_7.read_bytes()


@pytest.mark.parametrize(
    ("schema", "told"), [("6", "another version"), ("11", "a later version"), ("none", "another version")]
)
def test_other_versions_are_refused_with_what_to_do(schema: str, told: str, tmp_path: Path) -> None:
    path = made(tmp_path / "library.sqlite")
    run(path, f"UPDATE facts SET value = '{schema}' WHERE name = 'schema'")
    before = path.read_bytes()
    with pytest.raises(
        LibraryMismatch, match=rf"made by {told} of yinzheng \(schema {schema}, .*yinzheng index --rebuild"
    ):
        Library.open(path)
    assert path.read_bytes() == before


def test_a_copy_of_before_goes_with_the_words_of_what_is_removed(earlier: Path) -> None:
    with Library.open(earlier) as library:
        library.remove(["laozi"])
    for file in earlier.parent.iterdir():
        assert "威慑".encode() not in file.read_bytes()
