"""A reader that another package adds, held to what a reader gives: its faults are named as that package's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import PluginError, YinzhengError
from index.plugins import PlugIn, reason
from qa.reading.reader import Reader, Reading

__all__ = ["AddedReader"]


@dataclass(frozen=True, slots=True)
class AddedReader:
    """What `added` makes. Raises PluginError where it fails, or gives what are no readings of these passages."""

    added: PlugIn
    reader: Reader

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self.reader.name

    @property
    def marks_evidence(self) -> bool:
        """Whether it says that its readings mark evidence."""
        return bool(getattr(self.reader, "marks_evidence", False))

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage, in their order."""
        try:
            readings = self.reader.read(question, passages)
            fault = _fault(readings, passages)
        except YinzhengError:
            raise
        except Exception as error:  # whatever another's code does
            raise PluginError(self._failed(f"failed: {reason(error)}")) from error
        if fault:
            raise PluginError(self._failed(fault))
        return readings

    def _failed(self, fault: str) -> str:
        return f"reader {self.name}: {self.added} {fault}; mend or uninstall {self.added.package}"


def _fault(readings: Sequence[Reading], passages: Sequence[str]) -> str:
    """What is wrong with what a reader gave; empty where it may be used."""
    if len(readings) != len(passages):
        return f"gave {len(readings)} readings of {len(passages)} passages"
    for reading, passage in zip(readings, passages, strict=True):
        if len(reading.starts) != len(passage) or len(reading.ends) != len(passage):
            return f"gave {len(reading.starts)} starts and {len(reading.ends)} ends for a passage of {len(passage)} characters"
    return ""
