"""The likeliest place of words that are gone, against the plain way; and what differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import make_document
from index.records import SEARCHED
from index.sources import read_sources
from index.text.sentences import sentences
from qa.proof.resemblance import differences, likeliest
from qa.proof.verification import LIKE
from tests.conftest import ROOT
from tests.examples import examples

SEEDS = ROOT / "seeds"


def distance(one: str, other: str) -> int:
    """Levenshtein's, as it is taught."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        above, row = row, [i]
        for j, right in enumerate(other, start=1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right)))
    return row[-1]


@given(st.text("ab中文 ", min_size=1, max_size=8), st.text("ab中文 ", max_size=14))
@examples(150)
def test_no_part_is_liker(words: str, text: str) -> None:
    found = likeliest(words, text)
    parts = [text[a:b] for a in range(len(text) + 1) for b in range(a, len(text) + 1)]
    assert 0 <= found.start <= found.end <= len(text)
    assert found.likeness == pytest.approx(1 - min(distance(words, part) for part in parts) / len(words))
    assert distance(words, text[found.start : found.end]) == round((1 - found.likeness) * len(words))


def test_of_two_that_are_as_like_the_nearer_one() -> None:
    text = "x 2024 y" * 3
    assert [likeliest("2023", text, near).start for near in (0, 9, 40)] == [2, 10, 18]


def test_in_a_long_text() -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))) * 2
    words = "The council of the seven lakes met in 1974 and settled the water rights of the valley."
    now = words.replace("1974", "1975, in spring,")
    whole = text[:30_000] + now + text[30_000:]
    found = likeliest(words, whole)
    assert whole[found.start : found.end] == now
    assert LIKE < found.likeness < 1
    assert likeliest(words, text).likeness < LIKE


def test_a_sentence_that_was_taken_out_is_rarely_found_again() -> None:
    """What `LIKE` rests on: above it there are twins of the sentence and hardly anything else."""
    sources, found = read_sources(SEEDS), []
    for path in sorted(SEEDS.glob("*.txt")):
        document = make_document(path, path.read_bytes(), sources[path.name])
        parts = [part for part in document.sections if part.kind in SEARCHED]
        said = [s for part in parts for s in sentences(document.text, part.start, part.end) if len(s.text) > 15]
        for one in said[::6]:
            rest = document.text[: one.start] + document.text[one.end :]
            found.append(likeliest(one.text, rest, one.start).likeness)
    assert len(found) > 40
    assert sum(likeness >= LIKE for likeness in found) / len(found) < 0.05


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_pieces_make_both_texts(was: str, now: str) -> None:
    pieces = differences(was, now)
    assert ("".join(piece[0] for piece in pieces), "".join(piece[1] for piece in pieces)) == (was, now)


def test_a_number_that_was_changed_is_shown_whole() -> None:
    assert differences("im Jahr 2024 sind", "im Jahr 2025 sind") == (
        ("im Jahr ", "im Jahr "),
        ("2024", "2025"),
        (" sind", " sind"),
    )
    assert ("1,430", "1,340") in differences("有1,430人", "有1,340人")
