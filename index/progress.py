"""How far a run has come, and how much there will be, as far as can be told before everything is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

__all__ = ["Awaited", "Progress"]

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is."""


class Awaited:
    """Files that are read while the texts of those before are embedded; `told` is called with both steps.

    How many texts the files that are not read yet will give is estimated by their size, as many as the others gave.
    """

    def __init__(self, files: Sequence[Path], told: Progress | None) -> None:
        self._told = told
        self._sizes = [_size(file) for file in files]
        self._left = sum(self._sizes)
        self._with_texts = self._texts = self._embedded = 0
        self._found = False

    def begun(self, number: int) -> None:
        """A file is looked at."""
        self._tell("reading", number, len(self._sizes))

    def found(self, texts: int) -> None:
        """It gave so many texts to embed."""
        self._texts += texts
        self._found = True

    def read(self, number: int) -> None:
        """It is read."""
        self._left -= self._sizes[number]
        self._with_texts += self._sizes[number] if self._found else 0
        self._found = False

    def all_read(self) -> None:
        """No file is left."""
        self._tell("reading", len(self._sizes), len(self._sizes))

    def embedding(self, done: int, _total: int) -> None:
        """So many of the texts are embedded that are embedded together now."""
        expected = self._texts * self._left / self._with_texts if self._with_texts else 0
        self._tell("embedding", self._embedded + done, self._texts + round(expected))

    def embedded(self, texts: int) -> None:
        """Those that were embedded together are."""
        self._embedded += texts

    def _tell(self, step: str, done: int, total: int) -> None:
        if self._told:
            self._told(step, done, max(done, total))


def _size(file: Path) -> int:
    with suppress(OSError):
        return max(file.stat().st_size, 1)
    return 1
