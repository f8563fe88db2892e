"""Views, headings, silence and what is nearest → HTML; the same in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from qa.records import Answer, Citation, Statement, Verdict, View
from qa.ui.web.html.cards import answer_html
from qa.ui.web.html.nearest import nearest_html
from qa.ui.web.html.views import silent_html, views_html
from qa.ui.web.words.languages import page_languages
from tests.qa.ui.test_layout import CLOSED, COMPARED, HEADING, MAYOR, known, make_answer
from tests.qa.ui.web.test_cards import ALLOWED, ENGLISH, EVIL, tags, text_of
from tests.qa.ui.web.test_page import AKIYAMA, RECOMMENDATIONS, ask

Opened = Callable[..., Page]
TABLE = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
COMPARE = "How do the different sources view nuclear sharing?"
THINKS = "What does Guo Xiaobing think of nuclear sharing?"
RAMEN = "How do I make tonkotsu ramen?"


def test_the_table_has_a_caption_and_says_what_heads_what() -> None:
    html = views_html(COMPARED, ENGLISH, known)
    assert text_of(html.split("<caption>")[1].split("</caption>")[0]) == "Who holds what"
    assert re.findall(r'scope="(\w+)"', html) == ["col"] * 3 + ["rowgroup", "row", "row", "rowgroup", "row"]
    assert re.findall(r'rowspan="(\d)"', html) == ["2", "1"]
    roles = {tag: attributes["role"] for tag, attributes in tags(html) if "role" in attributes}
    assert roles == {
        "table": "table",
        "thead": "rowgroup",
        "tr": "row",
        "th": "rowheader",
        "tbody": "rowgroup",
        "td": "cell",
    }


def test_each_source_once_with_its_reprints_and_everyone_in_it() -> None:
    html = views_html(COMPARED, ENGLISH, known)
    bodies = html.split("<tbody")[1:]
    assert len(bodies) == 2
    first = text_of(bodies[0])
    assert "also in: Title of twin (the same text, counted once)" in first
    assert "An authorauthor" in first
    assert "the mayorquoted or reported" in first
    assert first.count("The harbour must close.") == 1
    assert "The harbour must close.[1][2]" in first
    assert '<h4 class="yz-topic"><span lang="en">Advice</span>' in bodies[0]
    assert "said by the mayor" not in first  # the row says so
    assert "data-beside" not in html
    assert 'data-beside="2"' in views_html(replace(COMPARED, verdict=Verdict.DISAGREE), ENGLISH, known)


def test_views_take_the_place_of_the_statements() -> None:
    html = answer_html(COMPARED, ENGLISH, known)
    assert "yz-statements" not in html
    assert html.count('<a class="yz-number"') == len(COMPARED.citations)
    assert re.findall(r'<mark id="yz-quote-(\d)"', html) == ["3", "1", "2", "4", "5"]


def test_a_copied_table_says_all_of_it() -> None:
    html = views_html(COMPARED, ENGLISH, known)
    copied = next(str(attributes["data-copy"]) for _, attributes in tags(html) if "data-copy" in attributes)
    assert copied.startswith("q\nWho holds what\n\n■ Title of one\nalso in: Title of twin")
    assert "An author (author)\n“The harbour must close.”\nunder the heading “Advice”\n" in copied
    assert "the mayor (quoted or reported)\n“Boats, the mayor said, are welcome.”" in copied
    assert copied.endswith("Silent on this (2)\nTitle of quiet\ngone")


def test_silent_sources_are_named_and_many_are_folded() -> None:
    few = silent_html(COMPARED, ENGLISH, known)
    assert text_of(few) == "Silent on this (2)Title of quiet A paper · published 2024gone"
    assert "<details" not in few
    many = silent_html(replace(COMPARED, silent=tuple(f"d{n}" for n in range(75))), ENGLISH, known)
    shown, folded = many.split("<details>")
    assert (shown.count("<li>"), folded.count("<li>")) == (10, 50)
    assert "and 65 more" in text_of(folded)
    assert "and 15 more" in text_of(folded)
    assert silent_html(replace(COMPARED, silent=()), ENGLISH, known) == ""


def test_one_person_has_their_own_words_and_no_table() -> None:
    author = make_answer(
        statements=(Statement(CLOSED.quote, (1,)),),
        citations=(CLOSED,),
        views=(View("An author", False, ("one",), (1,)),),
    )
    html = answer_html(author, ENGLISH)
    assert "<table" not in html
    assert "In An author’s own words" in text_of(html)
    told = replace(author, citations=(replace(MAYOR, number=1),), statements=(Statement(MAYOR.quote, (1,)),))
    told = replace(told, views=(View("the mayor", True, ("one",), (1,)),))
    assert "What the mayor is reported to say" in text_of(answer_html(told, ENGLISH))


def test_a_heading_and_its_sentence_share_a_card() -> None:
    answer = make_answer(statements=(Statement(CLOSED.quote, (1, 3), "Advice"),), citations=(CLOSED, HEADING))
    html = answer_html(answer, ENGLISH)
    assert html.count("<article") == 1
    listed, card = html.split('<section class="yz-cards">')
    assert re.findall(r'href="#yz-quote-(\d)"', listed) == ["3", "1"]
    assert listed.index("Advice") < listed.index("<blockquote")
    assert '<mark id="yz-quote-3" data-number="3" tabindex="-1">Advice</mark>' in card.split('class="yz-passage')[0]
    copied = [str(attributes["data-copy"]) for _, attributes in tags(card) if "data-copy" in attributes]
    assert copied[0].split("\n")[:2] == ["“The harbour must close.”", "under the heading “Advice”"]
    assert copied[1].startswith("“Advice”\nTitle of one")


def test_a_heading_elsewhere_has_a_card_of_its_own() -> None:
    away = replace(HEADING, passage=replace(HEADING.passage, section=replace(HEADING.passage.section, path=())))
    over = replace(CLOSED, passage=away.passage)
    answer = make_answer(statements=(Statement(CLOSED.quote, (1, 3), "Advice"),), citations=(over, away))
    html = answer_html(answer, ENGLISH)
    assert re.findall(r'<mark id="yz-quote-(\d)"', html) == ["3", "1"]


@pytest.mark.parametrize(("verdict", "marked"), [(Verdict.NOT_IN_LIBRARY, True), (Verdict.OUTSIDE_FILTERS, False)])
def test_what_comes_with_a_no_is_no_citation(verdict: Verdict, marked: bool) -> None:
    html = nearest_html(make_answer(verdict=verdict, nearest=(CLOSED, MAYOR)), ENGLISH)
    assert ("not an answer" in text_of(html)) is marked
    assert "yz-quote-" not in html
    assert html.count("<blockquote") == html.count("data-document") == html.count("data-copy") == 2
    copied = next(str(attributes["data-copy"]) for _, attributes in tags(html) if "data-copy" in attributes)
    assert copied.startswith(
        "Nearest to the question, not an answer to it: q\n“" if marked else "From outside the filters"
    )


@pytest.mark.parametrize("tag", page_languages())
def test_nothing_from_a_document_is_read_as_markup(tag: str) -> None:
    def evil(answer: Answer) -> Answer:
        def bad(citation: Citation) -> Citation:
            source = replace(citation.document.source, title=EVIL, publisher=EVIL, authors=(EVIL,), language=EVIL)
            return replace(citation, document=replace(citation.document, source=source, language=EVIL))

        return replace(
            answer,
            question=EVIL,
            citations=tuple(map(bad, answer.citations)),
            nearest=tuple(map(bad, answer.nearest)),
            views=tuple(replace(view, holder=EVIL) for view in answer.views),
            silent=(EVIL,),
        )

    strings = page_languages()[tag]
    every = [evil(COMPARED), evil(replace(COMPARED, views=COMPARED.views[:1]))]
    every.append(evil(make_answer(verdict=Verdict.NOT_IN_LIBRARY, nearest=(CLOSED,))))
    for html in (answer_html(answer, strings, known) for answer in every):
        assert {name for name, _ in tags(html)} <= ALLOWED | TABLE
        assert not [name for _, attributes in tags(html) for name in attributes if name.startswith("on")]


@pytest.mark.browser
def test_the_table_is_a_table_on_a_desk_and_a_stack_on_a_phone(opened: Opened) -> None:
    page = opened()
    ask(page, COMPARE)
    views = page.get_by_role("table", name="Who holds what")
    assert views.get_by_role("columnheader").all_text_contents() == ["Source", "Who", "Word for word"]
    source, who = views.locator("tbody th").first, views.locator("tbody th[scope=row]").first
    one, other = source.bounding_box(), who.bounding_box()
    assert one is not None
    assert other is not None
    assert other["x"] >= one["x"] + one["width"] - 1
    expect(page.locator(".yz-statements")).to_have_count(0)
    expect(page.locator(".yz-silent li")).not_to_have_count(0)
    for quote in views.locator("blockquote").all():
        number = str(quote.locator("a.yz-number").text_content())
        said = str(quote.text_content()).removesuffix(number)
        assert page.locator(f"#yz-quote-{number.strip('[]')}").text_content() == said
    page.set_viewport_size({"width": 390, "height": 844})
    one, other = source.bounding_box(), who.bounding_box()
    assert one is not None
    assert other is not None
    assert other["y"] >= one["y"] + one["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    expect(page.get_by_role("columnheader", name="Source")).to_have_count(1)
    views.locator("a.yz-number").first.click()
    expect(page.locator("#yz-quote-1")).to_be_focused()


@pytest.mark.browser
def test_a_silent_source_opens(opened: Opened) -> None:
    page = opened(locale="zh-CN")
    ask(page, COMPARE)
    title = page.locator(".yz-silent .yz-title").first
    name = str(title.text_content())
    title.click()
    expect(page.locator("#yz-viewer-title")).to_have_text(name)


@pytest.mark.browser
def test_one_holder_is_named_over_their_words(opened: Opened) -> None:
    page = opened()
    ask(page, THINKS)
    expect(page.locator(".yz-own")).to_contain_text("郭晓兵")
    expect(page.locator(".yz-views")).to_have_count(0)


@pytest.mark.browser
def test_a_no_quotes_what_comes_nearest(opened: Opened) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    expect(ask(page, RAMEN)).to_have_attribute("data-verdict", "not_in_library")
    near = page.locator(".yz-near")
    expect(near).to_contain_text("not an answer")
    expect(near.locator("li")).not_to_have_count(0)
    expect(page.locator(".yz-further")).not_to_have_attribute("open", "")
    near.locator(".yz-copy").first.click()
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        f"Nearest to the question, not an answer to it: {RAMEN}"
    )
    quote = str(near.locator("blockquote").first.text_content())
    near.locator(".yz-action").first.click()
    expect(page.locator("dialog#yz-viewer mark").first).to_have_text(quote)


@pytest.mark.browser
def test_recommendations_stand_under_their_headings(opened: Opened) -> None:
    page = opened(locale="zh-CN")
    ask(page, AKIYAMA)
    topics = page.locator(".yz-statements .yz-topic > span")
    assert topics.all_text_contents() == list(RECOMMENDATIONS)
    page.locator(".yz-topic a.yz-number").nth(1).click()
    expect(page.locator("#yz-quote-3")).to_be_focused()
    expect(page.locator("#yz-quote-3")).to_have_text(RECOMMENDATIONS[1])
