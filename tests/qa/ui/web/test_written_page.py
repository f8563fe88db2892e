"""The page with a real language model: its sentences come below the quotations, can be stopped, and are marked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from index.encoder.embed import Embedder
from index.settings import Settings
from qa.engine import Engine
from qa.reading.span_reader import SpanReader
from qa.ui.web.serve import application
from tests.browser import PATIENCE
from tests.loading import Remembering
from tests.qa.ui.web.conftest import Window
from tests.qa.ui.web.running import running

pytestmark = [pytest.mark.browser, pytest.mark.generator, pytest.mark.slow]
QUESTION = "What did Kissinger say deterrence requires?"
NOT_THERE = "厦门晶欣电子取得了什么专利？"
SHORT, LONG = 80, 800
"""Tokens: a few seconds of writing, and as many as the program lets a model write."""


@pytest.fixture(scope="module")
def address(
    language_model: Settings, settings: Settings, library_path: Path, embedder: Embedder, reader: SpanReader
) -> Iterator[str]:
    """Where the page is served that has the language model, in this process."""
    chosen = {name: getattr(language_model, name) for name in Settings.model_fields if name.startswith("generator")}
    engine = Engine.open(
        settings.model_copy(update=chosen), library_path, embedder=embedder, reader=Remembering.of(reader)
    )
    with running(application(engine)) as address:
        yield address
    engine.close()


@pytest.fixture
def visit(address: str, windows: Window, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Page]]:
    """Opens the page, where the model writes no more than so many tokens; fails the test if a script of the page fails."""
    faults: list[str] = []
    with ExitStack() as stack:

        def opened(tokens: int) -> Page:
            monkeypatch.setattr("qa.writing.server._MOST_TOKENS", tokens)
            size = {"width": 1280, "height": 900}
            page = stack.enter_context(windows(viewport=size, locale="en-GB")).new_page()
            page.set_default_timeout(PATIENCE)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(address)
            return page

        yield opened
    assert not faults, f"errors in the page: {faults}"


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, wait for the verdict on it; the answer before it is gone then."""
    page.evaluate("document.getElementById('answer')?.setAttribute('data-before', '')")
    page.locator("#q").fill(question)
    page.locator("#q").press("Enter")
    page.locator("#answer:not([data-before]):not([data-verdict=asking]):not([aria-busy])").wait_for()
    expect(page.locator("h1.q")).to_have_text(question)


def is_below_the_quotations(written: Locator) -> bool:
    """Whether it comes after the answer, in the order that is read and in the one that is seen."""
    return bool(
        written.evaluate("""(written) => {
            const answer = document.getElementById("answer");
            const after = answer.compareDocumentPosition(written) & Node.DOCUMENT_POSITION_FOLLOWING;
            return after && answer.getBoundingClientRect().bottom <= written.getBoundingClientRect().top;
        }""")
    )


def wait_until_idle(language_model: Settings) -> None:
    """Wait until the model's server says that it is at work on nothing."""
    place = f"http://{urlsplit(language_model.generator_url).netloc}/slots"
    key = language_model.generator_key.get_secret_value()
    while any(slot["is_processing"] for slot in httpx.get(place, headers={"Authorization": f"Bearer {key}"}).json()):
        time.sleep(0.05)


def test_it_writes_below_the_quotations_and_marks_what_does_not_hold(visit: Callable[[int], Page]) -> None:
    page = visit(SHORT)
    ask(page, QUESTION)
    written = page.locator("#written")
    expect(written).to_contain_text("Written by a language model — not evidence")
    expect(written).to_have_attribute("aria-busy", "false")
    expect(written.locator("[data-stop], .dots")).to_have_count(0)
    assert is_below_the_quotations(written)
    assert written.locator("p:has(> [lang])").count()
    assert written.locator("p:not(.credit, .doubt, .unsupported):not(:has(> a.num))").count() == 0
    assert written.locator("*:not(h3, p, span, strong, a.num)").count() == 0
    for n in {str(link.get_attribute("data-n")) for link in written.locator("a").all()}:
        link = written.locator(f"a[data-n='{n}']").first
        expect(link).to_have_attribute("href", f"#{n}")
        link.click()
        expect(page.locator(f"#s{n}")).to_have_attribute("aria-current", "true")
        expect(page.locator(f"#m{n}")).to_be_in_viewport()


def test_it_can_be_stopped_and_asked_again(visit: Callable[[int], Page], language_model: Settings) -> None:
    page = visit(LONG)
    ask(page, QUESTION)
    quoted = page.locator("#answer q").all_text_contents()
    written = page.locator("#written")
    stop = written.locator("[data-stop]")
    expect(stop).to_be_visible()
    page.evaluate("document.querySelector('#written [data-stop]').focus()")
    expect(written.locator("p:has(> [lang])")).not_to_have_count(0)
    expect(stop).to_be_focused()
    page.keyboard.press("Enter")
    expect(written.locator("[data-stop], .dots")).to_have_count(0)
    expect(written).to_have_attribute("aria-busy", "false")
    expect(written).to_contain_text("Stopped.")
    assert page.locator("#answer q").all_text_contents() == quoted
    wait_until_idle(language_model)

    ask(page, QUESTION)
    expect(stop).to_be_visible()
    assert page.locator("#answer q").all_text_contents() == quoted
    assert is_below_the_quotations(written)
    stop.click()
    expect(written).to_have_attribute("aria-busy", "false")


def test_a_no_is_left_alone(visit: Callable[[int], Page]) -> None:
    page = visit(SHORT)
    for question in (NOT_THERE, QUESTION, NOT_THERE):
        ask(page, question)
        expect(page.locator("#written")).to_have_count(int(question == QUESTION))
    expect(page.locator("#answer")).to_have_attribute("data-verdict", "not_in_library")


def test_quotations_are_translated_where_it_is_wanted_and_marked(visit: Callable[[int], Page]) -> None:
    page = visit(SHORT)
    ask(page, QUESTION)
    switch, first = page.locator("[data-translate]"), page.locator("#t1")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(first).to_be_empty()
    quoted = page.locator("#answer q").all_text_contents()
    switch.click()
    expect(first).to_contain_text("Translated by gemma-3-270m — not evidence")
    expect(page.locator(".translated .dots")).to_have_count(0)
    assert first.locator("p:not(.unsupported):not([lang=en], .doubt, .credit)").count() == 0
    assert page.locator("#answer q").all_text_contents() == quoted
    made = first.locator("[lang=en]").all_text_contents()
    assert made

    page.reload()  # what was switched on stays so
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(first.locator("[lang=en]").first).to_be_visible()
    switch.click()
    expect(first).to_be_empty()
    page.locator("#lang").select_option("zh-Hans")
    expect(page.locator(".say q").first).to_be_visible()
    expect(page.locator("[data-translate], .translated")).to_have_count(0)
