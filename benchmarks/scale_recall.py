"""How many of the ten best passages are found where vectors are kept in eight bits, and where of very many only the nearest are looked at.

Against every passage scored in single precision, for passages of real texts (`benchmarks.corpus.FOLDERS`) and questions of the
same sets. The vectors are those of the encoder, which takes about twenty minutes of a core for 10,000 passages and is gone on
with where it was stopped; or, with `--static`, of each text the mean of the encoder's own vectors of its pieces, less four
fifths of what all have in common: a stand-in that takes seconds.

    python -m benchmarks.scale_recall --data DATA --cache FOLDER     # writes benchmarks/results/scale_recall.json
    python -m benchmarks.scale_recall --data DATA --static
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import index.store.coded_index as coded
from benchmarks.corpus import FOLDERS, questions
from corpora.public import paragraphs
from corpora.vectors import VectorCache, default_folder
from index.arrays import Vectors
from index.store.codes import Codes
from index.store.vector_index import PassageIndex, VectorIndex
from index.text.sentences import sentences

RESULT = Path(__file__).resolve().parent / "results" / "scale_recall.json"
COMMAND = "python -m benchmarks.scale_recall --data DATA"
_LENGTH = 300
_ASKED, _FIRST, _DEPTH = 200, 10, 50
_SHARED = 0.8
Embed = Callable[[Sequence[str]], Vectors]


def texts(data: Path, number: int) -> list[str]:
    """The beginnings of so many paragraphs, dealt at random."""
    held = list({part.text: None for folder in FOLDERS for part in paragraphs(data / folder).values()})
    random.Random(7).shuffle(held)
    return [text[:_LENGTH] for text in held[:number]]


def static(folder: Path) -> Embed:
    """Means of the vectors that the model in `folder` begins with."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    held = load_file(folder / "model.safetensors")
    pieces = held[next(name for name in held if name.endswith("word_embeddings.weight"))].astype(np.float32)

    def embed(some: Sequence[str]) -> Vectors:
        cut = tokenizer.encode_batch(list(some), add_special_tokens=False)
        return np.array([pieces[one.ids or [0]].mean(axis=0) for one in cut], dtype=np.float32)

    return embed


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def measure(data: Path, size: int, passages: Embed, asked: Embed, *, centred: bool) -> dict[str, Any]:
    """The shares of the ten best that are found, among `size` passages."""
    whole = texts(data, size)
    cut = [[one.text for one in sentences(text)] or [text] for text in whole]
    starts = np.cumsum([0, *map(len, cut)], dtype=np.int64)
    vectors = passages(whole)
    inside, wanted = passages([one for some in cut for one in some]), asked(questions(data, _ASKED))
    if centred:
        middle = vectors.mean(axis=0) * np.float32(_SHARED)
        vectors, inside, wanted = (_unit(rows - middle) for rows in (vectors, inside, wanted))
    numbers = np.arange(len(whole), dtype=np.int64)
    plain = PassageIndex(numbers, vectors, inside, starts)
    eight = coded.CodedIndex(numbers, Codes.of(vectors), Codes.of(inside), starts)
    best = [_found(plain, vector) for vector in wanted]
    found = {"passages": len(whole), "sentences": len(inside), "eight bits": _recall(eight, wanted, best)}
    exact, coded.EXACT = coded.EXACT, 0
    try:
        return {**found, "of very many": _recall(eight, wanted, best)}
    finally:
        coded.EXACT = exact


def _found(index: VectorIndex, vector: Vectors) -> set[int]:
    return {number for number, _ in index.search(vector, _DEPTH)[:_FIRST]}


def _recall(index: VectorIndex, wanted: Vectors, best: Sequence[set[int]]) -> float:
    shares = [len(_found(index, vector) & known) / _FIRST for vector, known in zip(wanted, best, strict=True)]
    return round(float(np.mean(shares)), 4)


def main() -> None:
    """Measure, and write the result: of each size as it comes, beside what is there."""
    parser = argparse.ArgumentParser(description="Measure how many of the ten best passages are found.")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public sets")
    parser.add_argument("--sizes", type=int, nargs="+", default=(1_000, 10_000))
    parser.add_argument("--cache", type=Path, default=Path("vectors"), help="where the encoder's vectors are kept")
    parser.add_argument("--static", action="store_true", help="the stand-in in the place of the encoder")
    given = parser.parse_args()
    if given.static:
        passages = asked = static(default_folder())
    else:
        cache = VectorCache(given.cache)
        passages, asked = cache.passages, cache.questions
    for size in given.sizes:
        found = measure(given.data, size, passages, asked, centred=given.static)
        held = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
        kind = "static" if given.static else "encoder"
        held = {"command": COMMAND, **held, kind: {**held.get(kind, {}), str(size): found}}
        RESULT.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
        print(kind, json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
