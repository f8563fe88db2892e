"""All evidence on the page: from the keyboard, as it is read, on a phone, in another language, and as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from index.store.library import Library

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]
QUESTION = "How credible is the American nuclear umbrella?"


def collected(page: Page) -> None:
    """Ask, press the button from the keyboard, wait until reading has ended."""
    page.locator("#yz-question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    button = page.locator("#yz-collect")
    expect(button).to_be_visible()
    expect(page.locator(".yz-collected")).to_have_count(0)
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".yz-collected .yz-told")
    expect(button).to_be_hidden()
    expect(page.locator("#yz-stop-reading")).to_be_hidden()


def test_all_evidence_is_quoted_verbatim_and_kept_as_files(opened: Opened, served: Any) -> None:
    page = opened(accept_downloads=True)
    collected(page)
    assert page.evaluate("document.activeElement.contains(document.querySelector('.yz-collected'))"), (
        "goes on from here"
    )
    quotes = [str(quote.text_content()) for quote in page.locator(".yz-evidence blockquote").all()]
    assert len(quotes) >= 1
    with Library.open(served.library) as library:
        for item in page.locator(".yz-evidence li").all():
            document = library.document(str(item.locator(".yz-action").get_attribute("data-document")))
            assert str(item.locator("blockquote").text_content()) in document.text
    expect(page.locator(".yz-collected .yz-told")).to_contain_text(f"{len(quotes)} sentences")
    expect(page.locator("#yz-collected [lang=en]")).to_contain_text(f"{len(quotes)} sentences")

    files: dict[str, str] = {}
    for form in ("markdown", "csv", "json"):
        with page.expect_download() as download:
            page.locator(f"#yz-download-{form}").click()
        files[form] = Path(download.value.path()).read_text("utf-8")
        assert download.value.suggested_filename.startswith("evidence.")
    value = json.loads(files["json"])
    assert sorted(one["quote"] for one in value["citations"]) == sorted(quotes)
    assert all("/" not in one["file"] for one in value["citations"]), "no folder of the server is told"
    assert "/" not in value["library"]["path"]
    table = csv.DictReader(io.StringIO(files["csv"].removeprefix("\ufeff"), newline=""))
    assert sorted(row["quote"] for row in table) == sorted(quotes)
    assert files["markdown"].count("\n> ") == len(quotes)


def test_it_fits_a_phone_changes_its_language_and_makes_way_for_the_next_question(opened: Opened) -> None:
    page = opened(width=390, height=844)
    collected(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    count = page.locator(".yz-evidence blockquote").count()
    page.locator("#yz-language label", has_text="日本語").click()
    expect(page.locator(".yz-collected h2")).to_have_text("すべての根拠")
    expect(page.locator("#yz-download-csv")).to_have_text("CSV をダウンロード")
    assert page.locator(".yz-evidence blockquote").count() == count
    page.locator(".yz-evidence .yz-action").first.click()
    expect(page.locator("dialog#yz-viewer mark")).to_have_text(
        str(page.locator(".yz-evidence blockquote").first.text_content())
    )
    page.keyboard.press("Escape")
    page.locator("#yz-question textarea").fill("厦门晶欣电子取得了什么专利？")
    page.keyboard.press("Enter")
    expect(page.locator(".yz-collected, .yz-evidence blockquote")).to_have_count(0)
    expect(page.locator("#yz-collect")).to_be_visible()
