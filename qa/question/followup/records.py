"""What is seen in a question: names, words that point back, and a question that is not whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["PERSONAL", "Fragment", "Known", "Mention", "NameFinder", "Pointer", "PointerKind", "Shape", "What"]


class What(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    PLACE = "place"
    YEAR = "year"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the library, as a question writes the name and as the library does.

    `start`, `end` are where the question does; `wrote` are the documents (ids) that are that person's, in whole or in part.
    """

    text: str
    start: int
    end: int
    name: str
    wrote: tuple[str, ...] = ()


NameFinder = Callable[[str], tuple[Known, ...]]
"""The people of a library whom a question names, in the order of the question."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question: question[start:end]. `woman` where a title tells; None where nothing does."""

    text: str
    start: int
    end: int
    what: What
    woman: bool | None = None
    wrote: tuple[str, ...] = ()


class PointerKind(StrEnum):
    """What a word that points back points at."""

    HE = "he"
    SHE = "she"
    SOMEBODY = "somebody"
    """One person, of whom it does not say whether a woman: *this author*, 同氏."""
    THEY = "they"
    IT = "it"
    THING = "thing"
    """*That* with a noun, which stays: *that mechanism*."""
    THERE = "there"
    FORMER = "former"
    LATTER = "latter"
    SOURCE = "source"
    """What was quoted: *the same article*."""
    THIS_SOURCE = "this source"
    """*This report*: what was quoted, if that was one document only; else the user means the library's."""


PERSONAL = frozenset({PointerKind.HE, PointerKind.SHE, PointerKind.SOMEBODY})


@dataclass(frozen=True, slots=True)
class Pointer:
    """question[start:end] points back; `owner` where it says whose: *his*, *its*. `particle` is what Korean adds to it."""

    start: int
    end: int
    kind: PointerKind
    owner: bool = False
    particle: str = ""


class Shape(StrEnum):
    """How a question is left unfinished."""

    ABOUT = "about"
    """Another thing is asked the same of: *and China?*"""
    WHY = "why"
    """Another thing is asked of the same: *why? since when?*"""
    DROPPED = "dropped"
    """A question without its subject, as Chinese, Japanese and Korean have it: *when founded?*"""
    MORE = "more"
    """*What else?*"""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A question that is not whole. `text` is what it brings: a name, or a word that asks.

    `before` and `after` are what ties it into a sentence: *in*, 对, について. `opened` where a word before it says that it
    goes on: *and*, 那, では; without one, only a name of the same kind as one in the question before is taken for that.
    """

    shape: Shape
    text: str
    before: str = ""
    after: str = ""
    opened: bool = True
