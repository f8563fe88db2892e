"""The documentation builds without a broken link, and a page of it fetches nothing from anywhere else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(
        not all(map(find_spec, ("mkdocs", "material", "mkdocstrings", "mkdocstrings_handlers"))),
        reason="the site needs its tools: pip install -c constraints.txt -e '.[docs]'",
    ),
]
_LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*?\bsrc=[\"']?(?:https?:)?//[^\"' >]+"
    r"|<(?:link|use|image)\b[^>]*?\bhref=[\"']?(?:https?:)?//[^\"' >]+"
    r"|<object\b[^>]*?\bdata=[\"']?(?:https?:)?//[^\"' >]+"
    r"|\bsrcset=[\"'][^\"']*//[^\"']+"
    r"|url\([\"']?(?:https?:)?//[^)]+\)"
    r"|@import\s+[\"'](?:https?:)?//[^\"']+"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    made = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, timeout=120
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def test_every_page_is_there(site: Path) -> None:
    assert "引证" in (site / "index.html").read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        path = page.relative_to(ROOT).with_suffix("")
        built = path.parent if path.name == "README" else path
        assert (site / built / "index.html").is_file(), page


def test_nothing_is_fetched(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".css", ".svg")]
    assert len(files) > 20
    fetched = {f"{path.name}: {found}" for path in files for found in _LOADED.findall(path.read_text("utf-8"))}
    assert not fetched


@pytest.mark.browser
def test_a_browser_asks_nobody_else(site: Path, browser: Browser) -> None:
    handler = partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, browser.new_context() as context:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        here = f"http://127.0.0.1:{server.server_port}/"
        for path in ("", "docs/architecture/", "docs/api/"):
            page.goto(here + path, wait_until="networkidle")
        server.shutdown()
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith((here, "data:", "blob:"))] == []


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def test_the_reference_is_of_the_docstrings(site: Path) -> None:
    text = (site / "docs" / "api" / "index.html").read_text("utf-8")
    assert "An answer of certified quotations, or an honest no" in text
    assert 'id="qa.reading.reader.Reader"' in text


@pytest.mark.parametrize(
    ("html", "fetches"),
    [
        ('<script src="https://unpkg.com/x.js"></script>', True),
        ("<link rel=stylesheet href=https://fonts.googleapis.com/css>", True),
        ("@font-face { src: url(//fonts.example/x.woff2) }", True),
        ('<a href="https://example.org/">there</a>', False),
        ('<script src="../assets/x.js"></script>', False),
        ('<svg xmlns="http://www.w3.org/2000/svg">', False),
    ],
)
def test_what_is_fetched_is_told(html: str, fetches: bool) -> None:
    assert bool(_LOADED.search(html)) is fetches
