"""Templates: what a document brings is escaped in whatever place it stands, and nothing says that it need not be."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from qa.ui.web.html import drawing
from tests.conftest import ROOT

TEMPLATES = sorted((ROOT / "qa" / "ui" / "web" / "html" / "templates").glob("*.html"))
HOSTILE = "<script>\"'&"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_calls_anything_safe(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    assert not [word for word in ("safe", "autoescape", "Markup") if word in text]


def test_values_are_escaped_and_what_was_drawn_is_not_again() -> None:
    drawn = drawing.draw("credit", "foreign", text=HOSTILE, language=HOSTILE)
    assert drawn == '<span lang="&lt;script&gt;&#34;&#39;&amp;">&lt;script&gt;&#34;&#39;&amp;</span>'
    assert drawing.draw("answer", "small", text=drawn) == f"<small>{drawn}</small>"


def test_line_breaks_of_a_value_stay() -> None:
    assert ">a\n  b<" in drawing.draw("credit", "foreign", text="a\n  b", language="en")


def test_phrases_and_parts() -> None:
    assert drawing.phrase("a & {x}", x="<") == "a &amp; &lt;"
    assert drawing.together([Markup("<b>"), Markup(), Markup("c")], " < ") == "<b> &lt; c"
