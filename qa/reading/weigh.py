"""Hits → the sentences that answer, as candidates for quotation."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from index.arrays import Floats
from index.encoder.alignment import family
from index.records import Sentence
from index.store.library import Library
from index.text.script import tokens
from qa.reading.asked import may_answer
from qa.reading.candidate import Candidate
from qa.reading.evidence import Evidence
from qa.reading.features import FEATURES, PassageContext, features
from qa.reading.odds import OddsModel
from qa.reading.reader import Reading
from qa.reading.written import to_read
from qa.records import Hit
from qa.retrieval.dense import Dense
from qa.retrieval.search import Query

__all__ = ["evidence_of", "measure", "weigh"]

_MARKS = frozenset({"Po", "Pe", "Pf"})
"""What a sentence ends with (Unicode's categories): stops, and the quotes and brackets that close."""


def measure(
    hits: Sequence[Hit],
    query: Query,
    dense: Dense,
    language: str,
    library: Library,
    readings: Mapping[int, Reading] | None = None,
    of: Collection[int] | None = None,
) -> tuple[list[tuple[Hit, Sentence]], Floats]:
    """Every sentence of `hits`, and its features as rows, `(sentences, len(FEATURES))`.

    `readings`, by passage number, are of what `to_read` gives; None: nobody has read. With `of`, only the sentences of these
    passages, measured beside the others.
    """
    by_vector, by_words = query.legs(dense)
    spreads = [by_vector.spread(hit.number) for hit in hits]
    near = [spread.standard(hit.scores["dense"]) for hit, spread in zip(hits, spreads, strict=True)]
    scores = sorted((hit.score for hit in hits), reverse=True)
    found: list[tuple[Hit, Sentence]] = []
    rows = [np.zeros((0, len(FEATURES)))]
    for place, hit in enumerate(hits):
        if of is not None and hit.number not in of:
            continue
        text = to_read(hit)
        passage = PassageContext(
            text=text,
            language=hit.passage.language,
            cosine=hit.scores["dense"],
            near=near[place],
            best_other=max([*near[:place], *near[place + 1 :]], default=0.0),
            lexical=by_words.standard(hit.number),
            spread=spreads[place],
            size=len(dense),
            same_language=family(hit.passage.language) == family(language),
            reading=readings.get(hit.number) if readings else None,
            rank=scores.index(hit.score) + 1,
            first_by_words=hit.ranks.get("lexical") == 1,
            about=_about(hit),
        )
        inside = hit.passage.sentences
        cosines = (library.sentence_vectors(hit.number) @ query.vectors.against(hit.passage.language)).tolist()
        measured = features(query.words, passage, inside, cosines, hit.passage.end - len(text))
        kept = [may_answer(hit.passage.section, sentence.text, query.words.question) for sentence in inside]
        rows.append(measured[kept])
        found += [(hit, sentence) for sentence, may in zip(inside, kept, strict=True) if may]
    return found, np.concatenate(rows)


def _about(hit: Hit) -> str:
    source = hit.document.source
    return " ".join([source.title, source.publisher, source.original_publisher, source.published])


def evidence_of(
    hits: Sequence[Hit],
    query: Query,
    dense: Dense,
    language: str,
    library: Library,
    model: OddsModel,
    readings: Mapping[int, Reading] | None = None,
) -> list[Evidence]:
    """Every sentence of `hits` with its odds, best first; a line of signs alone (`---`) is no sentence."""
    return weigh(*measure(hits, query, dense, language, library, readings), model, query, readings)


def weigh(
    found: Sequence[tuple[Hit, Sentence]],
    rows: Floats,
    model: OddsModel,
    query: Query,
    readings: Mapping[int, Reading] | None = None,
) -> list[Evidence]:
    """What `measure` found, its `rows` `(len(found), len(FEATURES))`, with the odds of each, as `evidence_of` gives it."""
    readings = readings or {}
    weighed = zip(found, model.odds(rows).tolist(), model.each(rows).tolist(), strict=True)
    asked = frozenset(tokens(query.words.question))
    evidence = [
        Evidence(Candidate(hit, s, query), odds, bearing=each, answer=_answer(hit, s, readings.get(hit.number)))
        for (hit, s), odds, each in weighed
        if _says(s.text, asked)
    ]
    return sorted(evidence, key=lambda item: (-item.odds, item.hit.passage.document, item.sentence.start))


def _says(text: str, asked: frozenset[str]) -> bool:
    """Whether it says anything: it has a letter or a figure and, where no mark ends it, a word that was not asked with.

    Whoever asks what Anna Brandt wrote is not answered by her name under it, nor by a heading in the words of the question.
    """
    if not any(map(str.isalnum, text)):
        return False
    said = tokens(text)
    return not said or unicodedata.category(text.rstrip()[-1]) in _MARKS or not asked.issuperset(said)


def _answer(hit: Hit, sentence: Sentence, reading: Reading | None) -> str:
    """What is read as the answer in a sentence; empty where none was read in its passage."""
    if reading is None or reading.margin <= 0:
        return ""
    shift = hit.passage.end - len(to_read(hit))
    start, end = reading.words(sentence.start - shift, sentence.end - shift)
    return hit.document.text[start + shift : end + shift]
