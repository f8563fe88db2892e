"""What the rest of the index knows of a language. Every part has a plain default; `Without` says what its lack costs.

Patterns are written as alternatives (`one|two`) of a regular expression: those of all languages are joined, because a text
in one language quotes and names in others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from index.languages.cue import Cue, Quotation
from index.languages.date_form import Form
from index.offsets import Span

__all__ = ["CueFinder", "Dates", "Language", "Names", "PageWords", "Speech", "Without"]

CueFinder = Callable[[str, Span, Sequence[Quotation]], Iterator[Cue]]
"""Finds the cues of a sentence: the text with its quotations hidden, the sentence, the text's quotations."""
Dates = Callable[[str], Iterator[tuple[int, int, Form]]]
"""Expressions of time in a text, with what each says; they may overlap."""


@dataclass(frozen=True, slots=True)
class Without:
    """What is worse in a language that lacks a part."""

    cost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How a language says who says what."""

    cues: Annotated[CueFinder | None, Without("nobody is found who says something")] = None
    after_quotation: Annotated[
        Callable[[str, Quotation, int], Cue | None] | None,
        Without("who speaks after a quotation is found only where `cues` finds it"),
    ] = None
    full_stops: Annotated[
        bool, Without("a full stop ends no sentence (right where the script has a mark of its own)")
    ] = False
    capitals: Annotated[bool, Without("names are not known by their capitals at the start of a sentence")] = False
    past_openers: Annotated[
        Callable[[str, int, int], int] | None, Without("a subject is not found behind conjunctions and times")
    ] = None
    noun_phrase: Annotated[
        Callable[[str, Span], Span | None] | None, Without("a subject keeps the adverbs around it")
    ] = None
    so_called: Annotated[tuple[str, ...], Without("words in scare quotes count as somebody's")] = ()
    we: Annotated[str, Without("a statement that goes on with *we* ends with its sentence")] = ""
    pronouns: Annotated[str, Without("a speaker called *she* is called so")] = ""
    subject_pronouns: Annotated[str, Without("a pronoun within what is said starts another speaker")] = ""
    plural: Annotated[tuple[str, ...], Without("*they* means one person")] = ()
    pointing: Annotated[str, Without("*this paper*, *the report* lead to no name")] = ""
    media: Annotated[str, Without("papers and agencies are not remembered as what *the report* means")] = ""
    report: Annotated[str, Without("*the report* is a name")] = ""
    documents: Annotated[str, Without("*the law* leads to no title")] = ""
    counting: Annotated[str, Without("*one view*, *some* are names")] = ""
    about: Annotated[str, Without("who is meant is not found behind *as to*")] = ""
    no_subject: Annotated[str, Without("clauses without a speaker may give one")] = ""
    no_names: Annotated[str, Without("*I*, *which* and the like are names")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How people are named and introduced."""

    surnames: Annotated[str, Without("a name without a title is not known to be a person's")] = ""
    common_ends: Annotated[str, Without("words that end as names never do may be taken for names")] = ""
    roles: Annotated[str, Without("titles and roles written without a space stay with the name")] = ""
    lands: Annotated[str, Without("a country or an institution is not known at the start of a sentence")] = ""
    titles: Annotated[str, Without("titles before a name in letters are part of it")] = ""
    introduced: Annotated[str, Without("people are not known by the role before their name")] = ""
    no_roles: Annotated[frozenset[str], Without("words that only look like roles introduce people")] = frozenset()
    spokespeople: Annotated[str, Without("what a spokesperson says ends with its sentence")] = ""
    after_name: Annotated[str, Without("names with a role behind them are not known (Hangul)")] = ""
    genitive: Annotated[str, Without("an owner before a name stays with it")] = ""
    joint: Annotated[str, Without("two who speak together are one")] = ""
    no_person_starts: Annotated[str, Without("groups may count as people")] = ""
    no_person_ends: Annotated[str, Without("groups may count as people")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """What stands on pages around the text, and over its parts."""

    abbreviations: Annotated[str, Without("a sentence may end behind *Dr.*")] = ""
    reported: Annotated[str, Without("the date of the report that a text opens with is not found")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: `tags` are its BCP 47 tags, each with its script in ISO 15924 (`zh-Hans` → `Hans`)."""

    tags: Mapping[str, str]
    name: str
    is_written_in: Annotated[
        Callable[[str], bool] | None,
        Without("a text is told by its script, or by the lingua library if that knows the language"),
    ] = None
    stop_words: Annotated[frozenset[str], Without("words without content count in search")] = frozenset()
    telling_words: Annotated[
        frozenset[str], Without("the language of a few words in letters is asked of the lingua library")
    ] = frozenset()
    grammar: Annotated[
        frozenset[str], Without("characters that make sentences do not outweigh names in another script")
    ] = frozenset()
    dates: Annotated[Dates | None, Without("dates in words are not found, only 2024-04-10")] = None
    speech: Speech = Speech()
    names: Names = Names()
    page: PageWords = PageWords()

    @property
    def tag(self) -> str:
        """Its first tag."""
        return next(iter(self.tags))
