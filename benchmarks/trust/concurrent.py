"""At once: two processes change one library, and some read it while another changes it; nothing is lost, nobody reads a mixture, no reader waits.

Both who change it end well, or one is told that the other is at it. Of the two texts that a writer changes together each reader always sees
the same version; how long the longest look took is told with how long it takes when nobody writes.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.trust.small import REFUSED, DigestVectors, forked, index, make, state
from index.build import build, rebuild
from index.settings import Settings
from index.store.library import Library

ROUNDS = 40
_READERS = 3


def measure(budget_s: float) -> dict[str, object]:
    """Try for about so long: at most 40 rounds of two writers, then readers beside a writer for the rest."""
    began, chance, failures = time.monotonic(), random.Random(15), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        rounds = _writers(Path(folder), chance, began + budget_s * 0.6, failures)
        beside = _readers(Path(folder), max(budget_s - (time.monotonic() - began), 2.0), failures)
    return {"two_writers": rounds, **beside, "failures": failures}


def _folder(path: Path, *names: str) -> Path:
    path.mkdir(parents=True)
    for name in names:
        (path / name).write_text(f"This is {name} in {path.name}. It is about the harbour.", encoding="utf-8")
    return path


def _index_both(library: Path, one: Path, other: Path) -> list[Callable[[], None]]:
    return [lambda: index(one, library), lambda: index(other, library)]


def _rebuild_beside(library: Path, one: Path, other: Path) -> list[Callable[[], None]]:
    documents = library.parent.parent / "documents"

    def anew() -> None:
        rebuild([documents, one], library, DigestVectors(), Settings(cache=library.parent / "cache"), fewer=True)

    return [anew, lambda: index(other, library)]


def _writers(root: Path, chance: random.Random, until: float, failures: list[str]) -> dict[str, int]:
    """Rounds by their kind; what was added by who ended well is there, but what a rebuild that came later was not given."""
    counts = {"index_beside_index": 0, "first_index_twice": 0, "one_name_in_two_folders": 0, "rebuild_beside_index": 0}
    for turn in range(ROUNDS):
        if time.monotonic() > until:
            break
        kind = list(counts)[turn % len(counts)]
        work = root / f"round{turn}"
        library = work / "held" / "library.sqlite" if kind == "first_index_twice" else make(work)
        same = kind == "one_name_in_two_folders"
        one = _folder(work / "one", "same.txt" if same else "one.txt")
        other = _folder(work / "other", "same.txt" if same else "other.txt")
        works = (_rebuild_beside if kind == "rebuild_beside_index" else _index_both)(library, one, other)
        children = []
        for each in works:
            children.append(forked(each))
            time.sleep(chance.uniform(0, 0.2))
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        counts[kind] += 1
        told = f"{kind}, round {turn}"
        if any(code not in (0, REFUSED) for code in codes):
            failures.append(f"{told}: ended with {codes}")
        try:
            held = set(state(library))
            texts = _texts(library)
            for code, place in zip(codes, (one, other), strict=True):
                lost = code == 0 and not any(place.name in text and "harbour" in text for text in texts)
                if lost and not (kind == "rebuild_beside_index" and place is other and codes[0] == 0):
                    failures.append(f"{told}: what {place.name} gave is lost; held: {sorted(held)}")
        except Exception as error:  # noqa: BLE001 # each is a promise that did not hold
            failures.append(f"{told}: {type(error).__name__}: {error}"[:300])
        shutil.rmtree(work)
    return counts


def _texts(library: Path) -> list[str]:
    with Library.open(library) as opened:
        return [opened.document(name).text for name in opened.document_ids()]


def _readers(root: Path, seconds: float, failures: list[str]) -> dict[str, object]:
    library = make(root / "read")
    documents = root / "read" / "documents"
    alone = max(_looks(library, time.monotonic() + 1.0, failures))
    until = time.monotonic() + seconds
    written = root / "written"
    children = [forked(lambda: _write(library, documents, until, written))]
    results = [root / f"looks{number}" for number in range(_READERS)]
    for result in results:

        def read(result: Path = result) -> None:
            found: list[str] = []
            looks = _looks(library, until, found)
            result.write_text("\n".join([f"{len(looks)} {max(looks)}", *found]), encoding="utf-8")

        children.append(forked(read))
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    if any(codes):
        failures.append(f"a writer and {_READERS} readers ended with {codes}")
        return {}
    told = [result.read_text(encoding="utf-8").split("\n") for result in results]
    failures += [line for lines in told for line in lines[1:]]
    looks = [lines[0].split() for lines in told]
    return {
        "readers": _READERS,
        "changes": int(written.read_text()),
        "looks": sum(int(count) for count, _ in looks),
        "longest_look_seconds": round(max(float(longest) for _, longest in looks), 3),
        "longest_look_alone_seconds": round(alone, 3),
    }


def _write(library: Path, documents: Path, until: float, written: Path) -> None:
    """Both texts are changed together, again and again; each says which change it is of."""
    turn = 0
    while time.monotonic() < until:
        for name in ("speech.txt", "treaty.txt"):
            (documents / name).write_text(f"Version {turn} of {name}. The harbour is closed.", encoding="utf-8")
        settings = Settings(cache=library.parent / "cache")
        build([documents], library, DigestVectors(), settings, strict=True)
        turn += 1
    written.write_text(str(turn))


def _looks(library: Path, until: float, found: list[str]) -> list[float]:
    """How long each look took: what is of two versions is written down."""
    took = []
    with Library.open(library) as opened:
        while time.monotonic() < until or not took:
            began = time.monotonic()
            with opened.reading():
                texts = [opened.document(name).text for name in opened.document_ids()]
                time.sleep(0.001)  # a writer may come between
                passages = [opened.passage(number).text for number in opened.passage_numbers()]
            took.append(time.monotonic() - began)
            versions = {text.split()[1] for text in [*texts, *passages] if text.startswith("Version")}
            if len(versions) > 1:
                found.append(f"a mixture of the versions {sorted(versions)}")
    return took
