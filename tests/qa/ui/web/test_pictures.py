"""Pages of a PDF as pictures, with boxes where the quotations stand."""

from __future__ import annotations

import re

import pytest

from qa.ui.web import pictures
from qa.ui.web.html.source import Picture, source_html
from qa.ui.web.pictures import page_png, page_sizes
from qa.ui.web.words.languages import page_languages
from tests.conftest import ROOT
from tests.qa.ui.test_layout import ONE

REPORT = ROOT / "tests" / "data" / "formats" / "report-en.pdf"


def test_a_page_is_drawn_and_what_is_none_is_not() -> None:
    data = REPORT.read_bytes()
    sizes = page_sizes(data, [1, 0, 999])
    assert {page: [round(side) for side in size] for page, size in sizes.items()} == {1: [420, 595]}
    assert (page_png(data, 1) or b"").startswith(b"\x89PNG")
    for held, page in ((data, 0), (data, 999), (b"no", 1), (b"", 1)):
        assert page_png(held, page) is None
    assert page_sizes(b"no", [1]) == {}


def _pdf(*objects: bytes) -> bytes:
    """A file of these objects, the first of which is its catalogue; readers find them without a table of where they are."""
    whole = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + whole + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def _form(within: bytes, content: bytes) -> bytes:
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 200 200]%s/Length %d>>" % (within, len(content))
    return head + b"\nstream\n" + content + b"\nendstream"


def _deep(forms: int) -> bytes:
    """A page that draws a form ten times, which draws another ten times, and so on."""
    drawn = [_form(b"/Resources<</XObject<</F %d 0 R>>>>" % (6 + number), b"/F Do\n" * 10) for number in range(forms)]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<</XObject<</F 5 0 R>>>>/Contents 4 0 R>>"
    content = b"<</Length 5>>\nstream\n/F Do\nendstream"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content, *drawn, _form(b"", b"10 10 50 50 re f\n"))


def test_a_page_that_would_draw_without_end_is_none_and_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (page_png(_deep(1), 1) or b"").startswith(b"\x89PNG")
    monkeypatch.setattr(pictures, "_SECONDS", 1.0)
    assert page_png(_deep(9), 1) is None
    monkeypatch.setattr(pictures, "_LARGEST", 100)
    assert page_png(_deep(1), 1) is None, "more bytes than a picture has"


def test_boxes_lie_on_the_picture() -> None:
    picture = Picture(3, 420, 595, "/document/one/page/3.png", ((10, 20, 110, 32),))
    html = str(source_html(ONE, [], page_languages()["en"], pages=[picture]))
    assert re.search(r'<svg viewBox="0 0 420 595" role="img" aria-label="Page 3 of the file">', html)
    assert '<rect x="10" y="20" width="100" height="12"/>' in html
    assert "Page 3 of the file</button>" in html
