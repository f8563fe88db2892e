"""A head over several columns stands before the heads under it, whatever the file's format."""

from __future__ import annotations

import io

import pytest

from corpora.made_files import ODT_HEAD, odt
from index.formats import read
from index.text.sentences import CELL_MARK
from tests.index.formats.test_docx import paragraph, word
from tests.index.formats.tracing import trace

HEADS = [["Country", "2023", "", "2024", ""], ["", "Warheads", "Ships", "Warheads", "Ships"]]
ROWS = [["France", "290", "4", "291", "5"], ["India", "164", "3", "172", "2"]]
EXPECTED = [
    "France · 2023 › Warheads: 290 · 2023 › Ships: 4 · 2024 › Warheads: 291 · 2024 › Ships: 5",
    "India · 2023 › Warheads: 164 · 2023 › Ships: 3 · 2024 › Warheads: 172 · 2024 › Ships: 2",
]
TALL, WIDE = {(0, 0)}, {(0, 1), (0, 3)}
COVERED = {(1, 0), (0, 2), (0, 4)}


def docx() -> bytes:
    rows = ""
    for r, row in enumerate([*HEADS, *ROWS]):
        cells = ""
        for c, text in enumerate(row):
            if (r, c) in COVERED and c:
                continue
            said = "<w:gridSpan w:val='2'/>" if (r, c) in WIDE else ""
            said += "<w:vMerge w:val='restart'/>" if (r, c) in TALL else "<w:vMerge/>" if (r, c) == (1, 0) else ""
            cells += f"<w:tc><w:tcPr>{said}</w:tcPr>{paragraph(text)}</w:tc>"
        rows += f"<w:tr>{cells}</w:tr>"
    return word(f"{paragraph('The arms.')}<w:tbl>{rows}</w:tbl>")


def html(tag: str) -> bytes:
    rows = ""
    for r, row in enumerate([*HEADS, *ROWS]):
        for c, text in enumerate(row):
            span = " rowspan=2" if (r, c) in TALL else " colspan=2" if (r, c) in WIDE else ""
            if (r, c) not in COVERED:
                rows += f"<{tag if r < 2 else 'td'}{span}>{text}</{tag if r < 2 else 'td'}>"
        rows += "</tr><tr>"
    return f"<!DOCTYPE html><html><body><article><p>The arms.</p><table><tr>{rows}</tr></table></article></body></html>".encode()


def xlsx() -> bytes:
    from xlsxwriter import Workbook

    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Arms")
        sheet.write(2, 1, "The arms.")
        for r, row in enumerate([*HEADS, *ROWS]):
            for c, text in enumerate(row):
                if text.isdecimal():
                    sheet.write_number(r + 4, c + 1, int(text))
                elif text:
                    sheet.write(r + 4, c + 1, text)
        sheet.merge_range(4, 1, 5, 1, "Country")
        for column in (2, 4):
            sheet.merge_range(4, column, 4, column + 1, HEADS[0][column - 1])
    return made.getvalue()


def pptx() -> bytes:
    from pptx import Presentation
    from pptx.util import Inches

    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[5])
    slide.shapes.title.text = "The arms."
    table = slide.shapes.add_table(4, 5, Inches(1), Inches(1), Inches(3), Inches(1)).table
    for r, row in enumerate([*HEADS, *ROWS]):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    for column in (1, 3):
        table.cell(0, column).merge(table.cell(0, column + 1))
    made = io.BytesIO()
    shown.save(made)
    return made.getvalue()


def paper() -> bytes:
    rows = ""
    for r, row in enumerate([*HEADS, *ROWS]):
        rows += "<table:table-row>"
        for c, text in enumerate(row):
            span = " table:number-rows-spanned='2'" if (r, c) in TALL else ""
            span += " table:number-columns-spanned='2'" if (r, c) in WIDE else ""
            name = "covered-table-cell" if (r, c) in COVERED else "table-cell"
            rows += f"<table:{name}{span}><text:p>{text}</text:p></table:{name}>"
        rows += "</table:table-row>"
    body = f"<office:body><office:text><text:p>The arms.</text:p><table:table>{rows}</table:table></office:text></office:body>"
    return odt(f"{ODT_HEAD}{body}</office:document-content>")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx()),
        ("a.html", html("th")),
        ("a.html", html("td")),
        ("a.xlsx", xlsx()),
        ("a.pptx", pptx()),
        ("a.odt", paper()),
    ],
    ids=["Word", "HTML", "HTML without head cells", "sheet", "slides", "OpenDocument"],
)
def test_a_head_stands_before_the_heads_under_it(name: str, data: bytes) -> None:
    found = read(data, name)
    trace(found)
    assert found.text.replace(CELL_MARK, " · ").splitlines() == ["The arms.", *EXPECTED]
