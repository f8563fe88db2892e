"""Files read ahead of who needs their documents: several at once, each by a reader of its own, told in their order.

What is read but not taken yet is bounded, so that memory stays the same however many files there are and however slowly
their documents are taken.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import Protocol, Self

from index.apart.reading import Apart, Part
from index.apart.worker import cores
from index.errors import SourceError
from index.formats import Unread
from index.records import Document, Passage, Source
from index.settings import Settings

__all__ = ["Held", "Made", "Opened", "Reads", "Unusable", "read_ahead", "readers"]

log = logging.getLogger(__name__)

_AHEAD = 4_000_000
"""Characters of text that are read and not taken yet; what is asked for next is read whatever its size."""
_MOST_READERS = 8
"""Processes that read at once; what takes the documents in is one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file was opened: its documents to be, and what in it is not read."""

    parts: tuple[Part, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file as a whole, or one `part` of it, gives no document, and why."""

    error: SourceError
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A part of a file of which a document was made before that would be made so again."""

    part: Part


@dataclass(frozen=True, slots=True)
class Made:
    """A document of a part of a file, called as the part is, and its passages."""

    part: Part
    document: Document
    passages: tuple[Passage, ...]


class Reads(Protocol):
    """Reads one file after another, for one thread and one run; `Apart` does so in a process of its own on this computer."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End."""

    def open(self, path: Path, source: Source) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
        """The documents in a file. Raises SourceError where it cannot be used."""

    def make(
        self, path: Path, source: Source, part: Part, passage_length: int, name: str
    ) -> tuple[Document, tuple[Passage, ...]]:
        """The document, called `name`, of a part of the file that was opened, and its passages. Raises SourceError."""

    def stop(self) -> None:
        """End what it is doing, from another thread; from then on nothing is read."""


Event = Opened | Unusable | Held | Made
Known = Callable[[Part], object]
"""Whether a document is held of a part already, as it would be made again."""


def readers(files: int) -> int:
    """How many processes read so many files: one for each core that may be used."""
    return max(min(files, cores(), _MOST_READERS), 1)


def read_ahead(
    files: Sequence[tuple[Path, Source]], settings: Settings, known: Known, crew: Sequence[Reads] = ()
) -> Generator[tuple[int, Event | None], None, None]:
    """What becomes of each file, with its number, in the order of the files: events, and None where it is done.

    Files are read while what was told before is worked on, by a process for each core, or by the `crew`. `known` is called in
    threads of its own. Raises what goes wrong with anything but a file; whatever ends the iteration ends the processes.
    """
    queue = _Queue(len(files))
    reading = crew or [Apart(settings) for _ in range(readers(len(files)))]
    threads = [_Reader(files, settings, known, queue, one) for one in reading]
    for reader in threads:
        reader.start()
    everything = False
    try:
        yield from queue.taken()
        everything = True
    finally:
        queue.end()
        for reader in threads if not everything else ():
            reader.reads.stop()
        for reader in threads:
            reader.join()


class _Queue:
    """What was read of each file, for one who takes it in the order of the files."""

    def __init__(self, files: int) -> None:
        self._files = files
        self._next = self._at = self._size = 0
        self._told: dict[int, deque[tuple[int, Event | Exception | None]]] = {}
        self._changed = Condition()
        self.ended = False

    def next_file(self) -> int:
        """The number of a file that nobody reads yet; -1 where there is none, or all has ended."""
        with self._changed:
            number = self._next
            if self.ended or number >= self._files:
                return -1
            self._next += 1
            self._told[number] = deque()
            return number

    def put(self, number: int, told: Event | Exception | None, size: int = 0) -> None:
        """Tell what became of a file; waits while too much is waiting that comes after what is taken now."""
        with self._changed:
            self._changed.wait_for(lambda: self.ended or number == self._at or self._size + size <= _AHEAD)
            self._size += size
            self._told[number].append((size, told))
            self._changed.notify_all()

    def taken(self) -> Iterator[tuple[int, Event | None]]:
        """All that is told, in the order of the files."""
        for number in range(self._files):
            going_on = True
            while going_on:
                told = self._take(number)
                if isinstance(told, Exception):
                    raise told
                yield number, told
                going_on = told is not None
            with self._changed:
                del self._told[number]
                self._at = number + 1
                self._changed.notify_all()

    def _take(self, number: int) -> Event | Exception | None:
        with self._changed:
            self._changed.wait_for(lambda: bool(self._told.get(number)))
            size, told = self._told[number].popleft()
            self._size -= size
            self._changed.notify_all()
            return told

    def end(self) -> None:
        """Nothing more is taken."""
        with self._changed:
            self.ended = True
            self._changed.notify_all()


class _Reader(Thread):
    """Reads one file after another and puts what becomes of them into the queue."""

    def __init__(
        self, files: Sequence[tuple[Path, Source]], settings: Settings, known: Known, queue: _Queue, reads: Reads
    ) -> None:
        super().__init__(name="reader", daemon=True)
        self.reads = reads
        self._files, self._settings, self._known, self._queue = files, settings, known, queue

    def run(self) -> None:
        """Until no file is left."""
        with self.reads:
            while (number := self._queue.next_file()) >= 0:
                try:
                    self._read(number, *self._files[number])
                    self._queue.put(number, None)
                except Exception as error:  # whoever takes it raises it
                    log.debug("%s was not read", self._files[number][0], exc_info=True)
                    self._queue.put(number, error)
                    return

    def _read(self, number: int, path: Path, source: Source) -> None:
        try:
            parts, unread = self.reads.open(path, source)
        except SourceError as error:
            self._queue.put(number, Unusable(error))
            return
        self._queue.put(number, Opened(parts, unread))
        times = Counter(part.path for part in parts)  # an archive may hold two of one name
        for part in parts:
            if self._queue.ended:
                return
            if times[part.path] == 1 and self._known(part):
                self._queue.put(number, Held(part))
                continue
            try:
                document, cut = self.reads.make(path, source, part, self._settings.passage_length, part.id)
            except SourceError as error:
                self._queue.put(number, Unusable(error, part))
            else:
                self._queue.put(number, Made(part, document, cut), len(document.text))
