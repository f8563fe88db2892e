"""Something known of a document itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.offsets import Span
from index.records import Document
from qa.records.citation import Certificate
from qa.records.place import page_of
from qa.verdict import Property

if TYPE_CHECKING:
    from qa import forms

__all__ = ["Fact"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of a document itself; `value` is empty where nothing says it. Dates are ISO 8601.

    `span` is where in document.text it is stated, and then `certificate` says what was compared there; None where it is known
    from the file's metadata or `sources.toml` alone.
    """

    document: Document
    name: Property
    value: str
    span: Span | None = None
    certificate: Certificate | None = None

    @property
    def quote(self) -> str:
        """How the text states it; empty where it does not."""
        return self.document.text[self.span.start : self.span.end] if self.span else ""

    def to_dict(self) -> forms.Fact:
        """JSON form; `start` and `end` count in the document's text, `source_*` in the decoded file."""
        document, span = self.document, self.span
        return {
            "document": document.id,
            "file": document.file,
            "title": document.source.title,
            "sha256": document.sha256,
            "property": self.name.value,
            "value": self.value,
            "stated": None
            if span is None
            else {
                "quote": self.quote,
                "start": span.start,
                "end": span.end,
                "source_start": document.source_span(span.start, span.end).start,
                "source_end": document.source_span(span.start, span.end).end,
                "page": page_of(document, span.start, span.end),
                "certificate": self.certificate.to_dict() if self.certificate else None,  # type: ignore[typeddict-item] # no such leaves
            },
        }
