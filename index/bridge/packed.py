"""The file in which the bridge's data is shipped: a zip archive of sorted lists, a tenth of what they were taken from.

`training/dictionary.py` writes it. Readings and territories are read from it as they are; words and names become tables
in the user's cache (`index.bridge.dictionary`). Its sources and their licences stand beside it, in DICTIONARY.md.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from lzma import LZMAError
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

__all__ = ["MOST_USUAL", "PACKED", "USUAL_STEP", "Contents", "Names", "Packed", "pack"]

PACKED = Path(str(files("index.bridge").joinpath("dictionary.zip")))
"""The file that comes with this package."""

MOST_USUAL, USUAL_STEP = 8.5, 1 / 30
"""How usual a word is at most, and how exactly that is kept."""
_LANGUAGE = re.compile(r"meanings/(\w+)/words")
_DAMAGE = (BadZipFile, LZMAError, zlib.error, EOFError, KeyError, ValueError, OSError, NotImplementedError)
"""What zipfile says of an archive that is no longer as it was written."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is packed: all words, names and characters are folded (`index.text.script.fold`) but the written names."""

    meanings: Mapping[str, Sequence[tuple[str, str, float]]]
    """By language words, a gloss of each, and its weight; at most 256 different weights in all."""
    shown: Mapping[str, str]
    """Glosses as a reader is shown them: `unite state` is `United States`; those that are missing are shown as they are."""
    names: Sequence[tuple[str, str, str]]
    """Japanese names as they are written, folded, and in kana; of one name the likeliest reading first."""
    readings: Mapping[str, Mapping[str, str]]
    """By kind (`hangul`, `pinyin`) the reading of each character, one syllable."""
    territories: Mapping[str, Sequence[str]]
    """Names of territories by language."""
    usual: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By language how usual words are, from 0 to `MOST_USUAL` (`Dictionary.usual`); those that are missing have 0."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """The words of a language, one a line, sorted by their UTF-8 bytes, and the meanings of each.

    Of the `(m,)` meanings, `rows` are places in `words`, `glosses` those in the glosses of the file, `weights` those among
    its weights. `usual`, `(count,)`, is how usual each word is, in steps of `USUAL_STEP`.
    """

    words: bytes
    count: int
    rows: NDArray[np.int64]
    glosses: NDArray[np.uint32]
    weights: NDArray[np.uint8]
    usual: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Names:
    """Names in Chinese characters and kana, one a line, sorted by their UTF-8 bytes, and which is read how.

    Of the `(m,)` readings, `rows` and `folded` are places in `written`, as JMnedict writes the name and folded; `kana` are
    those in `read`. Of one name the likeliest reading is first.
    """

    written: bytes
    count: int
    read: bytes
    rows: NDArray[np.int64]
    folded: NDArray[np.int64]
    kana: NDArray[np.uint32]


def pack(contents: Contents) -> bytes:
    """The file; the same bytes for the same contents."""
    weights = sorted({weight for some in contents.meanings.values() for _, _, weight in some}, reverse=True)
    glosses = sorted({gloss for some in contents.meanings.values() for _, gloss, _ in some}, key=str.encode)
    number = {weight: at for at, weight in enumerate(weights)}
    place = {gloss: at for at, gloss in enumerate(glosses)}
    members = {
        "weights": json.dumps(weights).encode(),
        "glosses": _lines(glosses),
        "shown": _lines([_unlike(gloss, contents.shown.get(gloss, gloss)) for gloss in glosses]),
    }
    for language, some in contents.meanings.items():
        rows = sorted(some, key=lambda row: (row[0].encode(), place[row[1]]))
        words = list(dict.fromkeys(word for word, _, _ in rows))
        members |= {
            f"meanings/{language}/words": _lines(words),
            f"meanings/{language}/counts": _counts(words, [word for word, _, _ in rows]),
            f"meanings/{language}/glosses": np.array([place[gloss] for _, gloss, _ in rows], "<u4").tobytes(),
            f"meanings/{language}/weights": np.array([number[weight] for _, _, weight in rows], np.uint8).tobytes(),
            f"meanings/{language}/usual": _steps(words, contents.usual.get(language, {})),
        }
    written = sorted({name for one, folded, _ in contents.names for name in (one, folded)}, key=str.encode)
    read = sorted({kana for _, _, kana in contents.names}, key=str.encode)
    at_name, at_kana = ({name: at for at, name in enumerate(some)} for some in (written, read))
    readings = sorted(contents.names, key=lambda row: at_name[row[0]])  # stable: the likeliest stays first
    folded_as = np.arange(len(written))
    for name, folded, _ in contents.names:
        folded_as[at_name[name]] = at_name[folded]
    members |= {
        "names/written": _lines(written),
        "names/counts": _counts(written, [name for name, _, _ in readings]),
        "names/folded": (folded_as - np.arange(len(written))).astype("<i4").tobytes(),
        "names/read": _lines(read),
        "names/kana": np.array([at_kana[kana] for _, _, kana in readings], "<u4").tobytes(),
        "territories": json.dumps(contents.territories, ensure_ascii=False).encode(),
    }
    for kind, table in contents.readings.items():
        said: dict[str, list[str]] = {}
        for char, syllable in sorted(table.items()):
            said.setdefault(syllable, []).append(char)
        members[f"readings/{kind}"] = _lines(
            [f"{syllable} {''.join(chars)}" for syllable, chars in sorted(said.items())]
        )
    return _archive(members)


def _steps(words: Sequence[str], usual: Mapping[str, float]) -> bytes:
    """How usual each word is, in steps that a byte holds."""
    return np.array([round(min(usual.get(word, 0.0), MOST_USUAL) / USUAL_STEP) for word in words], np.uint8).tobytes()


def _unlike(gloss: str, shown: str) -> str:
    """How a gloss is shown; empty where it is shown as it is."""
    return "" if shown == gloss else shown


def _lines(strings: Sequence[str]) -> bytes:
    if any("\n" in string for string in strings):
        raise ValueError("a string with a line break cannot be packed")
    return "\n".join(strings).encode()


def _counts(owners: Sequence[str], rows: Sequence[str]) -> bytes:
    place = {owner: at for at, owner in enumerate(owners)}
    return np.bincount([place[row] for row in rows], minlength=len(owners)).astype("<u2").tobytes()


def _archive(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in sorted(members.items()):
            at_once = name.startswith(("readings/", "territories"))  # read in each process, so in no time
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED if at_once else ZIP_LZMA)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Packed:
    """The file at `path`, opened for each thing that is read; all raise ModelError where it is damaged or not there."""

    path: Path = PACKED

    def version(self) -> dict[str, int]:
        """The CRC-32 of each part, by which one file is told from another without reading it."""
        try:
            with ZipFile(self.path) as archive:
                return {entry.filename: entry.CRC for entry in archive.infolist()}
        except _DAMAGE as error:
            raise self._damaged(error) from error

    def readings(self, kind: str) -> dict[str, str]:
        """One reading of each folded character: `hangul`, without the initial-sound law, or `pinyin`, without tones."""
        table: dict[str, str] = {}
        for line in self._read(f"readings/{kind}")[0].decode().split("\n"):
            syllable, _, chars = line.partition(" ")
            table |= dict.fromkeys(chars, syllable)
        return table

    def territories(self) -> dict[str, list[str]]:
        """Names of countries and regions of the world by language (`en`, `zh-Hans`, `zh-Hant`, `ja`, `ko`), from CLDR."""
        found: dict[str, list[str]] = json.loads(self._read("territories")[0])
        return found

    def weights(self) -> list[float]:
        """The weights that meanings may have, the greatest first."""
        found: list[float] = json.loads(self._read("weights")[0])
        return found

    def glosses(self) -> bytes:
        """All glosses, one a line, sorted by their UTF-8 bytes."""
        return self._read("glosses")[0]

    def shown(self) -> bytes:
        """How a reader is shown each of the glosses, one a line, in their order; empty for one that is shown as it is."""
        return self._read("shown")[0]

    def languages(self) -> list[str]:
        """The languages whose words it has."""
        return [found[1] for found in map(_LANGUAGE.fullmatch, self.version()) if found]

    def meanings(self, language: str) -> Meanings:
        """The words of a language."""
        words, counts, glosses, weights, usual = self._read(
            *(f"meanings/{language}/{part}" for part in ("words", "counts", "glosses", "weights", "usual"))
        )
        count, rows = _rows(counts)
        weighed = np.frombuffer(weights, np.uint8)
        return Meanings(words, count, rows, np.frombuffer(glosses, "<u4"), weighed, np.frombuffer(usual, np.uint8))

    def names(self) -> Names:
        """The Japanese names."""
        written, counts, folded, read, kana = self._read(
            *(f"names/{part}" for part in ("written", "counts", "folded", "read", "kana"))
        )
        count, rows = _rows(counts)
        away = np.frombuffer(folded, "<i4")
        return Names(written, count, read, rows, rows + away[rows], np.frombuffer(kana, "<u4"))

    def _read(self, *names: str) -> list[bytes]:
        try:
            with ZipFile(self.path) as archive:
                return [archive.read(name) for name in names]
        except _DAMAGE as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> ModelError:
        return ModelError(f"the dictionary {self.path} cannot be read ({error}); install this package again")


def _rows(counts: bytes) -> tuple[int, NDArray[np.int64]]:
    """How many owners there are, and the owner of each row, from how many rows each has."""
    sizes = np.frombuffer(counts, "<u2")
    return len(sizes), np.repeat(np.arange(len(sizes)), sizes)
