"""What an engine for vectors finds and takes beside the index of this package: Milvus Lite, and a Milvus server where one runs.

Each question is put to both, one after the other, on the same library, so that what else the machine does is borne by both. A library
of the five documents in `seeds/`, with the fixed questions, and one of public paragraphs in five languages, with questions of the same sets;
all vectors are those of the default encoder.

    python -m benchmarks.engines --data DATA
    pip install --no-deps --target build/milvus milvus==2.3.5
    python -m benchmarks.milvus_server build/milvus python -m benchmarks.engines --data DATA
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.machine import described
from benchmarks.milvus_server import URI
from corpora.public import LICENCES, articles, asked, paragraphs
from corpora.temporary import entries, temporary_library
from corpora.vectors import VectorCache
from index.encoder.alignment import question_means
from index.engines.milvus import Milvus
from index.settings import Settings
from index.store.entries import Entry
from index.store.library import Library
from index.store.vector_engine import edition_of
from qa.evaluation.question_file import read_questions
from qa.retrieval.dense import Dense

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "engines.json"
COMMAND = "python -m benchmarks.milvus_server build/milvus python -m benchmarks.engines --data DATA"
FOLDERS = ("clapnq/dev", "cmrc2018/dev", "drcd/dev", "jsquad/dev", "nomiracl/dev-ko")
KINDS = ("FLAT", "HNSW")
DEPTH, FIRST = 50, 10
"""How many passages the product asks each leg for, and how many of them are compared."""
SETTLED = 10.0
"""Seconds after which an engine is asked as it mostly is (`index.engines.milvus`)."""
SHARES = {"all": 1.0, "a half": 0.5, "a tenth": 0.1}


@dataclass(frozen=True)
class Case:
    """A library, what is asked of it, and a document that is added to it."""

    library: Library
    questions: Sequence[tuple[str, Any]]
    more: Entry


@contextmanager
def seeds(data: Path, cache: VectorCache, made: Path | None) -> Iterator[Case]:
    """The five documents as the product indexes them, or in a copy of a library `made` of them, and the fixed questions."""
    from corpora.vectors import CachedEmbedder
    from index.build import build

    file = ROOT / "tests" / "questions" / "seeds.jsonl"
    texts = [text for question in read_questions(file) for text in question.texts.values()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        if made is None:
            build([ROOT / "seeds"], path, CachedEmbedder(cache), Settings())
        else:
            shutil.copy(made, path)
        with Library.open(path) as library:
            yield Case(library, list(zip(texts, cache.questions(texts), strict=True)), _more(data, cache))


@contextmanager
def public(data: Path, cache: VectorCache, size: int, number: int) -> Iterator[Case]:
    """So many paragraphs of each set, and so many of the questions that are asked about them."""
    parts, texts = [], []
    for folder in FOLDERS:
        some = list(paragraphs(data / folder).values())[:size]
        parts += some
        known = {part.id for part in some}
        texts += [one.text for one in asked(data / folder) if one.paragraph in known][:number]
    made = entries(articles(parts), 300, cache)
    with temporary_library(made, question_means(cache.questions)) as library:
        library.write_search_index()
        yield Case(library, list(zip(texts, cache.questions(texts), strict=True)), _more(data, cache))


def _more(data: Path, cache: VectorCache) -> Entry:
    """A document that neither library has."""
    part = next(one for one in paragraphs(data / "xquad/train").values() if one.id.startswith("zh"))
    return entries(articles([part]), 300, cache)[0]


def measure(case: Case, make: Milvus) -> dict[str, Any]:
    """What the engine finds and takes of a library."""
    began = time.perf_counter()
    make.indexes(edition_of(case.library))
    first = time.perf_counter() - began
    again = _seconds(lambda: make.indexes(edition_of(case.library)))
    own, other = Dense.of(case.library), Dense.of(case.library, make)
    time.sleep(SETTLED)
    numbers, rng = case.library.passage_numbers(), np.random.default_rng(0)
    found = {
        name: _compared(
            case,
            own,
            other,
            None if share == 1 else rng.choice(numbers, int(share * len(numbers)), replace=False).tolist(),
        )
        for name, share in SHARES.items()
    }
    changes = {}
    for name, change in (
        ("add", lambda: case.library.change([case.more])),
        ("remove", lambda: case.library.change(remove=[case.more.document.id])),
    ):
        change()
        case.library.search_index()
        changes[f"seconds to {name} a document"] = round(_seconds(lambda: make.indexes(edition_of(case.library))), 3)
    return {"seconds to write all": round(first, 2), "seconds to open": round(again, 3), **changes, "asked": found}


def _compared(case: Case, own: Dense, other: Dense, among: Sequence[int] | None) -> dict[str, Any]:
    """The two, question by question; milliseconds by the clock."""
    same = ordered = within = 0
    times: dict[str, list[float]] = {"own": [], "engine": []}
    for text, vector in case.questions:
        question = own.question(text, vector)
        lists = {}
        for name, one in (("own", own), ("engine", other)):
            began = time.perf_counter()
            lists[name] = one.leg(question, DEPTH, among).found
            times[name].append((time.perf_counter() - began) * 1000)
        mine, theirs = ([number for number, _ in lists[name]] for name in ("own", "engine"))
        ordered += mine == theirs
        same += len({*mine[:FIRST]} & {*theirs[:FIRST]})
        within += len(mine[:FIRST])
    return {
        "recall@10": round(same / max(within, 1), 4),
        "fifty alike": f"{ordered} of {len(case.questions)}",
        **{
            name: {label: round(float(np.quantile(values, at)), 1) for label, at in (("median", 0.5), ("p95", 0.95))}
            for name, values in times.items()
        },
    }


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def main() -> None:
    """Measure and write the result; what was measured of a server before is kept where none runs."""
    parser = argparse.ArgumentParser(description="Compare engines for vectors with the index of this package.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors")
    parser.add_argument("--size", type=int, default=400, help="how many paragraphs of each set")
    parser.add_argument("--most", type=int, default=12, help="how many questions of each set")
    parser.add_argument("--seeds", type=Path, help="a library of the five documents; without it one is made")
    given = parser.parse_args()
    cache = VectorCache(given.cache)
    held = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {"libraries": {}}
    for title, case_of in (
        ("seeds", lambda: seeds(given.data, cache, given.seeds)),
        ("public", lambda: public(given.data, cache, given.size, given.most)),
    ):
        with case_of() as case, tempfile.TemporaryDirectory() as folder:
            about = {
                "passages": len(case.library.passage_numbers()),
                "sentences": sum(one.count - len(one.numbers) for one in edition_of(case.library).families.values()),
                "questions": len(case.questions),
            }
            row = held["libraries"].setdefault(title, {"engines": {}})
            row.update(about)
            for name, uri in (("Milvus Lite", f"{folder}/vectors.db"), ("Milvus server", os.environ.get(URI, ""))):
                for kind in KINDS if uri else ():
                    make = Milvus(Settings(vector_index="milvus", milvus_uri=uri, milvus_index=kind))
                    row["engines"][f"{name}, {kind}"] = measure(case, make)
                    print(title, name, kind, json.dumps(row["engines"][f"{name}, {kind}"]), flush=True)
                    _write(held)


def _write(held: dict[str, Any]) -> None:
    versions = {name: version(name) for name in ("pymilvus", "milvus-lite", "faiss-cpu")}
    about = {
        "command": COMMAND,
        "machine": described(),
        "load": round(os.getloadavg()[1], 1),
        "versions": {**versions, "Milvus server": "2.3.5"},
        "data": [LICENCES[folder.partition("/")[0]] for folder in FOLDERS],
    }
    RESULT.write_text(json.dumps({**held, **about}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
