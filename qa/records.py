"""What a question brings back: hits, citations, an answer. Frozen, slotted; `to_dict` is the JSON of the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from index.offsets import Span
from index.records import Document, Note, Passage
from index.speech.said import Speech, speech
from index.text.script_code import script_code
from qa.verdict import EVIDENCED, SCHEMA, SURE, Property, Verdict

if TYPE_CHECKING:
    from qa import forms

__all__ = [
    "SCHEMA",
    "Answer",
    "Certificate",
    "Citation",
    "Fact",
    "Generated",
    "GeneratedSentence",
    "Gloss",
    "Glosses",
    "Hit",
    "LeftOut",
    "Match",
    "Property",
    "Statement",
    "Translation",
    "Understood",
    "Verdict",
    "View",
    "page_of",
    "time_of",
]


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the question that met words of a passage in the lexical leg, and how.

    `how` is `same` (the same folded word), `number`, `kanji`, `dictionary`, `reading` (Sino-Korean), `sound` (a name in
    another script) or `pair` (a name that a document gives in both scripts). `weight` is its share of the leg's score.
    """

    asked: str
    met: str
    how: str
    weight: float

    def to_dict(self) -> forms.Match:
        """JSON form."""
        return {"asked": self.asked, "met": self.met, "how": self.how, "weight": round(self.weight, 4)}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: its fused score, and its rank (from 1) and score in each leg that found it.

    `matches` are the words by which the lexical leg found it, looked for when they are asked for (`qa.retrieval.matches`). `odds` is the probability that the passage answers the
    question, and `span` where in `document.text` the likeliest answer stands; None where it was not read closely.
    """

    number: int
    document: Document
    passage: Passage
    score: float
    ranks: dict[str, int] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    matches: Sequence[Match] = ()
    odds: float | None = None
    span: Span | None = None

    def to_dict(self) -> forms.Hit:
        """JSON form; `start`, `end` and `span` count in the document's text, `source_*` in the decoded file."""
        return {
            **_place(self.document, self.passage, self.passage.start, self.passage.end),
            "text": self.passage.text,
            "score": round(self.score, 6),
            "odds": None if self.odds is None else round(self.odds, 4),
            "span": None if self.span is None else [self.span.start, self.span.end],
            "ranks": dict(self.ranks),
            "scores": {leg: round(score, 6) for leg, score in self.scores.items()},
            "matches": [match.to_dict() for match in self.matches],
        }


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a quotation was compared with: text[start:end] of a document whose file and whose text have these SHA-256.

    `cleaning` is the version of the cleaning that made the text of the file. Where `text_sha256` is the same, so is every
    character of the text, whatever the version. `recognised` is how sure the text itself is, from 0 to 1, where it was
    recognised in a picture. Only `qa.proof.certificate` issues it, after the comparison.
    """

    sha256: str
    text_sha256: str
    cleaning: int
    start: int
    end: int
    recognised: float | None = None

    @classmethod
    def of(cls, document: Document, start: int, end: int, cleaning: int) -> Certificate:
        """The certificate that document.text[start:end] would have."""
        text = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
        return cls(document.sha256, text, cleaning, start, end, document.recognised(start, end))

    def to_dict(self) -> forms.Certificate:
        """JSON form."""
        found: forms.Certificate = {
            "sha256": self.sha256,
            "text_sha256": self.text_sha256,
            "cleaning": self.cleaning,
            "start": self.start,
            "end": self.end,
        }
        if self.recognised is not None:
            found["recognised"] = self.recognised
        return found


@dataclass(frozen=True, slots=True)
class Gloss:
    """A word of a quotation, quote[start:end], and what it may mean in another language, the most usual first.

    `source` is what says so: a dictionary (`CC-CEDICT`, `JMdict`, `JMnedict`, `KANJIDIC2`, `CLDR`), or `library`, where a
    document itself gives a name in both scripts.
    """

    start: int
    end: int
    term: str
    meanings: tuple[str, ...]
    source: str

    def to_dict(self) -> forms.Gloss:
        """JSON form."""
        return {
            "start": self.start,
            "end": self.end,
            "term": self.term,
            "meanings": list(self.meanings),
            "source": self.source,  # type: ignore[typeddict-item] # a name that the dictionaries have
        }


@dataclass(frozen=True, slots=True)
class Glosses:
    """The words of a quotation in the language `into`, from dictionaries: help to read it, no translation.

    `covered` is false where no dictionary here goes from the quotation's language into that one.
    """

    into: str
    words: tuple[Gloss, ...] = ()
    covered: bool = True

    def to_dict(self) -> forms.Glosses:
        """JSON form."""
        return {"into": self.into, "covered": self.covered, "words": [word.to_dict() for word in self.words]}


@dataclass(frozen=True, slots=True)
class GeneratedSentence:
    """A sentence that a language model wrote, the citations that it names, and whether they hold it.

    `odds` is the reader's probability that the evidence says it; `supported` is false where it cites nothing, cites what
    there is not, or its evidence does not say it.
    """

    text: str
    citations: tuple[int, ...]
    odds: float
    supported: bool

    def to_dict(self) -> forms.GeneratedSentence:
        """JSON form."""
        return {
            "text": self.text,
            "citations": list(self.citations),
            "odds": round(self.odds, 4),
            "supported": self.supported,
        }


@dataclass(frozen=True, slots=True)
class Translation:
    """A quotation in the language `into`, as the language model `model` puts it: help to read it, never the quotation.

    Each of its `sentences` is held against the quotation; `lacks` are numbers and dates of the quotation that stand in none
    of them. `error` says why there is nothing, or not all.
    """

    into: str
    model: str
    sentences: tuple[GeneratedSentence, ...] = ()
    lacks: tuple[str, ...] = ()
    error: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        between = "" if self.into.startswith(("zh", "ja")) else " "
        return between.join(sentence.text for sentence in self.sentences)

    @property
    def holds(self) -> bool:
        """Whether it is whole, the quotation says every sentence of it, and none of its numbers is lacking."""
        return (
            bool(self.sentences)
            and not self.lacks
            and not self.error
            and all(sentence.supported for sentence in self.sentences)
        )

    def to_dict(self) -> forms.Translation:
        """JSON form."""
        return {
            "into": self.into,
            "model": self.model,
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "lacks": list(self.lacks),
            "holds": self.holds,
            "error": self.error,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation: document.text[start:end], character for character, within a passage; numbered from 1.

    `certificate` is None until the quotation has been compared with its document, and never in an answer that has left
    the engine. `glosses` and `translation` are None where they were not asked for, and for a quotation in the language asked for.
    """

    number: int
    document: Document
    passage: Passage
    start: int
    end: int
    quote: str
    score: float
    certificate: Certificate | None = None
    glosses: Glosses | None = None
    translation: Translation | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """The footnotes attached to the quotation."""
        return self.document.notes_in(self.start, self.end)

    @property
    def speech(self) -> Speech:
        """Who says the quotation, where it is not the author."""
        return speech(self.document, self.start, self.end)

    def to_dict(self) -> forms.Citation:
        """JSON form; `start`, `end` count in the document's text, `source_*` in the decoded file."""
        said = self.speech
        found: forms.Citation = {
            "number": self.number,
            **_place(self.document, self.passage, self.start, self.end),  # type: ignore[typeddict-item] # its words may be added
            "quote": self.quote,
            "score": round(self.score, 6),
            "certificate": self.certificate.to_dict() if self.certificate else None,  # type: ignore[typeddict-item] # no such leaves
            "author": self.passage.author,
            "speakers": list(said.speakers),
            "chains": [list(chain) for chain in said.chains],
            "direct": said.direct,
            "notes": [{"label": note.label, "at": note.at, "text": note.text, "url": note.url} for note in self.notes],
        }
        if self.glosses:
            found["glosses"] = self.glosses.to_dict()
        if self.translation:
            found["translation"] = self.translation.to_dict()
        return found


def page_of(document: Document, start: int, end: int) -> int | None:
    """The page, from 1, on which document.text[start:end] begins; None where the file has no pages."""
    return next((line.page for line in document.printed(start, end) if line.page), None)


def time_of(document: Document, start: int, end: int) -> str:
    """When document.text[start:end] begins to be said, as `00:01:04`; empty where the file has no times."""
    return next((cue.time for cue in document.printed(start, end)), "")


def _place(document: Document, passage: Passage, start: int, end: int) -> forms.Place:
    source, span = document.source, document.source_span(start, end)
    found: forms.Place = {
        "document": document.id,
        "file": document.file,
        "title": source.title,
        "publisher": source.publisher,
        "original_publisher": source.original_publisher,
        "authors": list(passage.section.authors or source.authors),
        "published": source.published,
        "reposted": source.reposted,
        "language": passage.language,
        "script": script_code(passage.language, document.text[start:end]),
        "section": list(passage.section.path),
        "kind": passage.section.kind.value,
        "start": start,
        "end": end,
        "source_start": span.start,
        "source_end": span.end,
        "page": page_of(document, start, end),
    }
    if time := time_of(document, start, end):
        found["time"] = time
    if (recognised := document.recognised(start, end)) is not None:
        found["recognised"] = recognised
    return found


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
            return f"Answer({self.verdict.value} to {_begin(self.question)!r}, {len(self.about)} facts about documents)"
        told = f"{count} citation{'s' * (count != 1)}: {_begin(self.citations[0].quote)!r}" if count else "no citation"
        return f"Answer({self.verdict.value} to {_begin(self.question)!r}, {told})"

    def _repr_html_(self) -> str:
        """A card for notebooks: the question, the verdict, each quotation with its place; nothing in it is markup of a document."""
        quoted = self.citations or self.nearest
        rows = "".join(_quoted_html(citation) for citation in quoted[:_SHOWN])
        rows += "".join(_known_html(fact) for fact in self.about[:_SHOWN])
        more = f"<p>and {len(quoted) - _SHOWN} more</p>" if len(quoted) > _SHOWN else ""
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


_SHOWN, _BEGINNING = 5, 60
"""Quotations on a card, and characters of a text on a line."""


def _begin(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _BEGINNING else f"{line[: _BEGINNING - 1]}…"


def _quoted_html(citation: Citation) -> str:
    source = citation.document.source
    place = " · ".join(
        filter(None, (*citation.passage.section.authors, source.publisher, source.title, source.published))
    )
    return (
        f'<blockquote style="margin:.4em 0 .8em 1em"><p style="margin:0">{escape(citation.quote)}</p>'
        f"<small>[{citation.number}] {escape(place)} · {escape(citation.document.file)}</small></blockquote>"
    )


def _known_html(fact: Fact) -> str:
    stated = f"stated in the text: {fact.quote}" if fact.span else "not stated in the text"
    named = fact.document.source.title or fact.document.id
    return (
        f"<p>{escape(named)} · {escape(fact.name.value.replace('_', ' '))}: <b>{escape(fact.value or '–')}</b>"
        f"<br><small>{escape(stated)}</small></p>"
    )
