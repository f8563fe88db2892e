from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from index.errors import SourceError
from index.formats import read
from index.formats.pdf.furniture import furniture
from index.formats.pdf.lines import PdfLine
from index.formats.pdf.paragraphs import glue, paragraphs, spelling_of
from index.formats.pdf.signs import as_written
from index.places import places_of
from index.records import Extracted, SectionKind
from tests.index.formats.printing import SONG, Printed, Rule, measure, pdf_of, set_in, wrapped
from tests.index.formats.tracing import (
    FORMATS,
    bare,
    printed,
    trace,
)


@cache
def pdf(name: str) -> Extracted:
    return read((FORMATS / name).read_bytes(), name)


def picture(pages: int = 2, text: str = "") -> bytes:
    """A PDF whose pages hold a grey rectangle each, and `text`."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    parts = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>"]
    parts.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    for n in range(pages):
        drawn = f"0.5 g 50 50 400 600 re f BT /F 12 Tf 60 700 Td ({text}) Tj ET"
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * n} 0 R>>"
        )
        parts += [page, f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream"]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(parts) + 1}/Root 1 0 R>>"
    return out + f"{trailer}\nstartxref\n{len(out)}\n%%EOF".encode()


@pytest.mark.parametrize(
    ("name", "source"), [("report-en.pdf", "EN"), ("columns-en.pdf", "EN"), ("brief-zh.pdf", "ZH")]
)
def test_reads_paragraphs_as_they_were_written(name: str, source: str) -> None:
    found = pdf(name)
    trace(found)
    lines = found.text.splitlines()
    if name == "columns-en.pdf":  # the last columns are one line and two long, too short to be told from a table
        lines = "\n".join(lines).replace("rather\nthan after it", "rather than after it").splitlines()
    assert lines == printed(source)


PARAGRAPH = (
    "The harbour office offered the masters berths on the northern side, where the water is a foot shallower at every low "
    "tide, and where a barge that is fully laden can lie for no more than six hours of the twelve that a tide takes. They said "
    "that they would rather pay for the dredging of the southern side, if the council would let them have it for ten years."
)


def spread(text: str, x: float, y: float, *, between: float, letters: float = 0.0) -> list[Printed]:
    """The words of a line, the white space between them and between their letters as wide as that, in points."""
    found: list[Printed] = []
    for word in text.split():
        for piece in word if letters else (word,):
            found.append(Printed(piece, x, y))
            x += measure(piece, 10) + letters
        x += between - letters
    return found


@pytest.mark.parametrize(("between", "letters"), [(1.3, 0.0), (2.8, 0.0), (6.0, 1.5), (5.0, 0.8)])
def test_words_are_apart_however_tightly_a_line_is_set(between: float, letters: float) -> None:
    lines = wrapped(PARAGRAPH, 330)
    page = [
        one for n, line in enumerate(lines) for one in spread(line, 72, 700 - 12 * n, between=between, letters=letters)
    ]
    found = read(pdf_of([page]), "a.pdf")
    trace(found)
    assert found.text.split() == PARAGRAPH.split()


def book(heads: list[str], **kinds: str) -> list[list[Printed]]:
    """A page for each head, which stands over the text in type of the text's size."""
    lines = wrapped(PARAGRAPH * 4, 440)
    size, font = float(kinds.get("size", "10")), kinds.get("font", "Helvetica")
    return [
        [Printed(head, 72, 790, size, font), *set_in(lines[n:] + lines[:n], 72, 740)] for n, head in enumerate(heads)
    ]


def test_running_heads_that_are_alike_in_part_are_left_out() -> None:
    named = ["OF QUAYS", "OF QUAYS", "OF BERTHS", "OF PILOTS", "OF DUES", "OF DUES"]
    heads = [*(f"CHAPTER 4. THE HARBOUR 4.{n}. {name}" for n, name in enumerate(named)), "CHAPTER 5. FERRIES"]
    found = read(pdf_of(book(heads)), "a.pdf")
    trace(found)
    assert [one.text for one in found.dropped if one.reason == "running head or foot"] == heads
    assert "CHAPTER" not in found.text


@pytest.mark.parametrize("kinds", [{}, {"size": "14", "font": "Helvetica-Bold"}])
def test_headings_at_the_top_of_pages_stay(kinds: dict[str, str]) -> None:
    heads = ["The quay and its masters", "What a berth costs", "Pilots of the northern side", "Ships that pay no dues"]
    assert all(head in read(pdf_of(book(heads, **kinds)), "a.pdf").text for head in heads)


def test_lines_of_code_on_a_shaded_ground_are_no_table() -> None:
    code = ["option  domain ;", "default-lease-time 600;", "max-lease-time 7200;", "server-name  quay ;", "subnet 192.168.1.0 {",
            "range 192.168.1.200;", "}"]  # fmt: skip
    top = 600.0
    drawn: list[Printed | Rule] = [*set_in(wrapped(PARAGRAPH, 440), 72, 740)]
    for n, line in enumerate(code):
        drawn.append(Rule(72, top - 12 * n + 10, 512, top - 12 * n + 10))
        left = 74.0
        for piece in line.split("  "):
            drawn.append(Printed(piece, left, top - 12 * n))
            left += 60
    found = read(pdf_of([[*drawn, Rule(72, top - 12 * len(code) + 10, 512, top - 12 * len(code) + 10)]]), "a.pdf")
    trace(found)
    assert not any(block.unit for block in found.marked)
    assert "default-lease-time 600;" in found.text


@pytest.mark.parametrize(("name", "pages"), [("report-en.pdf", 3), ("columns-en.pdf", 3), ("brief-zh.pdf", 2)])
def test_leaves_out_heads_and_page_numbers_and_says_so(name: str, pages: int) -> None:
    found = pdf(name)
    reasons = [part.reason for part in found.dropped]
    assert reasons == ["running head or foot", "page number"] * pages
    assert [part.text for part in found.dropped[1::2]] == [str(page) for page in range(1, pages + 1)]
    for part in found.dropped:
        assert found.decoded[part.source_start : part.source_end] == part.text
    shown = bare(found.text) + "".join(bare(part.text) for part in found.dropped)
    assert len(bare(found.decoded)) - len(shown) == found.decoded.count("-\n")  # the hyphens of the lines


def test_marks_headings_by_their_type() -> None:
    for name, title in (("report-en.pdf", "The Price of Quiet Waters"), ("brief-zh.pdf", "海峡安宁的代价")):
        found = pdf(name)
        heads = [
            (b.kind, b.level, found.text[b.start : b.end])
            for b in found.marked
            if b.kind not in (SectionKind.REFERENCES, SectionKind.FRONT)
        ]
        assert heads[0] == (SectionKind.TITLE, 1, title)
        assert {kind for kind, *_ in heads[1:]} == {SectionKind.HEADING}
        assert [level for _, level, _ in heads[1:]] == (
            [1, 1, 2, 2, 1, 1] if name == "report-en.pdf" else [1, 1, 2, 2, 1]
        )
        assert found.title == title


def test_footnotes_are_entries_and_their_marks_stay_visible() -> None:
    found = pdf("report-en.pdf")
    notes = [found.text[b.start : b.end] for b in found.marked if b.kind is SectionKind.REFERENCES]
    assert [note[:2] for note in notes] == ["1 ", "2 ", "3 "]
    assert re.findall("[¹²³]", found.text) == ["¹", "²", "³"]


def test_every_line_has_its_page_and_box() -> None:
    found = pdf("report-en.pdf")
    words = "ask for the name of the escort before they quote"  # over the foot of page 1
    at = found.text.index(words)
    places = places_of(found.places, found.offsets.sources(at, at + len(words)))
    assert [place.page for place in places] == [1, 2]
    assert places[0].top > 400 > 100 > places[1].top
    for place in found.places:
        assert found.decoded[place.start : place.end].strip() == found.decoded[place.start : place.end] != ""
        assert 0 <= place.left < place.right <= 420
        assert 0 <= place.top < place.bottom <= 596
    assert found.decoded.count("\f") == 3


def test_says_what_the_file_says_of_itself() -> None:
    said = pdf("brief-zh.pdf").suggested
    assert (said.title, said.authors) == ("海峡安宁的代价", ("马晓雯",))
    assert said.published == ""
    assert re.fullmatch(r"file made on 20\d\d-\d\d-\d\d", said.note)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (picture(), "no text on its 2 pages, only pictures; .*OCR"),
        ((FORMATS / "locked.pdf").read_bytes(), "password"),
        (b"%PDF-1.7\n garbage", "damaged"),
        (b"not a pdf at all", "damaged"),
        ((FORMATS / "report-en.pdf").read_bytes()[:9000], "damaged|no text"),
        (b"%PDF-1.7\n" + (FORMATS / "report-en.pdf").read_bytes()[5000:9000], "damaged|no text"),
    ],
)
def test_refuses_with_one_line_that_says_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read(data, "folder/a.pdf")
    assert str(caught.value).startswith("folder/a.pdf ")
    assert "\n" not in str(caught.value)


def test_reads_a_plain_pdf_of_one_page() -> None:
    found = read(picture(1, "A single line of text, which says very little."), "a.pdf")
    trace(found)
    assert found.text == "A single line of text, which says very little.\n"


def line(text: str, top: float = 0.0, page: int = 1, **more: float) -> PdfLine:
    box = {"left": 50.0, "right": 350.0, "left_edge": 50.0, "right_edge": 350.0, "size": 10.0} | more
    return PdfLine(page, text, top=top, bottom=top + 10, **box)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the arrange-", "ments are thin", "the arrangements are thin"),
        ("a well-", "known case", "a well-known case"),
        ("the years 2019-", "2023 were", "the years 2019-2023 were"),
        ("the Franco-", "German plan", "the Franco-German plan"),
        ("it says –", "and ends", "it says – and ends"),
        ("海峡又窄", "又浅", "海峡又窄又浅"),
        ("船只，", "“往来", "船只，“往来"),
        ("日本の", "ミサイル", "日本のミサイル"),
        ("정부는 어제", "발표했다", "정부는 어제 발표했다"),
        ("共有 30", "架飞机", "共有 30 架飞机"),
        ("two", "words", "two words"),
    ],
)
def test_joins_wrapped_lines(before: str, after: str, joined: str) -> None:
    lines = [line(before), line(after), line("That well-known case of it.")]
    cut, between = glue(lines[0], lines[1], spelling_of(lines))
    assert before[: len(before) - cut] + between + after == joined


def test_paragraphs_end_at_gaps_indents_and_short_lines() -> None:
    prose = "It runs on to the edge of the page and over"
    lines = [
        line(prose, 100),
        line("the edge to here.", 112, right=120),
        line(prose, 124),
        line("which is where it ends by itself at the edge.", 136),
        line(prose, 148, left=62),  # indented
        line("and ends here in the middle of the", 160),
        line("It goes on after a gap, like this:", 190, right=250),
        line("1. A first item", 202, right=130),
        line("2. A second item", 214, right=130),
    ]
    assert [p.lines for p in paragraphs(lines)] == [(0, 1), (2, 3), (4, 5), (6,), (7,), (8,)]


def test_furniture_is_told_by_repetition_and_counting() -> None:
    pages = [
        [
            line("Annual Report" if n % 2 else "Chapter 2", 20, n),
            line("Budget 2023", 400, n),
            line(f"{n} unlike any other", 60 + n * 9, n),
            line(str(n + 16), 780, n),
        ]
        for n in range(1, 8)
    ]
    pages[2].append(line("42", 300, 3))
    found = furniture(pages, [842.0] * 7)
    assert {place[1] for place in found} == {0, 3}
    assert len(found) == 14
    assert found[0, 3] == "page number"


def test_radicals_and_ligatures_are_the_characters_they_stand_for() -> None:
    assert as_written("︑︒﹁﹂﹃﹄︵︶︙") == "、。「」『』（）…".replace("（）", "()")
    written = as_written("⽔⼒発電所の⻋、全⻓⼆⾥ ﬁgures of the oﬃce")
    assert written == "水力発電所の车、全长二里 figures of the office"


def test_items_whose_sign_stands_close_to_them_are_items() -> None:
    text = (
        "渡口每天早晨六时开航，晚上十时停航，遇有大雾应当停航，船夫应当在岸边等候，乘客不得催促，违者处三百元以下罚款。"
    )
    items = [f"●{text[:25]}", f"●{text[10:34]}", f"●{text[5:30]}"]
    page = [*set_in(wrapped(text * 2, 400, font=SONG), 72, 740, font=SONG), *set_in(items, 72, 640, font=SONG)]
    assert read(pdf_of([page]), "a.pdf").text.splitlines()[-3:] == items


HANGUL = [
    "유닉스 시스템에서 컴파일한 파일은 저장된 디렉터리에서 찾을 수 있다. 유닉스는 오래된 시스템이며 많은 사람이 화이트스",
    "페이스 문자를 잘못 쓴다. 화이트스페이스 문자는 명령 뒤에서 무시된다. 이것은 유닉",
    "스 시스템에서도 마찬가지이다.",
]


def test_a_korean_word_that_a_line_cuts_is_whole_again() -> None:
    lines = [
        PdfLine(1, text, 10, 72, 100 + 14 * n, 500, 110 + 14 * n, left_edge=72, right_edge=500)
        for n, text in enumerate(HANGUL)
    ]
    spelling = spelling_of(lines)
    assert [glue(one, other, spelling) for one, other in pairwise(lines)] == [(0, ""), (0, "")]
    assert glue(replace(lines[0], text="많은 사람이 시스템"), replace(lines[1], text="문자를 쓴다"), spelling) == (
        0,
        " ",
    )
