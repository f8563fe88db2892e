"""Everything that can go wrong between a file and a library.

    YinzhengError
    ├── SettingsError      a setting is unknown, of the wrong type, or names something that is not there
    ├── SourceError        a document, or what is said about it in sources.toml, cannot be used
    │   └── NothingToRead      a picture shows no text
    ├── PluginError        what another package adds cannot be imported, or is not what it says
    ├── ModelError         an embedding model or a reader cannot be made, found or loaded
    ├── EngineError        what holds the vectors elsewhere cannot be reached, or does not do what is asked
    ├── ClusterError       a cluster on which files are to be read cannot be used
    └── LibraryError       the library cannot be opened, read or written
        ├── LibraryMissing     there is none, and nothing to build it from
        ├── LibraryMismatch    it was made with another model, cleaning or passage setting
        ├── LibraryBusy        another process is changing it
        └── LibraryDamaged     something in it is not as it was written

A message is one line: the thing, what is wrong with it, what to do about it. Where it is shown in other languages, it is worded by its `fault`
and the `value` that is told with that (`index.faults`).
"""

from __future__ import annotations

from pathlib import Path

from index.faults import Fault

__all__ = [
    "ClusterError",
    "EngineError",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryError",
    "LibraryMismatch",
    "LibraryMissing",
    "ModelError",
    "NothingToRead",
    "PluginError",
    "SettingsError",
    "SourceError",
    "YinzhengError",
]


class YinzhengError(Exception):
    """Base of all errors that are the user's to mend; `exit_code` is what the command line returns."""

    exit_code = 1
    fault = Fault.OTHER
    value = ""

    def __init__(self, told: str = "", fault: Fault | None = None, value: str = "") -> None:
        super().__init__(told)
        if fault is not None:
            self.fault, self.value = fault, value


class SettingsError(YinzhengError):
    """A setting is unknown, of the wrong type, or names something that is not there."""

    exit_code = 5


class SourceError(YinzhengError):
    """A document, or what sources.toml says of it, cannot be used."""

    exit_code = 3


class NothingToRead(SourceError):
    """A picture shows no text that could be recognised: it is passed over, as files are of kinds that are not read."""


class PluginError(YinzhengError):
    """What another package adds cannot be imported, is not what it says, or is brought by two at once."""

    exit_code = 5


class ModelError(YinzhengError):
    """An embedding model or a reader cannot be made, found or loaded."""

    exit_code = 4


class EngineError(YinzhengError):
    """An engine that holds vectors elsewhere cannot be reached, or does not do what is asked."""

    exit_code = 5


class ClusterError(YinzhengError):
    """A cluster on which files are to be read is not there, or its workers do not begin or would make another library."""

    exit_code = 5


class LibraryError(YinzhengError):
    """The library cannot be opened, read or written."""

    exit_code = 3


class LibraryMissing(LibraryError):
    """There is no library, and nothing to build it from."""

    fault = Fault.LIBRARY_MISSING


class LibraryMismatch(LibraryError):
    """The library was made with another model, cleaning version or passage setting."""

    fault = Fault.LIBRARY_MISMATCH


class LibraryBusy(LibraryError):
    """Another process is changing the library, and did not end in time."""

    fault = Fault.BUSY


class LibraryDamaged(LibraryError):
    """Something in the library is not as it was written: nothing of it is shown."""

    fault = Fault.LIBRARY_DAMAGED

    def __init__(self, path: Path, what: str) -> None:
        self.what = what
        super().__init__(
            f"library {path} is damaged: {what}; see all of it with: yinzheng doctor; then put a backup in its place "
            "(yinzheng restore FILE) or make it again (yinzheng index --rebuild)"
        )
