"""What can be wrong, as codes: where errors are shown in several languages they are worded there, by their code."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Fault", "fault_of"]


class Fault(StrEnum):
    """What is wrong with a file that is not read, or with a library; some have a value that is told with them."""

    OTHER = ""
    """Whatever has no code: the English words of the error are all there is."""
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    DAMAGED = "damaged"
    MISNAMED = "misnamed"
    """It is not what its name says."""
    PROTECTED = "protected"
    NO_TEXT = "no_text"
    PICTURES = "pictures"
    """Pictures of text, which nothing that is installed recognises."""
    NOTHING_RECOGNISED = "nothing_recognised"
    RECOGNITION = "recognition"
    """What recognises text failed."""
    TOO_LARGE = "too_large"
    """The value is the most that is read: `64.0 MB`."""
    TOO_MUCH = "too_much"
    """More pages, cells, files or characters than are read."""
    TOO_COSTLY = "too_costly"
    """More time or memory than may be taken."""
    TOO_DEEP = "too_deep"
    OTHER_KIND = "other_kind"
    SAVE_AS = "save_as"
    """The value is the ending of a kind that is read."""
    BY_ITSELF = "by_itself"
    """An archive within another, and the like: what is in it is to be added by itself."""
    NO_DOCUMENTS = "no_documents"
    """An archive that holds none."""
    OUTSIDE = "outside"
    """It leads out of the folder or the archive."""
    MISSING = "missing"
    CLOSED = "closed"
    """It may not be read or written."""
    NO_FILE = "no_file"
    HIDDEN = "hidden"
    NAME = "name"
    DATE = "date"
    """What is said to be a date is none."""
    SOURCES = "sources"
    """What `sources.toml` says cannot be used."""
    CHANGED = "changed"
    """It is another file than it was, or than is vouched for."""
    STOPPED = "stopped"
    PLUG_IN = "plug_in"
    """The value is the package that should read it."""
    LAST_DOCUMENT = "last_document"
    NOT_TAKEN_OUT = "not_taken_out"
    NO_DOCUMENT = "no_document"
    """No document of that name is in the library."""
    BUSY = "busy"
    LIBRARY_DAMAGED = "library_damaged"
    LIBRARY_MISMATCH = "library_mismatch"
    LIBRARY_MISSING = "library_missing"
    LIBRARY_CLOSED = "library_closed"
    LIBRARY_CHANGED = "library_changed"
    """While it was read."""
    WORDS_REMAIN = "words_remain"
    """A document is out of it, and its words may still stand in its file."""
    QUESTION_LINE = "question_line"
    """A file of questions cannot be run; the value is the number of the line."""


def fault_of(code: str) -> Fault:
    """The fault of a code; OTHER for one that a later version wrote."""
    try:
        return Fault(code)
    except ValueError:
        return Fault.OTHER
