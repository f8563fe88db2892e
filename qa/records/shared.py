"""What an answer and all evidence have alike: what is said, who holds it, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa import forms

__all__ = ["LeftOut", "Statement", "View"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the documents say: the quote of its first citation, or of its second where the first is its heading; the
    others, by number, repeat it.

    `topic` is the heading under which it stands, as the document writes it, where the answer has one statement for each
    heading; empty otherwise.
    """

    text: str
    citations: tuple[int, ...]
    topic: str = ""

    def to_dict(self) -> forms.Statement:
        """JSON form."""
        return {"text": self.text, "citations": list(self.citations), "topic": self.topic}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A quotation that failed its check, was left out of the answer, and why."""

    document: str
    start: int
    end: int
    reason: str

    def to_dict(self) -> forms.LeftOut:
        """JSON form."""
        return {"document": self.document, "start": self.start, "end": self.end, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class View:
    """What one side holds: who, in which documents, and the numbers of the citations that say it.

    `holder` is the speaker, or the author where nobody is quoted, or the publisher where no author is named, as the
    document writes it; `speaker` tells which. Reprints and near-duplicates of one document are one side: `documents`
    names all of them, that of the first citation first.
    """

    holder: str
    speaker: bool
    documents: tuple[str, ...]
    citations: tuple[int, ...]

    def to_dict(self) -> forms.View:
        """JSON form."""
        return {
            "holder": self.holder,
            "speaker": self.speaker,
            "documents": list(self.documents),
            "citations": list(self.citations),
        }
