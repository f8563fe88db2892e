"""Follow-up questions on the page: understood, shown, corrected, forgotten, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]

SHOWN = re.compile("^(answered|uncertain)$")
FIRST = "What does Akiyama recommend Japan do?"
SECOND = "and what does he say about China?"
MEANT = "and what does Akiyama say about China?"


def answered(page: Page) -> Locator:
    """The verdict, once it is that of what was asked last."""
    page.locator("#yz-status .yz-verdict").wait_for()
    expect(page.locator("#yz-button")).to_be_enabled()
    return page.locator("#yz-status .yz-verdict")


def asked(page: Page, act: Callable[[], None]) -> Locator:
    """The verdict after `act`: what says that it is being looked for may be gone before anybody sees it, but it was there."""
    page.evaluate(
        """() => {
            window.yzAsked = false
            const seen = (_, observer) => { window.yzAsked = true; observer.disconnect() }
            new MutationObserver(seen).observe(document.querySelector("#yz-status"), { childList: true, subtree: true })
        }"""
    )
    act()
    page.wait_for_function("() => window.yzAsked")
    return answered(page)


def ask(page: Page, question: str) -> Locator:
    page.locator("#yz-question textarea").fill(question)
    return asked(page, lambda: page.locator("#yz-question textarea").press("Enter"))


def pressed(page: Page, button: str) -> Locator:
    return asked(page, page.locator(button).click)


def test_a_follow_up_is_understood_and_said_to_be(opened: Opened) -> None:
    page = opened()
    ask(page, FIRST)
    expect(page.locator("#yz-understood")).to_be_hidden()
    expect(page.locator("#yz-question")).to_contain_text("may lean on this one")
    verdict = ask(page, SECOND)
    expect(verdict).to_have_attribute("data-verdict", SHOWN)
    expect(page.locator("#yz-edited textarea")).to_have_value(MEANT)
    expect(page.locator("#yz-edited")).to_contain_text("Understood as")
    expect(page.locator("#yz-understood-in")).to_contain_text("东亚战略风险评估")
    expect(page.locator("#yz-understood-in [role=status]")).to_have_attribute("aria-live", "polite")
    expect(page.locator("#yz-question textarea")).to_have_value(SECOND)
    for card in page.locator(".yz-cards .yz-card").all():
        expect(card).to_contain_text("004_4265a66dfc9597a6.txt")
    page.locator("#yz-language label", has_text="日本語").click()
    expect(page.locator("#yz-edited")).to_contain_text("次のように理解しました")
    expect(page.locator("#yz-edited textarea")).to_have_value(MEANT)
    expect(page.locator("#yz-as-written")).to_have_text("書いたとおりに質問")


def test_what_was_understood_can_be_corrected(opened: Opened) -> None:
    page = opened()
    ask(page, FIRST)
    ask(page, SECOND)
    page.locator("#yz-edited textarea").fill("What does Akiyama say about Taiwan?")
    pressed(page, "#yz-again")
    expect(page.locator("#yz-edited textarea")).to_have_value("What does Akiyama say about Taiwan?")
    expect(page.locator("#yz-understood-in")).to_contain_text("东亚战略风险评估")
    pressed(page, "#yz-as-written")
    expect(page.locator("#yz-understood")).to_be_hidden()
    expect(page.locator("#yz-question textarea")).to_have_value(SECOND)


def test_a_new_topic_forgets_the_conversation(opened: Opened) -> None:
    page = opened()
    expect(page.locator("#yz-topic")).to_be_hidden()
    ask(page, FIRST)
    page.locator("#yz-topic").click()
    expect(page.locator("#yz-topic")).to_be_hidden()
    expect(page.locator("#yz-question textarea")).to_have_value("")
    expect(page.locator("#yz-answer .yz-card")).to_have_count(0)
    ask(page, SECOND)
    expect(page.locator("#yz-understood")).to_be_hidden()


def test_nobody_hears_what_another_asked(opened: Opened) -> None:
    one, other = opened(), opened()
    ask(one, FIRST)
    ask(other, SECOND)
    expect(other.locator("#yz-understood")).to_be_hidden()
    ask(one, SECOND)
    expect(one.locator("#yz-edited textarea")).to_have_value(MEANT)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (320, "light")])
def test_it_fits_a_narrow_screen(opened: Opened, width: int, scheme: str) -> None:
    page = opened(width, 844, has_touch=True, locale="ja-JP", color_scheme=scheme)
    ask(page, "秋山信将とはどのような人物ですか？")
    ask(page, "彼は中国について何と言っていますか？")
    expect(page.locator("#yz-edited textarea")).to_have_value("秋山信将は中国について何と言っていますか？")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    for part in ("#yz-edited", "#yz-again", "#yz-as-written", "#yz-topic"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert part == "#yz-edited" or box["height"] >= 40
