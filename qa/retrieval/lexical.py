"""The lexical leg: BM25 over concepts, in the question's own language and, by the bridge, in others.

In a passage a concept occurs as often as its renderings do together, each by its weight; the concept's weight is its
inverse document frequency among the passages of that language (probabilistic structured queries over Okapi BM25). A
concept that no passage holds weighs on coverage only, so that one unseen run of characters voids nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from index.bridge.dictionary import Dictionary
from index.bridge.readings import hangul, pinyin, reading_tokens
from index.encoder.alignment import family
from index.speech.names import may_be_personal
from index.store.library import Library
from index.store.search_index import Among
from index.store.vector_index import Pairs, best
from index.text.script import fold, language_of, tokens
from qa.records import Match
from qa.retrieval.concepts import Concept, Concepts, LanguageScores
from qa.retrieval.crossing.bridge import bridged
from qa.retrieval.crossing.held import Held, Remembered
from qa.retrieval.crossing.renderings import KINDS, Rendering
from qa.retrieval.fuse import Leg, Spread, pooled
from qa.retrieval.met import Needles, shown
from qa.retrieval.occurrences import Looked
from qa.retrieval.sparse import SparseScores

__all__ = ["LexicalLeg", "Words"]

_K1, _B = 1.2, 0.75
_EASTERN = ("zh", "ja", "ko")
_LINES_KEPT = 4096
"""Of how many texts the tokens are kept."""


class LexicalLeg:
    """The lexical leg over one generation of a library, with the dictionary that bridges its languages.

    Threads share it: what it keeps is read, or kept by what counts for itself.
    """

    def __init__(self, library: Library, dictionary: Dictionary, kinds: frozenset[str] = KINDS) -> None:
        self._library = library
        self._dictionary = dictionary
        self._kinds = kinds
        self._index = library.search_index()
        self._lengths = {
            name: _K1 * (1 - _B + _B * part.sizes / max(float(part.sizes.mean()), 1.0))
            for name, part in self._index.families.items()
        }
        self._remembered: dict[str, Remembered] = {name: {} for name in self._index.families}
        self._line = lru_cache(maxsize=_LINES_KEPT)(_line)
        self._folded = lru_cache(maxsize=_LINES_KEPT)(fold)
        self._paired = lru_cache(maxsize=_LINES_KEPT)(self._index.pairs.of)
        self._heard = lru_cache(maxsize=_LINES_KEPT)(self._index.heard.alike)

    @cached_property
    def _people(self) -> dict[str, list[str]]:
        """Authors and speakers by how their surname, of one character, is read in Chinese and in Korean."""
        found: dict[str, list[str]] = {}
        for name in map(fold, self._index.people):
            if may_be_personal(name):
                for reading in {*pinyin(name[0]), hangul(name[0])}:
                    found.setdefault(reading, []).append(name)
        return found

    def named(self, name: str) -> tuple[str, ...]:
        """What documents of the library give a folded name as, in other scripts; sorted."""
        return self._paired(name)

    def concepts(self, question: str) -> Concepts:
        """The question's concepts, for the languages that the library has passages in."""
        asked = Concepts(question, family(language_of(question)))
        for name, part in self._index.families.items():
            looked = asked.looked[name] = Looked(part)
            found = list(self._renderings(asked, name, looked))
            occurrences = asked.occurrences[name] = looked.occurrences([renderings for _, renderings in found])
            asked.by_family[name] = tuple(
                Concept(surface, _weight(len(part.numbers), held.passages), renderings, held.passages > 0)
                for (surface, renderings), held in zip(found, occurrences, strict=True)
            )
        return asked

    def leg(self, asked: Concepts, k: int, among: Among = None) -> Leg:
        """At most `k` passages, best first, equal ones by number, with the spread of all scores in each language.

        `among` restricts the search beforehand.

        A language in which the library holds few of the question's concepts can tell passages apart by them, but not say
        which one answers: there the leg counts less.
        """
        found = self._found(asked)
        within = None if among is None else self._index.among(among)
        pairs: Pairs = []
        for name, part in self._index.families.items():
            rows, scores = found[name].scores.best(k, None if within is None else within[name])
            pairs += best(part.numbers[rows], scores, k)

        def score(number: int) -> float:
            name, row = self._index.found(number)
            return found[name].scores.of(row)

        return Leg(
            "lexical",
            sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)],
            score,
            lambda number: found[self._index.found(number)[0]].spread,
        )

    def _found(self, asked: Concepts) -> Mapping[str, LanguageScores]:
        """The scores of the passages of each language that meet anything, and the spreads of those of all."""
        if asked.found is None:
            words = Words(self, asked)
            scores = {name: self._scores(asked, name) for name in self._index.families}
            spreads = {name: Spread(*own.moments(), words.known_share(name) ** 2) for name, own in scores.items()}
            spreads = pooled(spreads, {name: len(own) for name, own in scores.items()})
            asked.found = {name: LanguageScores(own, spreads[name]) for name, own in scores.items()}
        return asked.found

    def _scores(self, asked: Concepts, name: str) -> SparseScores:
        lengths = self._lengths[name]
        parts = [
            (held.rows, concept.weight * held.often * (_K1 + 1) / (held.often + lengths[held.rows]))
            for concept, held in zip(asked.by_family[name], asked.occurrences[name], strict=True)
            if len(held.rows)
        ]
        return SparseScores.summed(parts, len(lengths))

    def matches(self, asked: Concepts, number: int, above: str = "", text: str | None = None) -> tuple[Match, ...]:
        """Which words of the question met which of the passage, and how; those that weigh most first.

        `above` is what stands over the passage, its headings and its author: what they alone hold is shown as it is there.
        `text` is the passage's own, for whoever has it: of a question that was scored, nothing is then read from the library.
        """
        try:
            name, row = self._index.found(number)
        except KeyError:
            return ()
        looked, length = asked.looked[name], float(self._lengths[name][row])
        found: list[tuple[float, Concept, Rendering]] = []
        for concept, held in zip(asked.by_family[name], asked.occurrences[name], strict=True):
            often = held.often_in(row)
            if often:
                each = concept.renderings
                one = each[0] if len(each) == 1 else max(each, key=lambda one: looked.often_in(one, row))
                found.append((concept.weight * often * (_K1 + 1) / (often + length), concept, one))
        if not found:
            return ()
        whole = sum(score for score, _, _ in found) or 1.0
        texts = [
            (one, self._folded(one)) for one in (self._library.passage(number).text if text is None else text, above)
        ]
        made = [Match(concept.asked, shown(one, texts), one.how, score / whole) for score, concept, one in found]
        return tuple(sorted(made, key=lambda match: (-match.weight, match.asked)))

    def met(self, asked: Concepts, text: str, language: str) -> list[Concept]:
        """The question's concepts that `text`, which is in `language`, holds in any rendering."""
        name = family(language)
        concepts = asked.by_family.get(name, ())
        if not concepts:
            return []
        if (needles := asked.needles.get(name)) is None:
            needles = asked.needles[name] = Needles.of([concept.renderings for concept in concepts])
        read = self._line(text, name) if needles.readings else ""
        return [concepts[place] for place in needles.met(self._line(text, ""), read)]

    def _renderings(self, asked: Concepts, name: str, looked: Looked) -> Iterator[tuple[str, tuple[Rendering, ...]]]:
        """What is asked, each with its renderings for passages of one language."""
        held = Held(
            self._dictionary,
            name,
            looked.holds,
            looked.may_hold,
            self._paired,
            self._heard,
            self._people,
            self._kinds,
            self._remembered[name],
        )
        if name != asked.language:
            yield from bridged(held, asked.text, asked.language)
            return
        for token in dict.fromkeys(tokens(asked.text)):
            yield token, (Rendering((token,), 1.0, "same"),)
        if name in _EASTERN:  # names written in another script than the passages of the question's own language do
            for surface, renderings in bridged(held, asked.text, asked.language):
                others = tuple(one for one in renderings if one.how in ("sound", "pair"))
                if others and not all(looked.holds(Rendering((token,), 1.0, "same")) for token in tokens(surface)):
                    yield surface, others


def _weight(every: int, held: float) -> float:
    """The inverse document frequency of what so many of every passage hold."""
    return log(1 + (every - held + 0.5) / (held + 0.5))


@dataclass(frozen=True, slots=True)
class Words:
    """A question's concepts, as they are met by a text in any language."""

    leg: LexicalLeg
    asked: Concepts

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

    def known_share(self, language: str) -> float:
        """The share of the concepts, by weight, that the library holds in `language`."""
        concepts = self.asked.by_family.get(family(language), ())
        every = sum(concept.weight for concept in concepts)
        return sum(concept.weight for concept in concepts if concept.held) / every if every else 0.0


def _line(text: str, read_in: str) -> str:
    """The tokens of a text, with spaces around each; with `read_in` those under which it is found from other languages."""
    return f" {' '.join(reading_tokens(text, read_in) if read_in else tokens(text))} "
