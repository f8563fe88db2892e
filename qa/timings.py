"""How long each stage of a question takes, for whoever measures: `with timed() as stages: engine.ask(…)`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

__all__ = ["Stages", "stage", "timed"]


_HEADER = ("stage", "seconds", "processor")


@dataclass(slots=True)
class Took:
    """Seconds of a stage, by the clock and of processor time (that of the whole process), and how often it was entered."""

    seconds: float = 0.0
    processor: float = 0.0
    times: int = 0


@dataclass(slots=True)
class Stages:
    """What each stage took, in the order in which they were first entered.

    A stage within another one counts for itself, and not for that one as well.
    """

    took: dict[str, Took] = field(default_factory=dict)
    _open: list[tuple[str, float, float]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """A small table: each stage with its seconds by the clock and of the processor, and all of them together."""
        every = list(self.took.values())
        whole = Took(sum(took.seconds for took in every), sum(took.processor for took in every))
        rows = [
            (name, f"{took.seconds:.3f}", f"{took.processor:.3f}")
            for name, took in [*self.took.items(), ("all", whole)]
        ]
        return [f"{name:<12}{seconds:>9}{processor:>11}" for name, seconds, processor in (_HEADER, *rows)]

    def _begin(self, name: str) -> None:
        now = (time.perf_counter(), time.process_time())
        if self._open:
            self._count(self._open[-1], now)
        self.took.setdefault(name, Took()).times += 1
        self._open.append((name, *now))

    def _end(self) -> None:
        now = (time.perf_counter(), time.process_time())
        self._count(self._open.pop(), now)
        if self._open:
            self._open[-1] = (self._open[-1][0], *now)

    def _count(self, begun: tuple[str, float, float], now: tuple[float, float]) -> None:
        took = self.took[begun[0]]
        took.seconds += now[0] - begun[1]
        took.processor += now[1] - begun[2]


_measuring: ContextVar[Stages | None] = ContextVar("stages", default=None)


@contextmanager
def timed() -> Iterator[Stages]:
    """Measure the stages that this thread enters meanwhile."""
    stages = Stages()
    before = _measuring.set(stages)
    try:
        yield stages
    finally:
        _measuring.reset(before)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """What happens within is a stage of that name; nothing is measured where nobody asked for it."""
    stages = _measuring.get()
    if stages is None:
        yield
        return
    stages._begin(name)
    try:
        yield
    finally:
        stages._end()
