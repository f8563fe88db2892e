from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import SourceError
from index.formats import read
from index.records import SectionKind
from tests.index.formats.tracing import FORMATS, printed, trace

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(body: str, *, space: str = W, prolog: str = "", relations: str = "", **parts: str) -> bytes:
    """The smallest Word file around `body`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("[Content_Types].xml", "<Types/>")
        opened.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="r" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        opened.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships>{relations}<Relationship Id="s" Type="{RELATION}/styles" Target="/word/styles.xml"/></Relationships>',
        )
        opened.writestr(
            "word/document.xml", f'{prolog}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        )
        for name, text in parts.items():
            opened.writestr(f"word/{name}.xml", text)
    return made.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_reads_paragraphs_tables_and_notes_as_they_were_written() -> None:
    found = read((FORMATS / "brief-zh.docx").read_bytes(), "brief-zh.docx")
    trace(found)
    assert found.text.splitlines() == printed("ZH")
    found = read((FORMATS / "report-en.docx").read_bytes(), "report-en.docx")
    trace(found)
    lines = found.text.splitlines()
    assert lines[5:7] == ["2021\u00a0· Budget: 3.1 bn", "2023\u00a0· Budget: 4.4 bn"]
    assert lines[:5] + lines[7:] == printed("EN")


def test_marks_headings_title_and_notes() -> None:
    found = read((FORMATS / "report-en.docx").read_bytes(), "report-en.docx")
    kinds = [(block.kind, block.level) for block in found.marked]
    assert kinds[0] == (SectionKind.TITLE, 1)
    assert [level for kind, level in kinds if kind is SectionKind.HEADING] == [1, 1, 2, 2, 1, 1]
    notes = [found.text[b.start : b.end] for b in found.marked if b.kind is SectionKind.REFERENCES]
    assert notes[1] == "2 Interview, 14 May 2024."


def test_reports_heads_and_feet_and_says_what_the_file_says() -> None:
    found = read((FORMATS / "report-en.docx").read_bytes(), "report-en.docx")
    (head,) = [part for part in found.dropped if part.reason == "running head or foot"][:1]
    assert head.text == "Quiet Waters · Working Paper 7"
    for part in found.dropped:
        assert found.decoded[part.source_start : part.source_end] == part.text
    said = found.suggested
    assert (said.title, said.authors) == ("The Price of Quiet Waters", ("Helena Marsh and Tomás Oyelaran",))
    assert (said.published, said.note) == ("", "file made on 2024-06-03")


@pytest.mark.parametrize("space", [W, STRICT])
def test_reads_what_is_wrapped_and_leaves_out_what_is_deleted(space: str) -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Kept </w:t></w:r><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        "<w:r><w:tab/><w:t>and</w:t><w:br/><w:t>on</w:t></w:r>"
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>12</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('In a control')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:t>Anchor</w:t><w:pict><w:txbxContent>{paragraph('In a box')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    found = read(word(body, space=space), "a.docx")
    assert found.text.splitlines() == ["Kept inserted\tand on¹²", "In a control", "Anchor", "In a box"]


def test_headings_by_the_style_that_a_style_is_based_on() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="A"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style><w:style w:styleId="C"><w:basedOn w:val="D"/></w:style>'
        '<w:style w:styleId="D"><w:basedOn w:val="C"/></w:style></w:styles>'
    )
    body = "".join(f"<w:p><w:pPr><w:pStyle w:val='{s}'/></w:pPr><w:r><w:t>{s}</w:t></w:r></w:p>" for s in "ABCD")
    found = read(word(body, styles=styles), "a.docx")
    assert [(found.text[b.start : b.end], b.kind, b.level) for b in found.marked] == [
        ("A", SectionKind.HEADING, 2),
        ("B", SectionKind.HEADING, 2),
    ]


def test_macros_and_links_to_elsewhere_are_just_not_followed() -> None:
    relations = (
        f'<Relationship Id="x" Type="{RELATION}/footnotes" TargetMode="External" Target="http://example.org/footnotes.xml"/>'
        f'<Relationship Id="y" Type="{RELATION}/header" Target="../../../etc/passwd"/>'
    )
    found = read(word(paragraph("Text."), relations=relations, vbaProject="macros"), "a.docm")
    assert found.text == "Text.\n"


def test_entities_are_not_resolved(tmp_path: object) -> None:
    prolog = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    found = read(word(paragraph("One &e;&b; two."), prolog=prolog), "a.docx")
    assert found.text.replace(" ", "") in ("Onetwo.\n", "One\n", "Onetwo\n")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ((FORMATS / "report-en.docx").read_bytes()[:4000], "damaged"),
        (b"nothing like it", "damaged"),
        (word("<w:p><w:r>"), r"damaged \(word/document.xml\)"),
        (word("<w:p/>"), "has no text in it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old Word file or protected by a password"),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else value,
)
def test_refuses_with_one_line_that_says_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read(data, "folder/a.docx")
    assert str(caught.value).startswith("folder/a.docx ")
    assert "\n" not in str(caught.value)


def test_a_bomb_in_a_word_file_is_not_unpacked() -> None:
    with pytest.raises(SourceError, match="would unpack to"):
        read(word(paragraph("x" * 40_000_000)), "a.docx")


NUMBERED = f'<Relationship Id="n" Type="{RELATION}/numbering" Target="numbering.xml"/>'


def level(at: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{extra}</w:lvl>'
    )


def numbering(*lists: str, overs: str = "") -> str:
    """A list for each of `lists`, called 1, 2, …; and one more of the first with `overs`."""
    bases = "".join(f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>' for n, levels in enumerate(lists))
    nums = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(len(lists)))
    last = f'<w:num w:numId="{len(lists) + 1}"><w:abstractNumId w:val="0"/>{overs}</w:num>' if overs else ""
    return f'<w:numbering xmlns:w="{W}">{bases}{nums}{last}</w:numbering>'


def item(text: str, number: int = 0, at: int = 0, style: str = "") -> str:
    listed = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_the_numbers_of_articles_and_items_stand_where_the_page_shows_them() -> None:
    law = level(0, "chineseCountingThousand", "第%1条", '<w:suff w:val="nothing"/>') + level(
        1, "chineseCounting", "（%2）"
    )
    rules = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerRoman", "(%3)")
    bullets = level(0, "bullet", "•")
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    overs = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    body = (
        *(item("渡口由市管理。", style="A"), item("船夫", 1, 1), item("乘客", 1, 1), item("违者罚款。", style="B"), item("期限", 1, 1)),
        *(item("Ferries", 2), item("Fares", 2, 1), item("Dues", 2, 1), item("of barges", 2, 2), item("Pilots", 2), item("Pay", 2, 1)),
        *(item("a bullet", 3), item("Out of the list", 0), item("Begun at seven", 4)),
    )  # fmt: skip
    data = word("".join(body), relations=NUMBERED, styles=styles, numbering=numbering(law, rules, bullets, overs=overs))
    found = read(data, "a.docx")
    trace(found)
    assert found.text.splitlines() == [
        *("第一条渡口由市管理。", "（一） 船夫", "（二） 乘客", "第二条违者罚款。", "（一） 期限"),
        *("1. Ferries", "1.1 Fares", "1.2 Dues", "(i) of barges", "2. Pilots", "2.1 Pay"),
        *("a bullet", "Out of the list", "第七条Begun at seven"),
    ]


def test_numbers_in_characters() -> None:
    listed = level(0, "chineseCounting", "%1")
    data = word("".join(item("x", 1) for _ in range(111)), relations=NUMBERED, numbering=numbering(listed))
    found = [line.split()[0] for line in read(data, "a.docx").text.splitlines()]
    assert [found[n - 1] for n in (9, 10, 11, 20, 99, 100, 101, 110, 111)] == (
        "九 十 十一 二十 九十九 一百 一百零一 一百一十 一百一十一".split()
    )


def test_a_table_within_a_table_keeps_its_rows() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    inner = "".join(row(paragraph(a), paragraph(b)) for a, b in (("Berth", "9 marks"), ("Pilot", "4 marks")))
    outer = f"<w:tbl>{row(f'<w:tbl>{inner}</w:tbl>', paragraph(''))}{row(paragraph('Below'), paragraph(''))}</w:tbl>"
    assert read(word(outer), "a.docx").text.splitlines() == ["Berth\u00a0· 9 marks", "Pilot\u00a0· 4 marks", "Below"]
