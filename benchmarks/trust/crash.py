"""Crash safety: a change is ended at any moment, or the disk is full, or may not be written; the library is the old one or the new one.

A process adds, updates, removes or rebuilds, and is killed (`SIGKILL`) at a random moment. Afterwards every digest is checked, and the work is
done once more to its end. Likewise where a write fails (a limit on the size of files) and, for the superuser, on a full and on a read-only disk.
The first round reads its files in processes apart, as always; those after it in the process that is killed, so that more moments can be tried.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.trust.small import FAULT, REFUSED, DigestVectors, State, forked, index, make, reading_here, state
from index.build import rebuild
from index.removal import remove
from index.settings import Settings
from index.store.keeping import changing_alone, left_behind

KILLS = 300
_OTHERS = 48
"""How often a write fails, and how often the disk is full."""
_ADDED = "The third text was added later. It says that the port was closed."


@dataclass(slots=True)
class _Place:
    """A library with its documents, made anew for each try."""

    root: Path
    failures: list[str] = field(default_factory=list)
    took: dict[tuple[str, bool], float] = field(default_factory=dict)
    apart: bool = True
    """Whether files are read in processes of their own."""

    @property
    def documents(self) -> Path:
        return self.root / "work" / "documents"

    @property
    def library(self) -> Path:
        return self.root / "work" / "held" / "library.sqlite"

    def begin(self) -> None:
        """Make the first library here, and keep it."""
        library = make(self.root / "work")
        assert library == self.library
        shutil.copytree(self.root / "work", self.root / "kept")

    def work(self, turn: int, one_of: int = 75) -> tuple[str, Callable[[], None]]:
        """The work of a turn, with its name, on the library as it was at first; one round of `one_of` reads apart."""
        name = list(_WORKS)[turn % len(_WORKS)]
        self.apart = turn // len(_WORKS) % one_of == 0
        self.reset()
        return name, self.made(name)

    def made(self, name: str) -> Callable[[], None]:
        """The work of that name."""
        work, apart = _WORKS[name](self), self.apart

        def done() -> None:
            with reading_here(not apart):
                work()

        return done

    def reset(self) -> None:
        """The library and its documents as they were at first."""
        shutil.rmtree(self.root / "work", ignore_errors=True)
        shutil.copytree(self.root / "kept", self.root / "work")


def _add(place: _Place) -> Callable[[], None]:
    (place.documents / "later.txt").write_text(_ADDED, encoding="utf-8")
    return lambda: index(place.documents, place.library)


def _update(place: _Place) -> Callable[[], None]:
    (place.documents / "treaty.txt").write_text("The treaty was never signed.", encoding="utf-8")
    return lambda: index(place.documents, place.library)


def _remove(place: _Place) -> Callable[[], None]:
    def work() -> None:
        if "treaty" in state(place.library):
            remove(place.library, ["treaty"])

    return work


def _rebuild(place: _Place) -> Callable[[], None]:
    (place.documents / "later.txt").write_text(_ADDED, encoding="utf-8")
    settings = Settings(cache=place.root / "cache")
    return lambda: _discard(rebuild([place.documents], place.library, DigestVectors(), settings))


def _discard(_value: object) -> None:
    """What was made is looked at in the library."""


_WORKS = {"add": _add, "update": _update, "remove": _remove, "rebuild": _rebuild}


def measure(budget_s: float) -> dict[str, object]:
    """Try for about so long: at most 300 kills, and 48 of each of the others."""
    until = time.monotonic() + budget_s
    chance = random.Random(15)
    with tempfile.TemporaryDirectory() as folder:
        place = _Place(Path(folder))
        place.begin()
        expected = _expected(place)
        kills = _kills(place, expected, chance, time.monotonic() + budget_s * 0.7)
        limited = _limited(place, expected, chance, time.monotonic() + (until - time.monotonic()) / 2)
        with _small_disk(place) as mounted:
            full = _full(place, expected, chance, until) if mounted else 0
            read_only = _read_only(place, expected) if mounted else 0
    return {
        "kills": sum(kills.values()),
        "killed_in_the_midst": {name: count for name, count in kills.items() if name != "too late"},
        "killed_too_late": kills.get("too late", 0),
        "failing_writes": limited,
        "full_disks": full,
        "read_only_disks": read_only,
        "disks_tried": mounted,
        "failures": place.failures,
    }


def _expected(place: _Place) -> dict[str, tuple[State, State]]:
    """By work what the library holds before and after."""
    found = {}
    for name in _WORKS:
        for place.apart in (True, False):
            if not place.apart:  # what is loaded for the first work is no part of it
                place.reset()
                place.made(name)()
            place.reset()
            before = state(place.library)
            began = time.monotonic()
            child = forked(place.made(name))
            os.waitpid(child, 0)
            place.took[name, place.apart] = time.monotonic() - began
            found[name] = (before, state(place.library))
            assert found[name][0] != found[name][1], name
    return found


def _kills(
    place: _Place, expected: dict[str, tuple[State, State]], chance: random.Random, until: float
) -> dict[str, int]:
    found: dict[str, int] = {}
    for turn in range(KILLS):
        if time.monotonic() > until:
            break
        name, work = place.work(turn)
        child = forked(work)
        time.sleep(chance.uniform(0, place.took[name, place.apart]))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        ended = "too late" if os.WIFEXITED(status) else name
        place.took[name, place.apart] *= 0.85 if ended == "too late" else 1.1  # how fast the machine is now
        found[ended] = found.get(ended, 0) + 1
        _check(place, expected[name], work, f"{name} killed")
    return found


def _check(place: _Place, expected: tuple[State, State], work: Callable[[], None], told: str) -> None:
    """The library is the old one or the new one, and the work can be done to its end, with nothing left behind."""
    try:
        held = state(place.library)
        assert held in expected, f"neither the old nor the new: {sorted(held)}"
        work()
        assert state(place.library) == expected[1], "not the new one after the work was done again"
        with changing_alone(place.library):  # as the next change begins
            pass
        beside = place.library.parent
        left = [*left_behind(place.library), *beside.glob("*.lock"), *beside.glob("*-wal"), *beside.glob("*-journal")]
        assert not left, f"left behind: {left}"
    except Exception as error:  # noqa: BLE001 # each is a promise that did not hold
        place.failures.append(f"{told}: {type(error).__name__}: {error}"[:300])


def _refused(place: _Place, expected: tuple[State, State], child: int, told: str) -> None:
    """The child was told why it cannot be done, or did it; the library is whole, and can be read as it is."""
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, REFUSED):
        place.failures.append(f"{told}: ended with {'a fault' if code == FAULT else code}")
    try:
        held = state(place.library)
        assert held in expected, f"neither the old nor the new: {sorted(held)}"
    except Exception as error:  # noqa: BLE001 # each is a promise that did not hold
        place.failures.append(f"{told}: {type(error).__name__}: {error}"[:300])


def _limited(place: _Place, expected: dict[str, tuple[State, State]], chance: random.Random, until: float) -> int:
    """A write fails: no file may grow beyond a limit."""
    for turn in range(_OTHERS):
        if time.monotonic() > until:
            return turn
        name, work = place.work(turn)
        most = chance.randrange(1, 2 * place.library.stat().st_size)

        def limited(work: Callable[[], None] = work, most: int = most) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            work()

        _refused(place, expected[name], forked(limited), f"{name} where no file may be larger than {most}")
        _check(place, expected[name], work, f"{name} after a write that failed")
    return _OTHERS


@contextmanager
def _small_disk(place: _Place) -> Iterator[bool]:
    """Whether the place lies on a small disk of its own now, which the superuser alone can have."""
    root = place.root
    disk = root / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)]
    try:
        mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if mounted:
        place.root = disk
        place.begin()
    try:
        yield mounted
    finally:
        place.root = root
        if mounted:
            subprocess.run(["umount", "-l", str(disk)], capture_output=True, check=False)


def _full(place: _Place, expected: dict[str, tuple[State, State]], chance: random.Random, until: float) -> int:
    """The disk fills up in the midst of it."""
    filling = place.root / "filling"
    for turn in range(_OTHERS):
        if time.monotonic() > until:
            return turn
        name, work = place.work(turn)
        room = chance.randrange(0, 3 * place.library.stat().st_size)
        with filling.open("wb") as file:
            free = os.statvfs(place.root)
            os.posix_fallocate(file.fileno(), 0, max(free.f_bavail * free.f_frsize - room, 1))
        _refused(place, expected[name], forked(work), f"{name} with {room} bytes of room")
        filling.unlink()
        _check(place, expected[name], work, f"{name} after a full disk")
    return _OTHERS


def _read_only(place: _Place, expected: dict[str, tuple[State, State]]) -> int:
    """Nothing may be written: each work is refused, and what is held can be read."""
    for turn, name in enumerate(_WORKS):
        _, made = place.work(turn)
        _remounted(place.root, "ro")
        try:
            before = (expected[name][0], expected[name][0])
            _refused(place, before, forked(made), f"{name} on a read-only disk")
        finally:
            _remounted(place.root, "rw")
    return len(_WORKS)


def _remounted(root: Path, how: str) -> None:
    """The disk with other rights. It waits for what was killed and has not yet let go of its files, and lets go of what is mapped here."""
    for _ in range(_PATIENCE):
        gc.collect()
        done = subprocess.run(["mount", "-o", f"remount,{how}", str(root)], capture_output=True, text=True, check=False)
        if not done.returncode:
            return
        time.sleep(0.5)
    raise OSError(f"{root} cannot be mounted {how}: {done.stderr.strip()}")


_PATIENCE = 120
"""How often a disk is asked to change its rights."""
