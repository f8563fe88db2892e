"""A question parsed: all that its words alone tell, told once, before any library is opened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from index.text.script import language_of
from qa.question.answer_type import AnswerType, asked_for
from qa.question.intent import AnswerKind, Intent, asks_for_several_views, asks_twice, intent_of
from qa.question.quantities import asked_unit, unit_of_topic

__all__ = ["ParsedQuestion"]


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """What a question asks for, whose views, of what kind, and what it takes for granted.

    `several` where it asks for more than one side, `twice` where it asks two things at once. `unit` is what the number that
    it asks for is measured in, `topic_unit` what the figures are measured in that it is about; empty where not told.
    """

    text: str
    language: str
    intent: Intent
    several: bool
    twice: bool
    unit: str
    topic_unit: str
    answer_type: AnswerType

    @classmethod
    @lru_cache(maxsize=256)  # what is asked is often asked again: in a conversation, by a page, with other filters
    def of(cls, question: str) -> ParsedQuestion:
        """By the words of the question."""
        intent = intent_of(question)
        return cls(
            text=question,
            language=language_of(question),
            intent=intent,
            several=intent.kind is AnswerKind.COMPARE or asks_for_several_views(question),
            twice=asks_twice(question),
            unit=asked_unit(question),
            topic_unit=unit_of_topic(question),
            answer_type=asked_for(question),
        )

    @property
    def kind(self) -> AnswerKind:
        """The kind of answer that it asks for."""
        return self.intent.kind

    @property
    def subject(self) -> str:
        """What of it a sentence must cover to be about the matter: the person asked about, the topic, or the whole question."""
        if self.kind is AnswerKind.PERSON:
            return self.intent.holder
        return self.intent.topic if self.intent.topic or self.kind is AnswerKind.COMPARE else self.text
