"""Tables in PDF files: a row is a line with its heads where the cells are ruled; what may be none is left as it is."""

from __future__ import annotations

import pytest

from index.formats import read
from index.places import places_of
from index.records import Extracted
from index.text.sentences import CELL_MARK
from tests.index.formats.printing import SONG, Printed, Rule, pdf_of, ruled, set_in, wrapped
from tests.index.formats.tracing import trace

WIDTHS = (110.0, 90.0, 90.0)
ARMS = [["Country", "Warheads", "Year"], ["France", "290", "2023"], ["India", "172", "2022"]]
ROWS = ["France · Warheads: 290 · Year: 2023", "India · Warheads: 172 · Year: 2022"]
BEFORE = (
    "The institute counts the warheads of nine countries each January and publishes what it finds in a table like the one "
    "below, which has two of them."
)
AFTER = (
    "Neither figure includes warheads that wait to be taken apart, because nobody outside the two governments knows how "
    "many of those there are."
)


def made(*pages: list[Printed | Rule]) -> Extracted:
    extracted = read(pdf_of(pages), "a.pdf")
    trace(extracted)
    return extracted


def prose(text: str, top: float) -> list[Printed | Rule]:
    return [*set_in(wrapped(text, 480), 50, top)]


def lines(extracted: Extracted) -> list[str]:
    return [line.replace(CELL_MARK, " · ") for line in extracted.text.splitlines() if line]


def test_a_row_is_a_line_with_its_heads_among_the_paragraphs() -> None:
    found = made([*prose(BEFORE, 780), *ruled(ARMS, 60, 700, WIDTHS), *prose(AFTER, 600)])
    assert lines(found) == [BEFORE, *ROWS, AFTER]
    assert [found.text[b.start : b.end].replace(CELL_MARK, " · ") for b in found.marked if b.unit] == ROWS


def test_cells_and_heads_lead_to_where_they_are_printed() -> None:
    found = made([*prose(BEFORE, 780), *ruled(ARMS, 60, 700, WIDTHS), *prose(AFTER, 600)])
    at = found.text.index("172")
    (cell,) = places_of(found.places, found.offsets.sources(at, at + 3))
    assert (cell.page, round(cell.left)) == (1, 174)
    assert 700 - 54 < 842 - cell.bottom < 842 - cell.top < 700 - 36
    head = found.offsets.source(found.text.rindex("Warheads"), found.text.rindex("Warheads") + 8)
    assert found.decoded[head.start : head.end] == "Warheads"
    assert [(part.text, found.decoded[part.source_start : part.source_end]) for part in found.dropped] == [
        ("Country", "Country")
    ]


def test_wraps_within_a_cell_are_undone() -> None:
    rows = [["年度", "收入", "停止日数"], ["令和3年度の\n前半", "861", "31"], ["令和4年度", "1,024", "5"]]
    found = made([*ruled(rows, 60, 700, WIDTHS, font=SONG)])
    assert lines(found) == ["令和3年度の前半 · 收入: 861 · 停止日数: 31", "令和4年度 · 收入: 1,024 · 停止日数: 5"]


def test_bold_rows_are_heads_and_spanned_cells_count_for_all_they_span() -> None:
    rows = [
        ["Country", "2023", "<", "Note"],
        ["^", "Warheads", "Ships", "^"],
        ["France", "290", "4", "none"],
        ["India", "172", "2", "^"],
    ]
    found = made([*ruled(rows, 60, 700, (90, 80, 80, 80), bold=2)])
    assert lines(found) == [
        "France · 2023 › Warheads: 290 · 2023 › Ships: 4 · Note: none",
        "India · 2023 › Warheads: 172 · 2023 › Ships: 2 · Note: none",
    ]


@pytest.mark.parametrize("again", [True, False])
def test_a_table_goes_on_over_the_page_under_its_heads(again: bool) -> None:
    rest = [["Pakistan", "170", "2021"], ["Israel", "90", "2020"]]
    found = made(
        [*prose(BEFORE, 780), *ruled(ARMS, 60, 700, WIDTHS)],
        [*ruled([*ARMS[:1], *rest] if again else rest, 60, 780, WIDTHS), *prose(AFTER, 600)],
    )
    expected = [*ROWS, "Pakistan · Warheads: 170 · Year: 2021", "Israel · Warheads: 90 · Year: 2020"]
    assert lines(found) == [BEFORE, *expected, AFTER]
    assert [part.text for part in found.dropped] == ["Country", "Country", "Warheads", "Year"][: 4 if again else 1]


def test_a_ruled_head_of_the_pages_is_a_head_of_the_pages() -> None:
    head = [["Harbour report", "Part 2"], ["Salt", "Volume 5"]]
    found = made(*([*ruled(head, 60, 830, (200, 200)), *prose(BEFORE, 700), *prose(AFTER, 600)] for _ in range(3)))
    assert lines(found) == [BEFORE, AFTER] * 3
    assert {part.reason for part in found.dropped} == {"running head or foot"}


def unlike_a_table(kind: str) -> list[Printed | Rule]:
    grid: list[Printed | Rule] = [
        *(Rule(100, 400 + 30 * n, 340, 400 + 30 * n) for n in range(7)),
        *(Rule(100 + 40 * n, 400, 100 + 40 * n, 580) for n in range(7)),
    ]
    frame = [Rule(40, 400, 540, 400), Rule(40, 600, 540, 600), Rule(40, 400, 40, 600), Rule(540, 400, 540, 600)]
    match kind:
        case "chart":
            return [*grid, Printed("the peak", 190, 520), Printed("of May", 130, 450), *prose(BEFORE, 780)]
        case "words over the rules":
            return [*grid, *(Printed("a line that crosses the grid", 110, 410 + 30 * n) for n in range(6))]
        case "frame":
            return [*frame, *prose(BEFORE, 560), *prose(AFTER, 480)]
        case "two frames of prose":
            split = [*frame, Rule(40, 500, 540, 500), Rule(290, 400, 290, 600)]
            texts = [
                set_in(wrapped(f"{BEFORE} {AFTER} {BEFORE}", 225, 6), x, y, 6) for x in (50, 300) for y in (590, 490)
            ]
            return [*split, *(one for text in texts for one in text)]
        case _:
            raise ValueError(kind)


@pytest.mark.parametrize("kind", ["chart", "words over the rules", "frame", "two frames of prose"])
def test_what_may_be_no_table_is_read_as_if_nothing_were_ruled(kind: str) -> None:
    page = unlike_a_table(kind)
    found = made(page)
    assert not any(block.unit for block in found.marked)
    assert found.text == made([one for one in page if isinstance(one, Printed)]).text


def open_table(
    rows: list[list[str]], top: float, lefts: tuple[float, ...], ruled_at: tuple[int, ...], font: str = "Helvetica"
) -> list[Printed | Rule]:
    """Rows 14 points high with rules from 50 to 450 over those at `ruled_at`, and no others."""
    drawn: list[Printed | Rule] = [Rule(50, top - 14 * n, 450, top - 14 * n) for n in ruled_at]
    for n, row in enumerate(rows):
        drawn += [Printed(cell, x, top - 14 * n - 11, 10, font) for x, cell in zip(lefts, row, strict=True) if cell]
    return drawn


@pytest.mark.parametrize("ruled_at", [(0, 1, 3), (0, 1, 2, 3), (1, 2, 3)])
def test_rules_between_the_rows_are_enough(ruled_at: tuple[int, ...]) -> None:
    found = made([*prose(BEFORE, 780), *open_table(ARMS, 700, (54, 200, 300), ruled_at), *prose(AFTER, 600)])
    assert lines(found) == [BEFORE, *ROWS, AFTER]
    assert [found.text[b.start : b.end].replace(CELL_MARK, " · ") for b in found.marked if b.unit] == ROWS


def test_heads_over_a_rule_of_their_own_are_those_of_what_is_under_it() -> None:
    rows = [["", "", "2023", "", ""], ["Country", "Warheads", "", "Ships", "Note"]]
    rows += [["France", "290", "", "4", "none"], ["India", "172", "", "2", "few"]]
    page = [*open_table(rows, 700, (54, 150, 210, 260, 370), (0, 2, 4)), Rule(150, 686, 300, 686)]
    assert lines(made(page)) == [
        "France · 2023 › Warheads: 290 · 2023 › Ships: 4 · Note: none",
        "India · 2023 › Warheads: 172 · 2023 › Ships: 2 · Note: few",
    ]


def test_two_tables_of_one_width_and_what_stands_between_them() -> None:
    more = [["Item", "Cost"], ["Quay", "5,000"], ["Gate", "7,500"]]
    page = [*open_table(ARMS, 780, (54, 200, 300), (0, 1, 3)), *prose(BEFORE, 700)]
    found = made([*page, *open_table(more, 640, (54, 200), (0, 1, 3))])
    assert lines(found) == [*ROWS, BEFORE, "Quay · Cost: 5,000", "Gate · Cost: 7,500"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Speaker", "Said"],
            ["The master", "it was closed for"],
            ["of the port", "two whole days"],
        ],  # wrapped, or two rows
        [["Country", "Sum"], ["France", "290"], ["", "172"]],  # a row of its own, or part of the one above
        [["1:", "count the ships"], ["2:", "count the mills"], ["3:", "return the sum"]],  # numbered lines
        [["Of the harbour", ""], ["It was closed", ""], ["for two days", ""]],
    ],
)
def test_few_rules_tell_a_table_only_if_every_line_is_a_row_of_figures(rows: list[list[str]]) -> None:
    page = [*prose(BEFORE, 780), *open_table(rows, 700, (54, 200), (0, 1, 3)), *prose(AFTER, 600)]
    found = made(page)
    assert not any(block.unit for block in found.marked)
    assert found.text == made([one for one in page if isinstance(one, Printed)]).text
