"""Inverted lists changed without being made anew: those of passages that are gone taken out, those of others added.

What is made is what `Postings.make` would make of the passages that are left, array by array.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.vocabulary import Arrays, Vocabulary, few_bytes, starts_of

__all__ = ["added", "without"]


def added(held: Mapping[str, NDArray[Any]], more: Mapping[str, NDArray[Any]], rows: tuple[int, int]) -> Arrays:
    """The lists `held`, with those of the rows after them, `more`; `rows` is how many rows the two have."""
    bits = max(int(held["bits"][0]), int(more["bits"][0]))
    known, words = Vocabulary(held), Vocabulary(more)
    spans = [known.span(words[at]) for at in range(len(words))]
    before = np.array([start for start, _ in spans], dtype=np.int64)
    new = np.array([start == end for start, end in spans], dtype=np.bool_)
    counts, own = np.diff(held["place_starts"]), np.diff(more["place_starts"])
    # where each word of `more` is among all: those of `held` before it, and the new ones before it
    places_of = before + np.cumsum(new) - new
    every = np.insert(counts, before[new], 0)
    every[places_of] += own
    width = _width(sum(rows), bits)
    theirs = _recoded(more["places"], int(more["bits"][0]), bits, rows[0], width)
    ends = held["place_starts"][before + ~new].astype(np.int64)  # after the places that the word has already
    return {
        **_vocabulary(held, words, before, new),
        "place_starts": few_bytes(starts_of(every)),
        "places": np.insert(
            _recoded(held["places"], int(held["bits"][0]), bits, 0, width), np.repeat(ends, own), theirs
        ),
        "bits": np.array([bits], dtype=np.int64),
    }


def without(held: Mapping[str, NDArray[Any]], kept: NDArray[np.bool_]) -> Arrays:
    """The lists `held` of those rows alone that are `kept`, (n,), which move up."""
    bits, places = int(held["bits"][0]), held["places"]
    shift = places.dtype.type(bits)
    rows = np.asarray(places >> shift, dtype=np.int64)
    stays = kept[rows]
    moved = (np.cumsum(kept) - 1)[rows[stays]].astype(places.dtype)
    left = (moved << shift) | (places[stays] & places.dtype.type((1 << bits) - 1))
    counts = np.diff(np.concatenate([[0], np.cumsum(stays)])[held["place_starts"]])
    has = counts > 0
    lengths = np.diff(held["starts"])
    mine = left & left.dtype.type((1 << (bits - 1)) - 1)
    longest = int(mine.max(initial=0)) + 1 if len(mine) else 0
    fewer = longest.bit_length() + 1
    return {
        "text": np.asarray(held["text"])[np.repeat(has, lengths)],
        "starts": few_bytes(starts_of(lengths[has])),
        "heads": np.asarray(held["heads"])[has],
        "place_starts": few_bytes(starts_of(counts[has])),
        "places": _recoded(left, bits, fewer, 0, _width(int(kept.sum()), fewer)),
        "bits": np.array([fewer], dtype=np.int64),
    }


def _vocabulary(
    held: Mapping[str, NDArray[Any]], words: Vocabulary, before: NDArray[np.int64], new: NDArray[np.bool_]
) -> Arrays:
    """The words of both."""
    places = np.flatnonzero(new).tolist()
    fresh = Vocabulary.make(words[at] for at in places)
    at = before[new]
    cuts = [0, *held["starts"][at].tolist(), len(held["text"])]
    parts = [np.asarray(held["text"])[start:end] for start, end in pairwise(cuts)]
    texts = [fresh["text"][start:end] for start, end in pairwise(fresh["starts"].tolist())]
    joined = [piece for pair in zip(parts, [*texts, fresh["text"][:0]], strict=True) for piece in pair]
    return {
        "text": np.concatenate(joined),
        "starts": few_bytes(starts_of(np.insert(np.diff(held["starts"]), at, np.diff(fresh["starts"])))),
        "heads": np.insert(np.asarray(held["heads"]), at, fresh["heads"]),
    }


def _width(rows: int, bits: int) -> type[np.unsignedinteger[Any]]:
    return np.uint32 if (rows << bits) < 1 << 32 else np.uint64


def _recoded(
    places: NDArray[Any], bits: int, wider: int, rows: int, width: type[np.unsignedinteger[Any]]
) -> NDArray[Any]:
    """Places of which `bits` are not the row with `wider` of them, and with so many `rows` before them."""
    if bits == wider and not rows and places.dtype == width:
        return places
    held = places.astype(np.uint64)
    every, offsets = held >> np.uint64(bits - 1), held & np.uint64((1 << (bits - 1)) - 1)
    return np.asarray(((every + np.uint64(2 * rows)) << np.uint64(wider - 1)) | offsets, dtype=width)
