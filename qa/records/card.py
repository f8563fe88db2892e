"""Parts of the card that notebooks show of an answer, and of its line; nothing in it is markup of a document."""

from __future__ import annotations

from html import escape

from index.text.shortening import beginning
from qa.records.citation import Citation
from qa.records.fact import Fact

__all__ = ["SHOWN", "begin", "known_html", "quoted_html"]


SHOWN = 5
"""Quotations on a card."""
_BEGINNING = 60
"""Characters of a text on a line."""


def begin(text: str) -> str:
    """The beginning of a text, on one line."""
    return beginning(" ".join(text.split()), _BEGINNING)


def quoted_html(citation: Citation) -> str:
    """A quotation with its place."""
    source = citation.document.source
    place = " · ".join(
        filter(None, (*citation.passage.section.authors, source.publisher, source.title, source.published))
    )
    return (
        f'<blockquote style="margin:.4em 0 .8em 1em"><p style="margin:0">{escape(citation.quote)}</p>'
        f"<small>[{citation.number}] {escape(place)} · {escape(citation.document.file)}</small></blockquote>"
    )


def known_html(fact: Fact) -> str:
    """What is known of a document, and how its text states it."""
    stated = f"stated in the text: {fact.quote}" if fact.span else "not stated in the text"
    named = fact.document.source.title or fact.document.id
    return (
        f"<p>{escape(named)} · {escape(fact.name.value.replace('_', ' '))}: <b>{escape(fact.value or '–')}</b>"
        f"<br><small>{escape(stated)}</small></p>"
    )
