"""Who is quoted or reported in a library: each speaker once, in however many scripts the name is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from index.encoder.alignment import family
from index.speech.name_kinds import is_persons
from index.store.catalogue import Catalogue
from index.text.script import language_of
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.names import same_name_across_scripts, spelling
from qa.retrieval.people import nobody

__all__ = ["Speaker", "SpeakerKind", "speakers_of"]

_COMPARED = 300
"""Of how many speakers, those of most passages, names are held against each other across scripts."""


class SpeakerKind(StrEnum):
    """What a speaker is, as far as the name tells."""

    PERSON = "person"
    ORGANISATION = "organisation"
    """Offices, groups with a name, papers and works too."""
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted or reported in `passages` passages, under these `names`, that of most passages first.

    `kind` says whether they are a person, an organisation or an office, or somebody quoted without a name.
    """

    names: tuple[str, ...]
    passages: int
    kind: SpeakerKind

    @property
    def named(self) -> bool:
        """Whether texts give them a name: not officials, residents, 専門家."""
        return self.kind is not SpeakerKind.UNNAMED


def speakers_of(catalogue: Catalogue, leg: LexicalLeg) -> tuple[Speaker, ...]:
    """All speakers of a library, those of most passages first. Names across scripts are one where each finds the other."""
    found = sorted(_spelt(catalogue), key=lambda names: -len(_passages(catalogue, names)))
    words = cache(leg.concepts)
    kept: list[list[str]] = []
    for place, names in enumerate(found):
        first = names[0]
        among = kept[:_COMPARED] if place < _COMPARED and _named(first) else []
        same = (
            other
            for other in among
            if _tongue(other[0]) != _tongue(first)
            and _named(other[0])
            and same_name_across_scripts(first, leg, words(other[0]))
            and same_name_across_scripts(other[0], leg, words(first))
        )
        if (one := next(same, None)) is not None:
            one += names
        else:
            kept.append(list(names))
    made = [Speaker(tuple(names), len(_passages(catalogue, names)), _kind(names)) for names in kept]
    return tuple(sorted(made, key=lambda one: -one.passages))


def _spelt(catalogue: Catalogue) -> Iterator[list[str]]:
    """The names that differ in their writing alone (`張三`, `张三`), together, those of most passages first."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in catalogue.speakers:
        alike.setdefault(spelling(name) or (name,), []).append(name)
    for names in alike.values():
        yield sorted(names, key=lambda name: -len(catalogue.speakers[name]))


def _passages(catalogue: Catalogue, names: list[str]) -> set[int]:
    return {int(place) for name in names for place in catalogue.speakers[name]}


def _tongue(name: str) -> str:
    return family(language_of(name))


def _kind(names: Sequence[str]) -> SpeakerKind:
    """By the names together: a person where most of them are a person's."""
    if not all(map(_named, names)):
        return SpeakerKind.UNNAMED
    people = sum(map(is_persons, names))
    return SpeakerKind.PERSON if people * 2 >= len(names) else SpeakerKind.ORGANISATION


def _named(name: str) -> bool:
    """Whether it is a name: not one of the words for people without one, and with a capital where there are capitals."""
    return not nobody(name) and (name != name.lower() or name == name.upper())
