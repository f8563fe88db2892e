"""What follow-up questions need of a language. Each part but the first three has a plain default."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.question.followup.records import Fragment, Mention, Pointer, What

__all__ = ["Grammar", "plainly_put"]


def plainly_put(question: str, pointer: Pointer, words: str) -> str:
    """The question with `words` where it pointed to them."""
    before, after = question[: pointer.start], question[pointer.end :]
    spaced = words.isascii() and before[-1:].isascii() and before[-1:].isalnum()
    return f"{before}{' ' if spaced else ''}{words}{after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """One language, in one script. Patterns that are strings are alternatives, joined with those of other languages."""

    pointers: Callable[[str, Sequence[Mention]], list[Pointer]]
    """The words that point out of a question, in their order, which names none of what they mean."""
    fragment: Callable[[str], Fragment | None]
    """The question as one that is not whole; None where it is."""
    says: Callable[[str, str], str]
    """The question what a person, the first, says about something."""
    topic: Callable[[str, Sequence[Mention]], str] = lambda _question, _names: ""
    """What a question is about, in its words; empty where it cannot be told: then *it* leans on nothing."""
    places: Callable[[], re.Pattern[str]] | None = None
    """Names of countries; without it *there* leans on nothing."""
    asked: re.Pattern[str] | None = None
    """Whom a question asks about, as `name`; without it only people of the library are known."""
    capitalised: Callable[[str], Iterator[tuple[int, int, What]]] | None = None
    """Names told by their capitals; without it they are of things."""
    put: Callable[[str, Pointer, str], str] = plainly_put
    """The question with words in the place of a pointer that is no noun."""
    noted: Callable[[str, Pointer, str], str] | None = None
    """The question with words behind a noun that points; without it, in brackets."""
    subject: Callable[[str, str], str] = lambda name, question: f"{name}{question}"
    """A question without a subject, with one."""
    replaced: Callable[[str, str], tuple[str, str]] = lambda name, rest: (name, rest)
    """A new name and what stood behind the old one, made to fit each other."""
    fronted: Callable[[str, str], str] = lambda _last, _asks: ""
    """Another question word at the beginning of a question; empty where it cannot stand there."""
    joint: str = ", "
    brackets: tuple[str, str] = (" (", ")")
    question_mark: str = "?"
    spaced: bool = True
    capital: bool = False
    """Whether a sentence begins with a capital."""
    article: str = ""
    openers: str = ""
    """What a question may begin with that says nothing: *and*."""
    woman: str = ""
    man: str = ""
    """Titles before or after a name that tell."""
    nobody: str = ""
    """How words end that `asked` finds and that name nobody: groups, papers."""
    views: str = ""
    genitive: str = ""
