"""A loader makes text of the files of one format. `Loader` is the seam; `index.formats.registry` says which there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Protocol, runtime_checkable

from index.formats.decode import decoded
from index.formats.repair import Decoded
from index.records import Extracted

__all__ = ["FileContent", "Format", "Loader"]


@dataclass(frozen=True)
class FileContent:
    """The bytes of a file, and what it is called."""

    name: str
    data: bytes

    @cached_property
    def suffix(self) -> str:
        """The ending of its name, in small letters with its dot; empty where there is none."""
        return PurePath(self.name).suffix.lower()

    @cached_property
    def text(self) -> str:
        """Its characters, decoded once. Raises SourceError for a file that is no text (`index.formats.decode`)."""
        return self.decoded.text

    @cached_property
    def decoded(self) -> Decoded:
        """Its characters, with a warning for what could not be read. Raises SourceError for a file that is no text."""
        return decoded(self.data, self.name)


@runtime_checkable
class Loader(Protocol):
    """Makes text of the files of one format, with the way back to the file (`tests/index/formats/test_loaders.py`).

    Which files are its own, it does not say: one that a package adds is given all that have the ending its entry point names,
    and no others; those of this package are each a `Format`.
    """

    @property
    def name(self) -> str:
        """What the format is called."""

    def load(self, file: FileContent) -> Extracted:
        """Its text, each character with the way back to `Extracted.decoded`.

        Raises SourceError for a file that is damaged, protected or without text.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A loader of this package, made of two functions."""

    name: str
    suffixes: frozenset[str]
    """The endings of its files' names, in small letters with their dot."""
    media_types: frozenset[str]
    """What web servers call it: `application/pdf`."""
    sniff: Callable[[FileContent], bool]
    """Whether a file is of this format, by what is in it, or by its name where that is enough."""
    load: Callable[[FileContent], Extracted]
