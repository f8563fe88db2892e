"""axe-core finds nothing in any state of the page, at three widths, light and dark, in each of its languages."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.qa.ui.web.test_page import AKIYAMA, COMPARE, KISSINGER, NOT_THERE, settled, to

pytestmark = pytest.mark.browser
AXE = files("axe_playwright_python").joinpath("axe.min.js")
STATES = {
    "empty": "/?lang=en",
    "narrowed": to(KISSINGER, lang="ko", narrow="yes", language="zh-Hans"),
    "answer": to(AKIYAMA, lang="ja"),
    "views": to(COMPARE, lang="zh-Hant"),
    "no": to(NOT_THERE, lang="zh-Hans"),
    "about": to("Who wrote these documents?", lang="en"),
    "refused": to("??", lang="ko"),
    "library": "/library?lang=en",
    "questions": "/questions?lang=ja",
    "document": "/document/004_4265a66dfc9597a6?lang=en",
    "missing": "/document/none?lang=en",
}


def wrong(page: Page) -> list[tuple[str, str, str]]:
    """What axe-core finds on a page as it is: the rule, how grave it is, and the first element."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark"), (390, "dark")])
def test_nothing_keeps_anybody_out(opened: Callable[..., Page], width: int, scheme: str) -> None:
    page = opened(width, color_scheme=scheme)
    found: dict[str, list[Any]] = {}
    for state, path in STATES.items():
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        if "q=" in path:
            settled(page)
        if faults := wrong(page):
            found[state] = faults
    assert not found
