"""Whether a name is a person's, learnt from dictionaries of names: `山田太郎`, *Nancy Pelosi*, and not *Reuters*, 外交部.

Logistic regression (`training/names.py`) over hashed runs of characters (Weinberger et al., "Feature Hashing for Large Scale
Multitask Learning", ICML 2009): how people's names are built, and those of companies, offices, papers and places. It is asked where
neither an honour nor the last word says it (*Ms*, 氏; 社, *Ministry*).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from math import log

import numpy as np

from index.arrays import Vectors
from index.languages.registry import pattern
from index.speech.trusted import is_group
from index.text.script import fold

__all__ = ["PIECES", "is_persons", "pieces"]

PIECES = 1 << 14
"""Buckets that the runs are hashed to."""
_PRIOR = 4
"""Of speakers whose names have several words, none of which says what they are, so many are people for one that is none. Not measured."""
_honoured = pattern(lambda one: one.names.honours, "^(?:Mr|Mrs|Ms|Miss|Dr)\\b|(?:{})$")
_RUNS = (1, 2, 3, 4)
_GLOSS = re.compile(r"(?<!\s)\s*[（(][^（()）]*[)）]")
_DOTS = re.compile(r"[·.‧・•=＝\s]+")
_MARKS = re.compile('[《》“”"%0-9]')


def pieces(name: str) -> list[int]:
    """The buckets of the runs of one to four characters of a name, each word between `^` and `$`, and of its words, each once."""
    words = [word for word in _DOTS.split(_GLOSS.sub("", name).strip()) if word]
    return sorted({zlib.crc32(run.encode()) % PIECES for run in _runs(words)})


def _runs(words: list[str]) -> Iterator[str]:
    yield f"words {min(len(words), 4)}"
    yield f"capitals {sum(word == word.upper() != word.lower() for word in words)}"
    yield f"small {sum(word[0].islower() for word in words)}"
    for place, word in enumerate(words):
        plain = fold(word)
        bounded = f"^{plain}$"
        yield f"{'last' if place == len(words) - 1 else 'not last'} {plain}"
        yield f"long {min(len(plain), 12)}"
        for size in _RUNS:
            for at in range(len(bounded) - size + 1):
                yield bounded[at : at + size]


@lru_cache(maxsize=8192)
def is_persons(name: str) -> bool:
    """Whether a speaker's name is likelier a person's than that of an organisation, an office, a group or a work."""
    name = _GLOSS.sub("", name).strip()
    if len(name) < 2 or _MARKS.search(name):
        return False
    if _honoured().search(name):
        return True
    if is_group(name):
        return False
    weights, found = _weights(), pieces(name)
    odds = float(weights[found].sum() / len(found) ** 0.5 + weights[-1])
    return odds > (-log(_PRIOR) if len(_DOTS.split(name)) > 1 else 0)


@cache
def _weights() -> Vectors:
    """A weight for each bucket, and the bias last: `(PIECES + 1,)`."""
    from safetensors.numpy import load

    data = files("index.speech").joinpath("name_kinds.safetensors").read_bytes()
    return load(data)["person"].astype(np.float32)
