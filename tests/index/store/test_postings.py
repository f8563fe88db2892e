"""Inverted lists, held against a plain search of the lines."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store.postings import Lists, Places, Postings

WORDS = ["a", "b", "ab", "abc", "日本", "本日", "日", "12.5%"]
LINE = st.lists(st.sampled_from(WORDS), max_size=12)
LINES = st.lists(st.tuples(LINE, LINE), max_size=20)


def postings(lines: list[tuple[list[str], list[str]]]) -> Postings:
    return Postings(Postings.make((" ".join(text), " ".join(above)) for text, above in lines))


def found(held: Postings, places: Places) -> list[tuple[int, bool]]:
    return list(zip(held.rows(places).tolist(), held.in_headings(places).tolist(), strict=True))


def standing(lines: list[tuple[list[str], list[str]]], words: list[str]) -> list[tuple[int, bool]]:
    """Each place where the words follow one another: the row, and whether it is in the headings."""
    return [
        (row, bool(part))
        for row, pair in enumerate(lines)
        for part, line in enumerate(pair)
        for at in range(len(line) - len(words) + 1)
        if line[at : at + len(words)] == words
    ]


@given(lines=LINES, phrase=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
def test_words_and_phrases_stand_where_they_do_in_the_lines(
    lines: list[tuple[list[str], list[str]]], phrase: list[str]
) -> None:
    held = postings(lines)
    for word in WORDS:
        places = held.places(word)
        assert found(held, places) == standing(lines, [word])
        assert held.holds(word) == bool(standing(lines, [word]))
        for row in range(len(lines)):
            assert len(held.in_row(places, row)) == sum(one == row for one, _ in standing(lines, [word]))
    places = held.phrase(phrase)
    assert found(held, places) == standing(lines, phrase)
    assert np.all(np.diff(places.astype(np.int64)) > 0)


@given(
    lines=LINES,
    cuts=st.sets(st.integers(0, 20), max_size=3),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
)
def test_lists_in_parts_say_what_one_does(
    lines: list[tuple[list[str], list[str]]], cuts: set[int], words: list[str]
) -> None:
    bounds = [0, *sorted(min(cut, len(lines)) for cut in cuts), len(lines)]
    parts = [
        (Postings.make((" ".join(a), " ".join(b)) for a, b in lines[start:end]), end - start)
        for start, end in pairwise(bounds)
    ]
    held = Lists(parts)
    told = [place for part, places in held.standing(words) for place in found(part, places)]
    assert told == standing(lines, words)
    assert held.holds(words[0]) == bool(standing(lines, words[:1]))
    for row in range(len(lines)):
        inside = sum(len(part.in_row(places, row)) for part, places in held.standing(words))
        assert inside == sum(one == row for one, _ in standing(lines, words))
    halves = [int(half) for part, places in held.standing(words) for half in part.halves(places)]
    assert halves == [2 * row + above for row, above in standing(lines, words)]


@given(lines=LINES, prefix=st.sampled_from(["a", "ab", "日", "c", "12"]))
def test_a_beginning_stands_where_any_word_that_begins_so_does(
    lines: list[tuple[list[str], list[str]]], prefix: str
) -> None:
    held = postings(lines)
    words = [word for word in WORDS if word.startswith(prefix)]
    expected = sorted(place for word in words for place in standing(lines, [word]))
    assert sorted(found(held, held.places(prefix, prefix=True))) == expected
    assert held.holds(prefix, prefix=True) == bool(expected)


def test_latin_letters_are_found_with_their_marks_and_without() -> None:
    held = postings([(["café", "zárate"], ["ǖber"]), (["cafe", "が"], [])])
    for word in ("café", "cafe"):
        assert held.rows(held.places(word)).tolist() == [0, 1]
    assert held.holds("uber")
    assert held.holds("zarate")
    assert held.holds("が")
    assert not held.holds("か")  # kana with a mark are other letters


def test_a_phrase_ends_with_its_line() -> None:
    held = postings([(["a"], ["b", "a"]), (["b"], [])])
    assert held.phrase(["a", "b"]).size == 0
    assert found(held, held.phrase(["b", "a"])) == [(0, True)]


@pytest.mark.parametrize("rows", [10, 20_000])
def test_places_of_long_passages_take_more_room(rows: int) -> None:
    """A long text in a large library needs more than 32 bits for each of its places."""
    lines = [(["a", "b"] * 40_000, ["b", "a"])] + [([], [])] * (rows - 2) + [(["a", "b", "c"], [])]
    held = postings(lines)
    assert held.places("c").dtype == (np.uint32 if rows == 10 else np.uint64)
    assert found(held, held.places("c")) == [(rows - 1, False)]
    assert held.phrase(["a", "b"]).size == 40_001
    assert found(held, held.phrase(["b", "a"]))[-1] == (0, True)
    assert held.in_row(held.places("a"), rows - 1).size == 1


def test_no_passages_hold_nothing() -> None:
    held = postings([])
    assert held.places("a").size == held.places("a", prefix=True).size == held.phrase(["a", "b"]).size == 0
    assert not held.holds("a")
