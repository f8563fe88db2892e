"""What something is: the sentences that define it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.encoder.alignment import family
from index.text.script import fold
from qa.answer.choose import MOST_STATEMENTS
from qa.answer.ways.way import Selection
from qa.question.parsed import ParsedQuestion
from qa.reading.evidence import Evidence, Evidences
from qa.records import Hit

__all__ = ["definition"]

_SAME_TERM, _ALIKE = 0.88, 0.81
"""The least cosines of two terms of one meaning in two languages: alone, and where a part of the words is the same.

At .88 the nearest of twenty other terms of the same field is taken for the term in fewer than one case of twenty
(`benchmarks/results/terms.json`).
"""
_NAMED = 0.5
"""A subject is the term where it holds half of its words, by weight."""
_GLOSS = re.compile("[()（）]")


def definition(question: ParsedQuestion, given: Evidences) -> Selection:
    """The sentences that define what is asked about: its meaning, its nature, its purpose, its beginning.

    A sentence of that form counts where its subject is the term: in its words, by the bridge, or, between two
    languages, by the likeness of the two terms. None where there is no such sentence.
    """
    aliases = _aliases(question.intent.topic, given.hits)
    found: list[tuple[Evidence, str, int]] = [
        (item, subject, strength) for item in given.every for subject, strength in item.known.cues.defining_subject
    ]
    alike = _alike(question, given, [(subject, item.hit.passage.language) for item, subject, _ in found])
    strong: dict[tuple[str, int], tuple[float, Evidence]] = {}
    for (item, subject, strength), like in zip(found, alike, strict=True):
        share = max(item.known.covered(subject)[0], _named_by(aliases, subject))
        score = max(share, float(like >= _SAME_TERM), float(share >= 0.3 and like >= _ALIKE))
        if score >= _NAMED and (item.place not in strong or strength * score > strong[item.place][0]):
            strong[item.place] = (strength * score, replace(item, odds=min(score, 1.0)))
    best = max((score for score, _ in strong.values()), default=0.0)
    ranked = sorted(strong.values(), key=lambda pair: -pair[0])
    return [item for score, item in ranked if score * 3 >= best][:MOST_STATEMENTS] or None


def _alike(question: ParsedQuestion, given: Evidences, others: Sequence[tuple[str, str]]) -> list[float]:
    """The cosine of the term asked about to each of the `others` (words, language); 0 for those in its own language."""
    abroad = [words for words, language in others if family(language) != family(question.language)]
    if not abroad:
        return [0.0] * len(others)
    names = list(dict.fromkeys(abroad))
    terms = [question.intent.topic, *_GLOSS.split(question.intent.topic)]
    cosines = (given.embed(names) @ given.embed([term for term in terms if term.strip()]).T).max(axis=1)
    near = dict(zip(names, cosines.tolist(), strict=True))
    return [near[words] if family(language) != family(question.language) else 0.0 for words, language in others]


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
