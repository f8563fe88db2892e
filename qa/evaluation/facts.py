"""The facts of a question in the documents: where each stands, and whether passages or quotations hold it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.errors import LibraryError
from index.offsets import Span
from index.records import Document, Note
from index.store.library import Library
from qa.errors import EvaluationError
from qa.evaluation.metrics import covered
from qa.evaluation.question_file import Alternative

__all__ = ["FactPlace", "Shown", "places_of"]

_NOTHING = re.compile(r"\s+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@dataclass(frozen=True, slots=True)
class FactPlace:
    """Where a fact stands: the parts of document.text that are neither white space nor footnote marks.

    `quote` is the fact without those, to look for it in footnotes.
    """

    document: str
    spans: tuple[Span, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of the documents: spans by document, and the footnotes in them."""

    spans: Mapping[str, tuple[Span, ...]]
    notes: Mapping[str, tuple[Note, ...]]

    @classmethod
    def of(cls, parts: Sequence[tuple[Document, int, int]]) -> Shown:
        """Of document.text[start:end] of each part."""
        spans: dict[str, tuple[Span, ...]] = {}
        notes: dict[str, tuple[Note, ...]] = {}
        for document, start, end in parts:
            spans[document.id] = (*spans.get(document.id, ()), Span(start, end))
            notes[document.id] = (*notes.get(document.id, ()), *document.notes_in(start, end))
        return cls(spans, notes)

    def holds(self, fact: Sequence[FactPlace], share: float) -> bool:
        """Whether `share` of the fact is shown at one of its places, or a footnote shown resolves to it."""
        return any(self._holds(place, share) for place in fact)

    def _holds(self, place: FactPlace, share: float) -> bool:
        if covered(place.spans, self.spans.get(place.document, ()), share):
            return True
        return any(place.quote in _bare(note.text)[0] for note in self.notes.get(place.document, ()))


def places_of(fact: Sequence[Alternative], library: Library, question: str) -> tuple[FactPlace, ...]:
    """Every place at which an alternative of the fact stands. Raises EvaluationError where one stands nowhere."""
    found: list[FactPlace] = []
    for option in fact:
        try:
            document = library.document(option.document)
        except LibraryError as error:
            raise EvaluationError(f"question {question}: {error}") from error
        bare, offsets = _bare(document.text)
        quote = _bare(option.quote)[0]
        at = bare.find(quote) if quote else -1
        if at < 0:
            raise EvaluationError(f"question {question}: {option.quote!r} is not in {document.id}; correct the quote")
        while at >= 0:
            found.append(FactPlace(document.id, _runs(offsets[at : at + len(quote)]), quote))
            at = bare.find(quote, at + 1)
    return tuple(found)


def _runs(offsets: Sequence[int]) -> tuple[Span, ...]:
    """Rising offsets as spans without gaps."""
    starts = [at for at, before in zip(offsets, [None, *offsets], strict=False) if before is None or at != before + 1]
    ends = [at + 1 for at, after in zip(offsets, [*offsets[1:], None], strict=True) if after != at + 1]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))


def _bare(text: str) -> tuple[str, list[int]]:
    """`text` without white space and footnote marks, and the offset in `text` of each character left."""
    gone = {i for match in _NOTHING.finditer(text) for i in range(match.start(), match.end())}
    kept = [i for i in range(len(text)) if i not in gone]
    return "".join(text[i] for i in kept), kept
