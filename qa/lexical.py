"""The lexical leg: BM25 over concepts, in the question's own language and, by the bridge, in others.

In a passage a concept occurs as often as its renderings do together, each by its weight; the concept's weight is its
inverse document frequency among the passages of that language (probabilistic structured queries over Okapi BM25). A
concept that no passage holds weighs on coverage only, so that one unseen run of characters voids nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from index.alignment import family
from index.bridge.dictionary import Dictionary
from index.bridge.readings import hangul, pairs, pinyin, reading_tokens, same_hangul
from index.library import Library, Places, place_passages, place_range, place_weights
from index.script import fold, language_of, tokens
from index.speech.names import may_be_personal
from qa.concepts import KINDS, Bridge, Rendering
from qa.fuse import Leg, Spread, steadied
from qa.reader import Floats
from qa.records import Match

__all__ = ["Asked", "Concept", "LexicalLeg", "Words"]

_K1, _B = 1.2, 0.75
_EASTERN = ("zh", "ja", "ko")
_RAREST = 3


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that the question asks for, as passages of one language may write it; `weight` is how rare that is."""

    asked: str
    weight: float
    renderings: tuple[Rendering, ...]
    held: bool = True
    """Whether any passage of the language holds it."""


@dataclass
class Asked:
    """A question with its concepts for passages of each language family."""

    text: str
    language: str
    by_family: dict[str, tuple[Concept, ...]] = field(default_factory=dict)
    places: dict[tuple[tuple[str, ...], bool, bool], Places] = field(default_factory=dict)


class LexicalLeg:
    """The lexical leg over one generation of a library, with the dictionary that bridges its languages."""

    def __init__(self, library: Library, dictionary: Dictionary, kinds: frozenset[str] = KINDS) -> None:
        self._library = library
        self._dictionary = dictionary
        self._kinds = kinds

    @classmethod
    def of(cls, library: Library) -> LexicalLeg:
        """The leg over what the library holds now, with the dictionary in the user's cache."""
        return cls(library, Dictionary.shared())

    @cached_property
    def _sizes(self) -> tuple[Places, dict[str, NDArray[np.bool_]], Floats, dict[str, float]]:
        numbers, languages, sizes = self._library.sizes()
        families = np.array([family(language) for language in languages])
        masks = {str(name): families == name for name in dict.fromkeys(families.tolist())}
        means = {name: max(float(sizes[mask].mean()), 1.0) for name, mask in masks.items()}
        return numbers, masks, sizes, means

    @cached_property
    def _people(self) -> dict[str, list[str]]:
        """Authors and speakers by how their surname, of one character, is read in Chinese and in Korean."""
        found: dict[str, list[str]] = {}
        for name in map(fold, self._library.people()):
            if may_be_personal(name):
                for reading in {*pinyin(name[0]), hangul(name[0])}:
                    found.setdefault(reading, []).append(name)
        return found

    def concepts(self, question: str) -> Asked:
        """The question's concepts, for the languages that the library has passages in."""
        asked = Asked(question, family(language_of(question)))
        for name in self._sizes[1]:
            asked.by_family[name] = self._concepts(asked, name)
        return asked

    def search(self, asked: Asked, k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """At most `k` pairs (passage number, score), best first, equal ones by number; `among` restricts beforehand."""
        return self._best(self._scores(asked), k, among)

    def leg(self, asked: Asked, k: int, among: Sequence[int] | None = None) -> Leg:
        """What `search` finds, with the spread of the scores of all passages in each language.

        A language in which the library holds few of the question's concepts can tell passages apart by them, but not say
        which one answers: there the leg counts less.
        """
        numbers, masks, _, _ = self._sizes
        scores = self._scores(asked)
        spreads = {
            name: Spread(
                float(scores[mask].mean()), float(scores[mask].std()), Words(self, asked).known_share(name) ** 2
            )
            for name, mask in masks.items()
        }
        spreads = steadied(spreads, {name: int(mask.sum()) for name, mask in masks.items()})

        def at(number: int) -> int:
            return int(np.searchsorted(numbers, number))

        return Leg(
            "lexical",
            self._best(scores, k, among),
            lambda number: float(scores[at(number)]),
            lambda number: next(spreads[name] for name, mask in masks.items() if mask[at(number)]),
        )

    def _best(self, scores: Floats, k: int, among: Sequence[int] | None) -> list[tuple[int, float]]:
        numbers = self._sizes[0]
        if k < 1 or not len(numbers):
            return []
        if among is not None:
            scores = np.where(np.isin(numbers, np.asarray(list(among), dtype=np.int64)), scores, 0.0)
        best = np.flatnonzero(scores > 0)
        best = best[np.lexsort((numbers[best], -scores[best]))][:k]
        return [(int(numbers[i]), float(scores[i])) for i in best]

    def _scores(self, asked: Asked) -> Floats:
        """The score of every passage."""
        numbers, masks, sizes, means = self._sizes
        scores = np.zeros(len(numbers))
        for name, mask in masks.items():
            length = _K1 * (1 - _B + _B * sizes / means[name])
            for concept in asked.by_family[name]:
                often = np.where(mask, self._often(asked, concept.renderings), 0.0)
                scores += concept.weight * often * (_K1 + 1) / (often + length)
        return scores

    def matches(self, asked: Asked, number: int, above: str = "", text: str | None = None) -> tuple[Match, ...]:
        """Which words of the question met which of the passage, and how; those that weigh most first.

        `above` is what stands over the passage, its headings and its author: what they alone hold is shown as it is there.
        `text` is the passage's own, for whoever has it: of a question that was scored, nothing is then read from the library.
        """
        numbers, masks, sizes, means = self._sizes
        at = int(np.searchsorted(numbers, number))
        if at >= len(numbers) or numbers[at] != number:
            return ()
        name = next(name for name, mask in masks.items() if mask[at])
        length = _K1 * (1 - _B + _B * sizes[at] / means[name])
        found: list[tuple[float, Concept, Rendering]] = []
        for concept in asked.by_family[name]:
            each = [(self._often_in(asked, one, number), one) for one in concept.renderings]
            often = sum(count for count, _ in each)
            if often:
                best = max(each, key=lambda pair: pair[0])[1]
                found.append((float(concept.weight * often * (_K1 + 1) / (often + length)), concept, best))
        whole = sum(score for score, _, _ in found) or 1.0
        text = self._library.passage(number).text if text is None else text
        made = [
            Match(concept.asked, _shown(one, (text, above)), one.how, score / whole) for score, concept, one in found
        ]
        return tuple(sorted(made, key=lambda match: (-match.weight, match.asked)))

    def met(self, asked: Asked, text: str, language: str) -> list[Concept]:
        """The question's concepts that `text`, which is in `language`, holds in any rendering."""
        name = family(language)
        concepts = asked.by_family.get(name, ())
        lines = {False: f" {' '.join(tokens(text))} "}
        if any(one.readings for concept in concepts for one in concept.renderings):
            lines[True] = f" {' '.join(reading_tokens(text, name))} "
        return [c for c in concepts if any(_stands(one, lines[one.readings]) for one in c.renderings)]

    def _concepts(self, asked: Asked, name: str) -> tuple[Concept, ...]:
        numbers, masks, _, _ = self._sizes
        mask = masks[name]

        def held(one: Rendering) -> bool:
            return bool(mask[np.searchsorted(numbers, place_passages(self._places(asked, one)))].any())

        bridge = Bridge(
            self._dictionary, held, self._library.name_pairs, self._library.heard_names, self._people, self._kinds
        )
        found: list[tuple[str, tuple[Rendering, ...]]]
        if name == asked.language:
            found = [(token, (Rendering((token,), 1.0, "same"),)) for token in dict.fromkeys(tokens(asked.text))]
            found += self._names(bridge, asked, name, held)
        else:
            found = bridge.concepts(asked.text, asked.language, name)
        count = int(mask.sum())
        concepts = []
        for surface, renderings in found:
            in_text = float((np.minimum(self._often(asked, renderings, headings=False), 1.0) * mask).sum())
            # a name that stands over a whole document is not for that a common word
            in_passages = in_text or float((np.minimum(self._often(asked, renderings), 1.0) * mask).sum())
            weight = log(1 + (count - in_passages + 0.5) / (in_passages + 0.5))
            concepts.append(Concept(surface, weight, renderings, in_passages > 0))
        return tuple(concepts)

    def _names(
        self, bridge: Bridge, asked: Asked, name: str, held: Callable[[Rendering], bool]
    ) -> Iterator[tuple[str, tuple[Rendering, ...]]]:
        """Names that the question writes in another script than the passages of its own language do."""
        if name not in _EASTERN:
            return
        for surface, renderings in bridge.concepts(asked.text, asked.language, name):
            others = tuple(one for one in renderings if one.how in ("sound", "pair"))
            if others and not all(held(Rendering((token,), 1.0, "same")) for token in tokens(surface)):
                yield surface, others

    def _often(self, asked: Asked, renderings: Sequence[Rendering], headings: bool = True) -> Floats:
        """How often these renderings stand in each passage, each by its weight: `(passages,)`."""
        numbers = self._sizes[0]
        often = np.zeros(len(numbers))
        for one in renderings:
            places = self._places(asked, one)
            if not headings:
                places = places[place_weights(places) == 1.0]
            if len(places):
                rows = np.searchsorted(numbers, place_passages(places))
                often += one.weight * np.bincount(rows, place_weights(places), len(numbers))
        return often

    def _often_in(self, asked: Asked, one: Rendering, number: int) -> float:
        """How often a rendering stands in this passage, by its weight, without a look at all the others."""
        places = self._places(asked, one)
        start, end = np.searchsorted(places, place_range(number))
        return one.weight * float(place_weights(places[start:end]).sum())

    def _places(self, asked: Asked, one: Rendering) -> Places:
        key = (one.words, one.readings, one.prefix)
        if key not in asked.places:
            asked.places[key] = self._found(asked, one)
        return asked.places[key]

    def _found(self, asked: Asked, one: Rendering) -> Places:
        if len(one.words) == 1:
            return self._library.places(one.words[0], readings=one.readings, prefix=one.prefix)
        found: Places | None = None
        for offset, word in enumerate(one.words):
            there = self._places(asked, Rendering((word,), 1.0, one.how, one.readings)) - offset
            found = there if found is None else np.intersect1d(found, there, assume_unique=True)
            if not len(found):
                break
        return np.zeros(0, dtype=np.int64) if found is None else found


@dataclass(frozen=True, slots=True)
class Words:
    """A question's concepts, as they are met by a text in any language."""

    leg: LexicalLeg
    asked: Asked

    @property
    def question(self) -> str:
        """The question itself."""
        return self.asked.text

    def met(self, text: str, language: str) -> list[Concept]:
        """The concepts that `text`, which is in `language`, holds."""
        return self.leg.met(self.asked, text, language)

    def coverage(self, text: str, language: str) -> tuple[float, float]:
        """The shares, by weight, of all concepts and of those the library holds, that are met by `text`; 0 for none.

        A concept that the library does not hold, or for which there is no word in `language`, is met by nothing: the
        second share says how well a text does of what is to be had.
        """
        concepts = self.asked.by_family.get(family(language), ())
        every = sum(concept.weight for concept in concepts)
        known = sum(concept.weight for concept in concepts if concept.held)
        covered = sum(concept.weight for concept in self.met(text, language))
        return covered / every if every else 0.0, covered / known if known else 0.0

    def missing(self, met: Sequence[Concept], language: str) -> float:
        """The weights together of the three rarest concepts that the library holds in `language` and a text does not.

        `met` are those of the text.
        """
        there = {concept.asked for concept in met}
        concepts = self.asked.by_family.get(family(language), ())
        return sum(sorted((c.weight for c in concepts if c.held and c.asked not in there), reverse=True)[:_RAREST])

    def known_share(self, language: str) -> float:
        """The share of the concepts, by weight, that the library holds in `language`."""
        concepts = self.asked.by_family.get(family(language), ())
        every = sum(concept.weight for concept in concepts)
        return sum(concept.weight for concept in concepts if concept.held) / every if every else 0.0


def _stands(one: Rendering, line: str) -> bool:
    return f" {' '.join(one.words)}{'' if one.prefix else ' '}" in line


def _shown(one: Rendering, texts: Sequence[str]) -> str:
    """The words that a rendering met, as the first of the texts that has them writes them; else the rendering's own."""
    for text in texts:
        start, end = _found_in(one, fold(text))
        if start >= 0 and len(fold(text)) == len(text):
            return text[start:end]
    if one.words[0].isascii() or one.readings:
        return " ".join(one.words)
    return _whole(one)


def _whole(one: Rendering) -> str:
    return "".join(word[0] for word in one.words[:-1]) + one.words[-1]


def _found_in(one: Rendering, plain: str) -> tuple[int, int]:
    """Where a rendering first stands in a folded text; -1 for nowhere."""
    if one.words[0].isascii() and one.readings:
        parts = pinyin(plain)
        size = len(one.words) + 1
        starts = (i for i in range(len(parts) - size + 1) if pairs(parts[i : i + size]) == list(one.words))
        at = next(starts, -1)
    elif one.readings:
        size, at = len(_whole(one)), same_hangul(hangul(plain)).find(_whole(one))
    else:
        whole = " ".join(one.words) if one.words[0].isascii() else _whole(one)
        size, at = len(whole), plain.find(whole)
    return at, at + size
