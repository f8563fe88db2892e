"""Where in a text something most like some words stands, and what differs: for words that are no longer there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

__all__ = ["Resemblance", "differences", "likeliest"]

_LONGEST = 4000
"""Longer words are looked for by so many of their first characters: the time grows with the product of both lengths."""
_WHOLE = 20_000
"""Characters of a text that are compared in full; of a longer one only its likeliest parts are."""
_PARTS = 12

_UNIT = re.compile(r"\d+(?:[.,]\d+)*|.", re.DOTALL)
_Codes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """text[start:end] is like the words: `likeness` is 1 less the share of their characters that must be changed (0 to 1)."""

    start: int
    end: int
    likeness: float


def likeliest(words: str, text: str, near: int = 0) -> Resemblance:
    """The part of `text` that fewest insertions, deletions and changes of characters make into `words`.

    Of several that are as like, the one that begins nearest to `near`. By the recurrence of Sellers, "The theory and
    computation of evolutionary distances: pattern recognition" (1980). In a text of more than 20,000 characters only the
    dozen parts that share most pairs of characters with the words are compared. `words` must not be empty.
    """
    pattern, codes = _codes(words[:_LONGEST]), _codes(text)
    size = len(pattern)
    found: list[tuple[int, int]] = []
    for first, last in _parts(pattern, codes):
        distances = _distances(pattern, codes[first:last])
        least = int(distances.min())
        found += [(least, first + int(at)) for at in np.flatnonzero(distances == least)]
    least, end = min(found, key=lambda one: (one[0], abs(one[1] - near - size)))
    window = codes[max(0, end - 2 * size) : end]
    back = np.flatnonzero(_distances(pattern[::-1], window[::-1], anchored=True) == least)
    start = end - int(back[np.abs(back - size).argmin()])
    return Resemblance(start, min(end + len(words) - size, len(text)), 1 - least / size)


def differences(was: str, now: str) -> tuple[tuple[str, str], ...]:
    """The words piece by piece, each as it was and as it is now: the same twice where nothing was changed.

    By characters, but a number is one: 2024 becomes 2025, not 202 and then another digit.
    """
    old, new = _UNIT.findall(was), _UNIT.findall(now)
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in found)


def _parts(pattern: _Codes, text: _Codes) -> Iterator[tuple[int, int]]:
    """The parts of a text that are compared, each with room for what was put in."""
    if len(text) <= _WHOLE:
        yield 0, len(text)
        return
    size = len(pattern)
    shared = np.concatenate([[0], np.cumsum(np.isin(_pairs(text), _pairs(pattern)))])
    counts = shared[size:] - shared[:-size]
    for _ in range(_PARTS):
        best = int(counts.argmax())
        yield max(0, best - size), min(len(text), best + 2 * size)
        counts[max(0, best - size) : best + size] = -1


def _pairs(codes: _Codes) -> NDArray[np.uint64]:
    return (codes[:-1].astype(np.uint64) << np.uint64(32)) | codes[1:]


def _distances(pattern: _Codes, text: _Codes, *, anchored: bool = False) -> NDArray[np.int32]:
    """The least distance of `pattern` from a part of `text` that ends before each of its n + 1 places, `(n + 1,)`.

    The part may begin anywhere; with `anchored` it begins where the text does.
    """
    places = np.arange(len(text) + 1, dtype=np.int32)
    row = places.copy() if anchored else np.zeros_like(places)
    for code in pattern:
        below = np.empty_like(row)
        below[0] = row[0] + 1
        np.minimum(row[1:] + 1, row[:-1] + (text != code), out=below[1:])
        row = np.minimum.accumulate(below - places) + places  # what is gained by leaving characters of the text out
    return row


def _codes(text: str) -> _Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
