"""What something is: the sentences that define it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.encoder.alignment import family
from index.records import Sentence
from index.text.script import fold
from qa.answer.choose import MOST_STATEMENTS
from qa.answer.cues import defining_subject
from qa.answer.desk import Desk, ParsedQuestion
from qa.reading.evidence import Evidence
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


def definition(desk: Desk, asked: ParsedQuestion, hits: Sequence[Hit]) -> list[Evidence] | None:
    """The sentences that define what is asked about: its meaning, its nature, its purpose, its beginning.

    A sentence of that form counts where its subject is the term: in its words, by the bridge, or, between two
    languages, by the likeness of the two terms. None where there is no such sentence.
    """
    topic, aliases = desk.words(asked.intent.topic), _aliases(asked.intent.topic, hits)
    found: list[tuple[Hit, Sentence, str, int]] = [
        (hit, sentence, subject, strength)
        for hit in hits
        for sentence in hit.passage.sentences
        for subject, strength in defining_subject(sentence.text)
    ]
    alike = _alike(desk, asked, [(subject, hit.passage.language) for hit, _, subject, _ in found])
    strong: dict[tuple[str, int], tuple[float, Evidence]] = {}
    for (hit, sentence, subject, strength), like in zip(found, alike, strict=True):
        share = max(topic.coverage(subject, hit.passage.language)[0], _named_by(aliases, subject))
        score = max(share, float(like >= _SAME_TERM), float(share >= 0.3 and like >= _ALIKE))
        key = (hit.document.id, sentence.start)
        if score >= _NAMED and (key not in strong or strength * score > strong[key][0]):
            strong[key] = (strength * score, Evidence(hit, sentence, min(score, 1.0)))
    best = max((score for score, _ in strong.values()), default=0.0)
    ranked = sorted(strong.values(), key=lambda pair: -pair[0])
    return [item for score, item in ranked if score * 3 >= best][:MOST_STATEMENTS] or None


def _alike(desk: Desk, asked: ParsedQuestion, others: Sequence[tuple[str, str]]) -> list[float]:
    """The cosine of the term asked about to each of the `others` (words, language); 0 for those in its own language."""
    abroad = [words for words, language in others if family(language) != family(asked.language)]
    if not abroad:
        return [0.0] * len(others)
    names = list(dict.fromkeys(abroad))
    terms = [asked.intent.topic, *_GLOSS.split(asked.intent.topic)]
    cosines = (desk.embed(names) @ desk.embed([term for term in terms if term.strip()]).T).max(axis=1)
    near = dict(zip(names, cosines.tolist(), strict=True))
    return [near[words] if family(language) != family(asked.language) else 0.0 for words, language in others]


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
