"""Every quotation is compared with its document, character by character, before it leaves the engine."""

from __future__ import annotations

from collections.abc import Sequence

from index.script import fold
from qa.errors import CertificateError
from qa.records import Citation, Statement

__all__ = ["certify", "same_words"]


def same_words(one: str, other: str) -> bool:
    """Whether two quotations are one, but for script, letter case and white space."""
    return one == other or "".join(fold(one).split()) == "".join(fold(other).split())


def certify(citations: Sequence[Citation], statements: Sequence[Statement]) -> None:
    """Pass only what holds.

    Raises CertificateError where a quotation is not at its place in its document, is empty, lies outside its passage,
    is numbered out of order, or where a statement cites a number that there is not, or one twice, or is not its first
    quotation, or cites another that does not say the same.
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
        said = [quotes[number] for number in statement.citations]
        alike = all(same_words(statement.text, quote) for quote in said)
        if statement.text != said[0] or not alike or len(set(statement.citations)) != len(said):
            raise CertificateError("a statement says what its citations do not; please report this")
