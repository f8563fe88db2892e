"""A question parsed: all that its words and its vector tell, told once, before any library is searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from index.text.script import language_of
from qa.question.intent import AnswerKind, Intent, asks_for_several_views, intent_as, intent_of
from qa.question.kinds import told_kind

__all__ = ["ParsedQuestion"]


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """What a question asks for, and whose views.

    `several` where it asks for more than one side. `kinds` are the odds of each kind of question, likeliest first; empty where no model tells them.
    """

    text: str
    language: str
    intent: Intent
    several: bool
    kinds: Mapping[str, float] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, question: str, kinds: Mapping[str, float] | None = None) -> ParsedQuestion:
        """By the words of the question and, where there is a model of them, the odds of what it asks for (`KindModel.odds`)."""
        plain = _by_words(question)
        if not kinds:
            return plain
        kind = told_kind(kinds, plain.kind)
        if (
            kind is AnswerKind.COMPARE and plain.intent.holder
        ):  # it names whose view it asks for: nobody else's answers it
            kind = plain.kind
        intent = plain.intent if kind is plain.kind else intent_as(question, kind)
        several = kind is AnswerKind.COMPARE or asks_for_several_views(question)
        return replace(plain, intent=intent, several=several, kinds=kinds)

    @property
    def kind(self) -> AnswerKind:
        """The kind of answer that it asks for."""
        return self.intent.kind

    @property
    def subject(self) -> str:
        """What of it a sentence must cover to be about the matter: the person asked about, the topic, or the whole question."""
        if self.kind is AnswerKind.PERSON:
            return self.intent.holder or self.text
        return self.intent.topic or self.text


@lru_cache(maxsize=256)  # what is asked is often asked again: in a conversation, by a page, with other filters
def _by_words(question: str) -> ParsedQuestion:
    intent = intent_of(question)
    return ParsedQuestion(
        text=question,
        language=language_of(question),
        intent=intent,
        several=intent.kind is AnswerKind.COMPARE or asks_for_several_views(question),
    )
