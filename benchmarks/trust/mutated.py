"""Files of every format with bytes flipped, cut, doubled and spliced: each is read or refused in one line, soon and in little memory."""

from __future__ import annotations

import io
import os
import random
import re
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

from benchmarks.trust.serving import spent
from corpora import made_files as made
from index.apart import Apart
from index.errors import SourceError
from index.records import Source
from index.settings import Settings

__all__ = ["measure", "mutated", "originals", "read"]

_ROOT = Path(__file__).resolve().parents[2]
_FORMATS = _ROOT / "tests" / "data" / "formats"
_LONG = 5.0
_SEED = 20_261_130
_UNFORESEEN = re.compile(r"cannot be read \((\w+): ")
"""How a line begins that no loader wrote: the fault is named by its class."""
_BROKEN = ("broke off its reading", "takes more")
_PACKED = (b"PK\x03\x04",)
_TEXTS: Mapping[str, str] = {
    ".md": "# Head\n\nText with *signs* and [a link](https://example.org).[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n",
    ".csv": 'name,year,what\nCamp David,1978,"accords, signed"\nOslo,1993,accords\n',
    ".json": '{"title": "A list", "items": [{"name": "one", "n": 1.5}, {"name": "two", "n": null}]}\n',
    ".jsonl": '{"speaker": "A", "text": "We agree."}\n{"speaker": "B", "text": "We do not."}\n',
    ".srt": "1\n00:00:01,000 --> 00:00:03,500\nA: It begins here.\n\n2\n00:00:04,000 --> 00:00:06,000\nB: And ends.\n",
    ".rtf": r"{\rtf1\ansi{\fonttbl\f0 Times;}\f0 A paragraph with \b bold\b0  words.\par Another one follows.\par}",
}


def originals() -> dict[str, bytes]:
    """One sound file of each format, by its ending."""
    found = {ending: text.encode() for ending, text in _TEXTS.items()}
    found |= {
        ".txt": next(iter(sorted((_ROOT / "seeds").glob("003_*.txt")))).read_bytes(),
        ".html": (_FORMATS / "news-zh.html").read_bytes(),
        ".pdf": (_FORMATS / "brief-zh.pdf").read_bytes(),
        ".docx": (_FORMATS / "brief-zh.docx").read_bytes(),
        ".odt": made.odt(),
        ".epub": made.epub(),
        ".xlsx": made.xlsx(),
        ".pptx": made.pptx(),
        ".eml": made.eml().as_bytes(),
        ".mhtml": made.mhtml(),
        ".warc": made.warc(),
    }
    found[".zip"] = made.zipped({"a.txt": "One text of an archive.", "b.html": found[".html"]})
    return found


def mutated(data: bytes, chance: random.Random, others: bytes) -> bytes:
    """A sound file, spoilt in one of five ways; what is packed is spoilt inside in half of the cases."""
    if data.startswith(_PACKED) and chance.random() < 0.5:
        return _spoilt_inside(data, chance, others)
    at = chance.randrange(len(data))
    end = min(len(data), at + chance.randrange(1, 2000))
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: _flipped(data, chance),
        lambda: data[:at],
        lambda: data[:at] + data[end:],
        lambda: data[:end] + data[at:end] * chance.randrange(1, 40) + data[end:],
        lambda: data[:at] + others[chance.randrange(len(others)) :][: chance.randrange(1, 2000)] + data[at:],
    )
    return chance.choice(ways)()


def _flipped(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.randrange(1, 40)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _spoilt_inside(data: bytes, chance: random.Random, others: bytes) -> bytes:
    made_anew = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made_anew, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        spoilt = chance.choice(names)
        for name in names:
            inside = old.read(name)
            new.writestr(name, mutated(inside, chance, others) if name == spoilt and inside else inside)
    return made_anew.getvalue()


def read(apart: Apart, path: Path) -> Iterator[str]:
    """What became of each document of a file: empty where it was read, else the line that says why not."""
    try:
        parts, unread = apart.open(path, Source())
    except SourceError as error:
        yield str(error)
        return
    yield from (one.told for one in unread)
    for part in parts:
        try:
            apart.make(path, Source(), part, 300, part.id)
            yield ""
        except SourceError as error:
            yield str(error)


def _timed(apart: Apart, path: Path) -> tuple[list[str], float]:
    """What became of a file, and the processor time of the process that read it; the time by the clock where the file ended that."""
    worker, clock = apart._worker, time.monotonic()
    began = spent(worker.process.pid) if worker else 0.0
    lines = list(read(apart, path))
    same = worker is not None and apart._worker is worker
    return lines, spent(worker.process.pid) - began if worker and same else time.monotonic() - clock


def measure(budget_s: float) -> dict[str, object]:
    """As many files as there is time for, format after format in turn, after a sound one of each.

    What the process that reads loads for its first file of a format is so not counted as the time of a file. Pages are not recognised:
    that takes seconds a page, whatever is on it, and has a bound of its own (`index.formats.recognition`).
    """
    chance = random.Random(_SEED)
    sound = originals()
    every = b"".join(sound.values())
    counts: Counter[str] = Counter()
    unforeseen: Counter[str] = Counter()
    examples: dict[str, str] = {}
    files: Counter[str] = Counter()
    longest: dict[str, float] = {}
    failures: list[str] = []
    peak = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.dict(os.environ, {"PATH": folder}),
        Apart(Settings.load(os.environ)) as apart,
    ):
        for ending, data in sound.items():
            path = Path(folder, f"sound{ending}")
            path.write_bytes(data)
            list(read(apart, path))
        until = time.monotonic() + budget_s
        while time.monotonic() < until:
            ending = list(sound)[sum(files.values()) % len(sound)]
            path = Path(folder, f"mutated{ending}")
            path.write_bytes(mutated(sound[ending], chance, every))
            lines, taken = _timed(apart, path)
            files[ending] += 1
            longest[ending] = max(longest.get(ending, 0.0), taken)
            peak = max(peak, apart.peak_memory())
            if taken > _LONG:
                counts["over 5 s"] += 1
                failures.append(f"file {sum(files.values())}, {ending}, took {taken:.1f} s")
            for line in lines:
                counts["read" if not line else "refused with the reason"] += 1
                if "\n" in line or "Traceback" in line:
                    failures.append(f"file {sum(files.values())}, {ending}: more than one line: {line[:200]!r}")
                counts["ended the process that reads"] += any(sign in line for sign in _BROKEN)
                if fault := _UNFORESEEN.search(line):
                    counts["faults that no loader foresaw"] += 1
                    unforeseen[f"{ending} {fault[1]}"] += 1
                    examples.setdefault(f"{ending} {fault[1]}", line.replace(folder, "…"))
    return {
        "files": sum(files.values()),
        "formats": len(files),
        "over 5 s": 0,
        "ended the process that reads": 0,
        "faults that no loader foresaw": 0,
        **{name: counts[name] for name in sorted(counts)},
        "longest, seconds": round(max(longest.values(), default=0.0), 2),
        "the format of that": max(longest, key=lambda one: longest[one], default=""),
        "peak memory of the process that reads, MB": round(peak / 2**20),
        "faults by format": dict(unforeseen),
        "an example of each": examples,
        "failures": failures,
    }
