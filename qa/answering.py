"""Passages → the sentences that answer, by what kind of answer the question asks for.

Each way of answering takes what retrieval found and gives `Support`s, one for a statement, in the order in which they
are to be read; none where the documents do not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np

from index.alignment import family
from index.catalogue import Catalogue
from index.embed import Vectors
from index.library import Library
from index.records import Kind as Part
from index.records import Sentence
from index.script import fold, language_of, tokens, width
from index.sentences import sentences
from qa.answer_type import TOLD, AnswerType, asked_for
from qa.compose import KEEP, MOST_STATEMENTS, Support, choose, measure, readings_of, support
from qa.cues import ADVICE, advises, defining_subject, introduced, judges, ordinal, points_back
from qa.dense import Dense
from qa.diversity import of_each_source
from qa.holders import named_holders, passages_of, says
from qa.intent import Intent, Kind, asks_twice
from qa.lexical import LexicalLeg, Words
from qa.quantities import answers_type, quantities
from qa.reader import Reader, Reading
from qa.records import Hit
from qa.retrieval import Query, retrieve_hits
from qa.sections import own_words
from qa.speech import speech
from qa.support import FEATURES, SupportModel

__all__ = ["Answering", "Asked", "Made"]

READ = 8
"""How many passages are read for an answer."""
WIDE = 50
"""Among how many passages sections, definitions and sides are looked for."""
_MOST_SECTIONS = 5
"""How many sections of a part are quoted, one sentence each."""
_SAME_TERM, _ALIKE = 0.88, 0.81
"""The least cosines of two terms of one meaning in two languages: alone, and where a part of the words is the same.

At .88 the nearest of twenty other terms of the same field is taken for the term in fewer than one case of twenty
(`benchmarks/results/terms.json`).
"""
_SPEAKS = 1.0
"""A source speaks to a topic where a passage of it lies a standard deviation nearer to it than passages do on the average."""
_NAMED = 0.5
_HELD = 0.5
"""Somebody speaks to a topic where a passage of theirs holds half of its words, by weight."""
_WHOLE = 12
"""A sentence, not a line of a list, has so many characters."""
_APART = 8
"""How many sentences apart the members of an enumeration stand at most."""
_COUNTED = 30.0
"""How much the odds of a sentence change with the cosine of the question to the figure in it."""
_COUNTS = frozenset({AnswerType.NUMBER, AnswerType.PERCENTAGE, AnswerType.MONEY})
_GLOSS = re.compile("[()（）]")
_COSINE, _COVERAGE = FEATURES.index("sentence_cosine"), FEATURES.index("sentence_known")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is matched and read; `several` where it asks for more than one side."""

    text: str
    language: str
    query: Query
    several: bool
    intent: Intent


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a question: the passages found, the sentences chosen, and whether they are sides of a matter."""

    hits: list[Hit]
    chosen: list[Support]
    sides: bool = False


@dataclass(frozen=True)
class Answering:
    """The ways of answering over one generation of a library."""

    library: Library
    dense: Dense
    leg: LexicalLeg
    model: SupportModel
    reader: Reader | None
    group: Callable[[str], Collection[str]]
    catalogue: Callable[[], Catalogue]
    embed: Callable[[Sequence[str]], Vectors]

    def asked(self, question: str, several: bool, intent: Intent) -> Asked:
        """The question, ready to be matched and read."""
        return Asked(question, language_of(question), self._query(question), several, intent)

    def retrieve(self, asked: Asked, k: int, among: Sequence[int] | None) -> tuple[list[Hit], list[list[Hit]]]:
        """The `k` best passages, and those of the sections that the question names."""
        return retrieve_hits(asked.query, self.library, self.dense, k, among)

    def weighed(self, asked: Asked, hits: Sequence[Hit]) -> tuple[list[Support], dict[int, Reading]]:
        """Every sentence of `hits` with its odds, best first, and what the reader read, by passage number."""
        readings = readings_of(self.reader, asked.text, hits) if self.reader else {}
        found = support(hits, asked.query, self.dense, asked.language, self.library, self.model, readings)
        return found, readings

    def made(self, asked: Asked, k: int, among: Sequence[int] | None) -> Made:
        """The passages for a question, at least `k` where there are so many, and what of them answers it."""
        hits, sections = self.retrieve(asked, max(k, WIDE), among)
        kind = asked.intent.kind
        if kind is Kind.COMPARE:
            return self._sides(asked, among)
        chosen: list[Support] | None = None
        if kind in (Kind.VIEW, Kind.RECOMMENDATION, Kind.SPEECH):
            chosen = self._by_holder(asked, hits, among)
        elif kind is Kind.DEFINITION:
            chosen = self._definition(asked, hits)
        elif kind is Kind.PERSON:
            chosen = self._person(asked, hits)
        elif kind is Kind.REFERENCE:
            chosen = self._reference(asked, hits)
        if chosen is None:
            chosen = self._ordinary(asked, hits, sections)
        return Made(hits, chosen if kind is Kind.RECOMMENDATION else _in_reading_order(_counted_out(chosen)))

    def _query(self, text: str) -> Query:
        return Query.of(text, self.dense.question(text, self.embed([text])[0]), self.leg)

    def _ordinary(self, asked: Asked, hits: Sequence[Hit], sections: Sequence[Sequence[Hit]]) -> list[Support]:
        """The likeliest sentences of the passages that are read, or of the section that the question names."""
        if sections:
            named = [found for section in sections if (found := self.weighed(asked, section)[0])]
            if len(named) > 1:
                return [_advice_of(section) for section in named[:_MOST_SECTIONS]]
            if named:
                return choose(own_words(named[0]), 0.0)
        read = {hit.number: hit for hit in hits[:READ]}
        if asked.several:
            read |= {hit.number: hit for hit in of_each_source(hits, self.group, 2 * READ)}
        supports, _ = self.weighed(asked, list(read.values()))
        if sum(item.odds for item in supports) < self.model.threshold:
            return []
        kind = asked_for(asked.text)
        if kind in TOLD:
            supports = _anew(supports, [s for s in supports if answers_type(s.sentence.text, kind)])
        if kind in _COUNTS:
            supports = self._by_what_is_counted(asked, supports)
        keep = KEEP / 4 if asks_twice(asked.text) else KEEP
        return choose(supports, 0.0, keep=keep, group=self.group)

    def _by_what_is_counted(self, asked: Asked, supports: Sequence[Support]) -> list[Support]:
        """Sentences with a figure, those first whose figure counts what the question asks to count.

        "54,000 US troops in Japan" lies nearer to "How many US troops are in Japan?" than "28,500 US troops" does.
        """
        counted = [[words for _, words in quantities(item.sentence.text)] for item in supports]
        every = list(dict.fromkeys(words for some in counted for words in some))
        if not every:
            return list(supports)
        near = dict(zip(every, (self.embed(every) @ self.embed([asked.text])[0]).tolist(), strict=True))
        best = [max((near[words] for words in some), default=0.0) for some in counted]
        most = max(best)
        weighed = [
            replace(item, odds=item.odds * exp(_COUNTED * (own - most)))
            for item, own in zip(supports, best, strict=True)
        ]
        return sorted(weighed, key=lambda item: -item.odds)

    def _by_holder(self, asked: Asked, hits: Sequence[Hit], among: Sequence[int] | None) -> list[Support] | None:
        """What those hold whom the question names; None where it names nobody whom the library knows to speak."""
        names = named_holders(asked.text, asked.intent.holder, self.leg, self.catalogue())
        if not names:
            return None
        if asked.intent.kind is Kind.RECOMMENDATION and (advice := self._advice(asked, names, among)):
            return advice
        said = self._held_by(asked, hits, names, among)
        return None if asked.intent.kind is Kind.SPEECH and not said else said

    def _advice(self, asked: Asked, names: Collection[str], among: Sequence[int] | None) -> list[Support]:
        """One statement for each section of a part that gives advice and is written by one of `names`."""
        parts: dict[tuple[str, str], dict[int, list[int]]] = {}
        allowed = None if among is None else set(among)
        for number in passages_of(names, self.catalogue()):
            passage = self.library.passage(number)
            section = passage.section
            wrote = set(section.written_by(self.library.document(passage.document).source)) & set(names)
            over = next((place for place, heading in enumerate(section.path) if ADVICE.search(heading)), None)
            if wrote and over is not None and (allowed is None or number in allowed):
                parts.setdefault((passage.document, section.path[over]), {}).setdefault(section.start, []).append(
                    number
                )
        if not parts:
            return []
        every = [number for part in parts.values() for numbers in part.values() for number in numbers]
        hits = {hit.number: hit for hit in self.retrieve(asked, len(every), every)[0]}
        found = []
        for part in parts.values():
            for start in sorted(part):
                inside = [hits[number] for number in part[start] if number in hits]
                if inside and (supports := self.weighed(asked, inside)[0]):
                    found.append(_advice_of(supports))
        return found[:_MOST_SECTIONS]

    def _held_by(
        self, asked: Asked, hits: Sequence[Hit], names: Collection[str], among: Sequence[int] | None
    ) -> list[Support]:
        """What those named say themselves; where it is asked what was said, also what is told of them."""
        theirs = passages_of(names, self.catalogue())
        if among is not None:
            theirs = sorted(set(theirs) & set(among))
        own = {hit.number: hit for hit in self.retrieve(asked, READ, theirs)[0][:READ]}
        if asked.intent.kind is Kind.SPEECH:
            own |= {hit.number: hit for hit in hits[:READ]}
        supports, _ = self.weighed(asked, list(own.values()))
        topic = self._query(asked.intent.topic).words if asked.intent.topic else asked.query.words
        said = [s for s in supports if self._is_theirs(s, names, asked)]
        return _on_topic(_anew(supports, said), topic, self.model.threshold, self.group)

    def _is_theirs(self, item: Support, names: Collection[str], asked: Asked) -> bool:
        passage = item.hit.passage
        if says(item.hit.document, passage.section, item.sentence.start, item.sentence.end, names):
            return True
        if asked.intent.kind is not Kind.SPEECH:
            return False
        held = {c.asked for name in names for c in self.leg.met(asked.query.words.asked, name, language_of(name))}
        met = {c.asked for c in asked.query.words.met(item.sentence.text, passage.language)}
        return bool(held & met)

    def _definition(self, asked: Asked, hits: Sequence[Hit]) -> list[Support] | None:
        """The sentences that define what is asked about: its meaning, its nature, its purpose, its beginning.

        A sentence of that form counts where its subject is the term: in its words, by the bridge, or, between two
        languages, by the likeness of the two terms. None where there is no such sentence.
        """
        topic, aliases = self._query(asked.intent.topic).words, _aliases(asked.intent.topic, hits)
        found: list[tuple[Hit, Sentence, str, int]] = [
            (hit, sentence, subject, strength)
            for hit in hits
            for sentence in hit.passage.sentences
            for subject, strength in defining_subject(sentence.text)
        ]
        alike = self._alike(asked, [(subject, hit.passage.language) for hit, _, subject, _ in found])
        strong: dict[tuple[str, int], tuple[float, Support]] = {}
        for (hit, sentence, subject, strength), like in zip(found, alike, strict=True):
            share = max(topic.coverage(subject, hit.passage.language)[0], _named_by(aliases, subject))
            score = max(share, float(like >= _SAME_TERM), float(share >= 0.3 and like >= _ALIKE))
            key = (hit.document.id, sentence.start)
            if score >= _NAMED and (key not in strong or strength * score > strong[key][0]):
                strong[key] = (strength * score, Support(hit, sentence, min(score, 1.0)))
        best = max((score for score, _ in strong.values()), default=0.0)
        ranked = sorted(strong.values(), key=lambda pair: -pair[0])
        return [item for score, item in ranked if score * 3 >= best][:MOST_STATEMENTS] or None

    def _alike(self, asked: Asked, others: Sequence[tuple[str, str]]) -> list[float]:
        """The cosine of the term asked about to each of the `others` (words, language); 0 for those in its own language."""
        abroad = [words for words, language in others if family(language) != family(asked.language)]
        if not abroad:
            return [0.0] * len(others)
        names = list(dict.fromkeys(abroad))
        terms = [asked.intent.topic, *_GLOSS.split(asked.intent.topic)]
        cosines = (self.embed(names) @ self.embed([term for term in terms if term.strip()]).T).max(axis=1)
        near = dict(zip(names, cosines.tolist(), strict=True))
        return [near[words] if family(language) != family(asked.language) else 0.0 for words, language in others]

    def _person(self, asked: Asked, hits: Sequence[Hit]) -> list[Support] | None:
        """The sentences that say who somebody is: of a biography, or that give the name with an office or a post.

        None where no sentence names the person.
        """
        named = self._query(asked.intent.holder).words
        found: list[tuple[float, Support]] = []
        for hit in hits:
            passage = hit.passage
            about = passage.section.kind is Part.BIOGRAPHY and bool(named.met(passage.section.label, passage.language))
            for sentence in passage.sentences:
                share = named.coverage(sentence.text, passage.language)[1]
                whole = width(sentence.text) >= _WHOLE and introduced(sentence.text)
                if share >= _NAMED and whole:
                    subject = sentence.text.find("是") >= 0 or passage.section.kind is Part.BIOGRAPHY
                    found.append((2.0 + about + 0.5 * subject + share, Support(hit, sentence, 0.9)))
        best = max((score for score, _ in found), default=0.0)
        chosen = [item for score, item in sorted(found, key=lambda pair: -pair[0]) if score + 0.5 >= best]
        return choose(chosen, 0.0, most=1, keep=0.0, group=self.group) or None

    def _reference(self, asked: Asked, hits: Sequence[Hit]) -> list[Support] | None:
        """The sentence that says what is asked about, with the next one that carries a footnote where it carries none.

        It says what the source is asked of, and not the source: the reader's odds that it *answers* are low, and a
        quarter of the threshold will do. None where no such sentence is before a footnote.
        """
        supports, _ = self.weighed(asked, hits[:READ])
        if sum(item.odds for item in supports) * 4 < self.model.threshold:
            return []
        for item in supports[:MOST_STATEMENTS]:
            document = item.hit.document
            for other in item.hit.passage.sentences:
                if other.start >= item.sentence.start and document.notes_in(other.start, other.end):
                    both = dict.fromkeys((item.sentence, other))
                    return [replace(item, sentence=one) for one in both]
        return None

    def _sides(self, asked: Asked, among: Sequence[int] | None) -> Made:
        """For each source that speaks to the topic, its own sentences that say most plainly what it holds."""
        topic = self._query(asked.intent.topic)
        about, _ = retrieve_hits(topic, self.library, self.dense, WIDE, among)
        speaking = [hit for hit in about if hit.score >= _SPEAKS and hit.passage.section.kind is Part.BODY]
        measured = zip(*measure(speaking, topic, self.dense, asked.language, self.library), strict=True)
        sides: dict[str, list[tuple[float, Support]]] = {}
        for (hit, sentence), row in measured:
            if width(sentence.text) < _WHOLE:
                continue
            said = speech(hit.document, sentence.start, sentence.end)
            score = float(row[_COSINE] + 2 * row[_COVERAGE]) + judges(sentence.text) + 0.5 * said.whole
            source = min(self.group(hit.document.id), default=hit.document.id)
            sides.setdefault(source, []).append((score, Support(hit, sentence, min(1.0, max(score, 0.0) / 8))))
        chosen = [item for items in sides.values() for item in _of_one_source(items)]
        return Made(about, _in_reading_order(chosen), sides=True)


def _of_one_source(items: Sequence[tuple[float, Support]], most: int = 2) -> list[Support]:
    """The best sentences of a source, at most so many; somebody else's before another of the same speaker."""
    ranked = sorted(items, key=lambda pair: -pair[0])
    best = ranked[0][0]
    chosen: dict[tuple[str, ...], Support] = {}
    for score, item in ranked:
        said = speech(item.hit.document, item.sentence.start, item.sentence.end)
        who = said.innermost if said.whole else item.hit.passage.section.written_by(item.hit.document.source)
        if score * 2 >= best:
            chosen.setdefault(who, item)
    rest = [item for score, item in ranked if score * 1.5 >= best and item not in chosen.values()]
    return [*chosen.values(), *rest][:most]


def _counted_out(chosen: Sequence[Support]) -> list[Support]:
    """With a member of an enumeration ("first", 二是) its other members, as far as they stand in the same section."""
    found = list(chosen)
    for item in chosen:
        place = ordinal(item.sentence.text)
        if not place:
            continue
        document, section = item.hit.document, item.hit.passage.section
        inside = sentences(document.text, section.start, section.end)
        at = next((n for n, s in enumerate(inside) if s.start == item.sentence.start), None)
        if at is None:
            continue
        for step in (-1, 1):
            wanted, n = place + step, at + step
            while 0 <= n < len(inside) and 0 < wanted <= place + 4 and abs(n - at) <= _APART * abs(wanted - place):
                if ordinal(inside[n].text) == wanted:
                    found.append(_elsewhere(item, inside[n]))
                    wanted += step
                n += step
    return list({(s.hit.document.id, s.sentence.start): s for s in reversed(found)}.values())[::-1]


def _elsewhere(item: Support, sentence: Sentence) -> Support:
    """Another sentence of the same section, as support like `item`."""
    hit = item.hit
    passage = hit.passage
    if not passage.start <= sentence.start <= sentence.end <= passage.end:
        passage = hit.document.passage(sentence.start, sentence.end, passage.section, passage.language, (sentence,))
        hit = replace(hit, passage=passage)
    return Support(hit, sentence, item.odds)


def _advice_of(supports: Sequence[Support]) -> Support:
    """Of the author's own sentences in a section the one that advises, and holds most of what its heading says."""
    heading = supports[0].hit.passage.section.path[-1]
    words = set(tokens(heading))
    best = max(
        own_words(supports),
        key=lambda s: (advises(s.sentence.text), len(words & set(tokens(s.sentence.text))), s.odds),
    )
    return replace(best, topic=heading)


def _anew(every: Sequence[Support], some: Sequence[Support]) -> list[Support]:
    """`some` of `every` sentence, with their odds were they the only ones that may answer."""
    nothing = max(1.0 - sum(item.odds for item in every), 1e-6)
    total = nothing + sum(item.odds for item in some)
    return [replace(item, odds=item.odds / total) for item in some]


def _on_topic(
    said: Sequence[Support], topic: Words, threshold: float, group: Callable[[str], Collection[str]]
) -> list[Support]:
    """Of somebody's own sentences those that say what is held of the topic; none where they do not speak to it."""
    covered = {id(item): topic.coverage(item.sentence.text, item.hit.passage.language)[1] for item in said}
    around = max((topic.coverage(item.hit.passage.text, item.hit.passage.language)[1] for item in said), default=0.0)
    if not said or (sum(item.odds for item in said) < threshold and around < _HELD):
        return []

    def weight(item: Support) -> float:
        return float(np.sqrt(item.odds) * (0.3 + covered[id(item)]) * (1.0 + 0.5 * judges(item.sentence.text)))

    ranked = sorted(said, key=lambda item: -weight(item))
    best = weight(ranked[0])
    return choose([item for item in ranked if weight(item) * 4 >= best], 0.0, keep=0.0, group=group)


def _aliases(term: str, hits: Sequence[Hit]) -> list[str]:
    """What the passages call the thing whose short form stands in the term: 核磋商小组 for NCG, by "核磋商小组(NCG)"."""
    short = re.findall(r"\b[A-Z][A-Z0-9-]{1,9}\b", term)
    found = []
    for acronym in short:
        form = re.compile(
            rf"[「『“\"‘《]([^「」『』“”\"‘’《》]{{2,20}})[」』”\"’》]\s?[(（]{acronym}[)）]|([一-鿿]{{2,12}})\s?[(（]{acronym}[)）]"
        )
        found += [quoted or bare[-6:] for hit in hits for quoted, bare in form.findall(hit.passage.text)]
    return list(dict.fromkeys(found))


def _named_by(aliases: Sequence[str], subject: str) -> float:
    """1 where one of the aliases stands in the subject, in any script; 0 otherwise."""
    return float(any(fold(alias) in fold(subject) for alias in aliases))


def _in_reading_order(chosen: Sequence[Support]) -> list[Support]:
    """By document, that of the likeliest sentence first, and in each as they stand; those that point back with what they point to."""
    order = {item.hit.document.id: place for place, item in reversed(list(enumerate(chosen)))}
    placed = sorted(chosen, key=lambda item: (order[item.hit.document.id], item.sentence.start))
    found: list[Support] = []
    for item in map(_with_antecedent, placed):
        last = found[-1] if found else None
        if last and last.hit.passage.id == item.hit.passage.id and item.sentence.start < last.sentence.end:
            text = item.hit.document.text[last.sentence.start : item.sentence.end]
            found[-1] = replace(
                last,
                sentence=Sentence(last.sentence.start, item.sentence.end, text),
                odds=min(1.0, last.odds + item.odds),
                copies=(),
            )
        else:
            found.append(item)
    return found


def _with_antecedent(item: Support) -> Support:
    """The sentence with the one before it, in its passage, where it begins with a word that points back."""
    inside = item.hit.passage.sentences
    place = next((n for n, s in enumerate(inside) if s.start == item.sentence.start), 0)
    if not place or item.copies or not points_back(item.sentence.text):
        return item
    document, before = item.hit.document, inside[place - 1]
    if (
        speech(document, item.sentence.start, item.sentence.end).whole
        or "\n" in document.text[before.end : item.sentence.start]
    ):
        return item
    text = document.text[before.start : item.sentence.end]
    return replace(item, sentence=Sentence(before.start, item.sentence.end, text))
