"""Work done away from the event loop, so that others are served meanwhile."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

__all__ = ["away", "changing", "each"]

T = TypeVar("T")
_changing = ThreadPoolExecutor(1, "changing")
_writing = ThreadPoolExecutor(8, "writing")
"""Where a language model is waited for."""
_NOTHING = object()


async def away(call: Callable[[], T]) -> T:
    """What `call` gives, in a thread, so that others are served meanwhile."""
    return await asyncio.to_thread(call)


async def changing(call: Callable[[], T]) -> T:
    """What `call` gives, where the library is changed, one change after another."""
    return await _on(_changing, call)


async def _on(threads: ThreadPoolExecutor, call: Callable[[], T]) -> T:
    """What `call` gives, in one of these threads, so that what takes long keeps none of all the others."""
    here = contextvars.copy_context()  # what is logged of it says for which request
    return await asyncio.get_running_loop().run_in_executor(threads, lambda: here.run(call))


async def each(make: Callable[[], Iterator[T]]) -> AsyncIterator[T]:
    """The items of an iterator, each made in a thread; closed where nobody wants more of them."""
    items = make()
    try:
        while (item := await _on(_writing, lambda: next(items, _NOTHING))) is not _NOTHING:
            yield item  # type: ignore[misc]
    finally:
        close = getattr(items, "close", None)
        if close:
            with suppress(ValueError):  # it is at its next item still, for somebody who has left, and ends with that
                await _on(_writing, close)
