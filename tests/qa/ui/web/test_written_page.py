"""The page with a real language model: its sentences come below the quotations, can be stopped, and are marked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from index.settings import Settings
from tests.browser import PATIENCE
from tests.qa.ui.web.served import serving

pytestmark = [pytest.mark.browser, pytest.mark.generator, pytest.mark.slow]
QUESTION = "What did Kissinger say deterrence requires?"


@pytest.fixture(scope="module")
def address(
    language_model: Settings, settings: Settings, library_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the page is served that has the language model."""
    log = tmp_path_factory.mktemp("page") / "server.log"
    environment = os.environ | {
        "YINZHENG_LIBRARY": str(library_path),
        "YINZHENG_CACHE": str(settings.cache),
        "YINZHENG_GENERATOR_URL": language_model.generator_url,
        "YINZHENG_GENERATOR_MODEL": language_model.generator_model,
        "YINZHENG_GENERATOR_KEY": language_model.generator_key.get_secret_value(),
    }
    with serving(environment, log) as (address, _):
        yield address
    assert language_model.generator_key.get_secret_value() not in log.read_text("utf-8", "replace")


def test_it_writes_below_the_quotations_and_can_be_stopped(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.wait_for_selector("#yz-name [data-page-language]")
    page.locator("#yz-question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#yz-answer blockquote")
    written = page.locator("#yz-written .yz-written")
    expect(written).to_contain_text("Written by a language model — not evidence")
    expect(page.locator("#yz-button")).to_be_disabled()
    page.locator("#yz-stop").click()
    expect(page.locator("#yz-stop")).to_be_hidden()
    expect(page.locator("#yz-button")).to_be_enabled()
    expect(page.locator("#yz-answer blockquote").first).to_be_visible()

    page.keyboard.press("Escape")
    page.locator("#yz-question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#yz-button")).to_be_enabled()
    expect(page.locator("#yz-stop")).to_be_hidden()
    assert page.locator("#yz-answer blockquote").count()
    sentences = written.locator("p:has(> [lang])").count()
    marked = written.locator(".yz-unsupported").count()
    linked = written.locator("p:not(.yz-unsupported) > a.yz-number").count()
    assert sentences - marked <= linked  # whatever is not marked leads to a quotation
    assert written.locator("img, script, a:not(.yz-number)").count() == 0
    context.close()


def test_a_no_is_left_alone(address: str, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.wait_for_selector("#yz-name [data-page-language]")
    page.locator("#yz-question textarea").fill("厦门晶欣电子取得了什么专利？")
    page.keyboard.press("Enter")
    page.wait_for_selector("#yz-status .yz-verdict[data-verdict=not_in_library]")
    expect(page.locator("#yz-button")).to_be_enabled()
    assert page.locator("#yz-written .yz-written").count() == 0
    context.close()
