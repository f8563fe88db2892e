"""What became of the quotations of a saved answer: frozen, slotted; `to_dict` is the JSON of `yinzheng verify`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

__all__ = ["Edit", "QuotationCheck", "QuotePlace", "State", "Verification"]


class State(StrEnum):
    """What became of a quotation."""

    VERBATIM = "verbatim"
    """It stands in its document, character by character, where the answer says."""
    MOVED = "moved"
    """It stands in its document, character by character, in another place."""
    CHANGED = "changed"
    """Its document no longer says it, but something like it."""
    ELSEWHERE = "elsewhere"
    """Its document is gone, or says nothing like it, and another document has it, character by character."""
    GONE = "gone"
    """No document has it."""


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """text[start:end] of a document, as the library has it now; `text` is what stands there."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a quotation as it was and as it is now; the same twice where nothing was changed."""

    was: str
    now: str


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """One quotation of a saved answer, held against the library.

    `part` is `citations`, `nearest` or `about`, `number` its number there; `document`, `start`, `end` and `quote` are as saved.
    `now` is where it stands now, or the likeliest place, if any, and `changes` what is different there. `also` are
    further documents that have it, character by character.

    `same_file` is whether the document's file has the bytes that it had; None where the document is gone. `altered`: the
    document's text is to the character what it was, and yet the quotation is not where the answer says, so that it is the
    saved answer that was changed. `said` are those of author, speakers, chains, direct and published that the library
    now has otherwise, each as it is now.
    """

    part: str
    number: int
    state: State
    document: str
    start: int
    end: int
    quote: str
    now: QuotePlace | None = None
    changes: tuple[Edit, ...] = ()
    also: tuple[str, ...] = ()
    same_file: bool | None = None
    altered: bool = False
    said: tuple[tuple[str, Any], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all is as the answer says: the words, their place, who says them and when."""
        return self.state is State.VERBATIM and not self.said

    @property
    def renamed(self) -> bool:
        """Whether the document has another id now."""
        return self.state is not State.ELSEWHERE and self.now is not None and self.now.document != self.document

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {
            **asdict(self),
            "state": self.state.value,
            "holds": self.holds,
            "renamed": self.renamed,
            "changes": [asdict(change) for change in self.changes],
            "also": list(self.also),
            "said": dict(self.said),
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """A saved answer held against a library: each of its quotations, and what its parts say against one another."""

    question: str
    library: str
    checks: tuple[QuotationCheck, ...]
    contradictions: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every quotation is verbatim where the answer says, and the answer does not contradict itself."""
        return not self.contradictions and all(check.holds for check in self.checks)

    def count(self, state: State) -> int:
        """How many quotations are in this state."""
        return sum(check.state is state for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "question": self.question,
            "library": self.library,
            "holds": self.holds,
            "states": {state.value: self.count(state) for state in State},
            "contradictions": list(self.contradictions),
            "checks": [check.to_dict() for check in self.checks],
        }
