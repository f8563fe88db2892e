"""A page to look at: the real server over the seeds and one hostile document, in Debian's own Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

HOSTILE = """The lighthouse festival of Zorblatt opens on the ninth of June every year, and boats are decorated with lanterns.
<script>window.struck = 1</script> The mayor of Zorblatt lights the first lantern at the lighthouse <img src=x onerror="window.struck=2">.
${window.struck = 3} {{value}} Visitors to the Zorblatt festival eat plum cakes & sing "songs" about the lighthouse keeper's cat.
"""
HOSTILE_SOURCE = """
["900_hostile.txt"]
title = "Zorblatt <script>window.struck = 4</script>"
publisher = "<img src=x onerror='window.struck=5'>"
authors = ["\\"><svg onload=window.struck=6>"]
published = "2024-06"
url = "javascript:window.struck=7"
note = "</details><iframe src='https://example.org'></iframe>"
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A running page: its address, its library, and the folder its documents were read from."""

    url: str
    library: Path
    documents: Path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`python app.py` over the seeds and the hostile document, on a port that the system chooses."""
    folder = tmp_path_factory.mktemp("served")
    documents, log = folder / "documents", folder / "server.log"
    shutil.copytree(ROOT / "seeds", documents)
    (documents / "900_hostile.txt").write_text(HOSTILE, encoding="utf-8")
    sources = documents / "sources.toml"
    known = sources.read_text(encoding="utf-8")
    sources.unlink()
    sources.write_text(known + HOSTILE_SOURCE, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YINZHENG_")}
    environment |= {
        "YINZHENG_SEEDS": str(documents),
        "YINZHENG_LIBRARY": str(folder / "library.sqlite"),
        "GRADIO_SERVER_PORT": "0",
    }
    cache = os.environ.get("YINZHENG_TEST_CACHE") or os.environ.get("YINZHENG_CACHE")
    if cache:
        environment["YINZHENG_CACHE"] = cache
    with log.open("wb") as output:
        server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            yield Served(_address(server, log), folder / "library.sqlite", documents)
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the server says it is at, once it is there."""
    for _ in range(2400):
        said = log.read_text(encoding="utf-8", errors="replace")
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        if found:
            return found.group()
        if server.poll() is not None:
            pytest.fail(f"the page ended with {server.returncode} before it was served:\n{said}")
        time.sleep(0.1)
    pytest.fail(f"the page was not served within four minutes:\n{log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, closed with the module: as long as it runs, no other test can run an event loop."""
    if not CHROMIUM.is_file():
        pytest.fail(f"there is no {CHROMIUM}; install it with: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def opened(served: Served, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the page in a window of its own, and fails the test if anything was asked for from elsewhere."""
    contexts = []
    strayed: list[str] = []
    faults: list[str] = []

    def watch(url: str) -> None:
        if not url.startswith((served.url, "data:", "blob:")):
            strayed.append(url)

    def visit(width: int = 1280, height: int = 900, path: str = "/", **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=options.pop("locale", "en-GB"), **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: watch(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(served.url + path)
        page.wait_for_selector("#yz-library .yz-title")
        page.wait_for_selector("#yz-name [data-page-language]")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not strayed, f"requests left this computer: {strayed}"
    assert not faults, f"errors in the page: {faults}"
