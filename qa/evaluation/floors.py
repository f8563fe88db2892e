"""Floors under the figures of an evaluation: a committed file that rises freely, and falls only with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import floor as rounded_down
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import EvaluationError
from qa.evaluation.files import write_whole

if TYPE_CHECKING:
    from qa.evaluation.results import Report

__all__ = ["below", "floors_corpus", "read_floors", "write_floors"]


def below(report: Report, floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What is under its floor, a line each; `floors` gives, for `all` or a language, the least share of each figure.

    Raises EvaluationError where a floor names a language or a figure that there is not.
    """
    groups = {"all": report.figures(), **report.by("language")}
    faults: list[str] = []
    for group, wanted in floors.items():
        for figure, floor in wanted.items():
            if group not in groups or figure not in groups[group]:
                raise EvaluationError(f"floor {group}.{figure} names nothing that is measured; correct the floors file")
            value = groups[group][figure]
            if value is None or value < floor - 0.0005:
                shown = "nothing" if value is None else f"{value:.3f}"
                faults.append(f"{group}: {figure} is {shown}, the floor is {floor:.3f}")
    return faults


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
        group: {figure: _floor(least, f"{group}.{figure}", path) for figure, least in figures.items()}
        for group, figures in ((group, _without_remarks(figures, path)) for group, figures in groups.items())
    }


def floors_corpus(path: Path) -> str:
    """The digest of the corpus that the floors were measured on; empty where the file does not say."""
    read_floors(path)
    return str(json.loads(path.read_text(encoding="utf-8-sig")).get("_corpus", ""))


def write_floors(
    path: Path, figures: Mapping[str, Mapping[str, float | int | None]], corpus: str, reason: str = ""
) -> list[str]:
    """Raise the floors that `path` names to `figures`, and write the digest of their corpus; a line for each change.

    A floor falls only where `reason` is given, which is kept in the file. Raises EvaluationError where one would fall
    without.
    """
    held = read_floors(path)
    value = json.loads(path.read_text(encoding="utf-8-sig"))
    changes, fallen = [], []
    for group, wanted in held.items():
        for figure, least in wanted.items():
            measured = figures.get(group, {}).get(figure)
            if measured is None:
                raise EvaluationError(f"floor {group}.{figure} names nothing that is measured; correct the floors file")
            now = rounded_down(float(measured) * 1000) / 1000
            if measured < least - 0.0005 and not reason:
                raise EvaluationError(
                    f"{group}.{figure} is {now:.3f}, its floor {least:.3f}; it falls only with --lower-floors and a reason"
                )
            if abs(measured - least) >= 0.001:
                changes.append(f"{group}.{figure}: {least:.3f} → {now:.3f}")
                fallen += [changes[-1]] if now < least else []
                value[group][figure] = now
    value["_corpus"] = corpus
    if fallen:
        value.setdefault("_lowered", []).append({"floors": fallen, "reason": reason})
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    return changes


def _without_remarks(value: object, path: Path) -> dict[str, object]:
    if not isinstance(value, dict):
        raise EvaluationError(f'floors file {path} is not of the form {{"all": {{"found": 0.8}}}}; correct it')
    return {key: inner for key, inner in value.items() if not key.startswith("_")}


def _floor(value: object, name: str, path: Path) -> float:
    """A floor that can be missed: nothing is below one that is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < inf:
        raise EvaluationError(f"floors file {path}: {name} is {value!r}, not a number from 0 up; correct it")
    return float(value)
