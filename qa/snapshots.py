"""The desk over the newest generation of a library: what a question begins with, it ends with, whatever changes meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from index.store.connections import identity
from index.store.library import Library
from index.store.schema import BuildFacts
from qa.reading.desk import Desk

__all__ = ["Snapshots"]


class Snapshots:
    """Desks over a library's file, one for each of its generations, for as many threads as like.

    No lock is held while a desk is used. A library that another process changes, or puts another file in the place of, has a
    new desk at the next question; the old one lasts as long as somebody uses it, and an old file as long as somebody reads it.
    """

    def __init__(self, library: Library, make: Callable[[Library], Desk]) -> None:
        self._library = library
        self._make = make
        self._opening, self._making = threading.Lock(), threading.Lock()
        with library.reading():
            self._facts = BuildFacts.read(library.facts())
            self._desk = make(library)

    @property
    def library(self) -> Library:
        """The library as it was last asked for."""
        return self._library

    @contextmanager
    def newest(self) -> Iterator[Desk]:
        """The desk over the newest generation; all that this thread reads of its library meanwhile is of that one.

        Raises what `Library.open` does where there is another file at the path, or none, and LibraryMismatch where the
        library was made anew otherwise.
        """
        with ExitStack() as stack:
            with self._opening:  # so that nobody closes the library before this thread reads it
                library = self._opened()
                stack.enter_context(library.reading())
            yield self._desk_over(library)

    def _opened(self) -> Library:
        held = self._library
        if identity(held.path) != held.identity:
            self._library = Library.open(held.path, self._facts)
            held.close()
        return self._library

    def _desk_over(self, library: Library) -> Desk:
        """The desk over what this thread reads of `library`: the one there is, or one made by whoever comes first."""
        if _is_over(desk := self._desk, library):
            return desk
        with self._making:
            if not _is_over(desk := self._desk, library):
                library.expect(self._facts)
                desk = self._make(library)
                if library is self._library:
                    self._desk = desk
            return desk

    def close(self) -> None:
        """Close the library; questions that are being answered are answered."""
        self._library.close()


def _is_over(desk: Desk, library: Library) -> bool:
    return desk.library is library and desk.generation == library.generation
