"""What can be pressed beside a quotation: its number, copy, the whole document."""

from __future__ import annotations

from markupsafe import Markup

from index.records import Document
from qa.ui.web.html.drawing import draw
from qa.ui.web.words.strings import PageStrings

__all__ = ["copy_button", "number", "opener"]


def number(of: int, strings: PageStrings) -> Markup:
    """The number of a citation, which leads to its quotation in its passage."""
    return draw("actions", "number", of=of, label=strings.citation.format(n=of))


def copy_button(text: str, label: str, strings: PageStrings) -> Markup:
    """A button that copies `text`, and says so."""
    return draw("actions", "copy_button", text=text, label=label, copied=strings.copied)


def opener(document: Document, start: int, end: int, label: str, style: str) -> Markup:
    """A button that opens the whole document at text[start:end]; the style `yz-title` is for a label in its language."""
    return draw("actions", "opener", document=document, start=start, end=end, label=label, style=style)
