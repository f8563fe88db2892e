"""Tables: a row is one line, its heads and cells lead back to where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats.tables import Cell, Table, guess_heads, write_table
from index.offsets import OffsetMap, TextBuilder
from index.records import Block
from index.text.sentences import CELL_MARK, sentences


def grid(source: str) -> tuple[tuple[Cell, ...], ...]:
    """Cells of a source that parts them by `|` and rows by `/`; `^` marks a head, `2x` and `2y` what a cell spans."""
    rows, at = [], 0
    for row in source.split("/"):
        cells = []
        for cell in row.split("|"):
            text, start = cell, at
            columns = lines = 1
            head = text.startswith("^")
            text, start = text[head:], start + head
            if text[1:2] == "x" and text[0].isdecimal():
                columns, text, start = int(text[0]), text[2:], start + 2
            if text[1:2] == "y" and text[0].isdecimal():
                lines, text, start = int(text[0]), text[2:], start + 2
            cells.append(Cell.of(text, start, head=head, columns=columns, rows=lines))
            at += len(cell) + 1
        rows.append(tuple(cells))
    return tuple(rows)


def written(table: Table) -> tuple[str, OffsetMap, tuple[Block, ...]]:
    builder = TextBuilder()
    blocks = write_table(builder, table)
    return *builder.build(), blocks


def lines(table: Table) -> list[str]:
    text, _, blocks = written(table)
    assert [text[b.start : b.end] for b in blocks] == text.splitlines()
    assert all(block.unit for block in blocks)
    return [line.replace(CELL_MARK, " · ") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("source", "heads", "expected"),
    [
        ("Country|Warheads|Year/France|290|2023", 1, ["France · Warheads: 290 · Year: 2023"]),
        ("Year|Fuel/2023|51,900/2022|88,000", 1, ["2023 · Fuel: 51,900", "2022 · Fuel: 88,000"]),
        ("Price|Bread/4.50|rye/2.20|white", 1, ["Price: 4.50 · Bread: rye", "Price: 2.20 · Bread: white"]),
        ("|2005年|2024年/1|甲社|乙社", 1, ["1 · 2005年: 甲社 · 2024年: 乙社"]),
        ("a|b/c|d", 0, ["a · b", "c · d"]),
        ("a/b", 1, ["a: b"]),
        ("a/b", 0, ["a", "b"]),
        ("Name|Note/Ann|/|/Bo|kept", 1, ["Ann", "Bo · Note: kept"]),
        ("2yLand|2xTrade/Imports|Exports/A|1|2", 2, ["A · Trade › Imports: 1 · Trade › Exports: 2"]),
        ("Land|Year|Sum/2yA|2001|5/2002|6", 1, ["A · Year: 2001 · Sum: 5", "A · Year: 2002 · Sum: 6"]),
        ("Land|Y1|Y2/A|2x7", 1, ["A · Y1 › Y2: 7"]),
        ("Land|Y1|Y2/3xEurope/A|1|2", 1, ["Europe", "Europe › A · Y1: 1 · Y2: 2"]),
        ("Land:|Sum:/A|5", 1, ["A · Sum: 5"]),
        ("only|heads", 1, ["only · heads"]),
        ("^A|^B|c", 0, ["A › B · c"]),
        ("", 0, []),
    ],
)
def test_rows(source: str, heads: int, expected: list[str]) -> None:
    assert lines(Table(grid(source), heads)) == expected


def test_the_heads_and_the_cells_lead_to_their_places() -> None:
    source = "Country|Warheads/France|290/India|172"
    text, offsets, _ = written(Table(grid(source), 1))
    for word in ("France", "India", "290", "172"):
        span = offsets.source(text.index(word), text.index(word) + len(word))
        assert (span.start, source[span.start : span.end]) == (source.index(word), word)
    for at in (text.index("Warheads"), text.rindex("Warheads")):
        assert offsets.source(at, at + 8).start == source.index("Warheads")


def test_rows_stand_under_the_caption() -> None:
    text, _, blocks = written(Table(grid("a|b/c|d"), caption=Cell.of("Figures in tons", 99)))
    assert text.startswith("Figures in tons\n")
    assert [block.under for block in blocks] == [-1, 0, 0]


def test_a_row_that_is_too_long_is_a_line_for_each_cell_with_the_label() -> None:
    long = "word " * 60 + "end."
    assert lines(Table(grid(f"Name|Life|Work/Ann|{long}|{long}"), 1)) == [f"Ann · Life: {long}", f"Ann · Work: {long}"]


def test_a_row_is_one_sentence() -> None:
    text, _, _ = written(Table(grid("Name|Said/Ann|Yes. She came. 是的。|/Bo|No."), 1))
    assert [sentence.text for sentence in sentences(text)] == text.splitlines()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Year|Fuel/2023|51,900", 1),
        ("|2005年|2024年/1|甲社|乙社", 1),
        ("a|b/c|d", 0),
        ("Name|Role|Since/Ann|clerk|May", 1),
        ("Ann|51/Bo|52", 0),
        ("Same|Same/1|2", 0),
        ("alone|row", 0),
        ("2yLand|2xTrade/Imports|Exports/A|1|2", 2),
        ("Land|2xTrade/|Imports|Exports/A|1|2", 2),
        ("|2x2023|2x2024/|heads|ships|heads|ships/A|1|2|3|4", 2),
        ("2x2023|2x2024/heads|ships|heads|ships/1|2|3|4/5|6|7|8", 2),
        ("3yLand|2xTrade/2xGoods/In|Out/A|1|2", 3),
        ("Name|2xContact/Ann|a@b.org|none yet/Bo|b@b.org|5", 1),
        ("Name|2xContact|Since/|a@b.org|none yet|May/Bo|b@b.org|5|June", 1),
        ("2xContact|2xHome/Ann|Bo|Quay|Gate/Cy|Di|Lamp|Mill", 0),
        ("Land|2xTrade/|1|2/A|3|4", 1),
        ("2yLand|2xTrade/Sums|Sums/A|1|2", 1),
    ],
)
def test_which_row_names_the_columns(source: str, expected: int) -> None:
    assert guess_heads(grid(source)) == expected


def test_heads_that_the_file_names_go_on_in_the_row_that_names_their_parts() -> None:
    assert guess_heads(grid("2yLand|2xTrade/Imports|Exports/A|1|2"), 1) == 2
    assert guess_heads(grid("2yLand|2xTrade/Imports|Exports/A|1|2"), 2) == 2
    assert guess_heads(grid("Land|Imports|Exports/A|1|2"), 1) == 1


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.text(st.sampled_from("ab1 .。\n"), max_size=6), st.integers(1, 3), st.integers(1, 3), st.booleans()
            ),
            max_size=4,
        ),
        max_size=5,
    ),
    st.integers(0, 2),
)
def test_any_table_is_written_line_by_line_and_leads_back(
    rows: list[list[tuple[str, int, int, bool]]], heads: int
) -> None:
    source, cells = "", []
    for row in rows:
        made = []
        for text, columns, lines_, head in row:
            made.append(Cell.of(text, len(source), head=head, columns=columns, rows=lines_))
            source += text
        cells.append(tuple(made))
    text, offsets, blocks = written(Table(tuple(cells), heads))
    assert [text[block.start : block.end] for block in blocks] == text.splitlines()
    assert all(line.strip() == line != "" for line in text.splitlines())
    for i, char in enumerate(text):
        span = offsets.source(i, i + 1)
        if len(span) == 1 and char != " ":
            assert source[span.start : span.end] == char
