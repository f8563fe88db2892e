"""What it takes: megabytes of packages, of what is made in the cache, of a library, and of memory while it is asked.

    python -m benchmarks.sizes

The packages are those that `pip install yinzheng` brings, with the build of PyTorch that is installed here. Memory is the most
that a process held.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "What did Kissinger say deterrence requires?"
NAMES = {"multilingual-e5-small": "encoder", "reader": "reader", "dictionary": "dictionary"}


def packages() -> dict[str, float]:
    """Megabytes of each package that asking needs, and of what those need."""
    found: dict[str, float] = {}
    wanted = [Requirement(line) for line in distribution("yinzheng").requires or []]
    while wanted:
        one = wanted.pop()
        extras = one.extras or {""}
        if one.name in found or (one.marker and not any(one.marker.evaluate({"extra": extra}) for extra in extras)):
            continue
        try:
            package = distribution(one.name)
        except PackageNotFoundError:
            continue
        files = (Path(str(path.locate())) for path in package.files or ())
        found[one.name] = sum(path.stat().st_size for path in files if path.is_file()) / 1e6
        wanted += [Requirement(line) for line in package.requires or []]
    return found


def folder(path: Path) -> float:
    """Megabytes of the files in a folder."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6


def run(environment: dict[str, str], *arguments: str) -> None:
    """One command of the product."""
    subprocess.run(
        [sys.executable, "-m", "qa", *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def main() -> None:
    """Make everything anew in a folder of its own, ask once, and write what it took."""
    sizes = packages()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        cache, library = base / "cache", base / "library.sqlite"
        own = {**os.environ, "YINZHENG_CACHE": str(cache), "YINZHENG_LIBRARY": str(library)}
        run(own, "ask", QUESTION)
        making = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
        made = {}
        for path in sorted(cache.iterdir()):
            titles = [title for key, title in NAMES.items() if key in path.name]
            if path.is_dir() and titles:
                made[titles[0]] = round(folder(path), 1)
        written = sum(path.stat().st_size for path in base.glob("library.sqlite*")) / 1e6
        result = {
            "command": "python -m benchmarks.sizes",
            "measures": "megabytes (10^6 bytes); memory in those that the system counts for a process at its largest",
            "packages": {
                "all": round(sum(sizes.values())),
                "largest": {key: round(sizes[key]) for key in sorted(sizes, key=sizes.__getitem__, reverse=True)[:5]},
            },
            "made": {**made, "all": round(sum(made.values()), 1)},
            "library of the seeds": round(written, 1),
            "memory": {"making everything, and the first answer": round(making)},
        }
    path = ROOT / "benchmarks" / "results" / "sizes.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
