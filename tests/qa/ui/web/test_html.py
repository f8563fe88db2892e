"""Records → HTML: each quotation once, exact marks, nothing unescaped, who said it, where and when."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats import Unread
from index.offsets import OffsetMap, Span
from index.records import Attribution, Document, Dropped, Note, PageDate, Passage, Section, SectionKind, Source
from index.speech.said import Speech
from index.store.catalogue import Catalogue
from qa.answer.all_evidence import AllEvidence
from qa.records import (
    Answer,
    Citation,
    Generated,
    GeneratedSentence,
    Gloss,
    Glosses,
    Hit,
    Statement,
    Translation,
    Understood,
    Verdict,
    View,
)
from qa.ui import exports
from qa.ui.layout import by_source
from qa.ui.web.html.columns import columns_html, role, silent_html
from qa.ui.web.html.credit import doubts, place, plain, said
from qa.ui.web.html.evidence import evidence_html
from qa.ui.web.html.head import chips_html, head_html, narrowing_html
from qa.ui.web.html.marks import Highlight, linked, marked, referenced
from qa.ui.web.html.result import Reason, answer_html, reading_html, refused_html
from qa.ui.web.html.say import says
from qa.ui.web.html.sheet import Sheet, around
from qa.ui.web.html.shell import empty_page_html, library_html, page_html
from qa.ui.web.html.source import source_html
from qa.ui.web.html.translated import translated_html
from qa.ui.web.html.written import written_html
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.languages import page_languages
from qa.verdict import Ended
from qa.wording import Likelihood
from tests.qa.ui.test_layout import COMPARED, HEADING, MAYOR, ONE, known
from tests.qa.ui.web.drawn import EVIL, tags, text_of

ENGLISH = page_languages()["en"]
ALLOWED = frozenset(
    "div span p h1 h2 h3 h4 h5 em i b small ol ul li dl dt dd blockquote q a section article header footer aside main details summary mark button "
    "time strong svg rect table thead tbody tr th td br form label textarea select option input kbd nav template noscript html head meta title "
    "link script body line circle fieldset legend".split()
)
WANTED = Wanted(q="q")


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


def make_answer(document: Document, *spans: tuple[int, int]) -> Answer:
    found = make_passage(document, 0, len(document.text))
    citations = tuple(
        Citation(number, document, found, start, end, document.text[start:end], 0.9)
        for number, (start, end) in enumerate(spans, start=1)
    )
    verdict = Verdict.ANSWERED if citations else Verdict.NOT_IN_LIBRARY
    statements = tuple(Statement(citation.quote, (citation.number,)) for citation in citations)
    return Answer(
        "q", "en", verdict, statements, citations, (Hit(1, document, found, 1.0),), {"documents": 1}, "m", 0.1
    )


def draw(answer: Answer, tag: str = "en") -> str:
    return str(answer_html(Sheet(answer, replace(WANTED, tag=tag)), known))


@given(st.text(min_size=3), st.data())
def test_a_mark_holds_its_characters_and_the_rest_is_untouched(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    at = data.draw(st.integers(1, len(text)))
    offset = data.draw(st.integers(0, 1000))
    html = marked(text, offset, [Highlight(1, offset + start, offset + end, "m1")], [Note("7", offset + at)])
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
    assert text_of(html) == text


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", EVIL])
def test_nothing_else_becomes_a_link(text: str) -> None:
    html = linked(text)
    assert not tags(html)
    assert text_of(html) == text


def test_an_address_is_linked_in_its_reference_and_beside_it() -> None:
    assert referenced(Note("1", 0, "A book, https://a.example/b.", "https://a.example/b")).count("<a ") == 1
    assert referenced(Note("1", 0, "A book.", "https://a.example/b")).endswith("https://a.example/b</a>")


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
        page_dates=(PageDate("2020", EVIL, EVIL, 0, 1),),
        warnings=(EVIL,),
    )
    glosses = Glosses("en", (Gloss(0, 1, EVIL, (EVIL,), "CLDR"),))
    answer = make_answer(document, (0, len(EVIL)))
    answer = replace(answer, question=EVIL, citations=(replace(answer.citations[0], glosses=glosses),))
    wanted = Wanted(q=EVIL, source=(EVIL,), following=(EVIL,), lang="en")
    sheet = Sheet(answer, wanted, {EVIL: EVIL})
    written = Generated(EVIL, (GeneratedSentence(EVIL, (1, 7), 0.5, False),), EVIL)
    found = AllEvidence(
        EVIL,
        "en",
        0.5,
        {},
        1,
        1,
        Ended.ALL_READ,
        answer.statements,
        answer.citations,
        (View(EVIL, True, (EVIL,), (1,)),),
    )
    catalogue = Catalogue({EVIL: document.source}, ())
    narrowed = chips_html(wanted, catalogue) + narrowing_html(replace(wanted, narrow=True), catalogue)
    parts = [
        head_html(wanted, catalogue, Understood(EVIL, EVIL, (EVIL,), (EVIL,))),
        answer_html(sheet, known, [Reason(EVIL)], [(EVIL, False)]),
        answer_html(Sheet(make_answer(document), wanted)),
        reading_html(wanted, answer.passages),
        refused_html(EVIL, EVIL),
        source_html(document, [Highlight(1, 0, 5, "m1")], ENGLISH, numbers=[1], wait=EVIL, file=EVIL),
        empty_page_html(
            wanted, [document], 1, [(EVIL, False)], refused_html(EVIL, EVIL), narrowed, [Unread(EVIL, EVIL)]
        ),
        library_html(wanted, [document], {EVIL: 1}, [Unread(EVIL, EVIL, skipped=True)]),
        written_html(sheet, written),
        evidence_html(sheet, found, known),
    ]
    html = page_html(wanted, "no", parts[0].join(parts), files="/static/1", heading=EVIL)
    assert {tag for tag, _ in tags(html)} <= ALLOWED
    assert [attributes for tag, attributes in tags(html) if tag == "script"] == [
        {"type": "module", "src": "/static/1/page.js"}
    ]
    assert not [name for _, attributes in tags(html) for name in attributes if name.startswith("on") or name == "style"]
    assert not [attributes for _, attributes in tags(html) if "javascript" in str(attributes.get("href"))]
    assert text_of(html).count("<script>alert(1)</script>") > 10


def test_each_quotation_stands_once_within_its_sentences() -> None:
    document = make_document("It began. The festival opens in June. Boats follow. The end.")
    html = draw(make_answer(document, (10, 37)))
    assert text_of(html).count("The festival opens in June.") == 1
    assert '<blockquote class="passage" lang="en"><span>It began. </span><q>The festival opens in June.</q>' in html
    assert "<span> Boats follow.…</span></blockquote>" in html


def test_what_stands_around_a_quotation_is_cut_to_its_sentences() -> None:
    text = "一。二" + "甲" * 200 + "。引文在此。后文" + "乙" * 200 + "。末。"
    document = make_document(text)
    start = text.index("引文")
    citation = make_answer(document, (start, start + 5)).citations[0]
    before, after = around(citation)
    assert before == "…" + "甲" * 88 + "。"
    assert after == "后文" + "乙" * 87 + "…"
    elsewhere = replace(citation, passage=replace(citation.passage, section=Section(0, 2, SectionKind.BODY)))
    assert around(elsewhere) == ("", "")


def test_rows_and_words_around_a_quotation_stay_whole() -> None:
    row = "Kalamata: 3100 tonnes, with a remark that goes on and on about the drought of July 2022 and what it did"
    text = f"{row}\nCrete: 9700 tonnes.\n{row}"
    document = make_document(text)
    start = text.index("Crete")
    before, after = around(make_answer(document, (start, start + 19)).citations[0])
    assert before.startswith("…")
    assert before.endswith("it did ")
    assert after.startswith(" Kalamata: 3100")
    assert after.endswith("…")
    assert set(before.strip("… ").split()) | set(after.strip("… ").split()) <= set(row.split())


def test_a_heading_and_its_sentence_have_one_number() -> None:
    html = draw(COMPARED)
    assert re.findall(r'<article class="say" id="s(\d)"', html) == ["1", "2", "3"]
    assert html.count("Advice</h5>") == 1
    assert "also in" in html
    assert html.count("<q>The harbour must close.</q>") == 2  # in two sources


@pytest.mark.parametrize("tag", page_languages())
def test_an_uncertain_answer_is_quoted_like_any_and_headed_otherwise(tag: str) -> None:
    words = page_languages()[tag]
    sure = make_answer(make_document("First sentence. Second sentence."), (0, 15), (16, 32))
    low = (sure.citations[0], replace(sure.citations[1], score=0.1))
    html = draw(replace(sure, verdict=Verdict.UNCERTAIN, citations=low), tag)
    assert 'class="verdict" data-verdict="uncertain"' in html
    assert words.headings[Verdict.UNCERTAIN] in text_of(html)
    likely, _, unlikely = (words.likelihoods[one] for one in Likelihood)
    assert re.findall(r'<p class="doubt likely">([^<]+)</p>', html) == [likely, unlikely]


def test_who_says_it_and_how_the_question_writes_the_name() -> None:
    answer = make_answer(make_document("x" * 40), (0, 30))
    document = replace(
        answer.citations[0].document,
        attributions=(Attribution(0, 30, ("A paper", "王毅"), Span(31, 32), direct=True),),
    )
    answer = replace(answer, citations=(replace(answer.citations[0], document=document),))
    html = str(says(Sheet(answer, WANTED, {"王毅": "Wang Yi"}), Sheet(answer, WANTED).items())[0])
    told = text_of(html)
    assert "said by王毅 Wang Yi, as A paper says in quotation marks" in told
    assert '<b lang="zh-Hans">王毅</b> Wang Yi' in html


def test_another_date_on_the_page_is_told_in_the_readers_language() -> None:
    page = (
        PageDate("2024-10", "head", "", 0, 1),
        PageDate("2024-02", "imprint", "", 0, 1),
        PageDate("XXXX-07-21", "dateline", "", 0, 1),
    )
    document = replace(make_document("x"), page_dates=page)
    assert doubts(document, ENGLISH) == ["the imprint says February 2024"]
    assert doubts(document, page_languages()["ja"]) == ["奥付では2024年2月"]


def test_words_under_a_quotation_come_once_and_are_no_translation() -> None:
    answer = make_answer(make_document("能力能力"), (0, 4))
    word = Gloss(0, 2, "能力", ("capability", "ability"), "CC-CEDICT")
    cited = replace(answer.citations[0], glosses=Glosses("en", (word, replace(word, start=2, end=4))))
    told = text_of(draw(replace(answer, citations=(cited,))))
    assert told.count("能力 capability") == 1
    assert "dictionary words, not a translation" in told
    assert "CC-CEDICT" in told
    lacking = replace(cited, glosses=Glosses("en", covered=False))
    assert "No dictionary here goes from English" in text_of(draw(replace(answer, citations=(lacking,))))


def test_a_no_says_what_was_searched_and_that_the_nearest_is_no_answer() -> None:
    document = make_document("Something else. And more.")
    answer = make_answer(document)
    near = make_answer(document, (0, 15)).citations
    html = draw(replace(answer, nearest=near, library={"documents": 3, "unread": 2}))
    told = text_of(html)
    assert "The documents do not say" in told
    assert "3 documents searched" in told
    assert "not an answer" in told
    assert "could not be read" in told
    assert '<section class="near" data-verdict="not_in_library">' in html


def test_columns_by_source_with_reprints_counted_once() -> None:
    sheet = Sheet(COMPARED, WANTED)
    first, second = str(columns_html(sheet, known)).split('<section class="col">')[1:]
    assert "also in: Title of twin (the same text, counted once)" in text_of(first)
    assert "An authorauthor" in text_of(first)
    assert "the mayorquoted or reported" in text_of(first)
    assert "said by" not in text_of(first)  # the heading says so
    assert "Title of other" in text_of(second)


@pytest.mark.parametrize(("publisher", "said", "exported"), [("A paper", "publisher", "publisher"), ("", "", "title")])
def test_a_source_that_names_nobody_is_not_called_its_publisher(publisher: str, said: str, exported: str) -> None:
    answer = make_answer(make_document("It stays.", publisher=publisher), (0, 9))
    answer = replace(answer, views=(View(publisher or "A title", False, ("000_x",), (1,)),))
    ((held,),) = (side.held for side in by_source(answer))
    assert (role(held, ENGLISH), exports.role(held)) == (said, exported)


def test_columns_by_speaker_and_by_date() -> None:
    by_speaker = str(columns_html(Sheet(COMPARED, replace(WANTED, order="speaker")), known))
    headings = re.findall(r'<section class="col"><h3><span lang="en">([^<]+)</span>', by_speaker)
    assert headings == ["An author", "the mayor"]
    by_date = str(columns_html(Sheet(COMPARED, replace(WANTED, order="date")), known))
    assert by_date.count('<section class="col">') == 2


def test_silent_sources_are_named_and_many_are_folded() -> None:
    few = str(silent_html(Sheet(COMPARED, WANTED), known))
    assert "Silent on this (2)" in text_of(few)
    assert "Title of quiet A paper · published 2024" in text_of(few)
    assert "<details" not in few
    many = replace(COMPARED, silent=tuple(f"d{n}" for n in range(75)))
    shown, folded = str(silent_html(Sheet(many, WANTED), known)).split("<details>")
    assert (shown.count("<li>"), folded.count("<li>")) == (10, 50)
    assert "and 15 more" in text_of(folded)


def test_one_person_has_their_own_words() -> None:
    told = replace(
        COMPARED, citations=(replace(MAYOR, number=1),), statements=(Statement(MAYOR.quote, (1,)),), silent=()
    )
    told = replace(told, views=(View("the mayor", True, ("one",), (1,)),))
    assert "What the mayor is reported to say" in text_of(draw(told))
    assert "In the mayor’s own words" in text_of(draw(replace(told, views=(View("the mayor", False, ("one",), (1,)),))))


def test_the_source_has_every_quotation_of_the_answer_marked_and_numbered() -> None:
    sheet = Sheet(COMPARED, WANTED)
    html = source_html(ONE, sheet.marks("one"), ENGLISH, numbers=[1, 2, 3], file="/f")
    marks = re.findall(r'<mark id="(m\d)" data-n="(\d)" tabindex="-1">(.*?)</mark>', str(html))
    assert marks == [("m1", "1", "The harbour must close."), ("m2", "2", MAYOR.quote)]
    assert "quotation 1 of 3" in text_of(html)
    assert [attributes["data-n"] for tag, attributes in tags(html) if tag == "rect"] == ["1", "2"]
    assert f'<div class="heading" id="h0">{HEADING.quote}' in html


def test_marks_of_an_answer_never_cross() -> None:
    answer = make_answer(make_document("abcdefghij"), (0, 6), (3, 8), (8, 10), (0, 3))
    assert [(mark.number, mark.start, mark.end) for mark in Sheet(answer, WANTED).marks("000_x")] == [
        (1, 0, 6),
        (3, 8, 10),
    ]


def test_what_was_left_out_of_a_document_is_shown_with_why() -> None:
    document = replace(make_document("Text."), dropped=(Dropped(0, 4, "Menu", "page furniture"),), warnings=("wary",))
    told = text_of(source_html(document, [], ENGLISH))
    assert "Left out of the text when it was read (1)page furniture Menu" in told
    assert "1 warning" in told


def test_written_sentences_lead_to_statements_and_are_marked_where_they_do_not_hold() -> None:
    held = GeneratedSentence("It closed.", (1, 3), 0.9, True)
    sentences = (held, GeneratedSentence("Boats fly.", (9,), 0.1, False), GeneratedSentence("Why.", (), 0.1, False))
    html = str(written_html(Sheet(COMPARED, WANTED), Generated("model", sentences)))
    assert re.findall(r'<a class="num" href="#(\d)" data-show', html) == ["1"]  # the heading and its sentence are one
    assert html.count('class="unsupported"') == 2
    assert "Cites a number that is not there:" in html
    assert "Cites nothing:" in html
    assert "not evidence" in text_of(html)


def test_speech_in_the_readers_language() -> None:
    speech = Speech((("A", "B"),), whole=True)
    assert said(speech, ENGLISH, str) == "said by B, as A says"
    assert said(replace(speech, whole=False), ENGLISH, str) == "reports what B says"
    assert said(Speech(), ENGLISH, str) == ""


def test_a_place_names_the_file_and_no_folder() -> None:
    assert place(make_document("abc"), 0, 3, ENGLISH) == "000_x.txt, characters 0–3"


def test_a_citation_to_paste_says_everything() -> None:
    citation = make_answer(make_document("Quoted.", authors=("A. Name",)), (0, 7)).citations[0]
    assert plain(citation, ENGLISH).split("\n") == [
        "“Quoted.”",
        "A title · A. Name · A paper · published 5 October 2024",
        "000_x.txt, characters 0–7",
    ]


def test_a_translation_is_headed_and_its_doubts_are_told() -> None:
    good, bad = GeneratedSentence("It closed.", (1,), 0.9, True), GeneratedSentence(EVIL, (1,), 0.1, False)
    words = page_languages()["en"]
    html = translated_html(3, [Translation("en", "m <b>", (good, bad), ("54,000",), EVIL)], words)
    told = text_of(html)
    assert told.startswith("Translated by m <b> — not evidence")
    assert "Not found in the quotation: " in told
    assert "It lacks 54,000." in told
    assert "The translation was not finished." in told
    assert {tag for tag, _ in tags(html)} <= {"div", "span", "p", "strong"}
    assert tags(html)[0] == ("div", {"class": "translated", "id": "t3", "aria-busy": "false"})
    assert "is translating" in translated_html(3, (), words, waiting=True)
