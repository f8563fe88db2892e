"""Values that cost something to make, kept as long as they are among those used last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["Recent"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """At most `most` values by key; the one that was used longest ago goes first. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        """The value of `key`, which counts as used now; None where it is not kept."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: K, value: V) -> None:
        """Keep `value`, in the place of what was kept for `key`."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def made(self, key: K, make: Callable[[], V]) -> V:
        """The value of `key`, made where it is not kept; two threads that want it at once may both make it.

        No lock is held meanwhile. What `make` raises is raised, and nothing is kept.
        """
        if (kept := self.get(key)) is not None:
            return kept
        value = make()
        self.put(key, value)
        return value

    def __len__(self) -> int:
        return len(self._values)
