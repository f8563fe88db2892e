"""A conversation: what was asked and answered, and what a question that leans on it means.

No language model: rules say whether a question leans (`qa.question.followup`), what was asked and quoted says what it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from index.text.script import language_of
from qa.question.check import LONGEST_QUESTION
from qa.question.followup.leaning import Leaning
from qa.question.followup.records import Known, NameFinder
from qa.question.followup.registry import grammars
from qa.question.followup.turns import Turn
from qa.records import Answer, Understood

__all__ = ["Conversation"]

_MOST = 20
"""How many turns a conversation keeps."""


OfDocuments = Callable[[str], bool]


def _not_of_documents(_question: str) -> bool:
    """Whether a question asks about documents themselves, where nothing tells."""
    return False


def nobody(_question: str) -> tuple[Known, ...]:
    """The people whom a question names, where no library is at hand."""
    return ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was asked so far, oldest first. `then` adds a turn and leaves this one as it is.

    >>> from qa import Conversation, ask
    >>> talk = Conversation().then(ask("秋山信将是谁？"))
    >>> ask("and what does he say about China?", following=talk).understood.carried
    ('秋山信将',)
    """

    turns: tuple[Turn, ...] = ()

    @classmethod
    def of(cls, answers: Iterable[Answer | Mapping[str, Any]]) -> Conversation:
        """From the answers given so far, oldest first."""
        return cls(tuple(map(Turn.of, answers))[-_MOST:])

    def then(self, answer: Answer) -> Conversation:
        """With one answer more."""
        return Conversation((*self.turns, Turn.of(answer))[-_MOST:])

    def resolve(
        self,
        question: str,
        named: NameFinder = nobody,
        of_documents: OfDocuments = _not_of_documents,
        written: str = "",
    ) -> Understood | None:
        """What a question means that leans on the ones before; None for one that stands alone, or leans on nothing here.

        `named` says which people of the library a question names, `of_documents` whether it asks about documents themselves
        (*who wrote it?*): then *it* is what was quoted. `written` is the question with what is only polite in it, where that is left out.
        `Engine.understood` has all three.
        """
        language, turns = language_of(question), self.turns
        written = written or question
        while turns and turns[-1].asked in (question, written):  # asked once more, it leans on what it leant on
            turns = turns[:-1]
        if not turns or language not in grammars():
            return None
        found = Leaning(turns, question, language, named, of_documents).resolved()
        if found is None or len(found.question) > LONGEST_QUESTION:
            return None
        return replace(found, asked=written)
