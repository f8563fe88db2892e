"""How well a sentence is evidence of an answer to a question: a small calibrated model over a few plain measurements.

The weights are learnt on public question sets (`training/support.py`), never on the fixed questions of this project.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from index.arrays import Floats
from index.records import Sentence
from index.text.script import width
from qa.question.premises import missing_numbers
from qa.reading.reader import Reading
from qa.retrieval.fuse import Spread
from qa.retrieval.lexical import Words

__all__ = ["FEATURES", "READER_FEATURES", "PassageContext", "features"]

FEATURES = (
    "sentence_cosine",
    "passage_cosine",
    "margin",
    "sentence_coverage",
    "passage_coverage",
    "sentence_known",
    "passage_known",
    "known_share",
    "lexical",
    "best_sentence",
    "library_size",
    "place",
    "first_by_words",
    "numbers_missing",
    "question_width",
    "other_language",
    "sentence_cosine_other_language",
    "passage_cosine_other_language",
    "sentence_known_other_language",
    "passage_known_other_language",
    "sentence_raw_cosine",
    "passage_raw_cosine",
    "sentence_raw_cosine_other_language",
    "passage_raw_cosine_other_language",
    "relevance",
    "answer_inside",
    "span_margin",
    "relevance_other_language",
    "answer_inside_other_language",
    "evidence",
    "evidence_other_language",
)
"""What is measured of a sentence, in this order.

Cosines and the lexical score are standard scores among the passages of the library; those that are `raw` are the cosines
themselves, so that what is best in a library which says nothing of the matter is not taken for near. Coverage is of the question's
concepts, between two languages by the bridge; `known` counts only those that the library holds in that language.
`place` is the logarithm of the passage's rank, `first_by_words` whether the lexical leg has it first; `numbers_missing` the share of
the question's numbers that the passage with its headings lacks, `question_width` the logarithm of the question's width. The last
seven are a reader's: 0 where none has read. `evidence` is what it says of the sentence itself, 0 where it marks none.
"""
READER_FEATURES = 7
"""How many features, the last ones, come from a reader."""

_LOWEST = 8
_LARGEST = 250
"""The libraries learnt from hold up to 240 passages; of more, nothing more is read into the size."""


@dataclass(frozen=True, slots=True)
class PassageContext:
    """What is known of a passage that was found for a question, before its sentences are looked at.

    `cosine` is the question's to it, `near` and `lexical` are its standard scores in the two legs, `best_other` the dense one
    of the best other passage; `size` is how many passages the library holds. `reading` is None where nobody has read it. `about` is what else is known
    of the document: its title, its publisher, its date.
    """

    text: str
    language: str
    cosine: float
    near: float
    best_other: float
    lexical: float
    spread: Spread
    size: int
    same_language: bool
    reading: Reading | None = None
    rank: int = 1
    first_by_words: bool = False
    about: str = ""


def features(
    words: Words,
    passage: PassageContext,
    sentences: Sequence[Sentence],
    cosines: Sequence[float],
    read_at: int = 0,
) -> Floats:
    """`(len(sentences), len(FEATURES))`: one row for each sentence of a passage, with the question's cosine to it.

    Offset `read_at` of the text is where the first character that the reader was given stands.
    """
    best = max(cosines, default=0.0)
    other = 0.0 if passage.same_language else 1.0
    covered, known = words.coverage(passage.text, passage.language)
    numbers = missing_numbers(words.question, f"{passage.text}\n{passage.about}")
    asked = log(max(width(words.question), 1.0))
    share = words.known_share(passage.language)
    reading = passage.reading
    marks = reading is not None and reading.signs is not None
    relevance = max(-8.0, min(8.0, reading.relevance)) if reading else 0.0
    rows = []
    for sentence, cosine in zip(sentences, cosines, strict=True):
        score = passage.spread.standard(cosine)
        inside, inside_known = words.coverage(sentence.text, passage.language)
        marked = reading.evidence(sentence.start - read_at, sentence.end - read_at) if marks and reading else 0.0
        answer = log(reading.inside(sentence.start - read_at, sentence.end - read_at) + 1e-3) if reading else 0.0
        rows.append(
            [
                score,
                passage.near,
                passage.near - passage.best_other,
                inside,
                covered,
                inside_known,
                known,
                share,
                min(passage.lexical, 8.0),
                float(cosine >= best),
                log(min(passage.size, _LARGEST)),
                log(min(passage.rank, _LOWEST)),
                float(passage.first_by_words),
                numbers,
                asked,
                other,
                other * score,
                other * passage.near,
                other * inside_known,
                other * known,
                cosine,
                passage.cosine,
                other * cosine,
                other * passage.cosine,
                relevance,
                answer,
                max(-15.0, min(15.0, reading.margin)) if reading else 0.0,
                other * relevance,
                other * answer,
                marked,
                other * marked,
            ]
        )
    return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))
