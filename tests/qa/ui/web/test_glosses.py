"""The words under quotations on the page: shown and hidden by a button, remembered, and never part of the quotation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUESTION = "What did Kissinger say deterrence requires?"


def asked(page: Page) -> None:
    page.locator("#yz-question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#yz-answer blockquote")


def test_words_are_shown_where_they_are_wanted_and_remembered(opened: Callable[..., Page]) -> None:
    page = opened()
    asked(page)
    words, button = page.locator(".yz-gloss").first, page.locator("[data-glosses]")
    expect(words).to_be_hidden()
    expect(button).to_have_text("Words in English")
    expect(button).to_have_attribute("aria-pressed", "false")

    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(words).to_be_visible()
    expect(page.locator(".yz-glossing")).to_contain_text("no translation: CC-CEDICT")
    expect(words.locator("dt", has_text="威慑").first).to_be_visible()
    expect(words.locator("dd").first).to_have_attribute("lang", "en")
    assert page.locator("blockquote .yz-gloss").count() == 0
    assert words.get_attribute("role") == "note"
    assert all(
        "deterrence" not in (one.get_attribute("data-copy") or "") for one in page.locator("ul [data-copy]").all()
    )

    page.reload()
    page.wait_for_selector("#yz-name [data-page-language]")
    asked(page)
    expect(page.locator("[data-glosses]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".yz-gloss").first).to_be_visible()
    page.locator("[data-glosses]").click()
    expect(page.locator(".yz-gloss").first).to_be_hidden()


def test_a_reader_of_the_quotation_is_offered_no_words(opened: Callable[..., Page]) -> None:
    page = opened(path="/?lang=zh-Hans")
    asked(page)
    assert page.locator("#yz-answer blockquote:lang(zh)").count()
    assert page.locator("#yz-answer blockquote:lang(zh) + .yz-gloss").count() == 0
