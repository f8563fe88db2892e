"""The library: one file that holds all of a change or none of it, and says in one line what is wrong with it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fts5 import bm25
from index.errors import LibraryError, LibraryMismatch, LibraryMissing
from index.passages import passages
from index.records import Document
from index.store.codec import read_document, write_document
from index.store.codes import Codes
from index.store.connections import Connections
from index.store.entries import Entry
from index.store.library import Library
from index.store.marks import Mark
from index.store.schema import BuildFacts, settle
from index.store.writer import make
from index.text.script import tokens
from tests.conftest import ROOT
from tests.index.documents import NAMES, document, seed

D = 8
FACTS = BuildFacts(model="m", fingerprint="f", dimension=D, passage_length=300, cleaning=1)


def entry(made: Document, seed_: int = 0) -> Entry:
    """A document with vectors that are as good as any: the library does not look into them."""
    cut = passages(made, 300)
    rng = np.random.default_rng(seed_ or len(made.text))
    return Entry(
        made,
        cut,
        rng.normal(size=(len(cut), D)).astype(np.float32),
        tuple(rng.normal(size=(len(p.sentences), D)).astype(np.float32) for p in cut),
    )


def note(name: str, *texts: str) -> Entry:
    return entry(document("\n\n".join(texts), name=f"{name}.txt"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the seeds with made-up vectors, only to be read or copied."""
    where = tmp_path_factory.mktemp("full") / "library.sqlite"
    with Library.create(where, FACTS) as library:
        library.change([entry(seed(name)) for name in NAMES])
    return where


def consistent(library: Library) -> None:
    """Documents, passages, terms and vectors speak of the same things."""
    numbers = library.passage_numbers()
    assert sorted(n for i in library.document_ids() for n in library.passage_numbers([i])) == numbers
    assert [row[0] for row in library._file.rows("SELECT number FROM passage_vectors ORDER BY number")] == numbers
    index = library.search_index()
    assert sorted(n for part in index.families.values() for n in part.numbers.tolist()) == numbers
    assert list(library.languages()) == numbers
    for table in ("names", "sketches", "document_digests"):
        told = [row[0] for row in library._file.rows(f"SELECT document FROM {table} ORDER BY document")]
        assert told == library.document_ids()
    assert len(library.search_index().whole()) == len(numbers)
    for number in numbers:
        passage = library.passage(number)
        assert passage in passages(library.document(passage.document), 300)
        assert library.sentence_vectors(number).shape == (len(passage.sentences), D)
    assert next(library._file.rows("PRAGMA integrity_check"))[0] == "ok"
    assert list(library._file.rows("PRAGMA foreign_key_check")) == []


# Making and opening


def test_an_empty_library(path: Path) -> None:
    with Library.create(path, FACTS) as library:
        assert library.document_ids() == []
        assert library.generation == 0
        assert bm25(library, ["核武"], 5) == []
        assert library.search_index().whole().search(np.ones(D, dtype=np.float32), 5) == []
        assert library.dimension == D
    with Library.open(path, FACTS) as library:
        assert library.facts()["model"] == "m"


def test_folders_are_made(tmp_path: Path) -> None:
    Library.create(tmp_path / "a" / "b" / "library.sqlite", FACTS).close()
    assert (tmp_path / "a" / "b" / "library.sqlite").is_file()


def test_a_library_that_is_there_is_opened_as_it_is(full: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(full, tmp_path))
    with Library.create(copy, FACTS) as library:
        assert len(library.document_ids()) == 5
    assert copy.read_bytes() == full.read_bytes()


@pytest.mark.parametrize("name", [field.name for field in fields(BuildFacts)])
def test_a_library_made_otherwise_is_refused(name: str, full: Path) -> None:
    other = replace(FACTS, **{name: "other" if name in ("model", "fingerprint") else 7})
    with pytest.raises(LibraryMismatch, match=rf"was made with {name} .*, now it is .*--rebuild") as caught:
        Library.open(full, other)
    assert "\n" not in str(caught.value)
    Library.open(full).close()  # without expectations it can be looked at


def test_a_library_of_another_schema_is_refused(full: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(full, tmp_path))
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE facts SET value = '0' WHERE name = 'schema'")
    connection.close()
    with pytest.raises(LibraryMismatch, match="another version"):
        Library.open(copy)


def test_a_missing_library(path: Path) -> None:
    with pytest.raises(LibraryMissing, match=r"no library at .*; make one with: yinzheng index --library .* PATH"):
        Library.open(path)
    assert not path.exists()


@pytest.mark.parametrize("data", [b"garbage" * 500, b"SQLite format 3\0" + b"\xff" * 4096, b"{}"])
def test_a_file_that_is_no_library_is_refused_and_left(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    for opened in (lambda: Library.open(path), lambda: Library.create(path, FACTS)):
        with pytest.raises(LibraryError, match="is not a library or is damaged") as caught:
            opened()
        assert "\n" not in str(caught.value)
    assert path.read_bytes() == data


def test_an_empty_file_is_no_library_yet(path: Path) -> None:
    path.touch()
    with pytest.raises(LibraryError, match="is not a library or is damaged"):
        Library.open(path)
    with Library.create(path, FACTS) as library:
        assert library.document_ids() == []


def test_another_database_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="is not a library"):
        Library.create(path, FACTS)
    assert path.read_bytes() == before


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_a_truncated_library_says_so(share: float, full: Path, path: Path) -> None:
    path.write_bytes(full.read_bytes()[: int(full.stat().st_size * share)])

    def use() -> None:
        with Library.open(path) as library:
            library.search_index().whole()
            for number in library.passage_numbers():
                library.passage(number)
            bm25(library, ["日本"], 50)

    with pytest.raises(LibraryError, match=r"damaged") as caught:
        use()
    assert "\n" not in str(caught.value)


def test_overwritten_pages_give_a_library_error_or_nothing_wrong(full: Path, path: Path) -> None:
    data = bytearray(full.read_bytes())
    rng = random.Random(1)
    for _ in range(40):
        at = rng.randrange(8192, len(data) - 512)
        data[at : at + 512] = rng.randbytes(512)
    path.write_bytes(data)

    def use() -> None:
        with Library.open(path) as library:
            library.search_index().whole()
            bm25(library, tokens("日本的核武器"), 50)
            for name in library.document_ids():
                library.document(name)

    with pytest.raises(LibraryError):
        use()


# What is written is what is read


@pytest.mark.parametrize("name", NAMES)
def test_a_document_round_trips_exactly(name: str, full: Path) -> None:
    assert read_document(write_document(seed(name))) == seed(name)
    with Library.open(full) as library:
        assert library.document(name) == seed(name)
        assert library.document(seed(name).id) == seed(name)
        numbers = library.passage_numbers([seed(name).id])
        assert tuple(library.passage(number) for number in numbers) == passages(seed(name), 300)


def test_vectors_are_read_as_they_are_kept_in_eight_bits(path: Path) -> None:
    one = note("a", "第一句话。第二句话。", "第三句话在这里。")
    with Library.create(path, FACTS) as library:
        library.change([one])
        (number,) = library.passage_numbers()
        assert np.array_equal(library.sentence_vectors(number), Codes.of(one.sentence_vectors[0]).decoded())
        ((blob,),) = library._file.rows("SELECT vector FROM passage_vectors")
        assert np.array_equal(Codes.unpacked(blob, D).decoded()[0], Codes.of(one.vectors).decoded()[0])
        assert [found for found, _ in library.search_index().whole().search(one.vectors[0], 1)] == [number]


@pytest.mark.parametrize(
    ("identifier", "reason"),
    [("", "names"), ("00", "names 5 documents"), ("9", "names no document"), ("000_2cb995d306f6a6b1x", "names no")],
)
def test_a_document_must_be_named_by_a_unique_prefix(identifier: str, reason: str, full: Path) -> None:
    with Library.open(full) as library, pytest.raises(LibraryError, match=reason):
        library.document(identifier)


def test_an_id_that_begins_another_id_names_itself(path: Path) -> None:
    with Library.create(path, FACTS) as library:
        library.change([note("a", "第一句话。"), note("ab", "第二句话。")])
        assert library.document("a").id == "a"


def test_a_mark_is_of_the_document_however_that_was_named(path: Path) -> None:
    mark = Mark("Was ist süß?", "de", "app", "苹果很甜。", "useful")
    with Library.create(path, FACTS) as library:
        library.change([note("apple", "苹果很甜。"), note("pear", "梨很绿。")])
        library.mark(mark)
        assert [one.document for one in library.marks()] == ["apple"]
        library.mark(mark, kept=False)
        assert library.marks() == ()
        library.mark(mark)
        library.change(remove=["apple"])
        assert library.marks() == ()


# Changes


def test_documents_come_change_and_go(path: Path) -> None:
    with Library.create(path, FACTS) as library:
        library.change([note("a", "苹果很甜。"), note("b", "香蕉很黄。")])
        consistent(library)
        first = library.passage_numbers(["a"])
        library.change([note("a", "葡萄很酸。", "另外一段。")], ["b"])
        consistent(library)
        assert library.document_ids() == ["a"]
        assert bm25(library, tokens("苹果"), 5) == []
        assert bm25(library, tokens("香蕉"), 5) == []
        assert [library.passage(n).document for n, _ in bm25(library, tokens("葡萄"), 5)] == ["a"]
        assert not set(first) & set(library.passage_numbers())  # a number is never given twice
        library.change(remove=["a", "not there"])
        consistent(library)
        assert library.passage_numbers() == []
        for table in ("passage_vectors", "sentence_vectors", "names", "sketches", "shingles"):
            assert next(library._file.rows(f"SELECT count(*) FROM {table}"))[0] == 0


def test_the_generation_grows_and_the_corpus_is_known_by_its_files(path: Path) -> None:
    with Library.create(path, FACTS) as library:
        seen = [(library.generation, library.corpus())]
        for put, remove in [([note("a", "一句话。")], []), ([note("b", "一句话。")], []), ([], ["b"]), ([], [])]:
            library.change(put, remove)
            seen.append((library.generation, library.corpus()))
    assert [generation for generation, _ in seen] == [0, 1, 2, 3, 4]
    assert seen[1][1] == seen[3][1] == seen[4][1] != seen[2][1] != seen[0][1]


def test_a_change_that_fails_changes_nothing(full: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(full, tmp_path))
    bad = note("z", "一句话。")
    with Library.open(copy) as library:
        facts = library.facts()
        with pytest.raises(ValueError, match="argument 3 is shorter"):
            library.change([note("a", "苹果。"), replace(bad, sentence_vectors=())], ["001_842cd329f54bcaf9"])
        with pytest.raises(LibraryError, match="cannot be written"):
            library.change([bad, bad])  # one id twice
        assert library.facts() == facts
        assert len(library.document_ids()) == 5
        assert bm25(library, ["苹果"], 5) == []
    assert copy.read_bytes() == full.read_bytes()


def test_a_change_by_another_process_is_seen(path: Path) -> None:
    with Library.create(path, FACTS) as one, Library.create(path, FACTS) as other:
        one.change([note("a", "苹果很甜。")])
        (number,) = one.passage_numbers()
        assert one.document("a").text == "苹果很甜。\n"
        other.change([note("a", "葡萄很酸很酸。")])
        assert one.document("a").text == "葡萄很酸很酸。\n"
        assert [one.passage(n).text for n in one.passage_numbers()] == ["葡萄很酸很酸。"]
        with pytest.raises(LibraryError, match=f"no longer holds passage {number}"):
            one.passage(number)
        with pytest.raises(LibraryError, match="no longer holds"):
            one.sentence_vectors(number)


def test_passages_read_together_are_those_read_one_by_one(full: Path) -> None:
    with Library.open(full) as one, Library.open(full) as other:
        numbers = one.passage_numbers()
        asked = [*numbers[::-3], numbers[-1], *numbers[:4]]  # in any order, some of them twice
        other.passage(numbers[2])
        expected = [one.passage(number) for number in asked]
        assert other.passages(asked) == expected
        assert other.passages(asked) == expected  # and once they are kept
        assert other.passages([]) == []
        with pytest.raises(LibraryError, match=f"no longer holds passage {numbers[-1] + 1}"):
            other.passages([numbers[0], numbers[-1] + 1])


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match=r"folder .* cannot be made .*YINZHENG_LIBRARY"):
        Library.create(tmp_path / "file" / "library.sqlite", FACTS)


def test_a_folder_in_place_of_the_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(LibraryError, match="cannot be opened"):
        Library.create(path, FACTS)
    with pytest.raises(LibraryMissing):
        Library.open(path)


def test_a_library_that_may_only_be_read(full: Path, tmp_path: Path) -> None:
    """Rights do not bind the superuser, so SQLite itself is told; the message is the one that rights would give."""
    copy = Path(shutil.copy(full, tmp_path))
    with Library.open(copy) as library:
        with library._file.held() as connection:
            connection.execute("PRAGMA query_only = ON")
        assert bm25(library, tokens("核磋商小组"), 3)
        with pytest.raises(LibraryError, match=r"cannot be written \(.*\); it is as it was before"):
            library.change([note("a", "一句话。")])
    assert copy.read_bytes() == full.read_bytes()


WRITER = """
import sys
from pathlib import Path
import numpy as np
from index.store.entries import Entry
from index.store.library import Library
with Library.open(Path(sys.argv[1])) as library:
    entries = []
    for name in library.document_ids():
        cut = tuple(library.passage(number) for number in library.passage_numbers([name]))
        sentences = tuple(np.ones((len(passage.sentences), library.dimension), np.float32) for passage in cut)
        entries.append(Entry(library.document(name), cut, np.ones((len(cut), library.dimension), np.float32), sentences))
    with library._file.held() as connection:
        connection.execute("PRAGMA cache_size = 2")  # pages are written before the end of a change
    print("ready", flush=True)
    while True:
        library.change(entries)
        print("changed", flush=True)
"""


def test_a_killed_process_leaves_a_whole_library(full: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(full, tmp_path))
    log = copy.with_name(f"{copy.name}-wal")
    before = 1
    for turn in range(3):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(copy)], stdout=subprocess.PIPE, cwd=ROOT)
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        for _ in range(turn):
            assert writer.stdout.readline() == b"changed\n"
        while not (log.exists() and log.stat().st_size):  # in the middle of a change: the first, or a later one
            assert writer.poll() is None
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        with Library.open(copy, FACTS) as library:
            assert library.generation >= before
            before = library.generation
            consistent(library)
            assert len(library.document_ids()) == 5


def torn(full: Path, where: Path) -> None:
    """A library as a process leaves it that is killed while its change is partly in the log, after one that is wholly there."""
    work = where.with_name("work.sqlite")
    shutil.copy(full, work)
    connection = sqlite3.connect(work, isolation_level=None)
    connection.execute("PRAGMA cache_size = 2")
    connection.execute("CREATE TABLE left (y)")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE documents SET record = zeroblob(4 * length(record))")
    shutil.copy(work, where)
    shutil.copy(f"{work}-wal", f"{where}-wal")
    connection.execute("ROLLBACK")
    connection.close()


def test_of_what_a_killed_process_left_what_is_whole_is_there_and_nothing_else(full: Path, path: Path) -> None:
    torn(full, path)
    assert path.with_name(f"{path.name}-wal").stat().st_size > 10_000
    with Library.open(path, FACTS) as library:
        assert [library.document(name) for name in NAMES] == [seed(name) for name in NAMES]
        assert list(library._file.rows("SELECT * FROM left")) == []


def test_a_library_that_takes_the_place_of_a_torn_one_is_not_undone(full: Path, path: Path, tmp_path: Path) -> None:
    torn(full, path)
    fresh = tmp_path / "fresh.sqlite"
    with Library.create(fresh, FACTS) as library:
        library.change([note("a", "苹果很甜。")])
    settle(path)
    fresh.replace(path)
    with Library.open(path, FACTS) as library:
        assert library.document_ids() == ["a"]
        consistent(library)


def test_a_crash_before_the_first_change_was_complete_leaves_nothing_in_the_way(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE x (y)")
    connection.execute("DROP TABLE x")
    connection.close()
    assert path.stat().st_size
    with Library.create(path, FACTS) as library:
        assert library.facts()["model"] == "m"


# Lexical search


def test_lexical_finds_what_holds_the_words_best_first(full: Path) -> None:
    with Library.open(full) as library:
        found = bm25(library, tokens("核磋商小組"), 5)
        assert library.passage(found[0][0]).document.startswith("000")
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        assert all(score > 0 for _, score in found)
        traditional, simplified = (bm25(library, tokens(words), 10) for words in ("延伸威懾", "延伸威慑"))
        assert traditional == simplified != []


@pytest.mark.parametrize("k", [1, 3, 10])
def test_a_filter_is_applied_before_the_cut(k: int, full: Path) -> None:
    with Library.open(full) as library:
        words = tokens("日本")
        everything = bm25(library, words, 10_000)
        rarest = sorted(number for number, _ in everything[-k:])
        assert sorted(number for number, _ in bm25(library, words, k, among=rarest)) == rarest
        assert len(bm25(library, words, k)) == k
        assert bm25(library, words, k, among=[]) == []
        assert bm25(library, words, 0) == bm25(library, words, -1) == bm25(library, [], k) == []


def test_references_are_not_in_the_index(full: Path) -> None:
    with Library.open(full) as library:
        assert bm25(library, tokens("Minemura Tosaki 奥谷龍太"), 5) == []


def test_headings_and_authors_count_but_less_than_the_text(path: Path) -> None:
    with Library.create(path, FACTS) as library:
        prose = "他谈的是另外一些事情，与题目没有什么关系，不过也说得很有意思，值得一读。"
        library.change([note("a", f"# 苹果\n\n{prose}"), note("b", f"# 别的\n\n苹果，{prose}")])
        assert [library.passage(n).document for n, _ in bm25(library, tokens("苹果"), 5)] == ["b", "a"]


@pytest.mark.parametrize(
    "word",
    [
        *('"', '""', 'a"b', "NEAR", "NEAR(a b)", "AND", "OR", "NOT", "a*", "*", "-a", "^a", "text:a", "(", ")", "a+b"),
        *(
            "{a}",
            "",
            " ",
            "\0",
            "a\0b",
            "\n",
            "'",
            ";",
            "--",
            "%",
            "\\",
            "\ud800",
            "👍",
            "é",
            "\u0301",
            "𰻞",
            "a" * 9_999,
        ),
    ],
)
def test_no_word_breaks_a_query(word: str, full: Path) -> None:
    with Library.open(full) as library:
        bm25(library, [word], 5)
        with_another = {number for number, _ in bm25(library, [word, "日本"], 500)}
        assert {number for number, _ in bm25(library, ["日本"], 500)} <= with_another


@given(st.lists(st.text(max_size=12), max_size=8))
def test_no_words_break_a_query(words: list[str]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    make(connection, FACTS)
    library = Library(Path("memory"), Connections(Path("memory"), connection))
    assert bm25(library, words, 5) == []
    library.close()


def test_many_words_are_one_query(full: Path) -> None:
    with Library.open(full) as library:
        assert bm25(library, [f"w{i}" for i in range(20_000)] + ["日本"], 5)


def test_sizes_count_the_tokens_of_each_text(full: Path) -> None:
    with Library.open(full) as library:
        for part in library.search_index().families.values():
            for number, size in list(zip(part.numbers.tolist(), part.sizes.tolist(), strict=True))[::10]:
                assert size == len(tokens(library.passage(number).text))


@pytest.mark.parametrize("word", ["", "\0", "\ud800", '"', "%", "a\0b", "👍", "a" * 9_999])
def test_no_word_has_places_that_are_not_its_own(word: str, full: Path) -> None:
    with Library.open(full) as library:
        index = library.search_index()
        for part in index.families.values():
            for lists in (part.terms, part.readings):
                assert lists.standing([word]) == lists.standing([word, word]) == ()
                assert not lists.holds(word)
        assert index.pairs.of(word) == ()
        assert index.heard.alike("", (("letters", 0.0),)) == ()


def test_documents_are_read_together_and_kept(tmp_path: Path) -> None:
    with Library.create(tmp_path / "library.sqlite", FACTS) as library:
        library.change([note(name, f"The {name} is here.") for name in ("a", "b", "c")])
        with library.reading():
            found = library.documents(["c", "a", "c"])
            assert sorted(found) == ["a", "c"]
            assert all(library.document(name) is document for name, document in found.items())
            assert library.documents(["a"])["a"] is found["a"]
        with pytest.raises(LibraryError, match="document d"):
            library.documents(["a", "d"])
