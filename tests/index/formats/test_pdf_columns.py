"""Pages of several columns: whatever stands in them, no sentence is spliced from two."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from index.formats import read
from tests.examples import examples
from tests.index.formats.printing import SONG, Printed, pdf_of, set_in, wrapped
from tests.index.formats.tracing import trace

WORDS = (
    "a of the and to in it was for on that by with from they had more than harbour council salt ferry bridge winter "
    "mill river stone engineer wages ledger school market captain repaired measured bought refused counted flooded"
).split()
HAN = "河港盐桥水石工人书市船冬年月日里长大小新旧东西南北去来说看修买卖算"


def sentence(chance: random.Random, wide: bool) -> str:
    if wide:
        return "".join(chance.choice(HAN) for _ in range(chance.randint(8, 45))) + "。"
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(5, 24))).capitalize() + "."


def page(
    chance: random.Random, columns: int, *, wide: bool, rows_first: bool, heading: bool
) -> tuple[list[Printed], list[str]]:
    """A page of so many columns of unequal length, with headings in them, and its sentences."""
    font, size = (SONG, 10.0) if wide else ("Helvetica", 9.0)
    bold = SONG if wide else "Helvetica-Bold"
    gutter = chance.uniform(21 if wide else 11, 30)  # a full stop may hang into it
    width = (515 - gutter * (columns - 1)) / columns
    set_: list[list[Printed]] = []
    sentences: list[str] = []
    top = 780.0
    if heading:
        title = (
            "".join(chance.choice(HAN) for _ in range(12)) if wide else "The harbour and the salt of the winter market"
        )
        set_.append([Printed(title, 60, 800, 18, bold)])
        lead = [sentence(chance, wide) for _ in range(4)]
        sentences += lead
        lines = wrapped(("" if wide else " ").join(lead), 515, size, font)
        set_.append(set_in(lines, 40, top, size, font))
        top -= 1.2 * size * len(lines) + chance.choice([4, 10, 24])
    for number in range(columns):
        at, x = top, 40 + number * (width + gutter)
        column: list[Printed] = []
        for _ in range(chance.randint(1, 5)):
            if chance.random() < 0.4:
                column += set_in(["港市" if wide else "Of the mill"], x, at - 6, size + 3, bold)
                at -= 1.2 * (size + 3) + 10
            said = [sentence(chance, wide) for _ in range(chance.randint(2, 5))]
            sentences += said
            lines = wrapped(("" if wide else " ").join(said), width, size, font)
            column += set_in(lines, x, at, size, font)
            at -= 1.2 * size * len(lines) + chance.choice([0, 5, 9])
        set_.append(column)
    flat = [piece for some in set_ for piece in some]
    return (sorted(flat, key=lambda piece: (-piece.y, piece.x)) if rows_first else flat), sentences


@examples(60)
@given(st.integers(0, 10**9), st.integers(1, 4), st.booleans(), st.booleans(), st.booleans())
def test_no_sentence_is_spliced(seed: int, columns: int, wide: bool, rows_first: bool, heading: bool) -> None:
    printed, sentences = page(random.Random(seed), columns, wide=wide, rows_first=rows_first, heading=heading)
    found = read(pdf_of([printed]), "a.pdf")
    trace(found)
    assert [one for one in sentences if one not in found.text] == []
