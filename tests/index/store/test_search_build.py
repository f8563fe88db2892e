"""The arrays that searching reads, made of those of an earlier edition, are those that are made of the library alone."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store import search_build, writer
from index.store import search_file as search_file_module
from index.store.contents import Contents
from index.store.library import Library
from index.store.merged_postings import added, without
from index.store.postings import Postings
from index.store.search_index import SearchIndex
from index.store.search_parts import put_parts_in_place, remove_files, search_file, search_files, stamps
from index.vocabulary import Arrays, named_within
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


def test_lists_joined_in_any_order_of_their_sizes() -> None:
    rng = random.Random(3)
    lines = [(" ".join(rng.choices("a b ab 日本 é z9".split(), k=rng.randint(0, 9))), "") for _ in range(40)]
    cuts = [0, 1, 2, 9, 10, 30, 31, 40]
    each = [(b - a, Postings.make(lines[a:b])) for a, b in pairwise(cuts)]
    same(search_build._together(iter(each)), Postings.make(lines))


def in_one(index: SearchIndex) -> dict[str, Arrays]:
    """The arrays of each language as they are where all parts are one."""
    found: dict[str, Arrays] = {}
    for name, language in index.families.items():
        parts = language.parts
        arrays = {
            key: np.concatenate([one[key] for one in parts])
            for key in (
                "numbers",
                "marks",
                "buckets",
                "sizes",
                *(f"{of}.{key}" for of in ("vectors", "sentences") for key in ("rows", "scales")),
            )
        }
        arrays["sentences"] = np.concatenate([np.diff(one["sentence_starts"]) for one in parts])
        for key in ("terms", "readings"):
            lists = search_build._together((len(one["numbers"]), named_within(one, key)) for one in parts)
            arrays |= {f"{key}.{inner}": array for inner, array in lists.items()}
        found[name] = arrays
    return found


@pytest.mark.parametrize("few", [True, False])
def test_an_index_that_was_changed_is_one_that_was_made(
    few: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents come, change and go at random; after each change the index is one made anew, in more parts or fewer."""
    path, rng = made(tmp_path / "library.sqlite"), random.Random(5)
    if few:
        monkeypatch.setattr(search_build, "_FEWEST", 1)
        monkeypatch.setattr(search_build, "_TIMES", 2)
        monkeypatch.setattr(search_build, "_MOST", 12)
    sentences = [
        *" ".join(TEXTS.values()).split(". "),
        "拜登（Joe Biden）在巴黎说话。",
        "東京で会議が開かれた。",
        "한국은 핵무장을 논의했다.",
    ]
    most = 0
    for _ in range(8):
        with Library.open(path) as library:
            names = library.document_ids()
            texts = [". ".join(rng.sample(sentences, rng.randint(1, 9))) + "." for _ in range(rng.randint(0, 2))]
            put = [note(f"{rng.randint(0, 9)}{at}.txt", text) for at, text in enumerate(texts)]
            library.change(put, rng.sample(names, rng.randint(0, 1)) if len(names) > 2 else [])
            library.write_search_index()
            changed = library.search_index()
        most = max(most, len(changed.parts))
        assert search_files(path) == [search_file(path), *sorted(search_files(path)[1:])]
        assert len(search_files(path)) == 1 + len(changed.parts)
        bare = copied(path, tmp_path / "bare")
        remove_files(bare)
        with Library.open(bare) as library:
            anew = library.search_index()
        one, other = in_one(changed), in_one(anew)
        assert list(one) == list(other)
        for name, arrays in other.items():
            same(one[name], arrays)
        assert changed.people == anew.people
        least = (("letters", 0.5), ("han", 0.5), ("kana", 0.5), ("hangul", 0.5))
        for sound in ("KSNJR", "PTN", "TR", "FN"):
            assert changed.heard.alike(sound, least) == anew.heard.alike(sound, least)
        for name in ("kissinger", "基辛格", "拜登"):
            assert changed.pairs.of(name) == anew.pairs.of(name)
        assert (most > 1) >= few * (len(changed) > 12)


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
        assert library.search_index().whole().search(np.ones(D, np.float32), 99)[-1][1] > -2


def test_a_part_that_nothing_touches_stays_the_file_that_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_build, "_FEWEST", 1)
    path = tmp_path / "library.sqlite"
    with Library.create(path, FACTS) as library:
        library.change([note(f"{at}.txt", f"Note {at} is of apples and of pears.") for at in range(30)])
        library.write_search_index()
        first = stamps(search_file(path)).split(",")[1]
        library.change([note("new.txt", "Plums grow in Vienna.")])
        library.write_search_index()
        both = stamps(search_file(path)).split(",")
        assert (len(both), both[1]) == (3, first)
        library.change([note("new.txt", "Cherries grow in Vienna.")])
        library.write_search_index()
        assert stamps(search_file(path)).split(",")[1] == first
        terms = library.search_index().families["en"].terms
        assert (terms.holds("cherries"), terms.holds("plums"), terms.holds("apples")) == (True, False, True)
        library.change(remove=["3", "new"])
        library.write_search_index()
        assert len(stamps(search_file(path)).split(",")) == 2
        assert first not in stamps(search_file(path))


def test_what_a_part_lost_is_not_sealed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte in a part is altered, where no sample is read, and a document of the part is taken out."""
    monkeypatch.setattr(search_file_module, "_CHECKED", 1)
    monkeypatch.setattr(search_file_module, "_BLOCK", 16)
    path = tmp_path / "library.sqlite"
    with Library.create(path, FACTS) as library:
        library.change([note(f"{at}.txt", f"Note {at} is of apples and of pears.") for at in range(30)])
        library.write_search_index()
        whole = in_one(library.search_index())
        part = search_files(path)[1]
        data = bytearray(part.read_bytes())
        at = data.index(library.search_index().parts[0]["0.vectors.rows"].tobytes()) + 100
        data[at] ^= 1
        part.write_bytes(data)
        library.change(remove=["29"])
        with library._changing(writer.FACTS) as connection:
            writer.vouch(connection, stamps(search_file(path)))
    with Library.open(path) as library:
        library.write_search_index()
        rows = in_one(library.search_index())["en"]["vectors.rows"]
    assert rows.tolist() == whole["en"]["vectors.rows"][: len(rows)].tolist()


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
        assert not any("基辛格".encode() in file.read_bytes() for file in search_files(library.path))


def test_an_index_of_another_library_with_the_same_numbers_gives_nothing_away(tmp_path: Path) -> None:
    """Beside a library lies the index of one whose passages have the same numbers: none of its words are taken over."""
    paths = [tmp_path / "one.sqlite", tmp_path / "other.sqlite"]
    for path, word in zip(paths, ("Apples", "Pears"), strict=True):
        with Library.create(path, FACTS) as library:
            library.change([note("a.txt", f"{word} grow.")])
            library.write_search_index()
    put_parts_in_place(paths[1], paths[0])
    with Library.open(paths[0]) as library:
        library.write_search_index()
        terms = library.search_index().families["en"].terms
        assert terms.holds("apples")
        assert not terms.holds("pears")
        assert not any(b"pears" in file.read_bytes() for file in search_files(paths[0]))
