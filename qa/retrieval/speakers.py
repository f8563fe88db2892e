"""Who is quoted or reported in a library: each speaker once, in however many scripts the name is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.encoder.alignment import family
from index.store.catalogue import Catalogue
from index.text.script import language_of
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.names import same_name_across_scripts, spelling
from qa.retrieval.people import nobody

__all__ = ["Speaker", "speakers_of"]

_COMPARED = 300
"""Of how many speakers, those of most passages, names are held against each other across scripts."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted or reported in `passages` passages, under these `names`, that of most passages first.

    `named` is false where texts quote somebody without a name: officials, residents, 専門家.
    """

    names: tuple[str, ...]
    passages: int
    named: bool


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
    made = [Speaker(tuple(names), len(_passages(catalogue, names)), all(map(_named, names))) for names in kept]
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


def _named(name: str) -> bool:
    """Whether it is a name: not one of the words for people without one, and with a capital where there are capitals."""
    return not nobody(name) and (name != name.lower() or name == name.upper())
