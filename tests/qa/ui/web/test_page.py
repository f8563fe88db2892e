"""The page as its reader meets it: asked in a real browser, checked against the files the answers come from."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from index.records import Document
from index.store.library import Library

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]

NCG = "What is the US–ROK Nuclear Consultative Group (NCG)?"
AKIYAMA = "秋山信将向日本提出了哪些建议？"
RECOMMENDATIONS = ("加强防卫能力", "加强日美韩三国协调", "通过战略对话减少威胁")
YOON = "尹锡悦2023年1月说了什么？"
SHOWN = re.compile("^(answered|uncertain)$")
"""The quotations answer, or may; which of the two is not what these tests are about."""
NOT_THERE = "厦门晶欣电子取得了什么专利？"
_PLACE = re.compile(r"(\d{3}_\w+\.txt)\D+(\d+)–(\d+)")


def ask(page: Page, question: str) -> Locator:
    """Type a question, press Enter, wait for the verdict."""
    page.locator("#yz-question textarea").fill(question)
    page.keyboard.press("Enter")
    return settled(page)


def settled(page: Page) -> Locator:
    verdict = page.locator("#yz-status .yz-verdict")
    verdict.wait_for()
    expect(page.locator("#yz-button")).to_be_enabled()
    return verdict


def stands_in(text: str, source: str) -> bool:
    """Whether a file's characters hold the text: in order, from the first to the last of them.

    Between its sentences a file may have line breaks, markup, footnote marks or a pull quote that the text leaves out.
    """
    told, held = re.sub(r"\s", "", text), re.sub(r"\s", "", unescape(source))
    left = iter(held)
    return held[:4] == told[:4] and held[-2:] == told[-2:] and all(character in left for character in told)


def check_places(served: Any, page: Page) -> list[tuple[str, str]]:
    """Every text shown is in the document it is said to be from, and in the file at the characters it is said to be at."""
    shown: list[tuple[str, str]] = []
    with Library.open(served.library) as library:
        for card in page.locator(".yz-card").all():
            opener = card.locator(".yz-action")
            document: Document = library.document(str(opener.get_attribute("data-document")))
            assert str(card.locator(".yz-passage").text_content()) in document.text
            quotes = sorted(card.locator("mark").all(), key=lambda quote: int(quote.get_attribute("data-number") or 0))
            places = [_PLACE.search(place.text_content() or "") for place in card.locator(".yz-places li").all()]
            texts = [str(quote.text_content()) for quote in quotes] or [str(card.locator(".yz-passage").text_content())]
            assert len(texts) == len(places)
            for text, place in zip(texts, places, strict=True):
                assert place is not None
                file = served.documents / place[1]
                source = file.read_text(encoding="utf-8-sig")[int(place[2]) : int(place[3])]
                assert text in document.text
                assert stands_in(text, source), (text, source)
                shown.append((document.id[:3], text))
    return shown


def check_marks(page: Page) -> int:
    """How many quotations there are: each is marked in its card, character for character, as are headings, and nothing else."""
    quotes = page.locator(".yz-statements blockquote").all()
    headings = page.locator(".yz-statements .yz-topic").all()
    for quote in [*quotes, *headings]:
        number = str(quote.locator("a.yz-number").text_content())
        said = str(quote.text_content()).removesuffix(number)
        assert page.locator(f"#yz-quote-{number.strip('[]')}").text_content() == said
    assert page.locator("#yz-answer mark").count() == len(quotes) + len(headings)
    return len(quotes)


def test_first_visit_says_what_the_library_holds(opened: Opened) -> None:
    page = opened()
    library = page.locator("#yz-library")
    expect(library).to_contain_text("6 documents")
    expect(library).to_contain_text("人民報 (reprinted from 美國之音)")
    expect(library).to_contain_text("published 5 October 2024")
    expect(library).to_contain_text("reposted 14 March 2025")
    expect(page.locator("button.yz-example:visible").first).to_have_text(NCG)
    assert page.locator("#yz-examples [role=tab]").all_text_contents() == [
        "English",
        "简体中文",
        "繁體中文",
        "日本語",
        "한국어",
    ]
    expect(page.locator("footer:visible")).to_have_count(0)
    assert "gradio" not in page.inner_text("body").lower()


def test_the_ncg_is_quoted_from_its_document(opened: Opened, served: Any) -> None:
    page = opened()
    verdict = ask(page, NCG)
    expect(verdict).to_have_attribute("data-verdict", SHOWN)
    quotes = page.locator(".yz-statements blockquote")
    assert check_marks(page) == quotes.count() >= 1
    for quote in quotes.all():
        assert quote.get_attribute("lang") in {"zh-Hant", "zh-Hans"}
    assert "000" in {document for document, _ in check_places(served, page)}
    card = page.locator(".yz-cards .yz-card", has_text="分析:日本可能尋求").first
    expect(card).to_contain_text("人民報")
    expect(card).to_contain_text("美國之音")
    expect(card.locator("time")).to_have_attribute("datetime", "2024-10-05")
    expect(card).to_contain_text("000_2cb995d306f6a6b1.txt")
    assert "/" not in str(card.locator(".yz-places").text_content())
    expect(page.locator("#yz-question textarea")).to_have_value(NCG)


def test_what_akiyama_recommends_is_found_in_his_brief(opened: Opened, served: Any) -> None:
    page = opened(locale="zh-CN")
    verdict = ask(page, AKIYAMA)
    expect(verdict).to_have_attribute("data-verdict", SHOWN)
    assert check_marks(page) == 3
    cited = page.locator(".yz-cards .yz-card")
    assert {document for document, _ in check_places(served, page)[: cited.count()]} == {"004"}
    for number, section in enumerate(RECOMMENDATIONS):
        expect(cited.nth(number).locator(".yz-path")).to_contain_text(section)
    expect(cited).to_have_count(len(RECOMMENDATIONS))
    card = cited.first
    card.locator(".yz-basis summary").click()
    expect(card.locator(".yz-basis")).to_contain_text("imprint, line 280")
    expect(card).to_contain_text("秋山信将")
    expect(card).to_contain_text("European Leadership Network")
    expect(card).to_contain_text("2024年4月")
    expect(card).to_contain_text("004_4265a66dfc9597a6.txt")


def test_a_quotation_says_who_speaks_in_it(opened: Opened) -> None:
    page = opened()
    ask(page, YOON)
    expect(page.locator(".yz-statements .yz-said").first).to_have_text("said by 尹錫悅")
    page.locator("#yz-language label", has_text="日本語").click()
    expect(page.locator(".yz-places .yz-said").first).to_have_text("尹錫悅が述べた内容")


def test_a_number_leads_to_its_quotation_and_keeps_the_address(opened: Opened) -> None:
    page = opened(path="/?__theme=light")
    ask(page, NCG)
    address = page.url
    page.locator("a.yz-number").first.click()
    expect(page.locator("#yz-quote-1")).to_be_focused()
    expect(page.locator("#yz-quote-1")).to_be_in_viewport()
    assert page.url == address


def test_the_whole_document_opens_at_the_quotation(opened: Opened, served: Any) -> None:
    page = opened()
    ask(page, NCG)
    quote = page.locator(".yz-cards mark").first.text_content()
    page.locator(".yz-cards .yz-action").first.click()
    viewer = page.locator("dialog#yz-viewer")
    expect(viewer.locator("mark")).to_have_text(str(quote))
    expect(viewer.locator("mark")).to_be_in_viewport()
    with Library.open(served.library) as library:
        text = library.document(str(page.locator(".yz-cards .yz-action").first.get_attribute("data-document"))).text
    assert text.split("\n")[-2] in str(viewer.locator(".yz-document").text_content())
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.locator(".yz-cards .yz-action").first).to_be_focused()


def test_a_citation_is_copied_as_text(opened: Opened) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    ask(page, NCG)
    button = page.locator(".yz-copy").first
    button.click()
    expect(button).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert str(page.locator(".yz-cards mark").first.text_content()) in text
    assert "published" in text
    assert _PLACE.search(text)


def test_an_example_that_is_not_answered_gets_a_no(opened: Opened, served: Any) -> None:
    page = opened(locale="zh-CN")
    page.locator("button.yz-unanswered:visible").click()
    verdict = settled(page)
    expect(page.locator("#yz-question textarea")).to_have_value(NOT_THERE)
    expect(verdict).to_have_attribute("data-verdict", "not_in_library")
    expect(verdict).to_contain_text("文献没有提到")
    expect(page.locator(".yz-statements, #yz-answer mark")).to_have_count(0)
    expect(page.locator(".yz-further summary").first).to_contain_text("不是答案")
    assert len(check_places(served, page)) == 5


@pytest.mark.parametrize(("question", "said"), [("  ", "The question is empty"), ("长" * 2500, "at most 2,000")])
def test_a_question_that_cannot_be_asked_is_kept_and_explained(opened: Opened, question: str, said: str) -> None:
    page = opened()
    verdict = ask(page, question)
    expect(verdict).to_have_attribute("data-verdict", "refused")
    expect(verdict).to_contain_text(said)
    expect(page.locator("#yz-question textarea")).to_have_value(question)
    expect(page.locator("#yz-answer .yz-card")).to_have_count(0)


def test_filters_are_kept_to_and_can_be_lifted(opened: Opened) -> None:
    page = opened()
    page.locator("#yz-options > button").click()
    page.locator("#yz-documents input").click()
    page.locator("#yz-documents .options li", has_text="Zorblatt").click()
    verdict = ask(page, NCG)
    expect(verdict).to_have_attribute("data-verdict", "outside_filters")
    page.locator("#yz-everywhere").click()
    expect(page.locator("#yz-status .yz-verdict")).to_have_attribute("data-verdict", SHOWN)
    expect(page.locator("#yz-everywhere")).to_be_hidden()


def choose(page: Page, part: str, name: str) -> None:
    page.locator(f"#{part} input").click()
    page.locator(f"#{part} .options li", has_text=name).click()
    page.locator("#yz-question textarea").focus()  # the list closes


def test_the_page_narrows_by_speaker_date_and_language(opened: Opened, served: Any) -> None:
    page = opened()
    panel = page.locator("#yz-options > button")
    expect(panel).to_contain_text("Narrow the search")
    panel.click()
    choose(page, "yz-speakers", "尹錫悅")
    choose(page, "yz-languages", "Traditional Chinese")
    page.locator("#yz-after").locator("input, textarea").fill("2024-10")
    expect(panel).to_contain_text("3 set")
    verdict = ask(page, YOON)
    expect(verdict).to_have_attribute("data-verdict", SHOWN)
    assert {document for document, _ in check_places(served, page)} == {"000"}
    page.locator("#yz-language label", has_text="日本語").click()
    expect(panel).to_contain_text("3 件設定中")
    expect(page.locator("#yz-languages")).to_contain_text("中国語（繁体字）")
    page.locator("#yz-before").locator("input, textarea").fill("2024-09")
    page.keyboard.press("Enter")
    expect(page.locator("#yz-status .yz-verdict")).to_have_attribute("data-verdict", "refused")
    expect(page.locator("#yz-status")).to_contain_text("2024-04-03 のように")


def test_what_is_said_outside_the_filters_is_shown_as_such(opened: Opened) -> None:
    page = opened(locale="ko-KR")
    page.locator("#yz-options > button").click()
    choose(page, "yz-authors", "秋山信将")
    verdict = ask(page, YOON)
    expect(verdict).to_have_attribute("data-verdict", "outside_filters")
    expect(verdict).to_contain_text("선택한 범위에는 없습니다")
    expect(page.locator("#yz-answer .yz-card")).to_have_count(5)
    expect(page.locator("#yz-answer .yz-card h4", has_text="东亚战略风险评估")).to_have_count(0)
    page.locator("#yz-everywhere").click()
    expect(page.locator("#yz-status .yz-verdict")).to_have_attribute("data-verdict", SHOWN)
    expect(page.locator("#yz-options > button")).not_to_contain_text("설정")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_filters_fit_a_narrow_screen(opened: Opened, scheme: str) -> None:
    page = opened(320, 700, has_touch=True, color_scheme=scheme, locale="zh-TW")
    page.locator("#yz-options > button").click()
    page.locator("#yz-before").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    for part in ("documents", "authors", "speakers", "after", "before", "languages"):
        box = page.locator(f"#yz-{part}").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_a_hostile_document_is_shown_and_does_nothing(opened: Opened) -> None:
    page = opened()
    ask(page, "When does the lighthouse festival of Zorblatt open?")
    card = page.locator(".yz-card", has_text="Zorblatt").first
    expect(card.locator(".yz-passage")).to_contain_text("{{value}}")
    expect(card).to_contain_text("Zorblatt <script>window.struck = 4</script>")
    expect(card).to_contain_text("<img src=x onerror='window.struck=5'>")
    card.locator(".yz-action").click()
    expect(page.locator("dialog#yz-viewer .yz-document")).to_contain_text("${window.struck = 3}")
    page.wait_for_timeout(300)
    assert page.evaluate("typeof window.struck") == "undefined"
    within = "#yz-answer, #yz-library, #yz-viewer"
    assert page.locator(within).locator("script, img, svg, iframe, a[href^='javascript']").count() == 0


@pytest.mark.parametrize("width", [390, 320])
def test_nothing_is_cut_off_on_a_narrow_screen(opened: Opened, width: int) -> None:
    page = opened(width, 844, has_touch=True, locale="ja-JP")
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    ask(page, NCG)
    for details in page.locator("details").all():
        details.locator("summary").first.click()
    assert page.evaluate(overflow) == 0
    page.locator(".yz-card .yz-action:visible").first.click()
    page.locator("dialog#yz-viewer .yz-document").wait_for()
    assert page.evaluate("document.querySelector('.yz-sheet').scrollWidth") <= width


def test_dark_follows_the_browser_and_the_address(opened: Opened) -> None:
    def background(page: Page) -> int:
        shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in re.findall(r"\d+", shade)[:3])

    assert background(opened(color_scheme="light")) > 600
    assert background(opened(color_scheme="dark")) < 150
    assert background(opened(path="/?__theme=dark", color_scheme="light")) < 150


@pytest.mark.parametrize(
    ("locale", "tag", "label"),
    [("ko-KR", "ko", "질문하기"), ("ja-JP", "ja", "質問する"), ("zh-TW", "zh-Hant", "提問"), ("fr-FR", "en", "Ask")],
)
def test_the_page_speaks_its_readers_language(opened: Opened, locale: str, tag: str, label: str) -> None:
    page = opened(locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", tag)
    expect(page.locator("#yz-button")).to_have_text(label)


def test_a_change_of_language_redraws_the_answer(opened: Opened) -> None:
    page = opened()
    ask(page, NCG)
    quoted = page.locator(".yz-statements blockquote").first.text_content()
    page.locator("#yz-language label", has_text="한국어").click()
    expect(page.locator("#yz-status h2")).to_have_text("문서의 서술")
    expect(page.locator(".yz-statements blockquote").first).to_have_text(str(quoted))
    expect(page.locator("#yz-question textarea")).to_have_value(NCG)
    expect(page.locator("html")).to_have_attribute("lang", "ko")


def test_the_keyboard_is_enough_and_changes_are_told(opened: Opened) -> None:
    page = opened()
    status = page.locator("#yz-status [role=status]")
    expect(status).to_have_attribute("aria-live", "polite")
    ask(page, NCG)
    expect(page.locator("#yz-question textarea")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#yz-button")).to_be_focused()
    expect(page.locator("#yz-button")).to_have_css("outline", "rgb(155, 45, 31) solid 2px")
