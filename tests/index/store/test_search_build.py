"""The arrays that searching reads, made of those of an earlier edition, are those that are made of the library alone."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store.contents import Contents
from index.store.library import Library
from index.store.merged_postings import added, extended, without
from index.store.postings import Postings
from index.store.search_file import search_file
from index.vocabulary import Arrays
from tests.index.store.libraries import FACTS, TEXTS, D, copied, made, note

LINES = st.lists(
    st.tuples(*[st.lists(st.sampled_from("a b ab 日本 核武 é z9 zz".split()), max_size=9).map(" ".join)] * 2),
    max_size=12,
)


def same(one: Arrays, other: Arrays) -> None:
    assert one.keys() == other.keys()
    for name, array in one.items():
        assert array.dtype == other[name].dtype, name
        assert array.tolist() == other[name].tolist(), name


@given(before=LINES, more=LINES)
def test_lists_to_which_passages_are_added(before: list[tuple[str, str]], more: list[tuple[str, str]]) -> None:
    rows = (len(before), len(more))
    same(added(Postings.make(before), Postings.make(more), rows), Postings.make([*before, *more]))


@given(lines=LINES, seed=st.integers(0, 99))
def test_lists_from_which_passages_are_taken(lines: list[tuple[str, str]], seed: int) -> None:
    kept = np.random.default_rng(seed).random(len(lines)) < 0.6
    left = [line for line, stays in zip(lines, kept, strict=True) if stays]
    same(without(Postings.make(lines), kept), Postings.make(left))


@given(lines=LINES)
def test_lists_made_some_at_a_time(lines: list[tuple[str, str]]) -> None:
    found = extended(None, 0, lines[:3])
    for at in range(3, len(lines), 3):
        found = extended(found, at, lines[at : at + 3])
    same(found, Postings.make(lines))


def test_an_index_that_was_changed_is_one_that_was_made(tmp_path: Path) -> None:
    """Documents come, change and go at random; after each change the arrays are those of an index made anew, but for the names."""
    path, rng = made(tmp_path / "library.sqlite"), random.Random(5)
    sentences = [
        *" ".join(TEXTS.values()).split(". "),
        "拜登（Joe Biden）在巴黎说话。",
        "東京で会議が開かれた。",
        "한국은 핵무장을 논의했다.",
    ]
    for _ in range(6):
        with Library.open(path) as library:
            names = library.document_ids()
            texts = [". ".join(rng.sample(sentences, rng.randint(1, 9))) + "." for _ in range(rng.randint(0, 2))]
            put = [note(f"{rng.randint(0, 9)}{at}.txt", text) for at, text in enumerate(texts)]
            library.change(put, rng.sample(names, rng.randint(0, 1)) if len(names) > 2 else [])
            library.write_search_index()
            changed = dict(library.search_index().arrays)
            pairs, heard = library.search_index().pairs, library.search_index().heard
        bare = copied(path, tmp_path / "bare")
        search_file(bare).unlink()
        with Library.open(bare) as library:
            anew = library.search_index()
        for name, array in anew.arrays.items():
            if name.endswith(".longest"):  # of those that are gone one was longer, or none
                assert array[0] <= changed[name][0]
            elif not name.startswith("names."):
                assert array.dtype == changed[name].dtype, name
                assert np.array_equal(array, changed[name]), name
        least = (("letters", 0.5), ("han", 0.5), ("kana", 0.5), ("hangul", 0.5))
        for sound in ("KSNJR", "PTN", "TR", "FN"):
            assert heard.alike(sound, least) == anew.heard.alike(sound, least)
        for name in ("kissinger", "基辛格", "拜登"):
            assert pairs.of(name) == anew.pairs.of(name)


def test_only_what_was_added_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.sqlite"
    with Library.create(path, FACTS) as library:
        library.change([note(f"{at}.txt", f"Note {at} is of apples and of pears.") for at in range(30)])
        library.write_search_index()
        library.change([note("new.txt", "Plums grow in Vienna. Mr. Kissinger（基辛格）said so.")])
        numbers = set(library.passage_numbers(["new"]))
        read: set[int] = set()
        codes, passages = Contents.codes, Library.passages
        monkeypatch.setattr(Contents, "codes", lambda self, some: read.update(some) or codes(self, some))
        monkeypatch.setattr(Library, "passages", lambda self, some: read.update(some) or passages(self, some))
        library.write_search_index()
        assert read == numbers
        assert library.search_index().families["en"].terms.holds("plums")
        assert len(library.search_index().arrays["names.1.people"]) > 2  # apart, until they are many
        assert library.search_index().whole().search(np.ones(D, np.float32), 99)[-1][1] > -2


def test_names_go_with_all_that_have_them(tmp_path: Path) -> None:
    """Two reprints have the same names, and go together: nothing of them stays among the names of most documents."""
    said = "Kissinger（基辛格）said that the treaty was signed."
    with Library.create(tmp_path / "library.sqlite", FACTS) as library:
        library.change([note(f"{at}.txt", f"Note {at} is of apples and of pears.") for at in range(30)])
        library.change([note("one.txt", said), note("two.txt", said)])
        library.write_search_index()
        assert library.search_index().pairs.of("kissinger") == ("基辛格",)
        library.change(remove=["one", "two"])
        library.write_search_index()
        assert library.search_index().pairs.of("kissinger") == ()
        assert "基辛格".encode() not in search_file(library.path).read_bytes()


def test_an_index_of_another_library_with_the_same_numbers_gives_nothing_away(tmp_path: Path) -> None:
    """Beside a library lies the index of one whose passages have the same numbers: none of its words are taken over."""
    paths = [tmp_path / "one.sqlite", tmp_path / "other.sqlite"]
    for path, word in zip(paths, ("Apples", "Pears"), strict=True):
        with Library.create(path, FACTS) as library:
            library.change([note("a.txt", f"{word} grow.")])
            library.write_search_index()
    search_file(paths[1]).replace(search_file(paths[0]))
    with Library.open(paths[0]) as library:
        library.write_search_index()
        terms = library.search_index().families["en"].terms
        assert terms.holds("apples")
        assert not terms.holds("pears")
        assert b"pears" not in search_file(paths[0]).read_bytes()
