"""What is read of the formats that programs write: what stands in them, in order, and nothing that reaches beyond reason."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from pathlib import Path
from time import process_time

import pytest

from corpora import made_files as made
from corpora.made_files import A_PICTURE, PROSE, eml, zipped
from index.document import make_document
from index.errors import SourceError
from index.faults import Fault
from index.formats import Unread, open_path, read, rows
from index.passages import passages
from index.records import Document, SectionKind, Source
from index.text.sentences import CELL_MARK
from tests.index.formats.tracing import trace


def lines(data: bytes, name: str) -> list[str]:
    extracted = read(data, name)
    trace(extracted)
    return extracted.text.replace(CELL_MARK, " · ").splitlines()


def document(data: bytes, name: str) -> Document:
    return make_document(Path(name), data, Source())


# Tables


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.csv", made.CSV.encode(), ['France · Warheads: 290 · Note: said "no", then yes', "India · Warheads: 172"]),
        ("a.csv", made.CSV.encode("utf-8-sig"), ['France · Warheads: 290 · Note: said "no", then yes', "India · Warheads: 172"]),
        ("a.tsv", "国家\t弹头\n法国\t290\n".encode("gb18030"), ["法国 · 弹头: 290"]),
        ("a.csv", b"Name;Role;Since\nAnn;clerk, then mayor;May 2020\n", ["Ann · Role: clerk, then mayor · Since: May 2020"]),
        ("a.csv", b"one line\nanother\n", ["one line", "another"]),
        ("a.csv", b'a "b" c,2\n"x"y,3\n', ['a "b" c · 2', "xy · 3"]),
    ],
)  # fmt: skip
def test_each_row_of_a_csv_file_is_a_line(name: str, data: bytes, expected: list[str]) -> None:
    assert lines(data, name) == expected


def test_a_cell_of_a_csv_file_leads_to_its_place() -> None:
    extracted = read(made.CSV.encode(), "a.csv")
    at = extracted.text.index("172")
    assert extracted.offsets.source(at, at + 3).start == made.CSV.index("172")
    assert extracted.decoded == made.CSV


def test_sheets_are_sections_and_rows_are_units() -> None:
    assert lines(made.xlsx(), "a.xlsx") == [
        *("Arsenal", "Warheads by state", "France · Year: 2023 · Warheads: 290", "India · Year: 2023 · Warheads: 172.5"),
        *("Budget", "Hull · Cost: 1200000"),
    ]  # fmt: skip
    held = document(made.xlsx(), "a.xlsx")
    assert (held.source.title, held.source.authors) == ("Arsenals", ())  # openpyxl is nobody
    assert [section.path for section in held.sections] == [("Arsenal",), ("Budget",)]
    assert "France\u00a0· Year: 2023\u00a0· Warheads: 290" in [s.text for p in passages(held, 300) for s in p.sentences]


def ods(*rows: str) -> bytes:
    """An OpenDocument sheet with a cell of text or of a figure for each word, `_` for an empty one."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"

    def cell(word: str) -> str:
        if word == "_":
            return "<table:table-cell/>"
        if re.fullmatch(r"[\d.]+", word):
            return f'<table:table-cell office:value-type="float" office:value="{word}"><t:p>{word}</t:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><t:p>{word}</t:p></table:table-cell>'

    made_rows = "".join(f"<table:table-row>{''.join(map(cell, row.split()))}</table:table-row>" for row in rows)
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{made_rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    held = {"content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(held, "application/vnd.oasis.opendocument.spreadsheet")


def test_a_figure_has_the_digits_that_a_sheet_shows() -> None:
    data = ods("Ship Length", "Ann 1.7000000000000002", "Ida 0.30000000000000004", "Eva 2.0000000000000001")
    assert lines(data, "a.ods") == ["Ann · Length: 1.7", "Ida · Length: 0.3", "Eva · Length: 2"]


def test_titles_over_a_table_and_empty_columns_beside_it_leave_its_heads() -> None:
    data = ods("Ships", "Lengths", "Ship Length Built _ _", "Ann 17 1902", "Ida 12 1910")
    expected = ["Ships", "Lengths", "Ann · Length: 17 · Built: 1902", "Ida · Length: 12 · Built: 1910"]
    assert lines(data, "a.ods") == expected


def test_remarks_over_a_table_leave_its_heads() -> None:
    remarks = ("Some people write", "what they like", "over tables _ _")
    data = ods(
        *remarks, "Name Trade Age Born", "Ann smith 61 1902-05-03", "Ida pilot 54 1910-06-01", "Eva clerk 40 1924-01-02"
    )
    assert lines(data, "a.ods")[3:] == [
        "Ann · Trade: smith · Age: 61 · Born: 1902-05-03",
        "Ida · Trade: pilot · Age: 54 · Born: 1910-06-01",
        "Eva · Trade: clerk · Age: 40 · Born: 1924-01-02",
    ]
    nested = ods("_ People _ Land", "City Men Women Area", "Ayr 12 13 7", "Elm 22 23 9", "Oak 31 33 8")
    assert "People" in lines(nested, "a.ods")[0]


def test_a_day_in_a_row_is_not_that_of_the_file() -> None:
    for name, data in (
        ("a.ods", ods("Ann 1902-05-03", "Ida 1910-06-01")),
        ("a.csv", b"Ann,3 May 1902\nIda,1 June 1910\n"),
    ):
        held = document(data, name)
        assert (held.source.published, held.source.title) == ("", "a")


def test_a_row_of_many_columns_takes_no_longer_than_many_rows() -> None:
    wide = "\n".join(",".join(f"{row}x{column}" for column in range(6000)) for row in range(3))
    began = process_time()
    assert len(lines(wide.encode(), "a.csv")) >= 3
    assert process_time() - began < 20


def test_properties_that_cannot_be_read_do_not_take_the_text_with_them() -> None:
    with zipfile.ZipFile(io.BytesIO(made.xlsx())) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    data = zipped(parts | {"docProps/core.xml": b"<broken"})
    assert "France · Year: 2023 · Warheads: 290" in lines(data, "a.xlsx")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"not a zip file", "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "damaged or protected"),
        (made.xlsx()[:900], "a.xlsx", "damaged"),
        (zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": '<c r="A1"/><c r="XFD1048576"/>'}), "a.xlsx", "1,048,576 rows and 16,384 columns"),
        (zipped({"content.xml": '<x number-rows-repeated="99999999"/>'}, "application/vnd.oasis.opendocument.spreadsheet"), "a.ods", "repeats a cell 99,999,999 times"),
        (zipped({"[Content_Types].xml": "x", "xl/workbook.xml": bytes(40_000_000)}), "a.xlsx", "would unpack to"),
        (b'"' + b"x" * 200_000 + b'"\n', "a.csv", "field larger than field limit"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"), "a.msg", "save it as .eml"),
        (b"PK\x03\x04", "a.pptx", "damaged"),
        (made.pptx()[:9000], "a.pptx", "damaged"),
        (b"[" * 100_000, "a.json", "nested too deeply|not valid JSON"),
        (b'{"a": 1', "a.json", "not valid JSON"),
        (b'{"a": 1}\n{"a"\n', "a.jsonl", "not valid JSON in line 2"),
        (b"{}", "a.json", "no text in it"),
        (b"1\nno time\n", "a.srt", "no cue"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n", "a.srt", "without a word"),
        (b"\n\nnothing but text", "a.eml", "begins with no header"),
        (b"Subject: x\nContent-Type: text/plain\n\n", "a.mht", "holds no web page"),
        (b"plain", "a.rtf", "is no RTF file"),
        (zipped({"a": "b"}), "a.epub", "no EPUB book"),
        (made.epub(**{"META-INF/encryption.xml": '<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'}), "a.epub", "locked"),
        (made.odt(**{"META-INF/manifest.xml": "<encryption-data/>"}), "a.odt", "password"),
        (made.odt("<broken"), "a.odt", "damaged"),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else value,  # the time stands in packed files, and so in their names
)  # fmt: skip
def test_what_cannot_be_read_is_one_line_that_says_why(data: bytes, name: str, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read(data, f"folder/{name}")
    assert str(caught.value).startswith(f"folder/{name} ")
    assert "\n" not in str(caught.value)


def test_a_table_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_CELLS", 10)
    for name, data in (("a.csv", b"a,b\n" * 6), ("a.xlsx", made.xlsx())):
        with pytest.raises(SourceError, match=rf"^{name} has 1\d cells; at most 10 are read"):
            read(data, name)


# Slides, papers and books


def test_slides_are_sections_with_their_notes_and_their_number_as_the_page() -> None:
    assert lines(made.pptx(), "a.pptx") == [
        *("The plan", "For the harbour", "Costs", "It costs nine million.", "The city pays half.", "Quay · Cost: 5"),
        *("2022 · Ships: 12", "2023 · Ships: 15.5", "Say that the city agreed in May."),
    ]
    held = document(made.pptx(), "a.pptx")
    at = held.text.index("The city pays")
    assert [place.page for place in held.printed(at, at + 5)] == [2]
    assert (held.source.title, held.source.authors, held.source.note) == ("The plan", (), "")
    assert held.sections[-1].path == ("Costs",)


def test_a_paper_in_odt() -> None:
    assert lines(made.odt(), "a.odt") == [
        *("The price of the gate", "Who pays", f"{PROSE}¹ The  rest follows.", "The city pays half.", "Quay · Cost: 5"),
        *("In a box.", "1 Digest, table 4."),
    ]
    held = document(made.odt(), "a.odt")
    assert (held.source.title, held.source.authors) == ("The price of the gate", ("Ann Bo",))
    assert [(note.label, note.text) for note in held.notes] == [("1", "Digest, table 4.")]


def test_a_book_may_lie_in_a_folder_of_its_file() -> None:
    with zipfile.ZipFile(io.BytesIO(made.epub())) as book:
        inside = {f"book/{name}": book.read(name) for name in book.namelist()}
    held = document(zipped(inside), "a.epub")
    assert (held.source.title, "The beginning" in held.text) == ("Quiet Waters", True)


def test_a_row_of_rtf_without_words_is_no_line() -> None:
    row = rb"\trowd\cellx1000\cellx2000 {\cell}{\cell}\row"
    assert lines(rb"{\rtf1\ansi Bread rests.\par " + row + rb"\pard It is baked.\par}", "a.rtf") == [
        "Bread rests.",
        "It is baked.",
    ]


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    assert lines(made.epub(), "a.epub") == ["The beginning", PROSE, "The end", "It opened & closed again."]
    held = document(made.epub(), "a.epub")
    said = held.source
    assert (said.title, said.authors, said.publisher, said.published) == (
        "Quiet Waters",
        ("Ann Bo",),
        "Quay Press",
        "2021-03-04",
    )
    assert [section.path for section in held.sections] == [("The beginning",), ("The end",)]


def test_rtf() -> None:
    assert lines(made.RTF.encode(), "a.rtf") == [
        "The harbour was closed for two days, café and all.",
        "It opened again on Tuesday.",
    ]
    said = read(made.RTF.encode(), "a.rtf").suggested
    assert (said.title, said.authors) == ("Port report", ("Ann Bo",))


# What is said


def test_cues_become_turns_and_keep_their_time() -> None:
    assert lines(made.SRT.encode(), "a.srt") == [
        "SPEAKER 1: Welcome. The dunes of Orrel move every year.",
        "SPEAKER 2: They have grown by nine kilometres since the river was dammed in 1987.",
    ]
    held = document(made.SRT.encode(), "a.srt")
    at = held.text.index("since")
    assert [place.time for place in held.printed(at, at + 5)] == ["01:02:09"]
    assert made.SRT[held.source_span(at, at + 5).start :].startswith("since")


def test_voices_of_webvtt_are_labels_at_the_start_of_lines() -> None:
    extracted = read(made.VTT.encode(), "a.vtt")
    trace(extracted)
    assert extracted.text.splitlines() == [
        "Amara Quist: The dunes & the river grow by nine kilometres.",
        "Host: Thank you.",
    ]
    assert {part.reason for part in extracted.dropped} == {"number or head", "comment or style", "time of a cue"}


def test_what_rolling_captions_repeat_is_said_once() -> None:
    cue = "{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n\n"
    raw = "".join(
        cue.format(n=n, text=text) for n, text in enumerate(("海が", "海が\nまた荒れた。", "また荒れた。"), 1)
    )
    assert lines(raw.encode(), "a.srt") == ["海がまた荒れた。"]


def test_a_message_has_its_subject_its_sender_and_its_day() -> None:
    held = document(eml().as_bytes(), "a.eml")
    assert (held.source.title, held.source.authors, held.source.published) == (
        "Delivery of the türbines", ("Petra Lindqvist",), "2023-03-14",
    )  # fmt: skip
    assert [section.kind for section in held.sections] == [SectionKind.TITLE, SectionKind.FRONT, SectionKind.BODY]
    assert PROSE in held.text
    assert lines(eml("", f"<p>Dear <b>Oumar</b>,</p><p>{PROSE}</p>").as_bytes(), "a.eml")[-2:] == ["Dear Oumar,", PROSE]


@pytest.mark.usefixtures("without_tesseract")
def test_what_is_attached_is_a_document_of_its_own(tmp_path: Path) -> None:
    inner = eml("The inner message.", Subject="Inner/one")
    message = eml()
    message.add_attachment(made.CSV.encode(), maintype="text", subtype="csv", filename="../figures.csv")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(zipped({"a.txt": "x"}), maintype="application", subtype="zip", filename="more.zip")
    inner.add_attachment("Seven boats came.", filename="seven.txt")
    message.add_attachment(inner)
    path = tmp_path / "letter.eml"
    path.write_bytes(message.as_bytes())
    found, unread = open_path(path)
    assert [(one.id, Path(one.name).relative_to(path.parent).as_posix()) for one in found] == [
        ("letter", "letter.eml"),
        ("letter.figures", "letter.eml/figures.csv"),
        ("letter.Inner one", "letter.eml/Inner one.eml"),
        ("letter.Inner one.seven", "letter.eml/Inner one.eml/seven.txt"),
    ]
    assert unread == (
        Unread(
            f"{path}/logo.png",
            A_PICTURE,
            skipped=True,
            fault=Fault.PICTURES,
        ),
        Unread(
            f"{path}/more.zip",
            f"{path}/more.zip is an archive attached to a message; save it and add it by itself",
            fault=Fault.BY_ITSELF,
        ),
    )
    packed = tmp_path / "packed.zip"
    packed.write_bytes(zipped({"box/letter.eml": path.read_bytes()}))
    assert [one.id for one in open_path(packed)[0]][:2] == ["packed.box.letter", "packed.box.letter.figures"]


# Records


def test_fields_are_sections_under_their_path() -> None:
    assert lines(json.dumps(made.RECORD).encode(), "a.json") == [
        *("Port · date: 2024-05-01T09:00:00Z", "author", "name: Ann Bo", "body", PROSE, "It opened on Tuesday.", "states"),
        *("France · heads: 290", "India · heads: 172", "letters", "One", "text", made.RECORD["letters"][0]["text"]),
    ]  # fmt: skip
    held = document(json.dumps(made.RECORD).encode(), "a.json")
    assert (held.source.title, held.source.authors, held.source.published) == ("Port", ("Ann Bo",), "2024-05-01")
    assert held.sections[-1].path == ("letters", "One", "text")


def test_each_line_of_json_lines_is_a_record() -> None:
    raw = "".join(f"{json.dumps({'id': f'r{n}', 'text': PROSE, 'n': n})}\n" for n in (1, 2))
    assert lines(raw.encode(), "a.jsonl") == ["r1", "n: 1", "text", PROSE, "r2", "n: 2", "text", PROSE]
    assert lines(b'{"land": "France", "n": 1}\n{"land": "Chad", "m": 2}\n', "a.jsonl") == [
        "France · n: 1",
        "Chad · m: 2",
    ]


# Saved pages


def test_a_page_that_a_browser_saved_has_its_address() -> None:
    extracted = read(made.mhtml(), "a.mhtml")
    trace(extracted)
    assert PROSE in extracted.text
    assert extracted.url == "https://news.example.org/harbour"


@pytest.mark.parametrize(("ending", "compressed"), [("warc", False), ("warc.gz", True)])
def test_each_page_of_a_web_archive_is_a_document(tmp_path: Path, ending: str, compressed: bool) -> None:
    path = tmp_path / f"crawl.{ending}"
    path.write_bytes(made.warc(compressed=compressed))
    found, unread = open_path(path)
    assert [(one.id, one.source.url, one.source.note) for one in found] == [
        ("crawl.harbour", "https://news.example.org/harbour.html", "saved on 2024-05-06"),
        ("crawl.index", "https://news.example.org/", "saved on 2024-05-06"),
    ]
    assert [one.reason for one in unread] == ["not of a kind that is read (image/png)", "the server answered 404"]
    assert PROSE in read(found[0].data, found[0].name).text
    path.write_bytes(b"WARC/1.0\r\n\r\n")
    with pytest.raises(SourceError, match=re.escape(str(path))):
        open_path(path)


@pytest.mark.parametrize("loader", sorted(made.MADE))
def test_a_damaged_file_is_read_or_refused_in_one_line(loader: str) -> None:
    name, make = made.MADE[loader]
    data, chosen = make(), random.Random(loader)
    for _ in range(25):
        spoiled = bytearray(data)
        for _ in range(chosen.choice((1, 3, 20))):
            spoiled[chosen.randrange(len(spoiled))] = chosen.randrange(256)
        if chosen.random() < 0.4:
            del spoiled[chosen.randrange(len(spoiled)) :]
        try:
            extracted = read(bytes(spoiled), name)
        except SourceError as error:
            refused = str(error)
        else:
            refused = ""
            assert extracted.offsets.length == len(extracted.text)
        assert "\n" not in refused


def test_subtitles_are_known_by_their_first_cue_whatever_their_name() -> None:
    text = "1\n00:00:01,000 --> 00:00:04,200\nANNA: The quay is wet.\n\n2\n00:00:05,000 --> 00:00:06,000\nAnd cold.\n"
    assert read(text.encode(), "a.txt").text == "ANNA: The quay is wet. And cold.\n"


def _listed(items: str, more: str = "") -> str:
    return f'<text:list text:style-name="L" {more}>{items}</text:list>'


def _item(text: str, inner: str = "", more: str = "") -> str:
    return f"<text:list-item {more}><text:p>{text}</text:p>{inner}</text:list-item>"


def test_the_numbers_of_lists_and_headings_of_odt_stand_where_the_page_shows_them() -> None:
    levels = "".join(
        f'<text:list-level-style-number text:level="{n}" style:num-format="{form}" style:num-suffix="{after}" {more}/>'
        for n, form, after, more in (
            (1, "1", ".", ""),
            (2, "a", ")", ""),
            (3, "一, 二, 三, ...", "、", ""),
            (4, "1", "", 'text:display-levels="2"'),
        )
    )
    outline = '<text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
    body = "".join(
        (
            '<text:h text:outline-level="1">Boats</text:h>',
            _listed(
                _item("rafts", _listed(_item("of reed") + _item("of fir", _listed(_item("old")))), "") + _item("barges")
            ),
            "<text:p>Between.</text:p>",
            _listed(
                _item("punts") + "<text:list-header><text:p>and no more</text:p></text:list-header>",
                'text:continue-numbering="true"',
            ),
            _listed(_item("skiffs") + _item("yawls", more='text:start-value="7"') + _item("")),
            '<text:list text:style-name="B">' + _item("a bullet") + "</text:list>",
            '<text:h text:outline-level="1">Lamps</text:h>',
        )
    )
    sheet = f"{made.ODT_HEAD}<text:outline-style>{outline}</text:outline-style></office:document-content>"
    content = (
        f'{made.ODT_HEAD}<text:list-style style:name="L">{levels}</text:list-style><office:body>{body}</office:body>'
    )
    assert lines(made.odt(f"{content}</office:document-content>", **{"styles.xml": sheet}), "a.odt") == [
        "I. Boats",
        "1. rafts",
        "a) of reed",
        "b) of fir",
        "一、 old",
        "2. barges",
        "Between.",
        "3. punts",
        "and no more",
        "1. skiffs",
        "7. yawls",
        "a bullet",
        "II. Lamps",
    ]


def test_nothing_that_a_paper_says_again_is_taken_for_the_frame_of_a_page() -> None:
    again = "The committee heard evidence from the districts on schools, roads and wells, and asked for figures."
    told = (
        "Mrs Halloran told the committee that they had dug for nineteen days and found only sand. She asked for a pump."
    )
    end = "The committee asks that forty-four pumps be bought."
    texts = ["Report of the wells", *[again] * 4, told, *[again] * 3, end]
    body = "".join(f"<text:p>{text}</text:p>" for text in texts)
    held = document(made.odt(f"{made.ODT_HEAD}<office:body>{body}</office:body></office:document-content>"), "a.odt")
    assert held.text.splitlines() == texts
    assert held.dropped == ()
