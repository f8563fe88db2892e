"""Every quotation is compared with its document, character by character, before it leaves the engine."""

from __future__ import annotations

from collections.abc import Sequence

from qa.errors import CertificateError
from qa.records import Citation, Statement

__all__ = ["certify"]


def certify(citations: Sequence[Citation], statements: Sequence[Statement]) -> None:
    """Pass only what holds.

    Raises CertificateError where a quotation is not at its place in its document, is empty, lies outside its passage,
    is numbered out of order, or where a statement cites a number that there is not or says what it does not quote.
    """
    for number, citation in enumerate(citations, start=1):
        held = citation.document.text[citation.start : citation.end]
        if not citation.quote.strip() or held != citation.quote:
            raise CertificateError(
                f"citation {citation.number} is not at {citation.start}–{citation.end} of {citation.document.id}; "
                "the library may be damaged: rebuild it with yinzheng index --rebuild"
            )
        passage = citation.passage
        within = (
            passage.document == citation.document.id and passage.start <= citation.start <= citation.end <= passage.end
        )
        if not within or citation.number != number:
            raise CertificateError(f"citation {citation.number} does not belong where it stands; please report this")
    quotes = {citation.number: citation.quote for citation in citations}
    for statement in statements:
        if not statement.citations or any(number not in quotes for number in statement.citations):
            raise CertificateError(
                f"a statement cites {statement.citations}, which are not all there; please report this"
            )
        if statement.text != " ".join(quotes[number] for number in statement.citations):
            raise CertificateError("a statement says what its citations do not; please report this")
