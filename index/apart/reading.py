"""Who asks: starts the process that reads, asks it, and says what became of a file that ended it."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from index.apart.messages import Answer, Ask
from index.apart.worker import NoAnswer, Worker, given_back, taken
from index.bounds import TOO_LARGE
from index.errors import SourceError
from index.faults import Fault
from index.formats import Unread
from index.records import Document, Passage, Source
from index.settings import Settings

__all__ = ["Apart", "Part"]


@dataclass(frozen=True, slots=True)
class Part:
    """One document to be: the file itself, or its member `number`; `path` is then inside the archive's.

    `made_of` is what its document would say of what it is made of (`index.ingredients`).
    """

    id: str
    path: Path
    source: Source
    number: int
    made_of: str = ""


class Apart:
    """Reads files in a process of its own, started anew where a file has ended it; of one thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._worker: Worker | None = None
        self._stopped = False

    def __enter__(self) -> Self:
        self._worker = taken()  # it begins while who asks looks at what there is
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        worker, self._worker = self._worker, None
        if worker and kind is None:
            given_back(worker)
        elif worker:
            worker.kill()

    def stop(self) -> None:
        """End what it is doing, from another thread; from then on nothing is read."""
        self._stopped = True
        if worker := self._worker:
            worker.interrupt()

    def peak_memory(self) -> int:
        """Bytes that the process which reads has held at most; 0 where none runs, or the system does not tell."""
        return self._worker.peak_memory() if self._worker else 0

    def sources(self, folder: Path) -> dict[str, Source]:
        """What `index.sources.read_sources` says of a folder. Raises SourceError."""
        found: dict[str, Source] = self._asked(folder, Source(), "sources")
        return found

    def open(self, path: Path, source: Source) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
        """The documents in a file, as `index.files.parts` tells them. Raises SourceError where it cannot be used."""
        members, unread = self._asked(path, source, "open")
        return tuple(
            Part(name, where, known, number, made_of) for number, (name, where, known, made_of) in enumerate(members)
        ), unread

    def make(
        self, path: Path, source: Source, part: Part, passage_length: int, name: str
    ) -> tuple[Document, tuple[Passage, ...]]:
        """The document, called `name`, of a part of the file that was opened, and its passages.

        Raises SourceError where that cannot be done, or takes more time or memory than the settings allow.
        """
        document, cut = self._asked(path, source, "make", part=part, name=name, passage_length=passage_length)
        return replace(document, made_of=part.made_of), cut

    def _asked(
        self,
        path: Path,
        source: Source,
        task: str,
        *,
        part: Part | None = None,
        name: str = "",
        passage_length: int = 0,
    ) -> Any:
        settings = self._settings
        asked = Ask(
            task,
            path,
            str(Path.cwd()),
            dict(os.environ),
            settings.cache,
            settings.reading_seconds,
            settings.reading_memory,
            source,
            part.number if part else 0,
            name,
            passage_length,
        )
        where = part.path if part else path
        answer = self._answer(asked, where)
        if answer is None:  # it had waited too long to be asked
            answer = self._answer(asked, where)
        if answer is None:
            raise _became(where, 0, "", settings)
        return answer.result()

    def _answer(self, asked: Ask, path: Path) -> Answer | None:
        """What comes of it; None where the process ended by itself instead. Raises SourceError where it ended otherwise."""
        worker = self._worker = self._worker or taken()
        if self._stopped:
            raise SourceError(f"{path} was not read: reading was stopped; index it again", Fault.STOPPED)
        try:
            answer = worker.ask(asked)
        except NoAnswer as error:
            self._worker = None
            raise SourceError(f"{path} {error}", Fault.TOO_COSTLY) from error
        if answer is None:
            self._worker = None
            code = worker.ended()
            said = worker.said()
            if code != 0:
                raise _became(path, code, said, self._settings)
        return answer


def _became(path: Path, code: int, said: str, settings: Settings) -> SourceError:
    """Why there is no answer, from how the process ended."""
    if code == -signal.SIGPROF:
        return SourceError(
            f"{path} takes more than {settings.reading_seconds:g} seconds to read, for each page or megabyte; split it, save "
            "its text alone, or allow more (YINZHENG_READING_SECONDS)",
            Fault.TOO_COSTLY,
        )
    if code in (TOO_LARGE, -signal.SIGKILL):
        return SourceError(
            f"{path} takes more memory to read than there is or than is allowed ({settings.reading_memory:,} MB, "
            "YINZHENG_READING_MEMORY); split it, or save its text alone",
            Fault.TOO_COSTLY,
        )
    how = f"signal {signal.Signals(-code).name}" if -code in set(signal.Signals) else f"exit code {code}"
    told = f"{path} broke off its reading ({how}{f': {said}' if said else ''}); save it anew, or its text alone"
    return SourceError(told, Fault.DAMAGED)
