"""A quotation, what it was compared with, and help to read it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.records import Document, Note, Passage
from index.speech.said import Speech, speech
from qa.records.place import place_of

if TYPE_CHECKING:
    from qa import forms

__all__ = ["Certificate", "Citation", "GeneratedSentence", "Gloss", "Glosses", "Translation", "translation_holds"]


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

    `source` is what says so: a dictionary (`CC-CEDICT`, `JMdict`, `JMnedict`, `KANJIDIC2`, `CLDR`), `vectors`, where the
    likeness of a Korean and an English word does, or `library`, where a document itself gives a name in both scripts.
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


def translation_holds(supported: Sequence[bool], lacks: Sequence[str], error: str) -> bool:
    """Whether a translation is whole, the quotation says each of its sentences, and none of its numbers is lacking.

    `supported` says of each sentence whether the quotation says it; `lacks` and `error` are the translation's own.
    """
    return bool(supported) and all(supported) and not lacks and not error


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
        """Whether it says what the quotation says; see `translation_holds`."""
        return translation_holds([sentence.supported for sentence in self.sentences], self.lacks, self.error)

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
            **place_of(self.document, self.passage, self.start, self.end),  # type: ignore[typeddict-item] # its words may be added
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
