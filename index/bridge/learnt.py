"""What a library's documents teach of names: which are pairs in two scripts, and how each sounds; in arrays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bridge.heard import strong
from index.bridge.sound import alike, weight
from index.vocabulary import Arrays, Strings, Vocabulary, few_bytes, starts_of, view

__all__ = ["SCRIPTS", "HeardNames", "NamePairs", "script_of"]

SCRIPTS = ("letters", "kana", "han", "hangul")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]")
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff]")
_CLASSES = "PSKTLMNAIU"
"""The kinds of a key (`index.bridge.sound.key`), in capitals; a small one is the same kind and counts less."""
_SMALL = weight("l")
_ROUNDING = 1e-9


class NamePairs:
    """Folded names, and what the same are in other scripts: `names.…` are those, `others.…` these, from `other_starts`."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._names = Vocabulary({key: arrays[f"names.{key}"] for key in ("text", "starts", "heads")})
        self._others = Strings({key: arrays[f"others.{key}"] for key in ("text", "starts")})
        self._starts = view(arrays["other_starts"])

    @classmethod
    def make(cls, pairs: Iterable[tuple[str, str]]) -> Arrays:
        """The arrays for pairs, each once and sorted by their UTF-8."""
        grouped = [(name, [other for _, other in some]) for name, some in groupby(pairs, key=lambda pair: pair[0])]
        names = Vocabulary.make(name for name, _ in grouped)
        others = Strings.make(other for _, some in grouped for other in some)
        return {
            **{f"names.{key}": array for key, array in names.items()},
            **{f"others.{key}": array for key, array in others.items()},
            "other_starts": few_bytes(starts_of([len(some) for _, some in grouped])),
        }

    def of(self, name: str) -> tuple[str, ...]:
        """What a folded name is in other scripts, sorted; none where no document says."""
        start, end = self._names.span(name)
        return tuple(self._others[at] for place in range(start, end) for at in range(*self._starts[place : place + 2]))

    def __len__(self) -> int:
        return len(self._names)


class HeardNames:
    """Names by their sound; those of one script with the same key are one row.

    `groups` (r,), increasing, are the script of each row with the first strong kind of its key and how many strong ones
    there are; the names of a row begin at `name_starts` (r + 1). `large` and `every` (10, r) count the kinds of each key,
    those in capitals and all; `weights` (r,) are the keys'.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._names = Strings({key: arrays[f"names.{key}"] for key in ("text", "starts")})
        self._sounds = Strings({key: arrays[f"sounds.{key}"] for key in ("text", "starts")})
        self._groups, self._weights = np.asarray(arrays["groups"]), np.asarray(arrays["weights"])
        self._starts = view(arrays["name_starts"])
        self._large, self._every = np.asarray(arrays["large"]), np.asarray(arrays["every"])

    @classmethod
    def make(cls, heard: Iterable[tuple[str, str]]) -> Arrays:
        """The arrays for names, each with its key, which has a strong kind."""
        named = sorted((_group(script_of(name), strong(sound)), sound, name) for name, sound in heard)
        rows = [(group, sound, len(list(some))) for (group, sound), some in groupby(named, key=lambda one: one[:2])]
        counts = [Counter(sound) for _, sound, _ in rows]
        large = np.array([[one[kind] for one in counts] for kind in _CLASSES], dtype=np.uint16)
        every = large + np.array([[one[kind.lower()] for one in counts] for kind in _CLASSES], dtype=np.uint16)
        fewest = np.uint8 if every.max(initial=0) < 1 << 8 else np.uint16
        return {
            **{f"names.{key}": array for key, array in Strings.make(name for *_, name in named).items()},
            **{f"sounds.{key}": array for key, array in Strings.make(sound for _, sound, _ in rows).items()},
            "groups": np.array([group for group, *_ in rows], dtype=np.uint32),
            "name_starts": few_bytes(starts_of([size for *_, size in rows])),
            "weights": np.array([weight(sound) for _, sound, _ in rows], dtype=np.float64),
            "large": large.astype(fewest),
            "every": every.astype(fewest),
        }

    def alike(self, sound: str, least: tuple[tuple[str, float], ...]) -> tuple[tuple[float, str], ...]:
        """Names that sound like the key, each with how alike (`sound.alike`), in the order of their keys and then their own.

        `least` is how alike those of each script must be; the others are left out, and so are those that begin otherwise or
        have more than one strong kind more or less.
        """
        return tuple((likeness, name) for _, name, likeness in sorted(self.found(sound, least)))

    def found(self, sound: str, least: tuple[tuple[str, float], ...]) -> list[tuple[str, str, float]]:
        """The same names in no order, each with its key before it and how alike it is behind it."""
        kinds, counts = strong(sound), Counter(sound)
        if not kinds:
            return []
        large = np.array([counts[kind] for kind in _CLASSES], dtype=np.uint16)
        every = large + np.array([counts[kind.lower()] for kind in _CLASSES], dtype=np.uint16)
        found: list[tuple[str, str, float]] = []
        for script, need in least:
            group = _group(script, kinds)
            start, end = self._groups.searchsorted(np.array([group - 1, group + 2], dtype=np.uint32)).tolist()
            part = slice(start, end)
            # what stands in both in any order is at least what does in the same order
            most = _shared(self._large[:, part], large) * (1 - _SMALL) + _shared(self._every[:, part], every) * _SMALL
            enough = 2 * most >= (need - _ROUNDING) * (self._weights[part] + weight(sound))
            for row in (start + enough.nonzero()[0]).tolist():
                theirs = self._sounds[row]
                if (likeness := alike(sound, theirs)) >= need:
                    found += [(theirs, self._names[at], likeness) for at in range(*self._starts[row : row + 2])]
        return found

    def __len__(self) -> int:
        return len(self._names)


def script_of(name: str) -> str:
    """The script of a folded name, by its first character."""
    first = name[0]
    if first.isascii():
        return "letters"
    return "kana" if _KATAKANA.match(first) else "han" if _HAN.match(first) else "hangul"


def _group(script: str, kinds: str) -> int:
    """A number for a script, the first of the strong kinds of a key and how many there are, so that one kind more is one more."""
    return (SCRIPTS.index(script) << 24) + (ord(kinds[0]) << 16) + min(len(kinds), (1 << 16) - 2)


def _shared(theirs: NDArray[np.uint16], own: NDArray[np.uint16]) -> NDArray[np.int64]:
    """How many of one's own kinds, `(10,)`, are among those of each of the others, `(10, n)`: `(n,)`."""
    kinds = own.nonzero()[0]
    return np.asarray(np.minimum(theirs[kinds], own[kinds, None]).sum(axis=0, dtype=np.int64))
