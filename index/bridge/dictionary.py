"""The bridge's dictionary: Chinese, Japanese and Korean words with their English glosses, how usual they are, and Japanese names.

English is what the others meet in. It is unpacked once, in the user's cache, from the file that comes with this package
(`index.bridge.packed`) into tables that are mapped into memory (`index.bridge.tables`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from index.bridge.packed import USUAL_STEP, Packed
from index.bridge.tables import Arrays, Mapped, Relation, TableStrings, relation_arrays, string_arrays
from index.errors import ModelError
from index.sealed import Sealed
from index.settings import Settings

__all__ = ["FORMAT", "MOST_READINGS", "Dictionary", "Meaning", "sealed_dictionary"]

FORMAT = 4  # goes up when the same packed file makes other tables
_NAME = "dictionary.safetensors"
_MEGABYTES = 80
_KEPT = 1 << 13
"""Of how many words the meanings are kept, and of how many glosses the words: a question asks for them once for each language."""
MOST_READINGS = 16
"""Of the ways a name is read, so many of the likeliest are taken."""


class Meaning(NamedTuple):
    """A word of a language and one of its glosses, as English lemmas with spaces between them."""

    word: str
    gloss: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of a language; both relations are ordered by weight, the greatest first, then by text."""

    words: TableStrings
    glosses: Relation
    by_gloss: Relation
    usual: memoryview[int]


class Dictionary:
    """An open dictionary. It is only read, by any number of threads at once.

    Raises ModelError where the file in the cache turns out to be damaged.
    """

    def __init__(self, path: Path) -> None:
        self._file = Mapped(path)
        self._weights = self._file.numbers("weights")
        self._glosses, self._shown = self._file.strings("glosses"), self._file.strings("shown")
        self._lexicons = {
            language: _Lexicon(
                self._file.strings(f"{language}.words"),
                self._file.relation(f"{language}.glosses"),
                self._file.relation(f"{language}.by_gloss"),
                self._file.array(f"{language}.usual"),
            )
            for language in self._file.names(".words.text")
        }
        self._kana, self._names = self._file.strings("kana"), self._file.strings("names")
        self._written, self._read = self._file.relation("written"), self._file.relation("read")
        self.meanings = lru_cache(maxsize=_KEPT)(self._meanings)
        """The meanings of one folded word of a language, as in `glosses`; none where it is not listed."""
        self.words_for = lru_cache(maxsize=_KEPT)(self._words_for)
        """The words of a language that have one gloss, as in `words`."""

    @classmethod
    def open(cls, cache: Path, notify: Callable[[str], None] | None = None, packed: Packed | None = None) -> Dictionary:
        """The dictionary under the folder `cache`, unpacked if it is not there, which takes about a second.

        `packed` is the file that it is unpacked from, None for the one that comes with this package. Raises ModelError
        where it cannot be unpacked or read.
        """
        return cls(sealed_dictionary(packed or Packed()).folder(cache, notify) / _NAME)

    @classmethod
    def shared(cls, cache: Path | None = None) -> Dictionary:
        """The dictionary in the folder `cache` (None: the one of the user's settings), opened once."""
        return _shared(Settings.load(os.environ).cache if cache is None else cache)

    def glosses(self, language: str, words: Iterable[str]) -> dict[str, list[Meaning]]:
        """The meanings of those of the folded `words` that it lists, by word; `hanja`: as Korean reads them."""
        return {word: list(found) for word in words if (found := self.meanings(language, word))}

    def _meanings(self, language: str, word: str) -> tuple[Meaning, ...]:
        lexicon = self._lexicons.get(language)
        if lexicon is None:
            return ()
        with self._sound():
            place = lexicon.words.find(word)
            return tuple(
                Meaning(word, self._glosses[gloss], self._weights[weight])
                for gloss, weight in (lexicon.glosses.weighted(place) if place >= 0 else ())
            )

    def shown(self, gloss: str) -> str:
        """A gloss as a reader is shown it: `unite state` is `United States`; one that is not listed as it is."""
        with self._sound():
            place = self._glosses.find(gloss)
            listed = 0 <= place < len(self._shown.starts) - 1  # a single one that is shown as it is makes no line
            return (self._shown[place] if listed else "") or gloss

    def words(self, language: str, glosses: Iterable[str]) -> dict[str, list[Meaning]]:
        """The words of `language` that have one of these glosses, by gloss."""
        return {gloss: list(found) for gloss in glosses if (found := self.words_for(language, gloss))}

    def _words_for(self, language: str, gloss: str) -> tuple[Meaning, ...]:
        lexicon = self._lexicons.get(language)
        if lexicon is None:
            return ()
        with self._sound():
            place = self._glosses.find(gloss)
            return tuple(
                Meaning(lexicon.words[word], gloss, self._weights[weight])
                for word, weight in (lexicon.by_gloss.weighted(place) if place >= 0 else ())
            )

    def usual(self, language: str, words: Iterable[str]) -> dict[str, float]:
        """How usual those of the folded `words` are that it lists: the logarithm of how often a billion words hold one.

        To the base of ten, from 0 to 8.5 (the scale named Zipf: van Heuven et al., "SUBTLEX-UK", 2014); 0 too where nothing says.
        Only Japanese and Korean words (`ja`, `korean`) are told.
        """
        lexicon = self._lexicons.get(language)
        if lexicon is None:
            return {}
        with self._sound():
            places = {word: lexicon.words.find(word) for word in words}
            return {word: lexicon.usual[place] * USUAL_STEP for word, place in places.items() if place >= 0}

    def japanese_names(self, kana: Iterable[str], shortest: int = 2) -> list[str]:
        """Names, folded, that JMnedict reads so in hiragana; those of `shortest` characters and more, sorted."""
        with self._sound():
            places = {self._kana.find(one) for one in kana} - {-1}
            found = {self._names[name] for place in places for name in self._written.of(place)}
        return sorted(name for name in found if len(name) >= shortest)

    def readings(self, name: str) -> list[str]:
        """How JMnedict reads a name as it is written there, in kana, the likeliest first; sixteen at most."""
        with self._sound():
            place = self._names.find(name)
            return [self._kana[kana] for kana in self._read.of(place)] if place >= 0 else []

    def close(self) -> None:
        """Close the file; nothing can be looked up any more."""
        self._file.close()

    @contextmanager
    def _sound(self) -> Iterator[None]:
        try:
            yield
        except (IndexError, UnicodeDecodeError) as error:
            raise self._file.damaged(error) from error


@cache
def _shared(folder: Path) -> Dictionary:
    return Dictionary.open(folder)


def sealed_dictionary(packed: Packed) -> Sealed:
    """What the folder of the dictionary is to hold. Raises ModelError where `packed` cannot be read."""
    version = packed.version()
    digest = crc32(repr(sorted(version.items())).encode())
    name = f"yinzheng-dictionary-{digest:08x}-v{FORMAT}"

    def files() -> list[tuple[str, bytes]]:
        return [(_NAME, _tables(packed))]

    return Sealed(name, "dictionary", FORMAT, version, _MEGABYTES, files, earlier=r"dictionary-v\d+")


def _tables(packed: Packed) -> bytes:
    """The whole file of tables."""
    import numpy as np
    from safetensors.numpy import save

    try:
        return save({"weights": np.array(packed.weights(), np.float64), **_meanings(packed), **_names(packed)})
    except (ValueError, IndexError) as error:  # its parts do not fit together
        raise ModelError(f"the dictionary {packed.path} is damaged ({error}); install this package again") from error


def _meanings(packed: Packed) -> Arrays:
    glosses = packed.glosses()
    arrays = string_arrays("glosses", glosses) | string_arrays("shown", packed.shown())
    count = glosses.count(b"\n") + bool(glosses)
    for language in packed.languages():
        some = packed.meanings(language)
        arrays |= string_arrays(f"{language}.words", some.words)
        arrays |= relation_arrays(f"{language}.glosses", some.count, some.rows, some.glosses, some.weights)
        arrays |= relation_arrays(f"{language}.by_gloss", count, some.glosses, some.rows, some.weights)
        arrays[f"{language}.usual"] = some.usual
    return arrays


def _names(packed: Packed) -> Arrays:
    import numpy as np

    names = packed.names()
    place = np.arange(len(names.rows)) - names.rows.searchsorted(names.rows)  # of each reading among those of its name
    likely = place < MOST_READINGS
    kana = names.read.count(b"\n") + bool(names.read)
    return {
        **string_arrays("kana", names.read),
        **string_arrays("names", names.written),
        **relation_arrays("written", kana, names.kana, names.folded, np.zeros_like(place)),
        **relation_arrays("read", names.count, names.rows[likely], names.kana[likely], place[likely]),
    }
