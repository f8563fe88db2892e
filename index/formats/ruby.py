"""Readings that stand within a plain text, as Aozora Bunko writes them: 国境《くにざかい》, with ｜ before the word where it must be.

They are no words of the text, so a quotation has none; like every part that is left out they stay in the report.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from index.offsets import TextBuilder
from index.records import READING, Dropped, Extracted

__all__ = ["without_ruby"]

_KANA = "\u3041-\u309f\u30a1-\u30ff"
_RUBY = re.compile(
    rf"(?P<bar>[｜|])(?=[^｜|《》\n]{{1,20}}《[^《》\n]{{1,24}}》)|(?<=[\u3400-\u9fff々〆ヶ])《[{_KANA}・ 　]{{1,24}}》"
)
_AFTER_BAR = re.compile(r"(?<=[^｜|《》\n])《[^《》\n]{1,24}》")
_REMARK = re.compile(r"［＃[^［］\n]{1,80}］")
_FEWEST, _SHARE = 3, 0.8


def without_ruby(extracted: Extracted) -> Extracted:
    """The text without its readings, the bars before words that have one, and the remarks of who typed it in.

    As it is where 《》 mostly mean something else: in Chinese, and in Japanese that puts titles in them.
    """
    text = extracted.text
    cuts: set[tuple[int, int, str]] = set()
    for found in _RUBY.finditer(text):
        cuts.add((found.start(), found.end(), READING))
        if found["bar"] and (reading := _AFTER_BAR.search(text, found.end())):
            cuts.add((reading.start(), reading.end(), READING))
    readings = sum(end - start > 1 for start, end, _ in cuts)
    if readings < max(_FEWEST, _SHARE * text.count("《")):
        return extracted
    cuts |= {(found.start(), found.end(), "remark of who typed it in") for found in _REMARK.finditer(text)}
    builder = TextBuilder()
    dropped = list(extracted.dropped)
    at, starts, lost = 0, [0], [0]
    for start, end, reason in sorted(cuts):
        builder.add(text[at:start], at, start)
        span = extracted.offsets.source(start, end)
        dropped.append(Dropped(span.start, span.end, text[start:end], reason))
        at = end
        starts.append(end)
        lost.append(lost[-1] + end - start)
    builder.add(text[at:], at, len(text))
    made, offsets = builder.build()

    def moved(position: int) -> int:
        return position - lost[bisect_left(starts, position + 1) - 1]

    return replace(
        extracted,
        text=made,
        offsets=offsets.through(extracted.offsets),
        marked=tuple(replace(one, start=moved(one.start), end=moved(one.end)) for one in extracted.marked),
        dropped=tuple(sorted(dropped, key=lambda one: one.source_start)),
    )
