"""The page: everything is in it and nothing gets out, in a real browser at both widths and in both schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from qa.evaluation.baseline import compare
from qa.evaluation.page.page import evaluation_page
from qa.evaluation.requirement import Require
from tests.browser import PATIENCE
from tests.qa.evaluations import expected, facts, quoted, refused, report, result

EVIL = (
    "</script><script>document.title='evil'</script><img src=x onerror=\"document.title='evil'\"> & 'q' \"d\" {{ 7*7 }}"
)
BEFORE = report(
    result(id="lost", citations=(quoted("核三要素", language="zh-Hans"), quoted("Both."))),
    refused(id="won", language="ja"),
    result(id="gone"),
    library={"corpus": "beef"},
)
NOW = report(
    result(
        id="lost",
        expected=facts(1, 1, 0),
        citations=(quoted("實力", language="zh-Hant", fact=True), quoted("Both.")),
        seconds=0.4,
    ),
    result(id="won", language="ja", kind="date"),
    refused(id="evil", question=EVIL, expected=(expected(EVIL),), nearest=(quoted(EVIL, place=EVIL, said=EVIL),)),
    result(id="false", kind="date", citations=(quoted(verified=False),)),
)
PAGE = evaluation_page(NOW, "set<b>.jsonl", Require.CITED, compare(BEFORE, NOW))


class Seen(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def test_what_documents_say_is_text() -> None:
    seen = Seen(PAGE).elements
    assert [tag for tag, _ in seen].count("script") == 1
    assert "img" not in {tag for tag, _ in seen}
    assert not [name for _, given in seen for name in given if name.startswith("on")]
    assert "{{ 7*7 }}" in PAGE
    assert "<b>.jsonl" not in PAGE


def test_it_loads_nothing() -> None:
    for tag, given in Seen(PAGE).elements:
        assert tag not in ("link", "iframe", "object", "base", "use")
        assert not {"src", "srcset", "action", "style"} & set(given), tag
        assert not given.get("href")
    assert "url(" not in PAGE
    assert "@import" not in PAGE
    assert "default-src &#39;none&#39;" in PAGE or "default-src 'none'" in PAGE


def test_each_quotation_is_in_its_language() -> None:
    quotes = re.findall(r'<blockquote lang="([^"]+)" dir="auto">([^<]+)</blockquote>', PAGE)
    assert ("zh-Hans", "核三要素") in quotes
    assert ("zh-Hant", "實力") in quotes


def test_without_a_baseline_and_without_quotations() -> None:
    page = evaluation_page(report(refused(expected=())), "set", Require.VERDICT)
    assert "Since the baseline" not in page
    assert "Odds, and what came true" not in page
    assert "Nothing was cited." in page


@pytest.fixture(params=[(1180, "light"), (375, "dark")], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    width, scheme = request.param
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    shown = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    shown.set_default_timeout(PATIENCE)
    faults: list[str] = []
    shown.on("console", lambda message: faults.append(message.text))
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.on("request", lambda asked: faults.append(asked.url) if asked.url != path.as_uri() else None)
    shown.goto(path.as_uri())
    yield shown
    assert faults == []
    assert shown.title() == "Evaluation · set<b>.jsonl"
    shown.close()


@pytest.mark.browser
def test_it_fits_and_its_policy_lets_it_run(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(23, 22, 20)" if dark else "rgb(250, 247, 242)"
    )
    assert page.locator("output").inner_text() == "4 of 4"


@pytest.mark.browser
def test_filters(page: Page) -> None:
    def shown() -> list[str]:
        return page.locator(".questions > li:visible code").all_inner_texts()

    page.get_by_label("Outcome").select_option("failed")
    assert shown() == ["lost", "evil", "false"]
    page.get_by_label("Kind").select_option("date")
    assert shown() == ["false"]
    page.get_by_label("Language").select_option("ja")
    assert shown() == []
    assert page.locator(".nothing").is_visible()
    page.get_by_label("Outcome").select_option("fixed")
    assert shown() == ["won"]
    for label in ("Outcome", "Kind", "Language"):
        page.get_by_label(label).select_option("")
    page.get_by_label("Search").fill("實力 LOST")
    assert shown() == ["lost"]
    assert page.locator("output").inner_text() == "1 of 4"


@pytest.mark.browser
def test_old_and_new_evidence(page: Page) -> None:
    page.locator("summary", has_text="lost").click()
    before, now = page.locator("details[open] .side").all()
    assert before.locator(".gone blockquote").all_inner_texts() == ["核三要素"]
    assert now.locator(".added blockquote").all_inner_texts() == ["實力"]
    one, other = before.bounding_box(), now.bounding_box()
    assert one
    assert other
    wide = page.evaluate("innerWidth") > 700
    assert (one["y"] == other["y"]) == wide  # side by side where there is room
