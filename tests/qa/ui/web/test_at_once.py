"""Two people who ask at the same time are answered at the same time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from index.settings import Settings
from qa.ui.web.page import AT_ONCE
from tests.conftest import ROOT
from tests.qa.ui.web.together import PATIENCE

pytestmark = pytest.mark.browser
QUESTIONS = ("谁提议在日本部署核武器？", "Who is Helen Marsh?")
ANSWERED = re.compile("answered|not_in_library|disagree")


@pytest.fixture(scope="module")
def address(settings: Settings, library_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over an engine that answers nobody before two have asked, in a process of its own."""
    log = tmp_path_factory.mktemp("together") / "server.log"
    environment = {**os.environ, "YINZHENG_CACHE": str(settings.cache), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.qa.ui.web.together", str(library_path)]
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as server,
    ):
        assert server.stdout is not None
        said = server.stdout.readline().strip()
        assert said.startswith("http"), log.read_text(encoding="utf-8", errors="replace")
        yield said
        server.terminate()


def test_two_people_at_once(address: str, browser: Browser) -> None:
    """Were one made to wait for the other, neither would be answered, and both told that something failed."""
    pages = [browser.new_context(locale="en-GB").new_page() for _ in QUESTIONS]
    for page in pages:
        page.goto(f"{address}/?lang=en")
        page.wait_for_selector("#yz-name [data-page-language]")
    for page, question in zip(pages, QUESTIONS, strict=True):
        page.locator("#yz-question textarea").fill(question)
        page.keyboard.press("Enter")
    for page in pages:
        verdict = page.locator("#yz-status .yz-verdict")
        expect(verdict).to_have_attribute("data-verdict", ANSWERED, timeout=2 * PATIENCE * 1000)
        page.context.close()


def test_as_many_as_twenty() -> None:
    assert AT_ONCE >= 20
