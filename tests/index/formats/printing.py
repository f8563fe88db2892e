"""Prints small PDF files: lines of type where a test wants them, wrapped to a width by the fonts' own measures.

The fonts are those that every program for PDF files knows, so none is in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pdfminer.fontmetrics import FONT_METRICS

__all__ = ["Printed", "Rule", "measure", "pdf_of", "ruled", "set_in", "wrapped"]

SONG, MINCHO_DOWN = "STSong-Light", "HeiseiMin-W3"
_FONTS = {"Helvetica": "F1", "Helvetica-Bold": "F2", SONG: "F3", MINCHO_DOWN: "F4"}


@dataclass(frozen=True, slots=True)
class Printed:
    """A piece of a line: its text, its left end and baseline in points from the page's bottom left, size and font."""

    text: str
    x: float
    y: float
    size: float = 10.0
    font: str = "Helvetica"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line that is drawn from one point to another."""

    x: float
    y: float
    to_x: float
    to_y: float


def ruled(
    rows: Sequence[Sequence[str]],
    x: float,
    top: float,
    columns: Sequence[float],
    *,
    size: float = 10.0,
    bold: int = 0,
    font: str = "Helvetica",
    height: float = 18.0,
) -> list[Printed | Rule]:
    """A table whose cells are ruled, of columns of such widths; the first `bold` rows in bold type, `\n` breaks a line.

    A cell that is `<` is one with the cell to its left, one that is `^` with the cell over it.
    """
    lefts = [x + sum(columns[:n]) for n in range(len(columns) + 1)]
    tops = [top]
    for row in rows:
        tops.append(tops[-1] - height - 1.2 * size * max(cell.count("\n") for cell in row))
    drawn: list[Printed | Rule] = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell not in ("<", "^"):
                face = "Helvetica-Bold" if r < bold else font
                drawn += set_in(cell.split("\n"), lefts[c] + 4, tops[r] - size - 3, size, face)
            if cell != "<":
                drawn.append(Rule(lefts[c], tops[r], lefts[c], tops[r + 1]))
            if cell != "^":
                drawn.append(Rule(lefts[c], tops[r], lefts[c + 1], tops[r]))
        drawn.append(Rule(lefts[-1], tops[r], lefts[-1], tops[r + 1]))
    return [*drawn, Rule(lefts[0], tops[-1], lefts[-1], tops[-1])]


def measure(text: str, size: float, font: str = "Helvetica") -> float:
    """How wide a text is, in points."""
    if font in (SONG, MINCHO_DOWN):
        return size * len(text)
    widths = FONT_METRICS[font][1]
    return sum(widths[char] for char in text) * size / 1000


def wrapped(text: str, width: float, size: float = 10.0, font: str = "Helvetica") -> list[str]:
    """A paragraph in lines no wider than `width`, as a program for writing breaks them."""
    apart = font in (SONG, MINCHO_DOWN)
    lines: list[str] = []
    for word in text if apart else text.split():
        longer = f"{lines[-1]}{'' if apart else ' '}{word}" if lines else word
        if lines and (measure(longer, size, font) <= width or word in "。，"):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def set_in(lines: Iterable[str], x: float, top: float, size: float = 10.0, font: str = "Helvetica") -> list[Printed]:
    """Lines one under another, the first at `top`."""
    return [Printed(text, x, top - 1.2 * size * n, size, font) for n, text in enumerate(lines)]


def pdf_of(pages: Iterable[Iterable[Printed | Rule]], width: float = 595, height: float = 842) -> bytes:
    """A PDF file of such pages."""
    drawn = [" ".join(map(_drawn, page)) for page in pages]
    kids = " ".join(f"{11 + 2 * n} 0 R" for n in range(len(drawn)))
    wide = "<</Type/Font/Subtype/Type0/BaseFont/{0}/Encoding/{1}/DescendantFonts[{2} 0 R]>>"
    below = "<</Type/Font/Subtype/CIDFontType0/BaseFont/{0}/CIDSystemInfo<</Registry(Adobe)/Ordering({1})/Supplement 2>>/DW 1000/FontDescriptor {2} 0 R>>"
    described = "<</Type/FontDescriptor/FontName/{0}/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(drawn)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        wide.format(SONG, "UniGB-UCS2-H", 7),
        wide.format(MINCHO_DOWN, "UniJIS-UCS2-V", 8),
        below.format(SONG, "GB1", 9),
        below.format(MINCHO_DOWN, "Japan1", 10),
        described.format(SONG),
        described.format(MINCHO_DOWN),
    ]
    fonts = "/F1 3 0 R/F2 4 0 R/F3 5 0 R/F4 6 0 R"
    for n, content in enumerate(drawn):
        parts.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Resources<</Font<<{fonts}>>>>/Contents {12 + 2 * n} 0 R>>"
        )
        parts.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(parts) + 1}/Root 1 0 R>>"
    return out + f"{trailer}\nstartxref\n{len(out)}\n%%EOF".encode()


def _drawn(piece: Printed | Rule) -> str:
    if isinstance(piece, Rule):
        return f"{piece.x:.2f} {piece.y:.2f} m {piece.to_x:.2f} {piece.to_y:.2f} l S"
    if piece.font in (SONG, MINCHO_DOWN):
        text = f"<{piece.text.encode('utf-16-be').hex()}>"
    else:
        text = "(" + piece.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
    return f"BT /{_FONTS[piece.font]} {piece.size} Tf {piece.x:.2f} {piece.y:.2f} Td {text} Tj ET"
