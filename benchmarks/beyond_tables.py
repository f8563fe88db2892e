"""The tables of what goes beyond one process: several servers of a library, and a cluster that reads; for `benchmarks.figures`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.tables import Results, table

__all__ = ["TABLES"]

_SERVED = (
    "answers",
    "answers a minute",
    "p50 s",
    "p95 s",
    "quotations checked",
    "wrong quotations",
    "answers unlike those of one server",
    "errors of programs",
    "errors of pages",
    "streams that pages asked for again",
)
_READ = ("median s", "documents a minute")


def several_processes(held: Results) -> str:
    """What twenty who asked at once were told, by one server and by two of which one was killed."""
    return _by_setup(held["several-processes"]["setups"], _SERVED)


def cluster(held: Results) -> str:
    """How long the same documents took, by one process and by a cluster."""
    return _by_setup(held["cluster"]["setups"], _READ)


def _by_setup(setups: Mapping[str, Results], rows: tuple[str, ...]) -> str:
    return table(["", *setups], [[row, *(f"{one[row]:,}" for one in setups.values())] for row in rows])


TABLES: Mapping[str, Callable[[Results], str]] = {"several processes": several_processes, "cluster": cluster}
