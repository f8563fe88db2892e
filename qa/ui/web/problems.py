"""What whoever calls is told where something is wrong, and of which version this is."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from index.errors import LibraryError, SettingsError, YinzhengError
from qa.errors import AnswerError, GeneratorError, QuestionError
from qa.ui.web.folders import unplaced
from qa.ui.web.limits import Busy

__all__ = ["BUSY", "problem", "put", "released"]

BUSY = "Too many are waiting already; ask again in a moment."


def problem(error: Exception, library: Path | None = None) -> tuple[int, str] | None:
    """The status and the words by which a request is told of an error; None for one that is a fault of ours.

    No folder is told of, nor any in which the `library` lies.
    """
    told = unplaced(str(error), *([library] if library else []))
    if isinstance(error, Busy):
        return 503, BUSY
    if isinstance(error, QuestionError | AnswerError | LibraryError | SettingsError):
        return 422, told
    if isinstance(error, GeneratorError):
        return 502, told
    return (500, told) if isinstance(error, YinzhengError) else None


def put(errors: Sequence[Any]) -> str:
    """The first thing that is wrong with what was given, on one line."""
    if errors[0]["type"] == "json_invalid":
        return "what was sent is not JSON"
    where = ".".join(str(part) for part in errors[0]["loc"] if part not in ("query", "body"))
    return f"{where}: {errors[0]['msg']}" if where else str(errors[0]["msg"])


def released() -> str:
    """The version of this package."""
    try:
        return version("yinzheng")
    except PackageNotFoundError:
        return "0"
