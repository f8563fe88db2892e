"""One step of one library, in a process of its own: make an index of texts, or open one and ask. A file says what, a file what came.

Nothing of the product is imported here but by the product itself, so that a process is as large and as slow as its library makes it.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.peers.rows import ROWS
from benchmarks.peers.task import Task

_MEBIBYTE = 1 << 20


def main() -> None:
    """Do what the file that is named says; `spawned` in it is the time at which this process was asked for."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    task = Task.of(job)
    peer = ROWS[job["row"]].made(task)
    found: dict[str, Any] = {
        "defaults": peer.defaults,
        "versions": {package: _version(package) for package in peer.packages},
        "loaded": spent(),
    }
    found |= _index(peer, task) if task.step == "index" else _ask(peer, task, job)
    found |= {"processor": spent(), "megabytes": megabytes()}
    Path(sys.argv[2]).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _index(peer: Any, task: Task) -> dict[str, Any]:
    texts = [] if task.own_texts else json.loads(task.texts.read_text(encoding="utf-8"))
    began = spent()
    peer.index(texts, task.place)
    took = getattr(peer, "took", None)  # of a library that is given its texts while it makes them
    return {
        "index": spent() - began if took is None else took,
        "disk": sum(one.stat().st_size for one in task.place.rglob("*") if one.is_file()) / 1e6,
    }


def _ask(peer: Any, task: Task, job: dict[str, Any]) -> dict[str, Any]:
    questions = json.loads(task.questions.read_text(encoding="utf-8"))
    peer.open(task.place)
    shown = [peer.search(questions[0])]
    cold, clock = spent(), time.time() - job["spawned"]
    peer.search(questions[1 % len(questions)])  # the second use of what is made at the first is not warm everywhere
    others = list(_descendants(Path("/proc/self")))
    seconds: list[float] = []
    for question in questions[1:]:
        if sum(seconds) > job["seconds"]:
            break
        of_others = sum(map(_seconds, others))
        began = time.process_time()
        shown.append(peer.search(question))
        took = time.process_time() - began
        seconds.append(took + sum(map(_seconds, others)) - of_others)
    return {"cold": cold, "cold, by the clock": clock, "seconds": seconds, "shown": shown if job["keep"] else []}


# ------------------------------------------------------------------------------------------------- what a process takes


def spent() -> float:
    """Seconds of processor time since the process began, of all its threads and of the processes it began, those alive too."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(map(_seconds, _descendants(Path("/proc/self"))))


def megabytes() -> float:
    """The most memory that the process has held, and that of the processes it began which are alive.

    Where there is /proc, not as `getrusage` has it: there a process begins with what the one that began it held.
    """
    own = _most(Path("/proc/self"))
    if not own:
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return (own + sum(map(_most, _descendants(Path("/proc/self"))))) / _MEBIBYTE


def _descendants(process: Path) -> Iterator[Path]:
    try:
        tasks = list((process / "task").iterdir())
    except OSError:
        return
    for task in tasks:
        for number in _text(task / "children").split():
            yield Path("/proc", number)
            yield from _descendants(Path("/proc", number))


def _seconds(process: Path) -> float:
    """By the scheduler's own count, which is in nanoseconds; `stat` has hundredths of a second."""
    tasks = (process / "task").glob("*/schedstat")
    return sum(int((_text(task).split() or ["0"])[0]) for task in tasks) / 1e9


def _most(process: Path) -> int:
    lines = [line.split() for line in _text(process / "status").splitlines() if line.startswith("VmHWM")]
    return int(lines[0][1]) * 1024 if lines else 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # a process that is gone
        return ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    main()
