"""Files of the formats that programs write, made on the spot, each with what it should say."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

PROSE = "The harbour was closed for two days. Nobody was hurt, the harbour master said on Monday."
A_PICTURE = (
    "a picture (.png); if it shows text, install tesseract with the data of its language "
    "(Debian: apt install tesseract-ocr tesseract-ocr-chi-sim)"
)
"""Why a picture is skipped where nothing recognises it."""
CSV = 'Country,Warheads,Note\r\nFrance,290,"said ""no"", then\r\nyes"\r\nIndia,172,\r\n'
SRT = (
    "1\n00:00:01,000 --> 00:00:04,200\nSPEAKER 1: Welcome. The dunes of Orrel\nmove every year.\n\n"
    "2\n00:00:04,300 --> 00:00:08,900\nSPEAKER 2: They have grown by\nnine kilometres\n\n"
    "3\n01:02:09,000 --> 01:02:12,400\nsince the river was <i>dammed</i> in 1987.\n"
)
VTT = (
    "WEBVTT - a talk\n\nNOTE\nmade by hand\n\nSTYLE\n::cue { color: red }\n\nfirst\n00:01.000 --> 00:04.000 align:start\n"
    "<v Amara Quist>The dunes &amp; the river\n\n00:04.000 --> 00:06.000\n<v Amara Quist>grow by <c.big>nine</c> kilometres.\n\n"
    "00:20.000 --> 00:22.000\n<v Host>Thank you.\n"
)
RECORD = {
    "title": "Port",
    "author": [{"name": "Ann Bo"}],
    "date": "2024-05-01T09:00:00Z",
    "body": f"{PROSE}\n\nIt opened on Tuesday.",
    "states": [{"land": "France", "heads": 290}, {"land": "India", "heads": 172}],
    "letters": [{"title": "One", "text": "A letter about the harbour, which nobody had answered. It ends here."}],
}
RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Port report}{\author Ann Bo}}"
    r"\pard The harbour was closed for two days, caf\'e9 and all.\par It opened \b again\b0  on Tuesday.\par}"
)
PAGE = (
    "<!DOCTYPE html><html><head><title>The harbour</title></head><body><article><h1>The harbour</h1>"
    f"<p>{PROSE} It opened again on Tuesday, a day later than had been promised to the ships.</p>"
    "<p>The council meets on Friday to decide who pays for the new gate and for the lost trade.</p></article></body></html>"
)
ODT_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:o" xmlns:text="urn:t" '
    'xmlns:table="urn:b" xmlns:style="urn:s" xmlns:draw="urn:d">'
)
ODT = (
    f"{ODT_HEAD}<office:automatic-styles><style:style style:name='P1' style:parent-style-name='Title'/></office:automatic-styles>"
    "<office:body><office:text><text:tracked-changes><text:p>deleted words</text:p></text:tracked-changes>"
    "<text:p text:style-name='P1'>The price of the gate</text:p><text:h text:outline-level='1'>Who pays</text:h>"
    f"<text:p>{PROSE}<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Digest, table 4.</text:p>"
    "</text:note-body></text:note> The<text:s text:c='2'/>rest<text:line-break/>follows.</text:p>"
    "<text:list><text:list-item><text:p>The city pays half.</text:p></text:list-item></text:list>"
    "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Part</text:p></table:table-cell>"
    "<table:table-cell><text:p>Cost</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row>"
    "<table:table-cell><text:p>Quay</text:p></table:table-cell><table:table-cell><text:p>5</text:p></table:table-cell>"
    "<table:table-cell table:number-columns-repeated='16000'/></table:table-row></table:table>"
    "<text:p><draw:text-box><text:p>In a box.</text:p></draw:text-box></text:p></office:text></office:body></office:document-content>"
)
ODF_META = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:o" xmlns:meta="urn:m" xmlns:dc="urn:c">'
    "<office:meta><dc:title>Gate</dc:title><meta:initial-creator>Ann Bo</meta:initial-creator>"
    "<meta:creation-date>2024-06-03T10:00:00</meta:creation-date></office:meta></office:document-meta>"
)
PACKAGE = (
    '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>Quiet Waters</dc:title><dc:creator>Ann Bo</dc:creator><dc:publisher>Quay Press</dc:publisher><dc:date>2021-03-04</dc:date>"
    '</metadata><manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="a" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>'
)


def zipped(files: dict[str, str | bytes], stored: str = "") -> bytes:
    """A zip file; `stored` is what its first part, `mimetype`, says."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        if stored:
            opened.writestr(zipfile.ZipInfo("mimetype"), stored)
        for name, data in files.items():
            opened.writestr(name, data)
    return made.getvalue()


def odt(content: str = ODT, **more: str) -> bytes:
    """An OpenDocument text."""
    return zipped({"content.xml": content, "meta.xml": ODF_META, **more}, "application/vnd.oasis.opendocument.text")


def epub(**more: str) -> bytes:
    """A book of two chapters, and what else is to lie in it."""
    chapter = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><h1>{}</h1><p>{}</p></body></html>"
    return zipped(
        {
            "META-INF/container.xml": '<container xmlns="urn:c"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": PACKAGE,
            "OPS/nav.xhtml": chapter.format("Contents", "One Two"),
            "OPS/text/one a.xhtml": chapter.format("The end", "It opened &amp; closed again."),
            "OPS/text/two.xhtml": chapter.format("The beginning", PROSE),
            **more,
        },
        "application/epub+zip",
    )


@cache
def xlsx() -> bytes:
    """A workbook."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"author": "openpyxl", "title": "Arsenals"})
        sheet = book.add_worksheet("Arsenal")
        rows = [["Warheads by state"], ["Country", "Year", "Warheads"], ["France", 2023, 290], ["India", 2023, 172.5]]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        other = book.add_worksheet("Budget")
        other.write_row(0, 0, ["Item", "Cost"])
        other.write_row(1, 0, ["Hull", 1200000])
    return made.getvalue()


@cache
def pptx() -> bytes:
    """A presentation with a table and a chart."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[0])
    slide.shapes.title.text = "The plan"
    slide.placeholders[1].text = "For the harbour"
    slide = shown.slides.add_slide(shown.slide_layouts[1])
    slide.shapes.title.text = "Costs"
    slide.placeholders[1].text = "It costs nine million.\nThe city pays half."
    slide.notes_slide.notes_text_frame.text = "Say that the city agreed in May."
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(3), Inches(1)).table
    for at, text in enumerate(("Part", "Cost", "Quay", "5")):
        table.cell(at // 2, at % 2).text = text
    data = CategoryChartData()
    data.categories = ["2022", "2023"]
    data.add_series("Ships", (12, 15.5))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
    made = io.BytesIO()
    shown.save(made)
    return made.getvalue()


def eml(text: str = f"Oumar,\n\n{PROSE}\n", html: str = "", **headers: str) -> EmailMessage:
    """A message, with its text as HTML too where that is given."""
    message = EmailMessage()
    head = {
        "From": "Petra Lindqvist <petra@example.org>",
        "To": "Oumar Sall <oumar@example.org>",
        "Date": "Tue, 14 Mar 2023 09:12:44 +0100",
        "Subject": "Delivery of the türbines",
    }
    for name, value in (head | headers).items():
        message[name] = value
    if text:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html") if text else message.set_content(html, subtype="html")
    return message


def mhtml() -> bytes:
    """A page saved with what belongs to it."""
    page = PAGE.replace("=", "=3D").replace("The harbour was", "The har=\r\nbour was")
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example.org/harbour\r\nSubject: The harbour\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----B"\r\n\r\n'
        "------B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: https://news.example.org/harbour\r\n\r\n{page}\r\n"
        "------B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------B--\r\n"
    ).encode()


def warc(*, compressed: bool = False) -> bytes:
    """A web archive."""
    made = b""
    for address, kind, status, body in (
        ("https://news.example.org/harbour.html", "text/html; charset=utf-8", "200 OK", PAGE),
        ("https://news.example.org/", "text/html", "200 OK", PAGE.replace("Monday", "Sunday")),
        ("https://news.example.org/logo.png", "image/png", "200 OK", "x"),
        ("https://news.example.org/gone", "text/html", "404 Not Found", "no"),
    ):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        record = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
            f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n{answer}\r\n\r\n"
        ).encode()
        made += gzip.compress(record) if compressed else record
    return made


MADE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "CSV": ("table.csv", CSV.encode),
    "spreadsheet": ("book.xlsx", xlsx),
    "presentation": ("talk.pptx", pptx),
    "OpenDocument text": ("paper.odt", odt),
    "EPUB": ("novel.epub", epub),
    "RTF": ("report.rtf", RTF.encode),
    "saved web page": ("page.mhtml", mhtml),
    "e-mail": ("letter.eml", lambda: eml().as_bytes(policy=SMTP)),
    "subtitles": ("talk.srt", SRT.encode),
    "JSON": ("record.json", json.dumps(RECORD, ensure_ascii=False).encode),
}
"""By the name of the loader: what a file is called, and what makes it."""
