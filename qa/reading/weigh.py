"""Hits → the sentences that answer, as candidates for quotation."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from index.arrays import Floats
from index.encoder.alignment import family
from index.records import Sentence, in_context
from index.store.library import Library
from index.text.script import in_script
from qa.reading.asked import may_answer
from qa.reading.evidence import Evidence
from qa.reading.features import FEATURES, PassageContext, features
from qa.reading.odds import OddsModel
from qa.reading.reader import Reader, Reading
from qa.reading.sought import Sought
from qa.records import Hit
from qa.retrieval.dense import Dense
from qa.retrieval.matches import Matches
from qa.retrieval.search import Query

__all__ = ["as_written", "evidence_of", "measure", "read_as_written", "readings_of", "to_read", "weigh"]

_SPELT = frozenset({"sound", "pair", "reading"})
"""How words meet that are the same, spelt in another script (`Match.how`)."""
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_PARTICLE = 2
"""Syllables of the longest ending that is no word of its own."""


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
        measured = features(
            query.words, passage, inside, cosines, hit.passage.end - len(text), Sought.of(query.words.question)
        )
        kept = [may_answer(hit.passage.section, sentence.text, query.words.question) for sentence in inside]
        rows.append(measured[kept])
        found += [(hit, sentence) for sentence, may in zip(inside, kept, strict=True) if may]
    return found, np.concatenate(rows)


def _about(hit: Hit) -> str:
    source = hit.document.source
    return " ".join([source.title, source.publisher, source.original_publisher, source.published])


def to_read(hit: Hit) -> str:
    """A hit as a reader is given it: its headings and its author stand before its text."""
    return in_context(hit.document, hit.passage)


def as_written(question: str, hit: Hit) -> str:
    """The question as the passage would write it: a Chinese one in its script, names where the bridge knows: "Who is 秋山?".

    The reader was taught across languages, not across spellings. On XQuAD dev, English on Chinese, it tells the passages
    that answer from those that share a name by .85 instead of .79 (area under the ROC curve, 49 pairs). Asked in
    the other Chinese script it tells the right paragraph from the nearest one by .98 on CMRC 2018 dev and by .96 on DRCD dev,
    rewritten by .99 and .97 (400 questions of each, `benchmarks/results/reader.json`).
    """
    matches = () if isinstance(hit.matches, Matches) and _SPELT.isdisjoint(hit.matches.hows) else hit.matches
    for match in sorted(matches, key=lambda match: -len(match.asked)):
        if match.how in _SPELT and not _part_of_a_word(match.asked, question):
            question = question.replace(match.asked, match.met)
    return in_script(question, hit.passage.language)


def _part_of_a_word(asked: str, question: str) -> bool:
    """Whether it is Hangul with more of the same word after it than a particle: 핵공 of 핵공유에서 is no word."""
    after = [len(run) - run.rfind(asked) - len(asked) for run in _HANGUL.findall(question) if asked in run]
    return bool(after) and min(after) > _PARTICLE


def readings_of(reader: Reader, question: str, hits: Sequence[Hit]) -> dict[int, Reading]:
    """What `reader` reads in each hit, by passage number."""
    return read_as_written(reader, [(as_written(question, hit), hit) for hit in hits])


def read_as_written(reader: Reader, written: Sequence[tuple[str, Hit]]) -> dict[int, Reading]:
    """What `reader` reads in each hit with the question as it is written for that one, by passage number."""
    by_writing: dict[str, list[Hit]] = {}
    for question, hit in written:
        by_writing.setdefault(question, []).append(hit)
    return {
        hit.number: reading
        for asked, some in by_writing.items()
        for hit, reading in zip(some, reader.read(asked, [to_read(hit) for hit in some]), strict=True)
    }


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
    return weigh(*measure(hits, query, dense, language, library, readings), model)


def weigh(found: Sequence[tuple[Hit, Sentence]], rows: Floats, model: OddsModel) -> list[Evidence]:
    """What `measure` found, with the odds of each, as `evidence_of` gives it."""
    weighed = zip(found, model.odds(rows).tolist(), strict=True)
    evidence = [Evidence(hit, s, o) for (hit, s), o in weighed if any(map(str.isalnum, s.text))]
    return sorted(evidence, key=lambda item: (-item.odds, item.hit.passage.document, item.sentence.start))
