"""Where a text comes from, and how many of something there are, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final

from index.records import Document, Passage
from index.text.shortening import beginning
from qa.records import GeneratedSentence, page_of, time_of

__all__ = [
    "EVEN",
    "LIKELY",
    "Likelihood",
    "counted",
    "doubt",
    "likelihood",
    "one_line",
    "percent",
    "place_in",
    "place_line",
    "publishers",
    "recognition",
    "short",
]

LIKELY: Final = 0.66
EVEN: Final = 0.33
"""The least odds that are called likely, and as likely as not: the scale of Mastrandrea et al. (2010), which the IPCC writes by."""


class Likelihood(StrEnum):
    """Odds in words; how each language says them is the page's (`PageStrings.likelihoods`) and the terminal's."""

    LIKELY = "likely"
    EVEN = "as likely as not"
    UNLIKELY = "unlikely"


def likelihood(odds: float) -> Likelihood:
    """The word for odds from 0 to 1."""
    if odds >= LIKELY:
        return Likelihood.LIKELY
    return Likelihood.EVEN if odds >= EVEN else Likelihood.UNLIKELY


def place_in(document: Document, passage: Passage, start: int, end: int) -> str:
    """Where document.text[start:end], which stands in the passage, comes from; with its page or time, where it has one."""
    place, page = place_line(document, passage.section.authors, passage.section.path), page_of(document, start, end)
    at = time_of(document, start, end) or (f"p. {page}" if page else "")
    return " · ".join(filter(None, (place, at, recognition(document, start, end))))


def recognition(document: Document, start: int, end: int) -> str:
    """`as recognised (93 %)` where document.text[start:end] was recognised in a picture; else empty."""
    sure = document.recognised(start, end)
    return "" if sure is None else f"as recognised ({percent(sure)})"


def percent(share: float) -> str:
    """`93 %`."""
    return f"{100 * share:.0f}\u00a0%"


def counted(number: int, word: str) -> str:
    """`1 note`, `3 notes`."""
    return f"{number} {word}{'s' * (number != 1)}"


def doubt(sentence: GeneratedSentence, citations: Collection[int]) -> str:
    """Why a sentence of a language model is not supported; empty where it is. `citations` are the answer's numbers."""
    if sentence.supported:
        return ""
    if not sentence.citations:
        return "cites nothing"
    return "its evidence does not say it" if set(sentence.citations) <= set(citations) else "cites what there is not"


def place_line(document: Document, authors: Sequence[str], path: Sequence[str]) -> str:
    """Whose it is, who published it, its title, the headings `path`, the dates and the file, on one line."""
    source = document.source
    dates = source.published + (f" (reposted {source.reposted})" if source.reposted else "")
    parts = [
        ", ".join(authors or source.authors),
        publishers(document),
        source.title,
        " › ".join(path),
        dates,
        document.file,
    ]
    return " · ".join(one_line(part) for part in parts if part)


def one_line(text: str) -> str:
    """What is known of a document, on one line whatever its file says: its lines would look like lines of ours."""
    return " ".join(text.split())


def publishers(document: Document) -> str:
    """Who published it, and whom it was reprinted from."""
    names = (document.source.publisher, document.source.original_publisher)
    return " ← ".join(one_line(name) for name in names if name)


def short(text: str, length: int) -> str:
    """The beginning of a text, on one line."""
    return beginning(one_line(text), length)
