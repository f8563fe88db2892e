"""What can be pressed beside a quotation: its number, copy, the whole document."""

from __future__ import annotations

from html import escape

from index.records import Document
from qa.ui.web.words.strings import PageStrings

__all__ = ["copy_button", "number", "opener"]


def number(of: int, strings: PageStrings) -> str:
    """The number of a citation, which leads to its quotation in its passage."""
    label = escape(strings.citation.format(n=of))
    return f'<a class="yz-number" href="#yz-quote-{of}" aria-label="{label}">[{of}]</a>'


def copy_button(text: str, label: str, strings: PageStrings) -> str:
    """A button that copies `text`, and says so."""
    return (
        f'<button type="button" class="yz-copy" data-copy="{escape(text)}" '
        f'data-copied="{escape(strings.copied)}">{escape(label)}</button>'
    )


def opener(document: Document, start: int, end: int, label: str, style: str) -> str:
    """A button that opens the whole document at text[start:end]; the style `yz-title` is for a label in its language."""
    language = f' lang="{escape(document.language)}"' if style == "yz-title" else ""
    return (
        f'<button type="button" class="{style}" data-document="{escape(document.id)}" data-start="{start}" '
        f'data-end="{end}"{language}>{escape(label)}</button>'
    )
