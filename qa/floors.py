"""Floors under the figures of an evaluation: a committed file that only rises."""

from __future__ import annotations

import json
from pathlib import Path

from qa.errors import EvaluationError

__all__ = ["read_floors"]


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """`{"all" or language: {figure: least share}}`; keys that begin with `_` are remarks.

    Raises EvaluationError where the file cannot be read or is not of this form.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(group): {str(figure): float(floor) for figure, floor in figures.items()}
            for group, figures in value.items()
            if not group.startswith("_")
        }
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, AttributeError, TypeError, ValueError) as error:
        raise EvaluationError(f"floors file {path} cannot be read ({error}); correct it or name another") from error
