"""English abbreviations that a sentence does not end with: `python -m training.abbreviations --corpus BUILDS --cldr FILE --data DATA`.

BUILDS is `builds/` of the npm package nlp-corpus 4.4.0 (MIT): a hundred thousand English sentences, each by itself. FILE is
`segments/en/suppressions.json` of cldr-segments-full (Unicode License v3): words with a stop that Unicode lets no sentence end
with, plain words (*Act.*, *Up.*) among them. DATA holds `newsqa/train`, sentence by sentence too. A word is printed where a stop
behind it stands more often inside a sentence, before a capital or a figure, than at the end of one: one of CLDR's where that is
seen at all, any other that is written with a capital from three times on. What stands before small letters needs no list (`index.text.sentences`).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpora.rows import rows

_INSIDE = re.compile(r"(?<![\w.'’-])([A-Za-z]{1,8})\.(?=\s+[A-Z0-9])")
_AT_END = re.compile(r"(?<![\w.'’-])([A-Za-z]{1,8})\.[\"')”’]*$")
_FEWEST = 3


def _sentences(corpus: Path, data: Path) -> Iterator[str]:
    for path in sorted(corpus.glob("*.json")):
        yield from (text.strip() for text in json.loads(path.read_text("utf-8")) if text)
    for row in rows(data / "newsqa" / "train" / "documents.jsonl"):
        yield from (text.strip() for text in row["sentences"].get("en", ()))


def _listed(cldr: Path) -> frozenset[str]:
    """What CLDR lists, without the stop."""
    standard = json.loads(cldr.read_text("utf-8"))["segments"]["segmentations"]["SentenceBreak"]["standard"]
    return frozenset(str(one["suppression"] if isinstance(one, dict) else one).rstrip(".") for one in standard)


def abbreviations(corpus: Path, cldr: Path, data: Path) -> list[str]:
    """The abbreviations of two letters or more, sorted."""
    inside, at_end = Counter[str](), Counter[str]()
    for text in _sentences(corpus, data):
        inside.update(_INSIDE.findall(text))
        at_end.update(_AT_END.findall(text))
    listed = _listed(cldr)
    return sorted(
        word
        for word, count in inside.items()
        if len(word) > 1
        and (count >= at_end[word] if word in listed else word.istitle() and count > at_end[word] and count >= _FEWEST)
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("corpus", "cldr", "data"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    print("|".join(abbreviations(given.corpus, given.cldr, given.data)))
