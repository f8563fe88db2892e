"""Debian's own Chromium, for the tests of pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

__all__ = ["PATIENCE", "chromium"]

PATIENCE = 250_000
"""Milliseconds until what a page is to show is given up: on the busiest machine it comes, and the run's own limit is next."""
_CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; as long as it runs, no event loop can run in the thread that started it."""
    if not _CHROMIUM.is_file():
        pytest.fail(f"there is no {_CHROMIUM}; install it with: apt-get install chromium fonts-noto-cjk")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(_CHROMIUM), args=_FLAGS)
        yield opened
        opened.close()
