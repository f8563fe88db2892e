"""Where an answer may wait for others, and tells how far it is: whoever makes several side by side says what is done there (`in_turns`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["give_way", "in_turns"]

Waits = Callable[[Collection[int]], None]
_waits: ContextVar[Waits | None] = ContextVar("waits", default=None)


@contextmanager
def in_turns(waits: Waits) -> Iterator[None]:
    """What this thread does meanwhile calls `waits` where others may go before, which returns when it may go on."""
    before = _waits.set(waits)
    try:
        yield
    finally:
        _waits.reset(before)


def give_way(read: Collection[int]) -> None:
    """Let others go before what costs more than all so far; nothing is waited for where nobody said `in_turns`.

    `read` are the numbers of the passages that were read so far.
    """
    waits = _waits.get()
    if waits is not None:
        waits(read)
