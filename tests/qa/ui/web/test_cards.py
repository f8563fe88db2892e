"""Records → HTML: exact marks, nothing unescaped, who said it and where."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import make_document as read_document
from index.formats import Unread
from index.offsets import OffsetMap, Span
from index.records import Attribution, Document, Dropped, Note, Passage, Section, SectionKind, Source
from index.speech.said import Speech
from qa.records import Answer, Citation, Gloss, Glosses, Hit, Statement, Verdict
from qa.ui.web.html.cards import (
    answer_html,
    library_html,
    message_html,
    verdict_html,
)
from qa.ui.web.html.credit import place, plain, said
from qa.ui.web.html.marks import (
    Highlight,
    linked,
    marked,
    referenced,
)
from qa.ui.web.html.viewer import document_html
from qa.ui.web.words.languages import page_languages
from qa.wording import Likelihood
from tests.answers import answered
from tests.conftest import ROOT

FORMATS = ROOT / "tests" / "data" / "formats"
ENGLISH = page_languages()["en"]
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
ALLOWED = frozenset(
    "div span p h2 h3 h4 h5 ol ul li dl dt dd blockquote a section article header footer details summary mark button time".split()
)


class Tags(HTMLParser):
    """Every element and its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.found


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def make_document(text: str, notes: tuple[Note, ...] = (), **source: object) -> Document:
    about = {"title": "A title", "publisher": "A paper", "published": "2024-10-05", "language": "en", **source}
    return Document(
        "000_x",
        "/home/someone/secret/000_x.txt",
        "0" * 64,
        Source(**about),  # type: ignore[arg-type]
        text,
        "en",
        OffsetMap.identity(len(text)),
        (Section(0, len(text), SectionKind.BODY, ("Part", EVIL)),),
        notes,
    )


def make_passage(document: Document, start: int, end: int) -> Passage:
    return Passage(document.id, start, end, document.text[start:end], document.sections[0], "en")


def make_answer(document: Document, *spans: tuple[int, int], passage: tuple[int, int] | None = None) -> Answer:
    found = make_passage(document, *(passage or (0, len(document.text))))
    citations = tuple(
        Citation(number, document, found, start, end, document.text[start:end], 0.9)
        for number, (start, end) in enumerate(spans, start=1)
    )
    verdict = Verdict.ANSWERED if citations else Verdict.NOT_IN_LIBRARY
    statements = tuple(Statement(citation.quote, (citation.number,)) for citation in citations)
    return Answer("q", "en", verdict, statements, citations, (Hit(1, document, found, 1.0),), {}, "model", 0.1)


@given(st.text(min_size=3), st.data())
def test_a_mark_holds_its_characters_and_the_rest_is_untouched(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    at = data.draw(st.integers(1, len(text)))
    offset = data.draw(st.integers(0, 1000))
    html = marked(text, offset, [Highlight(1, offset + start, offset + end)], [Note("7", offset + at)])
    assert text_of(html) == text
    inside = re.search(r"<mark[^>]*>(.*)</mark>", html, re.DOTALL)
    assert inside is not None
    assert text_of(inside[1]) == text[start:end]
    assert {tag for tag, _ in tags(html)} == {"mark", "span"}


@pytest.mark.parametrize(("start", "end"), [(0, 5), (9, 12), (14, 16), (11, 11)])
def test_a_mark_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="leaves the text"):
        marked("abcde", 10, [Highlight(1, start, end)])


def test_marks_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        marked("abcdef", 0, [Highlight(1, 0, 4), Highlight(2, 3, 6)])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See <https://a.example/x?a=1&b=2>.", "https://a.example/x?a=1&b=2"),
        ("见 https://a.example/路径。下文", "https://a.example/路径"),
        ("(http://a.example/y).", "http://a.example/y"),
    ],
)
def test_addresses_become_links_that_give_nothing_away(text: str, address: str) -> None:
    html = linked(text)
    ((tag, attributes),) = tags(html)
    assert tag == "a"
    assert attributes["href"] == address
    assert attributes["rel"] == "noopener noreferrer nofollow"
    assert attributes["target"] == "_blank"
    assert text_of(html) == text


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", EVIL])
def test_nothing_else_becomes_a_link(text: str) -> None:
    html = linked(text)
    assert not tags(html)
    assert text_of(html) == text


def test_every_string_of_a_hostile_document_is_escaped() -> None:
    text = f"{EVIL} one. {EVIL} two."
    document = replace(
        make_document(
            text,
            (Note(EVIL, 5, EVIL, f"javascript:{EVIL}"),),
            title=EVIL,
            publisher=EVIL,
            original_publisher=EVIL + "2",
            authors=(EVIL,),
            published=EVIL,
            reposted=EVIL,
            language=EVIL,
            url=f"javascript:{EVIL}",
            note=EVIL,
            rights=EVIL,
        ),
        id=EVIL,
        file=EVIL,
        language=EVIL,
        dropped=(Dropped(0, 1, EVIL, EVIL),),
        attributions=(Attribution(0, len(EVIL), (EVIL, EVIL + "2"), Span(0, 1), direct=True),),
        warnings=(EVIL,),
    )
    answer = make_answer(document, (0, len(EVIL)))
    html = "".join(
        [
            answer_html(answer, ENGLISH),
            answer_html(make_answer(document), ENGLISH),
            verdict_html(answer, ENGLISH),
            library_html([document], ENGLISH, [Unread(EVIL, EVIL, skipped=True), Unread(EVIL, EVIL)]),
            document_html(document, 0, 5, ENGLISH),
            message_html(EVIL, EVIL),
        ]
    )
    assert {tag for tag, _ in tags(html)} <= ALLOWED
    assert not [name for _, attributes in tags(html) for name in attributes if name.startswith("on")]
    assert not [attributes for _, attributes in tags(html) if "javascript" in str(attributes.get("href"))]
    assert text_of(html).count("<script>alert(1)</script>") > 10


@pytest.mark.parametrize("tag", page_languages())
def test_an_uncertain_answer_is_quoted_like_any_and_headed_otherwise(tag: str) -> None:
    strings = page_languages()[tag]
    document = make_document("First sentence. Second sentence.")
    sure = make_answer(document, (0, 15), (16, 32))
    low = (sure.citations[0], replace(sure.citations[1], score=0.1))
    uncertain = replace(sure, verdict=Verdict.UNCERTAIN, citations=low)
    head, html = str(verdict_html(uncertain, strings)), str(answer_html(uncertain, strings))
    assert 'data-verdict="uncertain"' in head
    assert strings.headings[Verdict.UNCERTAIN] in head
    likely, _, unlikely = (strings.likelihoods[one] for one in Likelihood)
    assert re.findall(r'<p class="yz-likely">([^<]+)</p>', html) == [likely, unlikely]
    plain = answer_html(sure, strings)
    assert "yz-possible" not in plain
    assert "yz-likely" not in plain
    for quotation in re.findall(r"<blockquote.*?</blockquote>|<mark.*?</mark>", str(plain)):
        assert quotation in html


def test_quotations_of_one_passage_share_a_card() -> None:
    document = make_document("First sentence. Second sentence. Third sentence.")
    html = answer_html(make_answer(document, (33, 48), (0, 15)), ENGLISH)
    assert html.count('<article class="yz-card"') == 1
    assert re.findall(r'<mark id="yz-quote-(\d)"', html) == ["2", "1"]
    assert '<mark id="yz-quote-1" data-number="1" tabindex="-1">Third sentence.</mark>' in html
    assert html.count("yz-copy") == 2
    assert "yz-further" not in html


def test_quotations_that_overlap_have_cards_of_their_own() -> None:
    document = make_document("First sentence. Second sentence.")
    html = answer_html(make_answer(document, (0, 15), (6, 32)), ENGLISH)
    assert html.count('<article class="yz-card"') == 2


def test_a_quotation_past_its_passage_widens_what_is_shown() -> None:
    document = make_document("First sentence. Second sentence. Third sentence.")
    html = answer_html(make_answer(document, (6, 32), passage=(0, 15)), ENGLISH)
    assert ">sentence. Second sentence.</mark>" in html


def test_a_card_says_who_and_when_and_where_without_the_folder() -> None:
    document = make_document(
        "A quoted sentence.",
        (Note("3", 18, "A report, <https://a.example/r>", "https://a.example/r"), Note("4", 18)),
        original_publisher="Another paper",
        authors=("An author",),
        reposted="2025-03",
        url="https://a.example/page",
        note="How it is known.",
    )
    html = answer_html(make_answer(document, (0, 18)), ENGLISH)
    said = text_of(html)
    assert "An author · A paper (reprinted from Another paper) · published 5 October 2024 · reposted March 2025" in said
    assert "000_x.txt, characters 0–18" in said
    assert "How it is known." in said
    assert "no entry in the reference list" in said
    assert 'href="https://a.example/r"' in html
    assert 'href="https://a.example/page"' in html
    assert "secret" not in html


def test_a_no_shows_the_nearest_passages_as_no_answer() -> None:
    html = answer_html(make_answer(make_document("Something near.")), ENGLISH)
    assert "Nearest passages — not an answer (1)" in text_of(html)
    assert '<details class="yz-further" open>' in html
    assert "<mark" not in html
    assert "yz-statements" not in html


def test_a_statement_of_other_words_is_not_drawn_as_a_quotation() -> None:
    answer = make_answer(make_document("First sentence. Second sentence."), (0, 15), (16, 32))
    html = answer_html(replace(answer, statements=(Statement("In other words.", (1, 2)),)), ENGLISH)
    assert "<blockquote" not in html
    assert re.findall(r'href="#yz-quote-(\d)"', html) == ["1", "2"]


def test_a_citation_as_text() -> None:
    document = make_document("A quoted sentence. More.", original_publisher="Another paper", authors=("An author",))
    citation = make_answer(document, (0, 18)).citations[0]
    assert plain(citation, ENGLISH) == (
        "“A quoted sentence.”\n"
        "A title · An author · A paper (reprinted from Another paper) · published 5 October 2024\n"
        "000_x.txt, characters 0–18"
    )


TOLD = "The minister said the plan works. Nothing else is known."


def tell(*chains: tuple[str, ...], start: int = 0, end: int = 33, direct: bool = False) -> Document:
    attributions = tuple(Attribution(start, end, chain, Span(13, 17), direct) for chain in chains)
    return replace(make_document(TOLD, authors=("An author",)), attributions=attributions)


@pytest.mark.parametrize(
    ("speech", "lines"),
    [
        (Speech(), ("", "", "", "", "")),
        (
            Speech((("甲",),), whole=True),
            ("said by 甲", "甲所述", "甲所述", "甲が述べた内容", "甲의 말"),
        ),
        (
            Speech((("乙", "甲"), ("乙", "丙")), whole=True, direct=True),
            (
                "said by 甲 and 丙, as 乙 says",
                "甲和丙所述（据乙转述）",
                "甲和丙所述（據乙轉述）",
                "甲と丙が述べた内容（乙が伝える）",
                "甲, 丙의 말(乙에 따르면)",
            ),
        ),
        (
            Speech((("甲",), ("丙", "丁"), ("甲",)), direct=True),
            (
                "quotes 甲 and 丁",
                "其中引用甲和丁的话",
                "其中引用甲和丁的話",
                "甲と丁の言葉を引用",
                "甲, 丁의 말을 인용",
            ),
        ),
        (
            Speech((("甲",),)),
            (
                "reports what 甲 says",
                "其中转述甲的说法",
                "其中轉述甲的說法",
                "甲の述べたことを紹介",
                "甲의 말을 전함",
            ),
        ),
    ],
)
def test_who_speaks_is_said_in_every_language_and_as_the_terminal_says_it(
    speech: Speech, lines: tuple[str, ...]
) -> None:
    assert tuple(said(speech, strings, str) for strings in page_languages().values()) == lines
    assert tuple(text_of(said(speech, strings)) for strings in page_languages().values()) == lines
    assert lines[0] == speech.line()


def test_a_statement_and_its_card_say_who_speaks() -> None:
    html = answer_html(make_answer(tell(("The minister",)), (0, 33), (34, 56)), ENGLISH)
    line = '<{0} class="yz-said">said by <span lang="en">The minister</span></{0}>'
    assert html.count(line.format("p")) == html.count(line.format("span")) == 1
    assert html.count("yz-said") == 2  # nobody but the author says the second
    assert html.index(line.format("p")) < html.index("yz-cards") < html.index(line.format("span"))


def test_a_part_of_a_quotation_that_another_says_is_told_apart() -> None:
    reported = answer_html(make_answer(tell(("The minister",), start=18, end=32), (0, 33)), ENGLISH)
    quoted = answer_html(make_answer(tell(("The minister",), start=18, end=32, direct=True), (0, 33)), ENGLISH)
    assert text_of(reported).count("reports what The minister says") == 2
    assert text_of(quoted).count("quotes The minister") == 2


def test_a_copied_citation_says_who_speaks() -> None:
    citation = make_answer(tell(("The paper", "The minister")), (0, 33)).citations[0]
    assert plain(citation, ENGLISH).split("\n")[:2] == [
        "“The minister said the plan works.”",
        "said by The minister, as The paper says",
    ]


def test_an_editors_note_is_not_credited_to_the_author() -> None:
    document = make_document("A note by the editor.", authors=("An author",))
    note = replace(document, sections=(Section(0, 21, SectionKind.EDITOR_NOTE),))
    assert "An author" in answer_html(make_answer(document, (0, 21)), ENGLISH)
    assert "An author" not in answer_html(make_answer(note, (0, 21)), ENGLISH)


def test_warnings_stand_in_what_is_said_of_the_source_and_beside_what_was_left_out() -> None:
    document = make_document("A quoted sentence.", note="How it is known.")
    warned = replace(document, dropped=(Dropped(0, 1, "menu", "x"),), warnings=("One date.", "Another <date>."))
    card = answer_html(make_answer(warned, (0, 18)), ENGLISH)
    about = card.split('<details class="yz-basis">')[1].split("</details>")[0]
    assert text_of(about) == "About this source · 2 warningsOne date.Another <date>.How it is known."
    body = document_html(warned, 0, 18, ENGLISH).split('tabindex="0">')[1]
    first, second = body.split('<details class="yz-dropped"')[1:]
    assert text_of(first.split(">", 1)[1]) == "2 warningsOne date.Another <date>."
    assert "Left out of the text" in second
    for html in (answer_html(make_answer(document, (0, 18)), ENGLISH), document_html(document, 0, 18, ENGLISH)):
        assert "yz-warnings" not in html
        assert "yz-wary" not in html
    silent = replace(make_document("A quoted sentence."), warnings=("One date.",))
    assert "About this source · 1 warning" in text_of(answer_html(make_answer(silent, (0, 18)), ENGLISH))


def test_the_page_of_a_pdf_stands_beside_the_offsets() -> None:
    file = FORMATS / "report-en.pdf"
    document = read_document(file, file.read_bytes(), Source())
    line = document.places[-1]
    start = next(
        at
        for at in range(len(document.text))
        if document.printed(at, at + 1)[:1] and document.printed(at, at + 1)[0].page == 2
    )
    assert [document.printed(at, at + 1)[0].page for at in (start - 2, start)] == [1, 2]
    assert line.page == 3
    span = document.source_span(start, start + 5)
    assert place(document, start, start + 5, ENGLISH) == f"report-en.pdf, page 2, characters {span.start}–{span.end}"
    html = answer_html(make_answer(document, (start, start + 5)), ENGLISH)
    assert "report-en.pdf, page 2, characters" in text_of(html)
    across = [place(document, start - 20, start + 5, strings) for strings in page_languages().values()]
    assert [text.split(strings.comma)[1] for text, strings in zip(across, page_languages().values(), strict=True)] == [
        "pages 1–2",
        "第 1–2 页",
        "第 1–2 頁",
        "1–2 ページ",
        "1–2쪽",
    ]
    assert "page" not in place(make_document("No pages."), 0, 2, ENGLISH)


@pytest.mark.parametrize(
    ("note", "links"),
    [
        (Note("1", 1, "See https://a.example/x_(y), 2020.", "https://a.example/x_(y)"), ["https://a.example/x_(y)"]),
        (
            Note("1", 1, "<https://a.example> and https://b.example/.", "https://a.example"),
            ["https://a.example", "https://b.example/"],
        ),
        (Note("1", 1, "No address."), []),
        (Note("1", 1, "An address elsewhere.", "https://c.example"), ["https://c.example"]),
        (Note("1", 1, "Not one: javascript:alert(1)", "javascript:alert(1)"), []),
        (Note("1", 1), []),
    ],
)
def test_a_reference_links_to_the_address_of_its_note(note: Note, links: list[str]) -> None:
    html = referenced(note)
    assert [attributes["href"] for tag, attributes in tags(html) if tag == "a"] == links
    assert text_of(html).startswith(note.text)


def test_the_whole_document_is_shown_once_and_in_order() -> None:
    text = "Title\nHeading\nFirst body.\nOther heading\nSecond body.\nReferences\nOne, two.\n"
    sections = (
        Section(0, 5, SectionKind.TITLE),
        Section(14, 25, SectionKind.BODY, ("Heading",)),
        Section(40, 52, SectionKind.BODY, ("Other heading",)),
        Section(64, 73, SectionKind.REFERENCES, ("References",)),
    )
    document = replace(make_document(text), sections=sections)
    html = document_html(document, 46, 50, ENGLISH)
    body = html.split('tabindex="0">', 1)[1]
    shown = text_of(re.sub(r'<div class="yz-kind".*?</div>', "", body))
    assert shown.replace("\n", "") == text.replace("\n", "")
    assert '<mark tabindex="-1">body</mark>' not in body.split("Other heading")[0]
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", body) == [text[46:50]]
    assert "<mark" not in document_html(document, 5, 5, ENGLISH)
    assert "<mark" not in document_html(document, -4, 10**9, ENGLISH)


def test_a_no_says_how_many_files_were_not_read() -> None:
    answer = make_answer(make_document("One sentence."))
    told = replace(answer, library={**answer.library, "unread": 13})
    assert "could not be read, and may say it: 13." in text_of(answer_html(told, ENGLISH))
    assert "could not be read" not in text_of(answer_html(answer, ENGLISH))
    listed = library_html([], ENGLISH, [Unread("/a.png", "not of a kind that is read (.png)", skipped=True)])
    assert "/a.png: not of a kind that is read (.png)" in text_of(listed)


def test_words_of_a_quotation_stand_beside_it_and_nothing_in_them_is_markup() -> None:
    made = answered("战略对话。")
    word = Gloss(0, 2, EVIL, (EVIL,), "CC-CEDICT")
    given = replace(made, citations=tuple(replace(one, glosses=Glosses("en", (word,))) for one in made.citations))
    html = answer_html(given, ENGLISH)
    assert {name for name, _ in tags(html)} <= ALLOWED
    assert [values["aria-label"] for _, values in tags(html) if values.get("class") == "yz-gloss"] == [ENGLISH.gloss]
    assert "yz-gloss" not in re.findall("<blockquote.*?</blockquote>", html)[0]
    assert "no translation: CC-CEDICT." in html


def test_where_no_dictionary_goes_it_says_so() -> None:
    made = answered("전략 대화.")
    korean = [
        replace(one, passage=replace(one.passage, language="ko"), glosses=Glosses("en", covered=False))
        for one in made.citations
    ]
    assert "No dictionary here goes from Korean to English." in answer_html(
        replace(made, citations=tuple(korean)), ENGLISH
    )
    assert "yz-gloss" not in answer_html(made, ENGLISH)
