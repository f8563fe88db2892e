"""Pull quotes: paragraphs that a designer set apart, which say again what the running text near them says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.text.script import width

__all__ = ["pull_quotes"]

_WIDTH = (12, 160)
_REACH = 10
_SHARE = 0.62
_LONGER = 1.2
_UNIT = re.compile(
    r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]|[^\W_\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]+"
)
"""What a paragraph is made of. Pairs of letters will not do: any long English paragraph has nearly all that there are."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def pull_quotes(paragraphs: Sequence[str], alone: Sequence[bool]) -> set[int]:
    """Indices of the pull quotes among `paragraphs`; only those that stand `alone` can be one.

    A paragraph is one when most of its pairs of characters or words, and all of its numbers, also occur in a clearly longer
    paragraph within ten of it, or in two that follow one another (what it repeats may run over a page break). Reports
    that use the same words month after month differ in their numbers. The clearest is named first and then no longer
    counts as running text, so that it cannot make a pull quote of the paragraph it was taken from. Paragraphs of the same
    words are none of each other: minutes say after each point that it was carried.
    """
    widths = [width(text) for text in paragraphs]
    pairs = _Pairs(paragraphs)
    found: set[int] = set()
    shares: dict[int, float] = {}
    stale = {i for i in range(len(paragraphs)) if alone[i] and _WIDTH[0] <= widths[i] <= _WIDTH[1]}
    if len(paragraphs) < 2:
        return found
    while True:
        shares |= {i: _share(i, pairs, widths, found) for i in stale}
        clear = (i for i, share in shares.items() if share >= _SHARE and i not in found)
        best = max(clear, key=shares.__getitem__, default=None)
        if best is None:
            return found
        found.add(best)
        stale = {i for i in shares if i not in found and abs(i - best) <= _REACH + len(found)}


_Item = tuple[str, str] | str
"""A pair, or a number."""


class _Pairs(dict[int, set[_Item]]):
    """The pairs and the numbers of each paragraph, where they are asked for."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._paragraphs = paragraphs

    def __missing__(self, at: int) -> set[_Item]:
        text = self._paragraphs[at]
        self[at] = {*_pairs(text), *_NUMBER.findall(text)}
        return self[at]


def _share(i: int, pairs: _Pairs, widths: Sequence[float], found: set[int]) -> float:
    """The share of paragraph i's pairs that running text near it has too."""
    around = [*_running(range(i - 1, -1, -1), found)][::-1], [*_running(range(i + 1, len(widths)), found)]
    near = [j for j in (*around[0], *around[1]) if pairs[j] != pairs[i]]
    shared = {j: pairs[i] & pairs[j] for j in near}
    others = [shared[j] for j in near if widths[j] > _LONGER * widths[i]]
    others += [shared[j] | shared[k] for j, k in pairwise(near) if widths[j] + widths[k] > 2 * widths[i]]
    numbers = {item for item in pairs[i] if isinstance(item, str)}
    repeated = (len(other) for other in others if numbers <= other)
    return max(repeated, default=0) / max(len(pairs[i]), 1)


def _running(indices: range, found: set[int]) -> list[int]:
    return [j for j in indices[: _REACH + len(found)] if j not in found][:_REACH]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Neighbouring characters of Chinese, Japanese and Korean, neighbouring words of what is written with an alphabet."""
    return pairwise(_UNIT.findall(text.casefold()))
