"""A question and its passages as a reader is given them, and what it reads there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import in_context
from index.text.script import in_script
from qa.reading.reader import Reader, Reading
from qa.records import Hit
from qa.retrieval.matches import Matches

__all__ = ["as_written", "read_as_written", "readings_of", "to_read"]

_SPELT = frozenset({"sound", "pair", "reading"})
"""How words meet that are the same, spelt in another script (`Match.how`)."""
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_PARTICLE = 2
"""Syllables of the longest ending that is no word of its own."""


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
