"""Whatever is changed in a library behind its back is found: before any of it is handed out, and by who reads everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import index.store.library as opening
from index.errors import LibraryDamaged
from index.store.digests import TABLES, digest
from index.store.inventory import Inventory
from index.store.library import Library
from index.store.marks import Mark
from index.store.search_parts import remove_files
from index.store.soundness import Checked
from tests.index.store.libraries import TEXTS, copied, made, note, run

CHANGES = {
    "a letter of a text": "UPDATE documents SET record = edited(record, '认为', '讥为') WHERE id = 'talks'",
    "who is quoted": "UPDATE documents SET record = edited(record, 'A. Writer', 'A. Wryter') WHERE id = 'treaty'",
    "where a file lies": "UPDATE documents SET location = '/elsewhere' WHERE id = 'talks'",
    "the digest of a file": "UPDATE documents SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x') WHERE id = 'talks'",
    "where a passage begins": "UPDATE passages SET start = start + 1 WHERE document = 'talks'",
    "the language of a passage": "UPDATE passages SET language = 'ja' WHERE document = 'talks'",
    "the sentences of a passage": "UPDATE passages SET sentences = '[[0, 3]]' WHERE document = 'talks'",
    "a vector": (
        "UPDATE passage_vectors SET vector = zeroblob(length(vector)) WHERE number IN (SELECT number FROM passages WHERE document = 'talks')"
    ),
    "a sentence's vector": (
        "UPDATE sentence_vectors SET vectors = zeroblob(length(vectors)) WHERE number IN (SELECT number FROM passages WHERE document = 'talks')"
    ),
    "a vector that is lost": "DELETE FROM passage_vectors WHERE number = 1",
    "a lost passage": "DELETE FROM passages WHERE document = 'talks'",
    "a lost document": "DELETE FROM documents WHERE id = 'talks'",
    "a lost digest": "DELETE FROM document_digests WHERE document = 'talks'",
    "another digest": "UPDATE passage_digests SET place = zeroblob(32) WHERE number = 1",
    "the names in a document": "UPDATE names SET found = zeroblob(9) WHERE document = 'talks'",
    "a sample of a text": "UPDATE sketches SET sample = substr(sample, 5) WHERE document = 'treaty'",
    "the digest of a bucket": "UPDATE buckets SET digest = zeroblob(32)",
    "what is alike": "DELETE FROM likenesses",
    "how alike it is": "UPDATE likenesses SET of_one = of_one / 2",
    "when it came": "UPDATE history SET added = 7 WHERE document = 'treaty'",
    "a sketch": "DELETE FROM shingles WHERE sketch IN (SELECT number FROM sketches WHERE document = 'treaty')",
    "the means of questions": "UPDATE question_means SET vector = zeroblob(32) WHERE language = 'en'",
    "what was given": "UPDATE roots SET location = '/other'",
    "what was not read": "UPDATE unread SET reason = 'for no reason'",
    "a fact": "UPDATE facts SET value = 'another' WHERE name = 'model'",
    "the generation": "UPDATE facts SET value = '7' WHERE name = 'generation'",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole") / "library.sqlite")


def everything(path: Path) -> None:
    """Hand out all that there is, and make the search index anew."""
    remove_files(path)
    with Library.open(path) as library:
        library.search_index()
        library.catalogue()
        for name in library.document_ids():
            library.document(name)
        for number in library.passage_numbers():
            library.passage(number)
        library.question_means(), library.duplicates(), library.history(), library.roots(), library.unread()


def test_what_is_as_it_was_written_is_read(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    everything(path)
    with Library.open(path) as library:
        assert list(library.faults()) == []
        assert len(library.document_ids()) == 3
        assert library.duplicates()


@pytest.mark.parametrize("changed", CHANGES)
def test_what_was_changed_behind_its_back_is_found(changed: str, whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    assert run(path, CHANGES[changed])
    with pytest.raises(
        LibraryDamaged, match=r"is damaged: .*; see all of it with: yinzheng doctor; .*yinzheng restore FILE"
    ):
        everything(path)


@pytest.mark.parametrize("changed", ["a letter of a text", "who is quoted", "where a passage begins"])
def test_nothing_wrong_is_quoted_though_the_search_index_is_sound(changed: str, whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    run(path, CHANGES[changed])
    with Library.open(path) as library:
        library.search_index()
        numbers = library.passage_numbers(["talks" if "letter" in changed or "begins" in changed else "treaty"])
        with pytest.raises(LibraryDamaged):
            [library.passage(number) for number in numbers]
        with pytest.raises(LibraryDamaged):
            library.catalogue()


def test_no_evidence_is_weighed_by_vectors_that_were_changed(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    with Library.open(path) as library:
        number = library.passage_numbers(["talks"])[0]
        assert len(library.sentence_vectors(number)) == len(library.passage(number).sentences)
    run(path, CHANGES["a sentence's vector"])
    with (
        Library.open(path) as library,
        pytest.raises(LibraryDamaged, match=f"passage {number} is not as it was written"),
    ):
        library.sentence_vectors(number)


def test_what_is_written_while_it_is_opened_is_no_damage(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copied(whole, tmp_path)
    check = opening.whole_fault
    with Library.open(path) as writer:

        def late(*given: Any) -> str:
            monkeypatch.setattr(opening, "whole_fault", check)
            writer.change([note("later.txt", "A later text.")])
            return check(*given)

        monkeypatch.setattr(opening, "whole_fault", late)
        with Library.open(path) as library:
            assert "later" in library.document_ids()


def test_after_a_change_only_what_it_wrote_is_read_again(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    with Library.open(path) as other, Library.open(path) as library:
        read: list[str] = []
        rows = library._file.rows
        checked = Checked()

        def noted(statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
            if "FROM passages LEFT JOIN passage_vectors" in statement:
                read.append(str(values[0]))
            return rows(statement, *values)

        def faults() -> list[str]:
            read.clear()
            with library.reading():
                return list(checked.faults(noted))

        assert (faults(), read) == ([], ["reprint", "talks", "treaty"])
        assert (faults(), read) == ([], [])
        other.change([note("later.txt", "A later text."), note("talks.txt", "Another talk.")], remove=["reprint"])
        assert (faults(), read) == ([], ["later", "talks", "treaty"])  # `reprint` was like `treaty`
        other.change([note("talks.txt", "A third talk.")])
        run(path, CHANGES["a vector"])
        found = faults()
        assert (len(found), read) == (1, ["talks"])
        assert "of document talks" in found[0]
        assert (faults(), read) == (found, ["talks"])  # until it is as it was written


def test_the_search_index_is_not_made_of_what_another_change_spoilt(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    with Library.open(path) as other, Library.open(path) as library:
        other.change([note("later.txt", "A later text.")])
        assert len(library.search_index()) == len(library.passage_numbers())
        other.change([note("last.txt", "A last text.")])
        run(path, "UPDATE passage_vectors SET vector = zeroblob(9) WHERE number = (SELECT max(number) FROM passages)")
        with pytest.raises(LibraryDamaged, match="passage 9 is not as it was written"):
            library.search_index()


TOUCHING = {
    "a mark": lambda library: library.mark(Mark("Where?", "en", "treaty", "signed in Vienna", "useful")),
    "what was given": lambda library: library.note(Inventory((Path("/more"),), ())),
    "the generation": lambda library: library.count_on(40),
}


@pytest.mark.parametrize("touching", TOUCHING)
@pytest.mark.parametrize("changed", ["what is alike", "the means of questions", "a lost document"])
def test_what_is_damaged_is_not_sealed_with_what_is_written(
    changed: str, touching: str, whole: Path, tmp_path: Path
) -> None:
    path = copied(whole, tmp_path)
    with Library.open(path) as library:
        run(path, CHANGES[changed])
        found = list(library.faults())
        TOUCHING[touching](library)
        assert list(library.faults()) == found != []


@pytest.mark.parametrize("table", TABLES)
def test_a_change_of_what_is_damaged_is_refused(table: str, whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    with Library.open(path) as library:
        library.mark(Mark("Where?", "zh", "talks", "会议在维也纳举行。", "useful"))
    run(path, f"DELETE FROM {'unread' if table == 'inventory' else table}")
    with Library.open(path) as library, pytest.raises(LibraryDamaged, match=table.replace("_", " ")):
        library.change([note("later.txt", "A later text.")])


@pytest.mark.parametrize("changed", ["what is alike", "how alike it is", "when it came"])
def test_what_stands_beside_a_document_is_not_sealed_anew(changed: str, whole: Path, tmp_path: Path) -> None:
    """`treaty` and `reprint` are alike: a change of either, or of what is like them, would seal what the other is like."""
    path = copied(whole, tmp_path)
    run(path, CHANGES[changed])
    with Library.open(path) as library:
        found = list(library.faults())
        assert any("of document treaty" in one for one in found)
        library.change([note("later.txt", "A later text."), note("talks.txt", "Another talk.")])
        assert list(library.faults()) == found
        for put, gone in (([note("treaty.txt", "Another treaty.")], []), ([], ["treaty"])):
            with pytest.raises(LibraryDamaged, match="of document treaty"):
                library.change(put, gone)
        if changed != "when it came":
            for put, gone in (([note("copy.txt", TEXTS["treaty.txt"])], []), ([], ["reprint"])):
                with pytest.raises(LibraryDamaged, match="likenesses of document"):
                    library.change(put, gone)
        assert list(library.faults()) == found


def test_what_two_documents_are_like_is_known_of_both_whichever_changes(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    with Library.open(path) as library:
        library.change([note("copy.txt", TEXTS["treaty.txt"]), note("again.txt", TEXTS["treaty.txt"])])
        every = {"again", "copy", "reprint", "treaty"}
        for name in every:
            assert {one.other for one in library.alike(name)} == every - {name}
            assert library.group(name) == tuple(sorted(every))
        assert list(library.faults()) == []
        library.change([note("treaty.txt", "Another treaty.")], ["again"])
        assert [one.other for one in library.alike("copy")] == ["reprint"]
        assert library.alike("treaty") == ()
        assert list(library.faults()) == []


def test_what_is_made_anew_of_a_damaged_one_has_the_marks_that_are_sound(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    mark = Mark("Where?", "en", "treaty", "signed in Vienna", "useful")
    with Library.open(path) as library:
        library.mark(mark)
    run(path, "UPDATE documents SET record = edited(record, '{', '(') WHERE id = 'talks'")
    fresh = copied(whole, tmp_path / "fresh")
    with Library.open(fresh) as library:
        library.carry(path)
        assert library.marks() == (mark,)
        told = library.history()
        assert (told.generation, {name: at.changed for name, at in told.documents.items()}) == (
            2,
            {"reprint": 1, "talks": 2, "treaty": 1},
        )
    run(path, "UPDATE marks SET quote = 'The treaty'")
    with Library.open(copied(whole, tmp_path / "other")) as library:
        library.carry(path)
        assert (library.marks(), list(library.faults())) == ((), [])


def test_values_are_told_apart_by_where_they_end() -> None:
    lists: list[tuple[object, ...]] = [
        (),
        ("",),
        (None,),
        ("ab",),
        ("a", "b"),
        ("", "ab"),
        ("1:a",),
        (b"a", 1),
        ("a\x00",),
    ]
    assert len({digest(*values) for values in lists}) == len(lists)
