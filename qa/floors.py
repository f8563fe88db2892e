"""Floors under the figures of an evaluation: a committed file that only rises."""

from __future__ import annotations

import json
from math import inf
from pathlib import Path

from qa.errors import EvaluationError

__all__ = ["read_floors"]


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """`{"all" or language: {figure: least value}}`; keys that begin with `_` are remarks.

    Raises EvaluationError where the file cannot be read or is not of this form.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise EvaluationError(f"floors file {path} cannot be read ({error.strerror}); name another") from error
    except ValueError as error:
        raise EvaluationError(f"floors file {path} is not JSON in UTF-8 ({error}); correct it") from error
    groups = _without_remarks(value, path)
    return {
        group: {figure: _floor(floor, f"{group}.{figure}", path) for figure, floor in figures.items()}
        for group, figures in ((group, _without_remarks(figures, path)) for group, figures in groups.items())
    }


def _without_remarks(value: object, path: Path) -> dict[str, object]:
    if not isinstance(value, dict):
        raise EvaluationError(f'floors file {path} is not of the form {{"all": {{"found": 0.8}}}}; correct it')
    return {key: inner for key, inner in value.items() if not key.startswith("_")}


def _floor(value: object, name: str, path: Path) -> float:
    """A floor that can be missed: nothing is below one that is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < inf:
        raise EvaluationError(f"floors file {path}: {name} is {value!r}, not a number from 0 up; correct it")
    return float(value)
