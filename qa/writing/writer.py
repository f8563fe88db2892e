"""A language model's words over the evidence of an answer: each sentence checked as soon as it is whole, marked, never trusted.

The quoted answer is made before and stands whatever happens here: a failure is a line of its own, `Generated.error`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Protocol

from index.errors import SettingsError, YinzhengError
from index.settings import Settings
from qa.records import Answer, Generated, GeneratedSentence
from qa.writing.draft import Draft, Drafted
from qa.writing.faults import EMPTY
from qa.writing.prompt import CitedPassage, cited_passages, messages
from qa.writing.server import Chat

__all__ = ["EntailmentCheck", "Generator", "chosen_one", "judged"]


class EntailmentCheck(Protocol):
    """Whether evidence says a sentence."""

    def __call__(self, sentence: str, evidence: Sequence[CitedPassage]) -> tuple[float, bool]:
        """The probability that it does, and whether that is enough."""


class Generator:
    """A language model that the settings name."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    @classmethod
    def load(cls, settings: Settings) -> Generator | None:
        """None where the settings name no address; nothing is asked of it yet. Raises SettingsError."""
        chat = Chat.load(settings)
        return cls(chat) if chat else None

    @property
    def model(self) -> str:
        """Its name."""
        return self._chat.model

    @property
    def chat(self) -> Chat:
        """Where it is asked."""
        return self._chat

    def write(self, answer: Answer, check: EntailmentCheck) -> Iterator[Generated]:
        """What it has written so far, after each sentence and at the end; closing the iterator stops it.

        Nothing for an answer without citations: a no is not asked to be talked around. A failure raises nothing; the last
        of what comes has it as its `error`, after the sentences that were written before.
        """
        cited = {number: one for one in cited_passages(answer) for number in one.numbers}
        if not cited:
            return
        draft, error = Draft(), ""
        done: tuple[GeneratedSentence, ...] = ()
        with closing(self._chat.pieces(messages(answer))) as pieces:
            try:
                for piece in pieces:
                    for drafted in draft.add(piece):
                        done = (*done, judged(drafted, cited, check))
                        yield Generated(self.model, done)
            except YinzhengError as fault:
                error = str(fault)
        done = (*done, *(judged(drafted, cited, check) for drafted in draft.end()))
        if not done and not error:
            error = str(self._chat.error(EMPTY))
        yield Generated(self.model, done, error)


def chosen_one(generator: Generator | None) -> Generator:
    """The model that is there. Raises SettingsError where none is, with how to name one."""
    if generator is None:
        raise SettingsError(
            "no language model is set; set YINZHENG_GENERATOR_URL and YINZHENG_GENERATOR_MODEL to use one"
        )
    return generator


def judged(drafted: Drafted, cited: dict[int, CitedPassage], check: EntailmentCheck) -> GeneratedSentence:
    """A sentence with its verdict.

    Without a word from the check it is unsupported where it cites nothing, cites what there is not, or held markup.
    """
    numbers = drafted.citations
    if not numbers or drafted.marked_up or any(number not in cited for number in numbers):
        return GeneratedSentence(drafted.text, numbers, 0.0, supported=False)
    odds, enough = check(drafted.text, list({cited[number].numbers: cited[number] for number in numbers}.values()))
    return GeneratedSentence(drafted.text, numbers, odds, supported=enough)
