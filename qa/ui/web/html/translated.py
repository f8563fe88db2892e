"""A quotation as a language model puts it in the reader's language → HTML: under the quotation, headed as no evidence, each doubt in words."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from qa.records import Translation
from qa.ui.web.html.drawing import draw
from qa.ui.web.words.strings import PageStrings

__all__ = ["translated_html"]


def translated_html(n: int, made: Sequence[Translation], words: PageStrings, *, waiting: bool = False) -> Markup:
    """What was made of the statement `n`: of its heading and of its quotation, or that it is `waiting` for it."""
    return draw("translated", "translated", words=words, n=n, waiting=waiting, made=made)
