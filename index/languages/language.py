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

__all__ = ["Dates", "Language", "Names", "PageWords", "Speech", "Without"]

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
    resumed: Annotated[
        str, Without("a sentence ends with the quotation in it (right where *he said* begins with a small letter)")
    ] = ""
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
    honours: Annotated[str, Without("a name with *Ms* behind it may count as an organisation's")] = ""
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
    buttons: Annotated[
        str, Without("buttons of a page, words with spaces between them and `_` within, stay in the text")
    ] = ""
    menu: Annotated[str, Without("menus of a page, likewise, stay in the text")] = ""
    button: Annotated[str, Without("longer buttons stay in the text")] = ""
    notice: Annotated[str, Without("notices of rights stay in the text")] = ""
    offer: Annotated[str, Without("offers and cookie notices stay in the text")] = ""
    list: Annotated[str, Without("headings over lists of other pages stay in the text")] = ""
    link_lead: Annotated[str, Without("*Read more: …* stays in the text")] = ""
    link: Annotated[str, Without("*previous*, *next* and links by how they end stay in the text")] = ""
    comments: Annotated[str, Without("a heading over comments, a noun with a number, does not end the article")] = ""
    comments_counted: Annotated[
        str, Without("a heading over comments, a number with a noun, does not end the article")
    ] = ""
    comment_headings: Annotated[str, Without("other headings over comments do not end the article")] = ""
    credit: Annotated[str, Without("lines that say who wrote or when are text")] = ""
    credit_roles: Annotated[str, Without("lines that say so by a role and a colon are text")] = ""
    credit_ends: Annotated[str, Without("lines that say so by their end are text")] = ""
    ago: Annotated[str, Without("comments of readers are told only by their buttons")] = ""
    here: Annotated[str, Without("*You are here:* stays in the text")] = ""
    end: Annotated[str, Without("a line that only says *END* does not end the article")] = ""
    captions: Annotated[str, Without("captions are text")] = ""
    top_headings: Annotated[str, Without("*Summary*, *References* are as deep as the headings around them")] = ""
    biographies: Annotated[str, Without("the authors' lives are searched as text")] = ""
    editor_notes: Annotated[str, Without("an editor's note is searched as text")] = ""
    imprints: Annotated[str, Without("an imprint is part of the references before it")] = ""
    reference_lists: Annotated[str, Without("reference lists are text, and marks of notes stay in it")] = ""
    byline: Annotated[str, Without("authors are not known by a word like *By* before their names")] = ""
    byline_joined: Annotated[
        str, Without("authors are not known by a word that their name follows without a space")
    ] = ""
    byline_ends: Annotated[str, Without("authors are not known by a word like *reporter* behind their name")] = ""
    desk: Annotated[str, Without("an office behind an author's name is another author")] = ""
    papers: Annotated[str, Without("a paper is not known by how its name ends")] = ""
    updated: Annotated[str, Without("the day of a change may count as that of publication")] = ""
    divisions: Annotated[tuple[str, ...], Without("articles of laws cannot be asked for by their numbers")] = ()
    bibliographies: Annotated[str, Without("reference lists without numbers are text")] = ""


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
