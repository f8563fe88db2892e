"""Korean words with their English, which no dictionary here gives: by the likeness of their vectors.

Which words Korean uses, and how often, says wordfreq. What one may mean is, first, the English of the Chinese and Japanese words that
Korean reads so (정부 is 政府, government, and 情夫, lover), and then any of the English words used most, by cross-domain similarity
local scaling (Conneau et al., "Word Translation Without Parallel Data", 2018). The encoder, which was taught that words of both languages
lie together, says which it does mean: 정부 lies beside *government*. How near is near enough was chosen on the training part
of the news, where sentence i says the same in both languages (`benchmarks.gloss --part train`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.bridge.english import lemma
from index.bridge.readings import same_hangul

__all__ = ["korean", "usual"]

Vectors = NDArray[np.float32]
_KOREAN, _ENGLISH = 18_000, 9_000
"""So many of the most used words of each language."""
_READINGS = 9
"""Glosses of the words that are read alike of which the nearest are taken."""
_NEAR, _SCALED = 0.2, 0.2
"""The least cosine, of vectors about their mean, of a word that is read so; and the least scaled similarity of any other."""
_NEIGHBOURS = 10
_MOST = 4
"""Meanings of a word, the nearest first."""
_HANGUL, _LETTERS = re.compile("[\uac00-\ud7a3]{2,}"), re.compile("[a-z]{3,}")


def usual(language: str, wordlist: str) -> dict[str, float]:
    """The words that wordfreq lists for a language, most used first, each with the logarithm of its occurrences in a billion."""
    from wordfreq import get_frequency_dict

    return {word: 9 + float(np.log10(share)) for word, share in get_frequency_dict(language, wordlist).items()}


def korean(
    read_as: Mapping[str, Sequence[str]],
    listed: Callable[[str], bool],
    shown: Callable[[str], str],
    embed: Callable[[Sequence[str]], Vectors],
) -> Iterator[tuple[str, str, float]]:
    """Korean words, English glosses of each as lemmas, and how near they are, in twentieths.

    `read_as` has the glosses of Sino-Korean words, the likeliest first, by their reading without the initial-sound law; `listed` says
    whether an English lemma is a gloss of the dictionaries, `shown` writes a gloss out; `embed` gives vectors of unit length.
    """
    words = [word for word in usual("ko", "small") if _HANGUL.fullmatch(word)][:_KOREAN]
    lemmas = dict.fromkeys(lemma(word) for word in usual("en", "small") if _LETTERS.fullmatch(word))
    english = [word for word in lemmas if listed(word)][:_ENGLISH]
    read = [[one for one in read_as.get(same_hangul(word), ()) if one.count(" ") < 2][:_READINGS] for word in words]
    glosses = sorted({*english, *(one for some in read for one in some)})
    place = {gloss: at for at, gloss in enumerate(glosses)}
    own, theirs = _centred(embed(words)), _centred(embed([shown(one) for one in glosses]))
    among = np.array([place[word] for word in english])
    for at, found in enumerate(_scaled(own, theirs[among])):
        near = {one: float(own[at] @ theirs[place[one]]) for one in read[at]}
        meant = {one: score for one, score in near.items() if score >= _NEAR}
        meant |= {english[other]: float(own[at] @ theirs[among[other]]) for other in found}
        for one in sorted(meant, key=lambda one: (-meant[one], one))[:_MOST]:
            yield words[at], one, round(meant[one] * 20) / 20


def _centred(vectors: Vectors) -> Vectors:
    moved = vectors - vectors.mean(axis=0)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True))


def _scaled(own: Vectors, theirs: Vectors) -> Iterator[list[int]]:
    """For each of `own` the places of those of `theirs` that are near for both, at least by `_SCALED`."""
    around = np.concatenate([_nearest(part @ own.T) for part in np.array_split(theirs, 16)])
    for part in np.array_split(own, 16):
        alike = part @ theirs.T
        scaled = 2 * alike - around - _nearest(alike)[:, None]
        for row in scaled:
            best = np.argsort(-row)[:_NEIGHBOURS]
            yield [int(other) for other in best if row[other] >= _SCALED]


def _nearest(alike: Vectors) -> Vectors:
    """How near the nearest neighbours of each are, in the mean."""
    return np.asarray(np.partition(alike, -_NEIGHBOURS, axis=1)[:, -_NEIGHBOURS:].mean(axis=1))
