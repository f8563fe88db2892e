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
from index.vocabulary import Arrays, Strings, Vocabulary, starts_of, view

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
            "other_starts": starts_of([len(some) for _, some in grouped]),
        }

    def of(self, name: str) -> tuple[str, ...]:
        """What a folded name is in other scripts, sorted; none where no document says."""
        start, end = self._names.span(name)
        return tuple(self._others[at] for place in range(start, end) for at in range(*self._starts[place : place + 2]))


class HeardNames:
    """Names by their sound, each with its key; by the first strong kind of the key and how many strong ones there are.

    That is one number for each, `groups` (n,), increasing. `large` and `every` (10, n) count the kinds of each key, those
    in capitals and all; `weights` (n,) are the keys', `scripts` (n,) places in `SCRIPTS`.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._names = Strings({key: arrays[f"names.{key}"] for key in ("text", "starts")})
        self._sounds = Strings({key: arrays[f"sounds.{key}"] for key in ("text", "starts")})
        self._groups, self._scripts, self._weights = (
            np.asarray(arrays[key]) for key in ("groups", "scripts", "weights")
        )
        self._large, self._every = np.asarray(arrays["large"]), np.asarray(arrays["every"])

    @classmethod
    def make(cls, heard: Iterable[tuple[str, str]]) -> Arrays:
        """The arrays for names, each with its key, which has a strong kind."""
        rows = sorted((_group(strong(sound)), sound, name) for name, sound in heard)
        counts = [Counter(sound) for _, sound, _ in rows]
        large = np.array([[one[kind] for one in counts] for kind in _CLASSES], dtype=np.uint16)
        small = np.array([[one[kind.lower()] for one in counts] for kind in _CLASSES], dtype=np.uint16)
        return {
            **{f"names.{key}": array for key, array in Strings.make(name for *_, name in rows).items()},
            **{f"sounds.{key}": array for key, array in Strings.make(sound for _, sound, _ in rows).items()},
            "groups": np.array([group for group, *_ in rows], dtype=np.uint32),
            "scripts": np.array([SCRIPTS.index(script_of(name)) for *_, name in rows], dtype=np.uint8),
            "weights": np.array([weight(sound) for _, sound, _ in rows], dtype=np.float64),
            "large": large,
            "every": large + small,
        }

    def alike(self, sound: str, least: tuple[tuple[str, float], ...]) -> tuple[tuple[float, str], ...]:
        """Names that sound like the key, each with how alike (`sound.alike`), in the order of their keys and then their own.

        `least` is how alike those of each script must be; the others are left out, and so are those that begin otherwise or
        have more than one strong kind more or less.
        """
        kinds = strong(sound)
        if not kinds:
            return ()
        group = _group(kinds)
        start, end = (int(at) for at in np.searchsorted(self._groups, [group - 1, group + 2]))
        needed = np.full(len(SCRIPTS), np.inf)
        for script, value in least:
            needed[SCRIPTS.index(script)] = value
        need = needed[self._scripts[start:end]]
        counts = Counter(sound)
        most = np.zeros(end - start)
        for place, kind in enumerate(
            _CLASSES
        ):  # what stands in both in any order is at least what does in the same order
            large, every = counts[kind], counts[kind] + counts[kind.lower()]
            if large:
                most += np.minimum(self._large[place, start:end], large) * (1 - _SMALL)
            if every:
                most += np.minimum(self._every[place, start:end], every) * _SMALL
        likely = np.flatnonzero(2 * most >= (need - _ROUNDING) * (self._weights[start:end] + weight(sound)))
        found = [
            (theirs, self._names[start + at], likeness)
            for at in likely.tolist()
            if (likeness := alike(sound, theirs := self._sounds[start + at])) >= need[at]
        ]
        return tuple((likeness, name) for _, name, likeness in sorted(found))


def script_of(name: str) -> str:
    """The script of a folded name, by its first character."""
    first = name[0]
    if first.isascii():
        return "letters"
    return "kana" if _KATAKANA.match(first) else "han" if _HAN.match(first) else "hangul"


def _group(kinds: str) -> int:
    """A number for the first of the strong kinds of a key and how many there are, so that one kind more is one more."""
    return (ord(kinds[0]) << 16) + min(len(kinds), (1 << 16) - 2)
