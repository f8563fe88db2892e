"""Short documents read and embedded by one process, and by two workers of a Ray cluster on the same processors: seconds, and the same library.

    python -m benchmarks.cluster

The cluster is in a network of its own, for Ray listens on every address; that needs Linux and its superuser. Its workers are there, with their
models loaded, before the clock runs, as is the model of the one process: each reads some documents first that are not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.machine import described
from benchmarks.trees import ROOT

RESULT = ROOT / "benchmarks" / "results" / "cluster.json"
COMMAND = "python -m benchmarks.cluster"
OWN = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
"""A network in which there is this computer alone, and processes that all end with the first."""
_WORDS = "lighthouse keeper harbour ferry council report figure budget winter bridge museum archive letter speech treaty".split()


def written(folder: Path, many: int) -> Path:
    """So many short documents, each with its own words."""
    folder.mkdir()
    for number in range(many):
        said = [
            f"The {_WORDS[(number + turn) % 15]} of {_WORDS[(number * 7 + turn) % 15]} number {number * 31 + turn} was opened in "
            f"{1900 + (number + turn) % 120}, and its {_WORDS[(number * 3 + turn) % 15]} is told of in the {_WORDS[turn % 15]}."
            for turn in range(8)
        ]
        (folder / f"{number:04}.txt").write_text(" ".join(said) + "\n", encoding="utf-8")
    return folder


def rows(path: Path) -> dict[str, list[Any]]:
    """All that a library holds but for its facts; means of questions by language, for they are written in the order of a set."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        held = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names if name != "facts"}
    return held | {"question_means": sorted(held["question_means"])}


def begun(folder: Path) -> str:
    """Two computers of a cluster with a processor each, as far as Ray can tell; its address. They end with this space of processes."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    address = "127.0.0.1:6379"
    # Nobody else is here; and Ray's workers would stand back behind all else, as the one process does not
    os.environ.update({"RAY_AUTH_MODE": "disabled", "RAY_worker_niceness": "0"})
    ray = [sys.executable, "-m", "ray.scripts.scripts", "start", "--node-ip-address=127.0.0.1", "--num-cpus=1"]
    shared = ["--object-store-memory=80000000", "--disable-usage-stats"]
    head = ["--head", "--port=6379", "--include-dashboard=false", f"--temp-dir={folder / 'r'}"]
    for more in (head, [f"--address={address}"]):
        subprocess.run([*ray, *shared, *more], check=True, stdout=sys.stderr)
    return address


def within(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of each round by one process and by the cluster, in turn. Runs in a network of its own."""
    from index.build import build
    from index.cluster import joined
    from index.encoder.load import load_embedder
    from index.settings import Settings

    address = begun(folder)
    settings = Settings.load(os.environ)
    embedder = load_embedder(settings)
    took: dict[str, list[float]] = {"one process": [], "two workers of a cluster": []}
    with joined(address, settings, embedder) as cluster:
        for turn in range(rounds + 1):
            papers = folder / ("first" if turn == 0 else "papers")
            for name in took:
                there = name != "one process"
                more: dict[str, Any] = {"crew": cluster.crew(), "together": cluster.together} if there else {}
                library = folder / f"{name.replace(' ', '-')}-{turn}.sqlite"
                began = time.perf_counter()
                done = build([papers], library, cluster.embedder if there else embedder, settings, **more)
                if done.failed:
                    raise RuntimeError(f"{name}: {done.failed[0]}")
                if turn:
                    took[name].append(round(time.perf_counter() - began, 2))
    return took


def main() -> None:
    """Measure and write. Ends with 1 where the libraries differ."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--within", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.within:
        print(json.dumps(within(given.within, given.rounds)))
        return
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        written(folder / "papers", given.documents)
        written(folder / "first", 12)
        again = ["-m", "benchmarks.cluster", "--within", str(folder), "--rounds", str(given.rounds)]
        done = subprocess.run([*OWN, sys.executable, *again], cwd=ROOT, check=True, stdout=subprocess.PIPE)
        took = json.loads(done.stdout.splitlines()[-1])
        made = [rows(folder / f"{name.replace(' ', '-')}-1.sqlite") for name in took]
    result = {
        "command": COMMAND,
        "machine": described() | {"load before": round(load, 1)},
        "documents": given.documents,
        "rounds": given.rounds,
        "tables that differ": [name for name in made[0] if made[0][name] != made[1].get(name)],
        "passages": len(made[0]["passages"]),
        "setups": {
            name: {
                "seconds": seconds,
                "median s": statistics.median(seconds),
                "documents a minute": round(60 * given.documents / statistics.median(seconds), 1),
            }
            for name, seconds in took.items()
        },
        "times the seconds of one process": round(
            statistics.median(there / here for here, there in zip(*took.values(), strict=True)), 2
        ),
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=2))
    raise SystemExit(1 if result["tables that differ"] else 0)


if __name__ == "__main__":
    main()
