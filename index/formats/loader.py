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

    @property
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
    """Makes text of the files of one format, with the way back to the file (`tests/index/formats/test_loaders.py`)."""

    @property
    def name(self) -> str:
        """What the format is called."""

    @property
    def suffixes(self) -> frozenset[str]:
        """The endings of its files' names, in small letters with their dot."""

    @property
    def media_types(self) -> frozenset[str]:
        """What web servers call it: `application/pdf`."""

    def sniff(self, file: FileContent) -> bool:
        """Whether a file is of this format, by what is in it, or by its name where that is enough."""

    def load(self, file: FileContent) -> Extracted:
        """Its text, each character with the way back to `Extracted.decoded`.

        Raises SourceError for a file that is damaged, protected or without text.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A loader made of two functions."""

    name: str
    suffixes: frozenset[str]
    media_types: frozenset[str]
    sniff: Callable[[FileContent], bool]
    load: Callable[[FileContent], Extracted]
