"""How fast files are read, cleaned, structured and cut, now and at an earlier commit: `python -m benchmarks.reading_rate --data DATA`.

Without the encoder: `make_document` and `passages` alone, by the processor time of one process. A process of each tree reads the
same files, some at a time in turn, each file once; the processes are started anew for each round. The sets:

- seeds: the five documents of the seeds;
- real documents: those of `corpus-a` and `corpus-b` under DATA, with their `sources.toml`;
- short documents: paragraphs of public sets, a file of plain text each.

What both make of a file, all of its record and of its passages, is compared by digest; a difference is named in the result file
(benchmarks/results/reading_rate.json).
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import described
from benchmarks.trees import ROOT, Driver, Tree, this_tree

RESULT = ROOT / "benchmarks" / "results" / "reading_rate.json"
COMMAND = "python -m benchmarks.reading_rate --data DATA"
BEFORE = "77be4cb2"
SHORT = 2_000
ROUNDS = 2
_AT_ONCE = {"seeds": 1, "real documents": 1, "short documents": 50}
_PARTS = (
    "id file sha256 source text language offsets sections notes dropped places attributions page_dates warnings".split()
)
_PASSAGE_LENGTH = 300
_SEED = 7


def serve() -> None:
    """Read what each line names; answer with the seconds of processor time and a digest for each file."""
    from index.document import make_document
    from index.errors import SourceError
    from index.passages import passages
    from index.records import Source
    from index.sources import read_sources

    sources: dict[Path, dict[str, Source]] = {}
    for line in sys.stdin:
        paths = [Path(name) for name in json.loads(line)["files"]]
        given = []
        for path in paths:
            if path.parent not in sources:
                sources[path.parent] = dict(read_sources(path.parent))
            given.append((path, path.read_bytes(), sources[path.parent].get(path.name, Source())))
        seconds, digests = 0.0, []
        for path, data, source in given:
            began = time.process_time()
            try:
                document = make_document(path, data, source)
                made: Any = (document, passages(document, _PASSAGE_LENGTH))
            except SourceError as error:
                made = str(error)
            seconds += time.process_time() - began
            if not isinstance(made, str):
                made = repr([*(getattr(made[0], part) for part in _PARTS), made[1]])
            digests.append(sha256(made.encode("utf-8", "surrogatepass")).hexdigest())
        print(json.dumps({"seconds": seconds, "digests": digests}), flush=True)


def short_documents(data: Path, folder: Path, number: int) -> list[Path]:
    """So many paragraphs of public sets, dealt at random, as files of `folder`."""
    from benchmarks.corpus import FOLDERS
    from corpora.public import paragraphs

    held = {part.text: part for name in FOLDERS for part in paragraphs(data / name).values()}
    dealt = random.Random(_SEED).sample(sorted(held), number)
    paths = []
    for place, text in enumerate(dealt):
        path = folder / f"{place:05}.txt"
        path.write_text(f"{text}\n", encoding="utf-8")
        paths.append(path)
    return paths


def sets(data: Path, folder: Path, number: int) -> dict[str, list[Path]]:
    """The files of each set."""
    real = [path for name in ("corpus-a", "corpus-b") for path in sorted((data / name / "docs").iterdir())]
    return {
        "seeds": sorted((ROOT / "seeds").glob("*.txt")),
        "real documents": [path for path in real if path.name != "sources.toml"],
        "short documents": short_documents(data, folder, number),
    }


def measure(files: Sequence[Path], at_once: int, trees: dict[str, Tree]) -> dict[str, Any]:
    """One round of a set: seconds of processor time of both trees, and the files of which they make different things.

    The first files of all are read before, so that what is loaded once does not count; what it takes is `start`.
    """
    seconds = dict.fromkeys(trees, 0.0)
    start: dict[str, float] = {}
    different: list[str] = []
    with ExitStack() as stack:
        drivers: dict[str, Driver] = {
            name: stack.enter_context(tree.driver("benchmarks.reading_rate", "--serve")) for name, tree in trees.items()
        }
        warming = [
            str(path) for path in (*sorted((ROOT / "tests" / "data" / "pages").glob("*.txt")), ROOT / "README.md")
        ]
        for name, driver in drivers.items():
            start[name] = driver.call(files=warming)["seconds"]
        for place, start_at in enumerate(range(0, len(files), at_once)):
            some = files[start_at : start_at + at_once]
            digests = {}
            for name in sorted(drivers, reverse=bool(place % 2)):
                told = drivers[name].call(files=[str(path) for path in some])
                seconds[name] += told["seconds"]
                digests[name] = told["digests"]
            one, other = digests.values()
            different += [path.name for path, a, b in zip(some, one, other, strict=True) if a != b]
    return {"seconds": seconds, "start": start, "different": different}


def compared(data: Path, number: int, rounds: int, commit: str) -> dict[str, Any]:
    """The figures of every set."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        earlier = Path(folder) / "earlier"
        subprocess.run(
            ["git", "worktree", "add", "--detach", str(earlier), commit], cwd=ROOT, check=True, capture_output=True
        )
        try:
            variables = {"OMP_NUM_THREADS": "1"}
            trees = {"before": Tree(earlier, Path(sys.executable), variables), "after": this_tree(variables)}
            texts = Path(folder) / "short"
            texts.mkdir()
            for name, files in sets(data, texts, number).items():
                runs = [measure(files, _AT_ONCE[name], trees) for _ in range(rounds)]
                found[name] = _figures(files, runs)
                print(name, json.dumps(found[name]), flush=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(earlier)], cwd=ROOT, check=True)
    return found


def _figures(files: Sequence[Path], runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Medians over the rounds; the ratio is of the pair of each round."""
    characters = sum(len(path.read_bytes().decode("utf-8", "replace")) for path in files)
    return {
        "files": len(files),
        "characters": characters,
        "milliseconds a file": {
            tree: round(1000 * median(run["seconds"][tree] for run in runs) / len(files), 2)
            for tree in ("before", "after")
        },
        "times as fast": round(median(run["seconds"]["before"] / run["seconds"]["after"] for run in runs), 2),
        "times as fast, each round": [round(run["seconds"]["before"] / run["seconds"]["after"], 2) for run in runs],
        "seconds of loading": {
            tree: round(median(run["start"][tree] for run in runs), 2) for tree in ("before", "after")
        },
        "made differently": sorted({name for run in runs for name in run["different"]}),
    }


def main() -> None:
    """Measure, or be one of the processes that are measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help="folder of the public sets and of corpus-a and corpus-b")
    parser.add_argument("--number", type=int, default=SHORT, help="short documents")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="times that everything is measured")
    parser.add_argument("--before", default=BEFORE, metavar="COMMIT", help="the commit to compare with")
    parser.add_argument("--out", type=Path, default=RESULT, help="file to write the figures to")
    given = parser.parse_args()
    if given.serve:
        serve()
        return
    if given.data is None:
        parser.error("--data is needed")
    found = compared(given.data, given.number, given.rounds, given.before)
    result = {"command": COMMAND, "before": given.before, "machine": described(), "sets": found}
    given.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
