"""The bounds of a process that reads what strangers made: the system holds them, whatever the code that runs in it does."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path

__all__ = ["TOO_LARGE", "bounded_memory", "more_time", "no_bound"]

TOO_LARGE = 75
"""The exit code of a process that took more memory than it may."""
_LOOK = 0.1
_MB = 2**20


def more_time(seconds: float) -> None:
    """From now on this process may compute for so many seconds; then the system ends it (SIGPROF)."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def no_bound() -> None:
    """It may compute as long as it likes."""
    signal.setitimer(signal.ITIMER_PROF, 0)


def bounded_memory(megabytes: int) -> None:
    """It may take so many megabytes more than it has: beyond that Python raises MemoryError.

    Where the system does not hold that bound (macOS), the process looks at itself, and ends with `TOO_LARGE`.
    """
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        now = pages * os.sysconf("SC_PAGE_SIZE")
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = now + megabytes * _MB
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    else:
        _watch(megabytes)


def _watch(megabytes: int) -> None:
    """Looks at how much memory this process has taken, in a thread of its own; only the first call starts one."""
    _Watch.most = _taken() + megabytes * _MB
    if not _Watch.begun:
        _Watch.begun = True
        threading.Thread(target=_Watch.look, daemon=True).start()


class _Watch:
    most = 0
    begun = False

    @classmethod
    def look(cls) -> None:
        while _taken() <= cls.most:
            time.sleep(_LOOK)
        os._exit(TOO_LARGE)


def _taken() -> int:
    """Bytes that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
