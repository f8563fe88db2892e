"""The names in a question: people of the library, countries, years, and who else is plainly spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qa.question.followup.grammar import Grammar
from qa.question.followup.records import Known, Mention, What
from qa.question.followup.registry import grammars, pattern

__all__ = ["mentions", "people"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def mentions(question: str, language: str, known: Iterable[Known] = ()) -> tuple[Mention, ...]:
    """The names in a question of this language (a tag of `grammars`), in its order; none overlap."""
    found: list[Mention] = []

    def add(start: int, end: int, what: What, woman: bool | None = None, wrote: tuple[str, ...] = ()) -> None:
        text = question[start:end]
        if text.strip() and all(end <= one.start or one.end <= start for one in found):
            found.append(Mention(text, start, end, what, woman, wrote))

    for one in known:
        add(_with_particle(question, one), one.end, What.PERSON, _gender(question, one.start, one.end), one.wrote)
    grammar = grammars()[language]
    if grammar.capitalised:
        for start, end, what in grammar.capitalised(question):
            add(start, end, what, _gender(question, start, end))
    if grammar.places:
        for match in grammar.places().finditer(question):
            add(*match.span(), What.PLACE)
    for match in _YEAR.finditer(question):
        add(*match.span(), What.YEAR)
    if not grammar.capitalised:
        for start, end, after in _asked(question, grammar):
            add(start, end, What.PERSON, _gender(question, start, after))
        for match in re.finditer(r"[A-Z][A-Za-z–-]+(?: [A-Z][A-Za-z-]+)*", question):
            add(*match.span(), What.OTHER)
    return tuple(sorted(found, key=lambda one: one.start))


def _with_particle(question: str, known: Known) -> int:
    """Where a name begins, the particle before it with it: *van* Agtmael."""
    particle = re.search(r"\b(?:de|van|von|bin|al) $", question[: known.start])
    return particle.start() if particle else known.start


def _asked(question: str, grammar: Grammar) -> Iterator[tuple[int, int, int]]:
    """Where names stand that the question asks about by its form alone, and where that form ends."""
    for match in grammar.asked.finditer(question) if grammar.asked else ():
        if not pattern(_nobody, "(?:{})$").search(match["name"]):
            yield *match.span("name"), match.end()


def people(names: Iterable[Mention]) -> tuple[Mention, ...]:
    """The people among them."""
    return tuple(one for one in names if one.what is What.PERSON)


def _gender(question: str, start: int, end: int) -> bool | None:
    """Whether the title before or after a name is a woman's; None where there is none, or it does not tell."""
    before, after = " ".join(question[:start].split()[-1:]), question[end : end + 4].lstrip()
    woman, man = pattern(_woman, "{}"), pattern(_man, "{}")
    if woman.match(before) or woman.match(after):
        return True
    return False if man.match(before) or man.match(after) else None


def _nobody(grammar: Grammar) -> str:
    return grammar.nobody


def _woman(grammar: Grammar) -> str:
    return grammar.woman


def _man(grammar: Grammar) -> str:
    return grammar.man
