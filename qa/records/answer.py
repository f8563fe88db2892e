"""An answer, and how its question was understood."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from qa.records.card import SHOWN, begin, known_html, quoted_html
from qa.records.citation import Citation, GeneratedSentence
from qa.records.fact import Fact
from qa.records.found import Hit
from qa.records.shared import LeftOut, Statement, View
from qa.verdict import EVIDENCED, SCHEMA, SURE, Verdict

if TYPE_CHECKING:
    from qa import forms

__all__ = ["Answer", "Generated", "Understood"]


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question that leans on the one before it was understood.

    `question` is what was searched for, `asked` what the user wrote; `carried` are the names taken over from the
    conversation and `sources` the documents (ids) that the search kept to, if any.
    """

    asked: str
    question: str
    carried: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def to_dict(self) -> forms.Understood:
        """JSON form."""
        return {
            "asked": self.asked,
            "question": self.question,
            "carried": list(self.carried),
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Generated:
    """What a language model made of the evidence: never evidence itself. `error` says why there is nothing, or not all."""

    model: str
    sentences: tuple[GeneratedSentence, ...] = ()
    error: str = ""

    def to_dict(self) -> forms.Generated:
        """JSON form."""
        return {
            "model": self.model,
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "error": self.error,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with its evidence.

    Where the verdict is `uncertain`, `statements` and `citations` are quoted and certified as always, and may answer or not:
    they are to be read. `odds` is the probability that any sentence within the filters answers; None where nothing was weighed.

    Where the verdict is a no, `statements` and `citations` are empty, `nearest` are certified quotations of what comes
    nearest (numbered from 1 on their own), which do not answer, and `passages` the nearest passages. For a question that
    takes something for granted, `nearest` is what the documents say of that.

    `views` are filled where a question asks for positions: who holds what; `silent` are then the documents (ids) that say
    nothing of it. `about` is what is known of the documents themselves, where the question is about them and not about what
    they say; then nothing is quoted. `left_out` are quotations that were found and failed their check: no part of the evidence.
    """

    question: str
    language: str
    verdict: Verdict
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Hit, ...]
    library: forms.Library
    model: str
    seconds: float
    nearest: tuple[Citation, ...] = ()
    views: tuple[View, ...] = ()
    silent: tuple[str, ...] = ()
    understood: Understood | None = None
    generated: Generated | None = None
    left_out: tuple[LeftOut, ...] = ()
    odds: float | None = None
    about: tuple[Fact, ...] = ()

    def __repr__(self) -> str:
        """One line: the verdict, the first words of what it quotes, and how many quotations there are."""
        count = len(self.citations)
        if self.about:
            return f"Answer({self.verdict.value} to {begin(self.question)!r}, {len(self.about)} facts about documents)"
        told = f"{count} citation{'s' * (count != 1)}: {begin(self.citations[0].quote)!r}" if count else "no citation"
        return f"Answer({self.verdict.value} to {begin(self.question)!r}, {told})"

    def _repr_html_(self) -> str:
        """A card for notebooks: the question, the verdict, each quotation with its place; nothing in it is markup of a document."""
        quoted = self.citations or self.nearest
        rows = "".join(quoted_html(citation) for citation in quoted[:SHOWN])
        rows += "".join(known_html(fact) for fact in self.about[:SHOWN])
        more = f"<p>and {len(quoted) - SHOWN} more</p>" if len(quoted) > SHOWN else ""
        verdict = self.verdict.value.replace("_", " ")
        if quoted and self.verdict not in SURE:
            verdict += "; what may answer:" if self.verdict in EVIDENCED else "; what comes nearest:"
        return (
            '<div style="max-width:48em;border:1px solid #8888;border-radius:6px;padding:.6em 1em">'
            f"<p><b>{escape(self.question)}</b><br><small>{escape(verdict)}</small></p>{rows}{more}</div>"
        )

    def to_dict(self) -> forms.Answer:
        """JSON form, as `yinzheng ask --json` prints it."""
        told: forms.Answer = {
            "schema": SCHEMA,
            "question": self.question,
            "language": self.language,
            "verdict": self.verdict.value,
            "odds": None if self.odds is None else round(self.odds, 4),
            "statements": [statement.to_dict() for statement in self.statements],
            "citations": [citation.to_dict() for citation in self.citations],
            "nearest": [citation.to_dict() for citation in self.nearest],
            "views": [view.to_dict() for view in self.views],
            "silent": list(self.silent),
            "understood": self.understood.to_dict() if self.understood else None,
            "generated": self.generated.to_dict() if self.generated else None,
            "left_out": [one.to_dict() for one in self.left_out],
            "passages": [hit.to_dict() for hit in self.passages],
            "library": {**self.library},
            "model": self.model,
            "seconds": round(self.seconds, 3),
        }
        if self.about:
            told["about"] = [fact.to_dict() for fact in self.about]
        return told
