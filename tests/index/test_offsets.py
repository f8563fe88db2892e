"""Offsets: whatever pieces a text is made of, each of its characters leads back to where it came from."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.offsets import OffsetMap, Run, Span, TextBuilder

Piece = tuple[str, int, int]


@st.composite
def pieces(draw: st.DrawFn, size: int = 60) -> tuple[str, list[Piece]]:
    """A source, and pieces of it in any order: as they are, written shorter, or put in where nothing stood."""
    source = "".join(chr(0x4E00 + i) for i in range(size))  # each character only once
    found: list[Piece] = []
    for _ in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, size))
        end = draw(st.integers(start, min(size, start + 9)))
        kind = draw(st.sampled_from(("as it is", "shorter", "put in")))
        if kind == "as it is":
            found.append((source[start:end], start, end))
        elif kind == "shorter" and end - start > 1:
            found.append(("&" * draw(st.integers(1, end - start - 1)), start, end))
        else:
            found.append(("\n" * draw(st.integers(1, 3)), start, start))
    return source, found


def built(found: list[Piece]) -> tuple[str, OffsetMap]:
    builder = TextBuilder()
    for piece in found:
        builder.add(*piece)
    return builder.build()


def origins(found: list[Piece]) -> list[tuple[int, int]]:
    """The plain reference: for each character of the text, the source range it stands for."""
    per_character = []
    for text, start, end in found:
        for i in range(len(text)):
            per_character.append((start + i, start + i + 1) if len(text) == end - start else (start, end))
    return per_character


@given(pieces())
def test_each_character_maps_to_where_it_came_from(made: tuple[str, list[Piece]]) -> None:
    source, found = made
    text, offsets = built(found)
    assert offsets.length == len(text)
    for i, (start, end) in enumerate(origins(found)):
        assert offsets.source(i, i + 1) == Span(start, end)
        if end - start == 1 and text[i] != "\n":
            assert source[start:end] in (text[i], source[start]) or text[i] == "&"


@given(pieces(), st.data())
def test_a_range_maps_to_all_the_ranges_of_its_characters(made: tuple[str, list[Piece]], data: st.DataObject) -> None:
    _, found = made
    text, offsets = built(found)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    covered = {at for span in origins(found)[start:end] for at in range(*span)}
    spans = offsets.sources(start, end)
    assert {at for span in spans for at in range(span.start, span.end)} == covered
    assert all(spans)
    assert all(a.end != b.start for a, b in pairwise(spans))  # ranges that touch are joined
    if covered:
        assert offsets.source(start, end) == Span(min(covered), max(covered) + 1)
    else:
        assert len(offsets.source(start, end)) == 0


@given(pieces(), st.data())
def test_verbatim_pieces_read_back_as_the_text(made: tuple[str, list[Piece]], data: st.DataObject) -> None:
    source, found = made
    verbatim = [piece for piece in found if piece[0] == source[piece[1] : piece[2]]]
    text, offsets = built(verbatim)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    read = "".join(source[span.start : span.end] for span in offsets.sources(start, end))
    # a range that repeats the one before it, whole, is given once
    assert read == text[start:end] or len(set(text[start:end])) < end - start


@given(pieces(), st.data())
def test_two_maps_become_one(made: tuple[str, list[Piece]], data: st.DataObject) -> None:
    _, found = made
    middle, inner = built(found)
    second: list[Piece] = []
    for _ in range(data.draw(st.integers(0, 8))):
        start = data.draw(st.integers(0, len(middle)))
        end = data.draw(st.integers(start, min(len(middle), start + 12)))
        second.append((middle[start:end], start, end) if data.draw(st.booleans()) else ("\n", start, start))
    text, outer = built(second)
    through = outer.through(inner)
    assert through.length == len(text)
    for i, (start, end) in enumerate(origins(second)):
        if start < end:
            assert through.sources(i, i + 1) == inner.sources(start, end)
        else:
            assert through.source(i, i + 1) == inner.source(start, start)


@given(pieces())
def test_rows_round_trip(made: tuple[str, list[Piece]]) -> None:
    _, offsets = built(made[1])
    assert OffsetMap.from_rows(offsets.rows()) == offsets


@given(pieces())
def test_identity_changes_nothing(made: tuple[str, list[Piece]]) -> None:
    text, offsets = built(made[1])
    assert offsets.through(OffsetMap.identity(60)).rows() == offsets.rows()
    composed = OffsetMap.identity(len(text)).through(offsets)
    assert [composed.sources(i, i + 1) for i in range(len(text))] == [
        offsets.sources(i, i + 1) for i in range(len(text))
    ]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 11), (11, 11)])
def test_a_range_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not within a text of 10"):
        OffsetMap.identity(10).sources(start, end)


def test_a_sentence_cut_by_a_pull_quote_has_two_ranges() -> None:
    source = "前半句" + "抽出的话" + "后半句。"
    text, offsets = built([("前半句", 0, 3), ("后半句。", 7, 11), ("抽出的话", 3, 7)])
    assert text == "前半句后半句。抽出的话"
    assert offsets.sources(0, 7) == (Span(0, 3), Span(7, 11))
    assert offsets.source(0, 7) == Span(0, 11)
    assert offsets.sources(7, 11) == (Span(3, 7),)
    assert "".join(source[s.start : s.end] for s in offsets.sources(1, 9)) == text[1:9]


def test_pieces_that_follow_one_another_are_one_run() -> None:
    _, offsets = built([("ab", 0, 2), ("", 2, 2), ("cd", 2, 4), ("\n", 4, 4), ("ef", 5, 7)])
    assert offsets.runs == (Run(0, 4, 0, 4), Run(4, 5, 4, 4), Run(5, 7, 5, 7))


@pytest.mark.parametrize(
    ("at", "expected"),
    [(0, 5), (1, 6), (2, 7), (3, 11), (4, 20)],
)
def test_an_empty_range_is_a_place(at: int, expected: int) -> None:
    _, offsets = built([("ab", 5, 7), ("<", 7, 11), ("\n", 11, 11), ("z", 20, 21)])
    assert offsets.source(at, at) == Span(expected, expected)


def test_an_empty_text_has_a_map() -> None:
    assert OffsetMap.identity(0).source(0, 0) == Span(0, 0)
    assert OffsetMap.identity(0).length == 0
    assert built([]) == ("", OffsetMap(()))
