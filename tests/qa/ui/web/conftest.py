"""A page to look at: the real server over the seeds and one hostile document."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from index.bridge.dictionary import Dictionary
from index.build import build
from index.encoder.embed import Embedder
from index.settings import Settings
from qa.reading.span_reader import SpanReader
from tests.browser import PATIENCE
from tests.conftest import ROOT
from tests.qa.ui.web.served import serving

Window = Callable[..., AbstractContextManager[BrowserContext]]

HOSTILE = """The lighthouse festival of Zorblatt opens on the ninth of June every year, and boats are decorated with lanterns.
<script>window.struck = 1</script> The mayor of Zorblatt lights the first lantern at the lighthouse <img src=x onerror="window.struck=2">.
${window.struck = 3} {{value}} Visitors to the Zorblatt festival eat plum cakes & sing "songs" about the lighthouse keeper's cat.
"""
HOSTILE_SOURCE = """
["900_hostile.txt"]
title = "Zorblatt <script>window.struck = 4</script>"
publisher = "<img src=x onerror='window.struck=5'>\u202edesrever"
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
def served(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Settings,
    library_path: Path,
    embedder: Embedder,
    reader: SpanReader,
    dictionary: Dictionary,
) -> Iterator[Served]:
    """The page over the seeds and the hostile document; models and dictionary are made before it looks for them."""
    folder = tmp_path_factory.mktemp("served")
    documents, library = folder / "documents", folder / "library.sqlite"
    (folder / "hostile").mkdir()
    (folder / "hostile" / "900_hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "hostile" / "sources.toml").write_text(HOSTILE_SOURCE, encoding="utf-8")
    shutil.copy(library_path, library)
    build([folder / "hostile"], library, embedder, settings, strict=True)
    shutil.copytree(ROOT / "seeds", documents)
    shutil.copy(folder / "hostile" / "900_hostile.txt", documents)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YINZHENG_")}
    environment |= {"YINZHENG_LIBRARY": str(library), "YINZHENG_CACHE": str(settings.cache)}
    with serving(environment, folder / "server.log") as (address, _):
        yield Served(address, library, documents)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Window]:
    """Gives windows, each to one at a time: one that was given back remembers the files of the page and nothing else."""
    idle: dict[str, list[BrowserContext]] = {}

    @contextmanager
    def window(**options: Any) -> Iterator[BrowserContext]:
        alike = idle.setdefault(repr(sorted(options.items())), [])
        context = alike.pop() if alike else browser.new_context(**options)
        yield context
        context.clear_cookies()
        for page in context.pages:
            page.evaluate("localStorage.clear()")
            page.close()
        alike.append(context)

    yield window
    for context in chain.from_iterable(idle.values()):
        context.close()


@pytest.fixture
def opened(served: Served, windows: Window) -> Iterator[Callable[..., Page]]:
    """Opens the page in a window of its own, and fails the test if anything was asked for from elsewhere."""
    strayed: list[str] = []
    faults: list[str] = []

    def watch(url: str) -> None:
        if not url.startswith((served.url, "data:")):
            strayed.append(url)

    with ExitStack() as stack:

        def visit(width: int = 1280, height: int = 900, path: str = "/", **options: Any) -> Page:
            size = {"width": width, "height": height}
            context = stack.enter_context(windows(viewport=size, **{"locale": "en-GB", **options}))
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.on("request", lambda request: watch(request.url))
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on(
                "console", lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None
            )
            page.goto(served.url + path)
            return page

        yield visit
    assert not strayed, f"requests left this computer: {strayed}"
    assert not faults, f"errors in the page: {faults}"
