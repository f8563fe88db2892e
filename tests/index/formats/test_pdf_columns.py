"""Pages of several columns: whatever stands in them, no sentence is spliced from two."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from index.formats import read
from index.records import SectionKind
from tests.examples import examples
from tests.index.formats.printing import MINCHO_DOWN, SONG, Printed, pdf_of, set_in, wrapped
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


def set_down(text: str, right: float, top: float, long: int) -> list[Printed]:
    """Text in lines from top to bottom, right to left."""
    lines = [text[at : at + long] for at in range(0, len(text), long)]
    return [Printed(line, right - 18 * n, top, 10, MINCHO_DOWN) for n, line in enumerate(lines)]


UPPER = "県営の発電所は三月に運転を始めた。水量は年により大きく変わり、冬には半分になる。停止の日数が増えたのは軸受を交換したためである。"
LOWER = "港の工事は来年の春に終わると知事が述べた。費用は県と市が半分ずつ出す。漁業者は夏の間の工事に反対している。"


def test_lines_that_run_downwards_are_read_from_right_to_left_and_tier_by_tier() -> None:
    number = Printed("12", 300, 30, 9)
    found = read(pdf_of([[*set_down(UPPER, 520, 760, 17), *set_down(LOWER, 520, 420, 17), number]]), "a.pdf")
    trace(found)
    assert [line for line in found.text.splitlines() if line != "12"] == [UPPER, LOWER]
    first, second = found.places[0], found.places[1]
    assert first.left > second.right  # the boxes are those of the page
    assert first.bottom - first.top > 10 * (first.right - first.left)


def test_a_sentence_goes_on_over_a_column_and_a_page() -> None:
    chance = random.Random(4)
    said = [sentence(chance, wide=False) for _ in range(60)]
    lines = wrapped(" ".join(said), 240, 9)
    pages = [
        [*set_in(lines[at : at + 20], 40, 780, 9), *set_in(lines[at + 20 : at + 40], 300, 780, 9)]
        for at in range(0, len(lines), 40)
    ]
    found = read(pdf_of(pages), "a.pdf")
    assert len(pages) > 1
    assert [one for one in said if one not in found.text] == []
    assert len(found.text.splitlines()) <= len(pages) * 2


def test_notes_at_the_foot_of_a_column_stay_notes() -> None:
    chance = random.Random(5)
    said = [sentence(chance, wide=False) for _ in range(30)]
    lines = wrapped(" ".join(said), 240, 9)
    half = len(lines) // 2
    note = set_in(["1 Ledger of the mill, page 12.", "2 As above."], 40, 780 - 11 * half - 20, 7)
    found = read(pdf_of([[*set_in(lines[:half], 40, 780, 9), *note, *set_in(lines[half:], 300, 780, 9)]]), "a.pdf")
    trace(found)
    notes = [found.text[b.start : b.end] for b in found.marked if b.kind is SectionKind.REFERENCES]
    assert notes == ["1 Ledger of the mill, page 12.", "2 As above."]
    assert [one for one in said if one not in found.text] == []


def test_tabs_at_the_side_and_furigana_are_no_text() -> None:
    chance = random.Random(6)
    pages, said = [], []
    for _ in range(3):
        some = [sentence(chance, wide=True) for _ in range(12)]
        said += some
        pages.append(
            [*set_in(wrapped("".join(some), 450, 10, SONG), 50, 780, 10, SONG), Printed("水运", 540, 756, 10, SONG)]
        )
    found = read(pdf_of(pages), "a.pdf")
    assert "水运" not in found.text
    assert [part.text for part in found.dropped] == ["水运"] * 3
    assert [one for one in said if one not in found.text] == []
    base = "この港は古くから塩の積み出しで知られた所である。"
    small = Printed("みなと", 61, 789.5, 5, SONG)
    found = read(
        pdf_of([[small, Printed(base, 50, 780, 10, SONG), Printed("船は毎年この港に集まった。", 50, 762, 10, SONG)]]),
        "a.pdf",
    )
    assert "みなと" not in found.text
    assert base in found.text
