"""The page as its reader meets it: asked in a real browser, checked against the files the answers come from."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from index.store.library import Library
from qa.evaluation.question_file import read_questions
from qa.ui.web.wanted import Wanted

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]

NCG = "What is the US–ROK Nuclear Consultative Group (NCG)?"
AKIYAMA = "秋山信将向日本提出了哪些建议？"
RECOMMENDATIONS = ["加强防卫能力", "加强日美韩三国协调", "通过战略对话减少威胁"]
YOON = "尹锡悦2023年1月说了什么？"
KISSINGER = "What did Kissinger say deterrence requires?"
COMPARE = "How do the different sources view nuclear sharing?"
SHOWN = re.compile("^(answered|uncertain)$")
"""The quotations answer, or may; which of the two is not what these tests are about."""
NOT_THERE = "厦门晶欣电子取得了什么专利？"
FIRST, SECOND = "What does Akiyama recommend Japan do?", "and what does he say about China?"
MEANT = "and what does Akiyama say about China?"
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) window.shifted += one.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""


def to(question: str, **more: str) -> str:
    return f"/?{urlencode({'q': question, **more})}"


def settled(page: Page) -> Locator:
    """The answer, once it is there."""
    page.locator("#answer:not([data-verdict=asking]):not([aria-busy])").wait_for()
    return page.locator("#answer")


def ask(page: Page, question: str) -> Locator:
    """Type a question, press Enter, wait for the verdict on it."""
    page.locator("#q").fill(question)
    page.locator("#q").press("Enter")
    if question.strip():
        page.wait_for_function("(asked) => document.querySelector('h1.q')?.textContent === asked", arg=question)
    return settled(page)


def stands_in(text: str, source: str) -> bool:
    """Whether a file's characters hold the text: in order, from the first to the last of them.

    Between its sentences a file may have line breaks, markup, footnote marks or a pull quote that the text leaves out.
    """
    told, held = re.sub(r"\s", "", text), re.sub(r"\s", "", unescape(source))
    left = iter(held)
    return held[:4] == told[:4] and held[-2:] == told[-2:] and all(character in left for character in told)


def check_places(served: Any, page: Page) -> list[str]:
    """The documents quoted; every quotation is in its document where it says, and in the file at the characters it names."""
    found = []
    with Library.open(served.library) as library:
        for say in page.locator(".say").all():
            text = str(say.locator("q").text_content())
            document = library.document(str(say.get_attribute("data-document")))
            start, end = (int(str(say.get_attribute(f"data-{name}"))) for name in ("start", "end"))
            assert document.text[start:end] == text
            place = re.search(r"(\d+)–(\d+)", str(say.locator(".where").text_content()))
            assert place
            file = served.documents / f"{document.id}.txt"
            source = file.read_text(encoding="utf-8-sig")[int(place[1]) : int(place[2])]
            assert stands_in(text, source), (text, source)
            found.append(document.id[:3])
    return found


def test_first_visit_says_what_this_is_and_what_the_library_holds(opened: Opened) -> None:
    page = opened()
    expect(page.locator("h1")).to_have_text("Ask 6 documents. Get their own sentences back.")
    shelf = page.locator(".titles")
    expect(shelf).to_contain_text("人民報 (reprinted from 美國之音)")
    expect(shelf).to_contain_text("reposted 14 March 2025")
    expect(page.locator(".try a").first).to_have_text(NCG)
    expect(page.locator("#specimen q")).to_be_visible()
    expect(page.locator("#q")).to_be_focused()
    assert "gradio" not in page.content().lower()


def test_each_quotation_stands_once_with_its_source_beside_it(opened: Opened, served: Any) -> None:
    page = opened(locale="zh-CN", path=to(AKIYAMA))
    page.evaluate(SHIFTS)
    expect(settled(page)).to_have_attribute("data-verdict", SHOWN)
    assert check_places(served, page) == ["004"] * 3
    expect(page.locator(".say h3")).to_have_text(RECOMMENDATIONS)
    first = page.locator(".say").first
    expect(first).to_contain_text("秋山信将")
    expect(first).to_contain_text("European Leadership Network")
    expect(first).to_contain_text("2024年4月")
    expect(first.locator(".doubt")).to_contain_text("版权页写的是 2024年2月")
    expect(first.locator(".cert")).to_contain_text("逐字相符")
    marks = page.locator("#source mark[id]")
    expect(marks).to_have_count(3)
    assert [say.text_content() for say in page.locator(".say q").all()] == [m.text_content() for m in marks.all()]
    expect(page.locator("#source mark.now")).to_be_in_viewport()
    expect(page.locator("#source header")).to_contain_text("2024年2月")
    assert page.evaluate("window.shifted") < 0.05


def test_the_pane_goes_from_one_quotation_to_the_next_and_the_address_with_it(opened: Opened) -> None:
    page = opened(path=to(AKIYAMA))
    settled(page)
    expect(page.locator("#at")).to_have_text("quotation 1 of 3")
    page.locator("[data-step='1']").click()
    expect(page.locator("#at")).to_have_text("quotation 2 of 3")
    expect(page.locator("#s2")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("#2")
    page.reload()
    settled(page)
    expect(page.locator("#s2")).to_have_attribute("aria-current", "true")
    expect(page.locator("#m2")).to_be_in_viewport()
    page.locator("#s3 .num").click()
    expect(page.locator("#m3")).to_be_focused()
    expect(page.locator("[data-step='1']")).to_be_disabled()
    page.locator("#source .menu summary").click()
    page.locator("#source .menu a", has_text="执行摘要").first.click()
    expect(page.locator("#source .heading", has_text="执行摘要").first).to_be_in_viewport()


@pytest.mark.parametrize("question", [COMPARE, "Where do the penguins of Zorblatt sleep?", "hello"])
def test_nothing_moves_while_the_answer_comes(opened: Opened, question: str) -> None:
    page = opened()
    page.evaluate(SHIFTS)
    ask(page, question)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifted") < 0.05


def test_what_is_stopped_is_asked_again_from_where_it_was_stopped(opened: Opened) -> None:
    page = opened(path="/?lang=ja")
    page.route("**/ask?*", lambda route: None)  # it never comes
    page.goto(page.url.split("?")[0] + to(KISSINGER, lang="ja")[1:])
    page.locator("#answer [data-stop]").click()
    expect(page.locator("#told")).to_have_text("中止しました。")
    expect(page.locator("#answer [data-again]")).to_be_focused()
    page.unroute("**/ask?*")
    page.keyboard.press("Enter")
    expect(settled(page)).to_have_attribute("data-verdict", SHOWN)
    expect(page.locator(".say")).not_to_have_count(0)


def test_reload_back_and_forward(opened: Opened) -> None:
    page = opened()
    ask(page, KISSINGER)
    ask(page, NCG)
    assert parse_qs(urlsplit(page.url).query)["q"] == [NCG]
    page.go_back()
    expect(page.locator("h1.q")).to_have_text(KISSINGER)
    settled(page)
    page.go_forward()
    expect(page.locator("h1.q")).to_have_text(NCG)
    settled(page)
    page.reload()
    expect(page.locator("h1.q")).to_have_text(NCG)
    expect(settled(page)).to_have_attribute("data-verdict", SHOWN)
    expect(page).to_have_title(re.compile("Nuclear Consultative Group"))


def test_without_scripts_the_whole_answer_is_there(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    page.locator("#q").fill(KISSINGER)
    page.locator("#ask button").click()
    expect(page.locator(".say q").first).to_contain_text("三大要素")
    expect(page.locator("#source mark").first).to_contain_text("三大要素")


def test_a_quotation_says_who_speaks_in_it(opened: Opened) -> None:
    page = opened(path=to(YOON))
    settled(page)
    trail = page.locator(".say .trail").first
    expect(trail).to_contain_text("said by")
    expect(trail).to_contain_text("尹錫悅")
    page.locator("#lang").select_option("ja")
    settled(page)
    expect(page.locator(".say .trail").first).to_contain_text("発言者")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("h1.q")).to_have_text(YOON)


def test_a_name_is_also_written_as_the_question_writes_it(opened: Opened) -> None:
    page = opened(path=to(KISSINGER))
    settled(page)
    expect(page.locator(".say .trail").first).to_contain_text("基辛格 Kissinger")


@pytest.mark.parametrize(("form", "holds"), [("Plain text", "characters"), ("BibTeX", "@misc{"), ("RIS", "TY  - GEN")])
def test_a_quotation_is_copied_with_its_citation(opened: Opened, form: str, holds: str) -> None:
    page = opened(path=to(NCG), permissions=["clipboard-read", "clipboard-write"])
    settled(page)
    menu = page.locator(".say .menu").first
    menu.locator("summary").click()
    menu.get_by_role("button", name=form).click()
    expect(page.locator(".toast")).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert holds in text
    assert "2024" in text


def test_a_no_says_why(opened: Opened, served: Any) -> None:
    page = opened(locale="zh-CN")
    page.locator(".try a").last.click()
    answer = settled(page)
    expect(page.locator("h1.q")).to_have_text(NOT_THERE)
    expect(answer).to_have_attribute("data-verdict", "not_in_library")
    expect(answer).to_contain_text("文献没有提到")
    expect(answer.locator(".hint")).to_contain_text("厦门晶欣电子取得")
    expect(answer.locator(".near h3")).to_contain_text("不是答案")
    check_places(served, page)
    page.locator(".near .say .title").first.click()
    expect(page.locator("#source mark.now")).to_be_in_viewport()


@pytest.mark.parametrize(("question", "said"), [("??", "The question is empty"), ("长" * 2500, "at most 2,000")])
def test_a_question_that_cannot_be_asked_is_kept_and_explained(opened: Opened, question: str, said: str) -> None:
    page = opened()
    answer = ask(page, question)
    expect(answer).to_have_attribute("data-verdict", "refused")
    expect(answer.locator("[role=alert]")).to_contain_text(said)
    expect(page.locator("#q")).to_have_value(question)


def test_the_page_narrows_and_says_which_filter_keeps_the_answer_away(opened: Opened, served: Any) -> None:
    page = opened(path=to(YOON))
    settled(page)
    page.locator("[data-narrow]").click()
    panel = page.locator(".panel")
    panel.locator("label", has_text="尹錫悅").first.click()
    panel.locator("label", has_text="Traditional Chinese").click()
    panel.locator("[name=after]").fill("2024-10")
    panel.locator("[data-apply]").click()
    expect(page.locator(".chip")).to_have_count(3)
    expect(settled(page)).to_have_attribute("data-verdict", SHOWN)
    assert set(check_places(served, page)) == {"000"}
    assert parse_qs(urlsplit(page.url).query)["speaker"] == ["尹錫悅"]
    page.locator(".panel [name=before]").fill("2024-09")
    page.locator(".panel [data-apply]").click()
    expect(settled(page)).to_have_attribute("data-verdict", "refused")
    expect(page.locator("#answer")).to_contain_text("Write each as 2024")


@pytest.mark.parametrize(
    ("locale", "unnamed"), [("en-US", "Quoted without a name"), ("ja-JP", "名前なしで引かれている人")]
)
def test_speakers_without_a_name_are_apart_and_one_in_two_scripts_is_one(
    opened: Opened, locale: str, unnamed: str
) -> None:
    page = opened(390, 844, locale=locale, color_scheme="dark", path="/?narrow=yes")
    without = page.locator("fieldset", has=page.locator("legend", has_text=unnamed))
    expect(without.locator("label", has_text="多名日本政府相关人士")).to_have_count(1)
    expect(without.locator("legend")).to_have_text(f"{unnamed} · {without.locator('label').count()}")
    korea = page.locator(".panel label", has=page.locator("[name=speaker]"), has_text="韓國")
    expect(korea).to_contain_text("韩国")
    expect(korea.locator("small")).to_have_text("2")


def test_a_no_names_the_words_that_no_passage_has(opened: Opened) -> None:
    page = opened(390, 844, locale="zh-CN", color_scheme="dark", path=to(NOT_THERE))
    expect(settled(page).locator(".hint li").first).to_contain_text("厦门晶欣电子")


def test_what_is_said_outside_the_filters_is_shown_as_such_and_they_can_be_lifted(opened: Opened) -> None:
    page = opened(locale="ko-KR", path=to(YOON, author="秋山信将"))
    answer = settled(page)
    expect(answer).to_have_attribute("data-verdict", "outside_filters")
    expect(answer).to_contain_text("선택한 범위에는 없습니다")
    answer.locator(".hint a").click()
    expect(page.locator(".chip")).to_have_count(0)
    expect(settled(page)).to_have_attribute("data-verdict", SHOWN)


def test_a_follow_up_is_understood_corrected_and_forgotten(opened: Opened) -> None:
    page = opened()
    ask(page, FIRST)
    expect(page.locator("#q")).to_have_attribute("title", re.compile("may lean on this one"))
    expect(ask(page, SECOND)).to_have_attribute("data-verdict", SHOWN)
    expect(page.locator("#meant")).to_have_value(MEANT)
    expect(page.locator(".understood")).to_contain_text("东亚战略风险评估")
    page.reload()
    settled(page)
    expect(page.locator("#meant")).to_have_value(MEANT)
    page.locator("#meant").fill("What does Akiyama say about Taiwan?")
    page.locator(".understood button").click()
    expect(page.locator("#meant")).to_have_value("What does Akiyama say about Taiwan?")
    settled(page)
    page.locator(".understood a").first.click()
    expect(page.locator("#meant")).to_have_count(0)
    settled(page)
    page.get_by_role("link", name="New topic").click()
    ask(page, SECOND)
    expect(page.locator("#meant")).to_have_count(0)


def test_views_in_columns_by_source_speaker_and_date(opened: Opened) -> None:
    page = opened(path=to(COMPARE))
    settled(page)
    expect(page.locator("body")).to_have_attribute("data-state", "views")
    expect(page.locator(".col")).not_to_have_count(0)
    expect(page.locator(".quiet")).to_contain_text("Silent on this")
    page.get_by_role("link", name="by speaker").click()
    expect(page.locator(".cols")).to_have_attribute("data-order", "speaker")
    assert "order=speaker" in page.url
    page.locator(".col .num").first.click()
    expect(page.locator("#source mark.now")).to_be_in_viewport()
    page.locator("#source [data-close]").click()
    expect(page.locator("#source")).to_be_hidden()


def test_a_document_asked_about_and_a_greeting(opened: Opened) -> None:
    page = opened(path=to("Who wrote these documents?"))
    expect(settled(page)).to_contain_text("秋山信将")
    page.locator(".fact .title").first.click()
    expect(page.locator("#source mark")).to_be_in_viewport()
    page = opened(path=to("hello"))
    expect(settled(page)).to_contain_text("Hello! I answer with words quoted")


def test_all_evidence_is_collected_and_kept_as_files(opened: Opened) -> None:
    page = opened(path=to(KISSINGER))
    settled(page)
    page.locator("[data-collect]").click()
    expect(page.locator("#evidence h3").first).to_be_focused()
    expect(page.locator("#evidence [data-stop-collecting]")).to_have_count(0)
    expect(page.locator("#evidence .told")).to_contain_text("passages read")
    assert page.locator("#evidence blockquote").count()
    with page.expect_download() as kept:
        page.locator("#evidence a", has_text="CSV").click()
    rows = list(csv.DictReader(Path(kept.value.path()).read_text("utf-8-sig").splitlines()))
    assert len({row["number"] for row in rows if not row["copy_of"]}) == page.locator("#evidence blockquote").count()
    with page.expect_download() as kept:
        page.locator("#evidence a", has_text="JSON").click()
    assert "/" not in json.loads(Path(kept.value.path()).read_text("utf-8"))["library"]["path"]


def test_an_answer_is_kept_as_a_file(opened: Opened) -> None:
    page = opened(path=to(KISSINGER))
    settled(page)
    page.locator(".scope summary").click()
    with page.expect_download() as kept:
        page.locator(".scope a", has_text="Markdown").click()
    assert kept.value.suggested_filename == "answer.md"
    assert Path(kept.value.path()).read_text("utf-8").startswith("# What did Kissinger say")


def test_a_shared_link_says_what_has_become_of_its_quotations(opened: Opened) -> None:
    page = opened(path=to(KISSINGER), permissions=["clipboard-read", "clipboard-write"])
    settled(page)
    page.locator("[data-share]").click()
    expect(page.locator(".toast")).to_have_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto(link)
    settled(page)
    expect(page.locator(".note")).to_contain_text("still stands word for word")


def test_questions_are_remembered_in_the_browser_and_checked_again(opened: Opened) -> None:
    page = opened(path=to(KISSINGER))
    settled(page)
    expect(page.locator("#asked-count")).to_have_text("1")
    page.goto(page.url.split("?")[0] + "questions")
    entry = page.locator("#asked li")
    expect(entry).to_contain_text(KISSINGER)
    expect(entry).to_contain_text("still word for word today")
    entry.locator("a").click()
    expect(settled(page)).to_have_attribute("data-verdict", SHOWN)
    page.go_back()
    page.locator("[data-forget]").click()
    expect(page.locator("#asked")).to_contain_text("Nothing has been asked")


def test_the_library_is_a_table(opened: Opened, served: Any) -> None:
    page = opened(path="/library")
    expect(page.locator("tbody tr")).to_have_count(6)
    row = page.locator("tr", has_text="东亚战略风险评估")
    expect(row).to_contain_text("the imprint says February 2024")
    row.locator(".title").click()
    expect(page.locator("#text")).to_contain_text("日本应对措施的几点建议")
    file = httpx.get(served.url + str(page.locator("#source .end a[download]").get_attribute("href")))
    assert file.content == (served.documents / "004_4265a66dfc9597a6.txt").read_bytes()
    assert file.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in file.headers["content-security-policy"]
    page.keyboard.press("Escape")
    row.get_by_role("link", name="Ask only this document").click()
    expect(page.locator(".chip")).to_contain_text("东亚战略风险评估")
    expect(ask(page, YOON)).to_have_attribute("data-verdict", "outside_filters")


def test_a_hostile_document_is_shown_and_does_nothing(opened: Opened) -> None:
    page = opened(path=to("When does the lighthouse festival of Zorblatt open?"))
    settled(page)
    expect(page.locator(".say").first).to_contain_text("Zorblatt <script>window.struck = 4</script>")
    expect(page.locator("#source")).to_contain_text("${window.struck = 3}")
    expect(page.locator("#source")).to_contain_text("<img src=x onerror='window.struck=5'>")
    sign = page.locator(".unseen").first
    expect(sign).to_have_attribute("data-sign", "U+202E")
    assert sign.evaluate("(one) => one.textContent") == "\u202e"
    expect(page.locator(".unseen-here")).to_be_visible()
    assert sign.evaluate("(one) => getComputedStyle(one).unicodeBidi") == "isolate"
    page.wait_for_timeout(300)
    assert page.evaluate("typeof window.struck") == "undefined"
    assert page.locator("body").locator("script, img, iframe, a[href^='javascript']").count() == 0


def test_no_note_where_there_is_nothing_to_note(opened: Opened) -> None:
    page = opened(path=to(NCG))
    settled(page)
    expect(page.locator(".unseen-here")).to_be_hidden()


@pytest.mark.parametrize(
    ("width", "locale", "scheme"), [(390, "ja-JP", "dark"), (320, "ko-KR", "light"), (768, "zh-TW", "light")]
)
def test_nothing_is_cut_off_on_a_narrow_screen(opened: Opened, width: int, locale: str, scheme: str) -> None:
    page = opened(width, 844, has_touch=True, locale=locale, color_scheme=scheme, path=to(NCG, narrow="yes"))
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    settled(page)
    assert page.evaluate(overflow) == 0
    for details in page.locator("main details:not(.menu)").all():
        details.locator("summary").first.click()
    assert page.evaluate(overflow) == 0
    page.keyboard.press("Escape")
    page.locator(".say .acts [data-show]").first.click()
    expect(page.locator("#source mark.now")).to_be_in_viewport()
    assert page.evaluate(overflow) == 0
    page.locator("#source [data-close]").click()
    expect(page.locator("#source")).to_be_hidden()
    page.goto(page.url.split("?")[0])
    page.locator("#specimen .say").wait_for()
    assert page.evaluate(overflow) == 0


def test_dark_follows_the_browser_and_the_address(opened: Opened) -> None:
    def background(page: Page) -> int:
        shade = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        return sum(int(part) for part in re.findall(r"\d+", shade)[:3])

    assert background(opened(color_scheme="light")) > 600
    assert background(opened(color_scheme="dark")) < 150
    assert background(opened(path="/?theme=dark", color_scheme="light")) < 150
    assert background(opened(path="/?theme=light", color_scheme="dark")) > 600


@pytest.mark.parametrize(
    ("locale", "tag", "label"),
    [("ko-KR", "ko", "질문하기"), ("ja-JP", "ja", "質問する"), ("zh-TW", "zh-Hant", "提問"), ("fr-FR", "en", "Ask")],
)
def test_the_page_speaks_its_readers_language(opened: Opened, locale: str, tag: str, label: str) -> None:
    page = opened(locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", tag)
    expect(page.locator("#ask button")).to_have_text(label)


def test_words_under_quotations_are_put_away_and_stay_so(opened: Opened) -> None:
    page = opened(path=to(KISSINGER))
    settled(page)
    expect(page.locator(".gloss").first).to_contain_text("威慑 deterrence")
    page.locator("[data-glosses]").last.click()
    expect(page.locator(".gloss").first).to_be_hidden()
    page.reload()
    settled(page)
    expect(page.locator(".gloss").first).to_be_hidden()


def test_the_keyboard_is_enough(opened: Opened) -> None:
    page = opened()
    page.keyboard.type(KISSINGER)
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()  # and not the top of the page, from which the box was taken
    settled(page)
    expect(page.locator("#spoken")).to_contain_text(re.compile("What the documents say|These may answer"))
    page.locator("#main").focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.className || document.activeElement.dataset.step || ''"))
        if "num" in seen[-1].split():
            break
    page.keyboard.press("Enter")
    expect(page.locator("#m1")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_who_loses_the_server_is_told_and_the_question_is_asked_again(opened: Opened) -> None:
    page = opened()
    page.context.set_offline(True)
    page.locator("#q").fill(KISSINGER)
    page.keyboard.press("Enter")
    expect(page.locator("#answer [role=alert]")).to_contain_text("The server does not answer")
    expect(page.locator("#answer [role=alert]")).to_be_in_viewport()
    expect(page.locator("main h1")).to_have_text(KISSINGER)
    page.context.set_offline(False)
    expect(page.locator(".say q").first).to_contain_text("三大要素")


def test_the_longest_questions_fit_into_an_address(served: Any) -> None:
    asked = Wanted(q="长" * 2000, following=("问" * 2000,), meant="意" * 2000)
    asked = replace(asked, following=asked.then(), seen="x" * 5000)
    assert "长长长" in httpx.get(served.url + asked.to(), timeout=120).text


def test_an_address_of_an_older_page_leads_to_the_same(opened: Opened) -> None:
    page = opened(path=to("hello", since="2024", before="What is here?"))
    settled(page)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["hello"], "after": ["2024"]}


def test_what_is_not_there_is_not_found(served: Any) -> None:
    for path in (
        "/document/nothing?part=yes",
        "/export.exe?q=x",
        "/static/1/../routes.py",
        f"/copy?{urlencode({'q': KISSINGER})}",
    ):
        assert httpx.get(served.url + path, timeout=120).status_code == 404


def test_a_statement_is_called_useful_and_becomes_a_question_to_keep(
    opened: Opened, served: Any, tmp_path: Path
) -> None:
    page = opened(path=to(KISSINGER))
    settled(page)
    page.locator(".passage").first.click()
    expect(page.locator(".gloss").first).to_be_visible()  # a click beside all buttons does nothing
    page.locator("[data-mark=wrong]").first.click()
    page.locator("[data-mark=useful]").first.click()
    expect(page.locator("[data-mark=useful]").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-mark=wrong]").first).to_have_attribute("aria-pressed", "false")
    page.goto(page.url.split("?")[0] + "questions")
    expect(page.locator("#asked li")).to_contain_text("you marked it useful")
    with page.expect_download() as kept:
        page.locator("[data-export-marks]").click()
    file = tmp_path / "questions.jsonl"
    kept.value.save_as(file)
    (question,) = (one for one in read_questions(file) if one.texts == {"en": KISSINGER})
    assert "三大要素" in question.facts[0][0].quote
    assert question.wrong == ()
    other = opened(path=to(KISSINGER))  # another browser: it is the library that keeps it
    settled(other)
    useful = other.locator("[data-mark=useful]").first
    expect(useful).to_have_attribute("aria-pressed", "true")
    useful.click()
    expect(useful).to_have_attribute("aria-pressed", "false")
    assert marked_on(served, KISSINGER) == []


def marked_on(served: Any, question: str) -> list[Any]:
    """What is marked in the library on a question."""
    return [one for one in httpx.get(f"{served.url}/marks", timeout=60).json() if one["q"] == question]


def test_what_the_browser_kept_goes_into_the_library(opened: Opened, served: Any) -> None:
    page = opened(path=to("hello"))
    settled(page)
    kept = {"q": "hello", "lang": "en", "document": "004_4265a66dfc9597a6", "quote": "加强防卫能力", "as": "useful"}
    page.evaluate(
        "(all) => localStorage.setItem('yinzheng-marks', JSON.stringify(all))",
        [kept, {**kept, "quote": "nowhere at all"}],
    )
    page.goto(page.url.split("?")[0] + "questions")
    expect(page.locator("#asked li")).to_contain_text("you marked it useful")
    assert marked_on(served, "hello") == [kept]
    assert json.loads(page.evaluate("localStorage.getItem('yinzheng-marks')")) == [{**kept, "quote": "nowhere at all"}]
    taken = {"question": "hello", "language": "en", "judgement": "useful", "kept": False}
    taken |= {name: kept[name] for name in ("document", "quote")}
    token = page.locator("body").get_attribute("data-token")
    assert httpx.post(f"{served.url}/marks", json=taken, headers={"X-Token": str(token)}).status_code == 200


def test_the_library_is_changed_from_the_page(opened: Opened, served: Any, tmp_path: Path) -> None:
    brief, other = tmp_path / "harbour.md", tmp_path / "x.exe"
    brief.write_text("# Harbour brief\n\nThe harbour of Zorblatt closes in March, as every year.\n", "utf-8")
    other.write_bytes(b"x")
    page = opened(path="/library")
    with page.expect_response("**/library/prepare*") as prepared, page.expect_file_chooser() as chooser:
        page.locator("#drop label").click()
    chooser.value.set_files([brief, other])
    assert prepared.value.status == 200
    row = page.locator("tr", has_text="Harbour brief")
    expect(row).to_be_visible()
    expect(page.locator("#jobs")).to_contain_text("not added: x.exe is of no kind that is read")
    row.locator(".describe summary").click()
    row.locator("[name=authors]").fill("A. Name; B. Name")
    row.locator("button.primary").click()
    expect(row).to_contain_text("A. Name, B. Name")
    row.locator("[data-remove]").click()
    expect(row).to_have_count(0)
    page.locator("#jobs button").click()
    expect(row).to_be_visible()
    row.locator("[data-remove]").click()
    expect(row).to_have_count(0)
    for name in ("prepare", "add", "describe", "remove", "restore"):
        assert httpx.post(f"{served.url}/library/{name}", timeout=60).status_code == 403


FAST = "() => { const later = window.setTimeout; window.setTimeout = (call, wait) => later(call, wait / 100); }"
CUT = 'event: head\ndata: <div id="head"><h1 class="q">hello</h1></div>\n\n'


def test_a_server_that_stays_away_is_asked_a_few_times_and_no_more(opened: Opened) -> None:
    page, tries = opened(), 0

    def busy(route: Route) -> None:
        nonlocal tries
        tries += 1
        route.fulfill(status=503, body="later")

    page.route("**/ask?*", busy)
    page.evaluate(FAST)
    page.locator("#q").fill("hello")
    page.keyboard.press("Enter")
    expect(page.locator("#answer [role=alert]")).to_contain_text("tried several times")
    page.wait_for_timeout(500)
    assert tries == 6
    page.unroute("**/ask?*")
    page.locator("[data-again]").click()
    expect(settled(page)).to_contain_text("Hello! I answer with words quoted")


@pytest.mark.parametrize("answer", [{"status": 500, "body": "no"}, {"body": CUT, "content_type": "text/event-stream"}])
def test_what_goes_wrong_on_the_server_is_told_and_not_asked_again(opened: Opened, answer: dict[str, Any]) -> None:
    page, tries = opened(), 0

    def wrong(route: Route) -> None:
        nonlocal tries
        tries += 1
        route.fulfill(**answer)

    page.route("**/ask?*", wrong)
    page.evaluate(FAST)
    page.locator("#q").fill("hello")
    page.keyboard.press("Enter")
    expect(page.locator("#answer [role=alert]")).to_contain_text("The answer could not be made")
    expect(page.locator("body")).to_have_attribute("data-state", "no")
    page.wait_for_timeout(500)
    assert tries == 1


def test_a_question_that_is_too_long_is_not_sent(opened: Opened) -> None:
    page = opened()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    expect(ask(page, "长" * 200_000)).to_contain_text("has 200,000 characters. Ask in at most 2,000")
    assert not [url for url in sent if "/ask" in url]
    expect(ask(page, "hello")).to_contain_text("Hello! I answer")


def test_the_skip_link_leaves_the_page_as_it_is(opened: Opened) -> None:
    page = opened()
    page.locator("#q").fill("half a question")
    page.evaluate("document.querySelector('.skip').click()")
    page.wait_for_timeout(300)
    expect(page.locator("#q")).to_have_value("half a question")
    ask(page, "hello")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.evaluate("document.querySelector('.skip').click()")
    page.wait_for_timeout(300)
    assert page.url.endswith("#main")
    assert not [url for url in sent if "/ask" in url]
    page.go_back()
    page.go_back()
    expect(page.locator(".hero")).to_be_visible()


def test_a_part_that_does_not_come_is_told(opened: Opened) -> None:
    page = opened(path=to("hello"))
    settled(page)
    page.route("**/narrow?*", lambda route: route.fulfill(status=500, body="<b>Internal</b>"))
    page.locator("[data-narrow]").click()
    expect(page.locator(".toast")).to_have_text("Something went wrong")
    expect(page.locator("#narrow")).not_to_contain_text("Internal")


def test_questions_in_view_are_checked_one_after_another(opened: Opened) -> None:
    page, total = opened(path="/questions"), 0

    def checked(route: Route) -> None:
        nonlocal total
        total += 1
        if total == 2:
            route.fulfill(status=429, body="later")
        else:
            route.fulfill(json={"many": 1, "same": 1})

    entries = [
        {"q": f"question {n}", "href": f"/?q={n}", "verdict": "answered", "told": "x", "seen": "x", "at": n}
        for n in range(200)
    ]
    page.evaluate("(entries) => localStorage.setItem('yinzheng-questions', JSON.stringify(entries))", entries)
    page.route("**/check?*", checked)
    page.reload()
    expect(page.locator("#asked li")).to_have_count(200)
    expect(page.locator("#asked li").first).to_contain_text("still word for word")
    page.wait_for_timeout(500)
    expect(page.locator("#asked li").nth(1)).not_to_contain_text("still")
    assert 2 < total < 60
    page.locator("#asked li").last.scroll_into_view_if_needed()
    expect(page.locator("#asked li").last).to_contain_text("still word for word")
    assert total < 120


def test_another_choice_keeps_how_the_question_was_asked(opened: Opened) -> None:
    page = opened(path=to("hello", plain="yes", wide="yes", order="date", narrow="yes"))
    settled(page)
    page.locator(".panel [name=k]").fill("7")
    page.locator(".panel [data-apply]").click()
    page.wait_for_function("() => location.search.includes('k=7')")
    kept = parse_qs(urlsplit(page.url).query)
    assert {name: kept[name] for name in ("plain", "wide", "order")} == {
        "plain": ["yes"],
        "wide": ["yes"],
        "order": ["date"],
    }


@pytest.mark.parametrize(
    ("locale", "said"), [("en-GB", "names nothing in this library"), ("ko-KR", "이 자료실에 없거나")]
)
def test_a_link_narrowed_to_what_is_gone_says_so(opened: Opened, locale: str, said: str) -> None:
    page = opened(locale=locale, path=to(KISSINGER, source="gone"))
    expect(settled(page)).to_contain_text(said)
    page.locator(".chip a").click()
    expect(settled(page)).to_have_attribute("data-verdict", SHOWN)


def test_a_question_that_leans_on_none_is_not_made_twice(opened: Opened) -> None:
    page = opened(path=to("hello", following="What is here?", wide="yes"))
    settled(page)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["hello"]}


def test_rows_tick_off_as_they_are_read(opened: Opened) -> None:
    """A question that nothing answers is read to the end: the nearest rows are told first, and what is ticked stays so."""
    page = opened()
    page.evaluate("""
        window.ticks = [];
        new MutationObserver(() => {
          const rows = [...document.querySelectorAll(".reading li")].map((row) => row.className);
          const ticked = rows.filter((name) => name === "read").length;
          if (ticked && ticked !== window.ticks.at(-1)?.[0]) window.ticks.push([ticked, rows[0], rows[1]]);
        }).observe(document.body, { subtree: true, childList: true, attributes: true });
    """)
    ask(page, "When does the ferry to Gotland leave?")
    ticks = page.evaluate("window.ticks")
    assert ticks
    assert ticks == [[many, "read", "read"] for many in sorted(one[0] for one in ticks)]


def test_a_printed_answer_says_that_it_is_verbatim_and_offers_nothing(opened: Opened) -> None:
    page = opened(path=to(KISSINGER))
    settled(page)
    page.emulate_media(media="print")
    expect(page.locator(".cert").first).to_be_visible()
    for offered in ("[data-mark]", "button[data-glosses]", ".say .menu", ".only-narrow", ".bar", "#source"):
        expect(page.locator(offered).first).to_be_hidden()


def test_a_window_made_wider_shows_the_quotation_in_its_source(opened: Opened) -> None:
    page = opened(path=to(AKIYAMA))
    page.set_viewport_size({"width": 700, "height": 900})
    page.reload()
    settled(page)
    expect(page.locator("#source")).to_be_hidden()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator("#source mark.now")).to_be_in_viewport()


def test_a_long_question_leaves_room_for_its_answer(opened: Opened) -> None:
    page = opened(path=to("Who said that " + "nuclear sharing with Japan and Korea is wise, " * 30 + "and where?"))
    settled(page)
    expect(page.locator(".verdict h2")).to_be_in_viewport()
    page.locator("[data-edit]").click()
    expect(page.locator("#q")).to_have_value(re.compile("and where\\?$"))
