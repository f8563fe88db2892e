"""What the two processes say to each other: pickled, and unpickled only where it is made of the records of this package."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from index import errors
from index.errors import SourceError, YinzhengError
from index.faults import Fault
from index.records import Source

__all__ = ["LARGEST_ANSWER", "Answer", "Ask", "Going", "receive", "send"]

LARGEST_ANSWER = 2**30
"""Bytes in the largest answer that is taken; a document of the largest text that is read comes to a third of it."""
_RECORDS = frozenset(
    f"index.{name}" for name in ("apart.messages", "faults", "records", "offsets", "places", "formats.archive")
)
_PATHS = frozenset({"PosixPath", "WindowsPath"})


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be done with a file: `sources` of a folder, `open` a file, or `make` a document of its part `number`.

    `folder`, `environ` and `cache` are those of who asks; `seconds` and `memory` (in megabytes) what it may take.
    """

    task: str
    path: Path
    folder: str
    environ: Mapping[str, str]
    cache: Path
    seconds: float
    memory: int
    source: Source
    number: int = 0
    name: str = ""
    passage_length: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it; where nothing did, `error` is the name of the class of `index.errors`, and `value` what it says.

    `fault` and `told` are then the fault and value of the error.
    """

    value: Any
    error: str = ""
    fault: Fault = Fault.OTHER
    told: str = ""

    @classmethod
    def of(cls, error: YinzhengError) -> Answer:
        """What went wrong."""
        return cls(str(error), type(error).__name__, error.fault, error.value)

    def result(self) -> Any:
        """What came of it. Raises what went wrong."""
        if self.error:
            raise getattr(errors, self.error, SourceError)(self.value, self.fault, self.told)
        return self.value


@dataclass(frozen=True, slots=True)
class Going:
    """It is still at it, and may compute for so many `seconds` more."""

    seconds: float


def send(link: Connection, message: Ask | Answer | Going) -> None:
    """Raises OSError where nobody is there to take it, ValueError where it is larger than what is taken."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    if len(data) > LARGEST_ANSWER:
        raise ValueError(f"{len(data):,} bytes")
    link.send_bytes(data)


def receive(link: Connection) -> Any:
    """The next message. Raises EOFError or OSError where none comes any more, UnpicklingError where it is no message of ours."""
    data = link.recv_bytes(LARGEST_ANSWER)
    try:
        return _OnlyRecords(io.BytesIO(data)).load()
    except Exception as error:  # what is no pickle of ours may raise almost anything
        raise pickle.UnpicklingError(f"{type(error).__name__}: {error}") from error


class _OnlyRecords(pickle.Unpickler):
    """Makes records, paths and plain values; whoever took over the other process gets no other code run by this one."""

    def find_class(self, module: str, name: str) -> Any:
        plain = "." not in name and (module in _RECORDS or (module.partition(".")[0] == "pathlib" and name in _PATHS))
        found = super().find_class(module, name) if plain else None
        if not isinstance(found, type) or (module in _RECORDS and not _is_record(found, module)):
            raise pickle.UnpicklingError(f"{module}.{name} is no record")
        return found


def _is_record(found: type, module: str) -> bool:
    """Whether it is a record of that module itself, and nothing that the module imports."""
    return found.__module__ == module and (is_dataclass(found) or issubclass(found, Enum))
