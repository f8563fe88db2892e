"""Pages of a PDF as pictures, with boxes where the quotations stand."""

from __future__ import annotations

import re
from pathlib import Path

from qa.ui.web.html.source import Picture, source_html
from qa.ui.web.pictures import page_png, page_size
from qa.ui.web.words.languages import page_languages
from tests.conftest import ROOT
from tests.qa.ui.test_layout import ONE

REPORT = ROOT / "tests" / "data" / "formats" / "report-en.pdf"


def test_a_page_is_drawn_and_what_is_none_is_not(tmp_path: Path) -> None:
    size = page_size(REPORT, 1)
    assert size is not None
    assert [round(side) for side in size] == [420, 595]
    assert (page_png(REPORT, 1) or b"").startswith(b"\x89PNG")
    (tmp_path / "x.pdf").write_bytes(b"no")
    for path, page in ((REPORT, 0), (REPORT, 999), (tmp_path / "x.pdf", 1), (tmp_path / "none.pdf", 1)):
        assert page_size(path, page) is None
        assert page_png(path, page) is None


def test_boxes_lie_on_the_picture() -> None:
    picture = Picture(3, 420, 595, "/document/one/page/3.png", ((10, 20, 110, 32),))
    html = str(source_html(ONE, [], page_languages()["en"], pages=[picture]))
    assert re.search(r'<svg viewBox="0 0 420 595" role="img" aria-label="Page 3 of the file">', html)
    assert '<rect x="10" y="20" width="100" height="12"/>' in html
    assert "Page 3 of the file</button>" in html
