"""A sentence that may be quoted, and what is known of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

from index.records import Sentence
from index.speech.said import Speech, speech
from index.text.sentences import sentences
from qa.reading.cues import Cues
from qa.records import Hit
from qa.retrieval.search import Query

__all__ = ["Candidate"]


@dataclass(frozen=True)
class Candidate:
    """A sentence of a hit, for the question that found it. All else is told when somebody first asks, and kept.

    With no `query` it is of no question, and covers nothing of it.
    """

    hit: Hit
    sentence: Sentence
    query: Query | None = field(default=None, compare=False, repr=False)

    def moved(self, sentence: Sentence) -> Candidate:
        """Another sentence of the same section, for the same question."""
        hit, passage = self.hit, self.hit.passage
        if not passage.start <= sentence.start <= sentence.end <= passage.end:
            passage = hit.document.passage(sentence.start, sentence.end, passage.section, passage.language, (sentence,))
            hit = replace(hit, passage=passage)
        return Candidate(hit, sentence, self.query)

    @cached_property
    def speech(self) -> Speech:
        """Who says it, where it is not the author."""
        return speech(self.hit.document, self.sentence.start, self.sentence.end)

    def said_by(self, names: Collection[str]) -> bool:
        """Whether one of them says it: quoted, reported, or writing where nobody else speaks."""
        told = bool(set(self.speech.innermost) & set(names))
        if self.speech.whole or told:
            return told
        return bool(set(self.authors) & set(names))

    def goes_on_with(self, names: Collection[str]) -> bool:
        """Whether nobody is named in it as saying it, and it goes on with one of them who says the sentence before."""
        if not self.before or not self.cues.continues or self.speech.innermost:
            return False
        return not set(names).isdisjoint(self.moved(self.before[-1]).speech.innermost)

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote its section."""
        return self.hit.passage.section.written_by(self.hit.document.source)

    @cached_property
    def cues(self) -> Cues:
        """What it does, by its words."""
        return Cues(self.sentence.text)

    def met(self, text: str) -> frozenset[str]:
        """The words of the question that a text in its language holds, as the question writes them."""
        words = self.query.words.met(text, self.hit.passage.language) if self.query else []
        return frozenset(concept.asked for concept in words)

    @cached_property
    def before(self) -> tuple[Sentence, ...]:
        """The sentences of its passage that stand before it."""
        return tuple(one for one in self.hit.passage.sentences if one.end <= self.sentence.start)

    @cached_property
    def after(self) -> Sentence | None:
        """The sentence of its passage that follows it."""
        return next((one for one in self.hit.passage.sentences if one.start >= self.sentence.end), None)

    @cached_property
    def in_section(self) -> list[Sentence]:
        """Every sentence of its section, those too that stand in other passages."""
        section = self.hit.passage.section
        return sentences(self.hit.document.text, section.start, section.end)
