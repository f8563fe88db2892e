"""An evaluation beside an earlier one: what is fixed, what is broken, what has other evidence than before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import EvaluationError
from qa.evaluation.results import Report, Result

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["AnswerChange", "Comparison", "Difference", "compare", "read_report"]


class AnswerChange(StrEnum):
    """What became of a question: worse, better, otherwise, as it was, asked now alone, asked then alone."""

    BROKEN = "broken"
    FIXED = "fixed"
    CHANGED = "changed"
    SAME = "same"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One question in one language, before and after; `told` says what differs, a remark each."""

    id: str
    language: str
    change: AnswerChange
    told: tuple[str, ...]
    before: Result | None
    after: Result | None

    def to_dict(self) -> dict[str, Any]:
        """JSON form; the evidence of both sides where it differs."""
        value: dict[str, Any] = {"id": self.id, "language": self.language, "told": list(self.told)}
        if self.before and self.after:
            value |= {"before": _evidence(self.before), "after": _evidence(self.after)}
        return value


@dataclass(frozen=True, slots=True)
class Comparison:
    """All questions of either evaluation, those of the later one first, in its order.

    `remarks` say what else differs than the answers: documents, version, model.
    """

    before: Report
    remarks: tuple[str, ...]
    differences: tuple[Difference, ...]

    def of(self, change: AnswerChange) -> tuple[Difference, ...]:
        """The questions of which this became."""
        return tuple(found for found in self.differences if found.change is change)

    def at(self, identifier: str, language: str) -> Difference:
        """What became of this question in this language. Raises KeyError where it is in neither evaluation."""
        for found in self.differences:
            if (found.id, found.language) == (identifier, language):
                return found
        raise KeyError((identifier, language))

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        told = (AnswerChange.BROKEN, AnswerChange.FIXED, AnswerChange.CHANGED, AnswerChange.NEW, AnswerChange.REMOVED)
        return {
            "remarks": list(self.remarks),
            "counts": {change.value: len(self.of(change)) for change in AnswerChange},
            **{change.value: [found.to_dict() for found in self.of(change)] for change in told},
        }


def read_report(path: Path) -> Report:
    """The report of an earlier run: what `--save` or `--json` wrote. Raises EvaluationError where it is none."""
    from pydantic import ValidationError

    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise EvaluationError(
            f"baseline {path} cannot be read ({error.strerror}); make one with: yinzheng evaluate --save FILE"
        ) from error
    except (ValueError, RecursionError) as error:
        raise EvaluationError(
            f"baseline {path} is not JSON in UTF-8 ({error}); make one with: yinzheng evaluate --save FILE"
        ) from error
    try:
        report = _adapter().validate_python(value, strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise EvaluationError(
            f"baseline {path} is not a report of this version ({where}: {first['msg'].lower()}); "
            "make one anew with: yinzheng evaluate --save FILE"
        ) from error
    if not report.results:
        raise EvaluationError(f"baseline {path} holds no result; make one with: yinzheng evaluate --save FILE")
    return report


@cache
def _adapter() -> TypeAdapter[Report]:
    from pydantic import TypeAdapter

    return TypeAdapter(Report)


def compare(before: Report, after: Report) -> Comparison:
    """What became of every question in every language.

    It is broken where its verdict was right and is not, or was uncertain and is wrong, where a fact that was cited or shown
    is less, or where a quotation is no longer in its document; fixed where the reverse is so and nothing was lost; changed where its verdict, its question,
    its facts, what was found or its evidence is another and it is neither.
    """
    then = {(result.id, result.language): result for result in before.results}
    now = {(result.id, result.language) for result in after.results}
    differences = [_difference(then.get((result.id, result.language)), result) for result in after.results]
    gone = [
        Difference(result.id, result.language, AnswerChange.REMOVED, (), result, None)
        for key, result in then.items()
        if key not in now
    ]
    return Comparison(before, tuple(_remarks(before, after)), (*differences, *gone))


def _remarks(before: Report, after: Report) -> Iterator[str]:
    if before.corpus != after.corpus:
        yield f"the baseline was made on other documents (corpus {before.corpus or 'unknown'}, now {after.corpus}): a difference may come from them alone"
    if before.yinzheng != after.yinzheng:
        yield f"the baseline was made by another version ({before.yinzheng or 'unknown'}, now {after.yinzheng or 'unknown'})"
    if before.model != after.model:
        yield f"the baseline was made with another model ({before.model}, now {after.model})"


def _difference(before: Result | None, after: Result) -> Difference:
    if before is None:
        return Difference(after.id, after.language, AnswerChange.NEW, (), None, after)
    change, told = _change(before, after), tuple(_told(before, after))
    if change is AnswerChange.SAME and told:
        change = AnswerChange.CHANGED
    return Difference(after.id, after.language, change, told, before, after)


def _change(before: Result, after: Result) -> AnswerChange:
    sound = (_sound(before), _sound(after))
    if before.worth != after.worth or sound[0] != sound[1]:
        return AnswerChange.FIXED if (before.worth, sound[0]) < (after.worth, sound[1]) else AnswerChange.BROKEN
    lost, gained = _lost(before, after), _lost(after, before)
    return AnswerChange.BROKEN if lost else AnswerChange.FIXED if gained else AnswerChange.SAME


def _lost(one: Result, other: Result) -> int:
    """How many of the facts that both expect the one cites and the other does not, or only shows, or shows no more."""
    first, second = ({fact.key: fact.answered + fact.shown for fact in result.expected} for result in (one, other))
    return sum(first[key] > second[key] for key in first.keys() & second.keys())


def _told(before: Result, after: Result) -> Iterator[str]:
    if before.verdict != after.verdict:
        yield f"verdict {before.verdict} → {after.verdict}"
    for name, was, now in (
        ("facts cited", before.answered, after.answered),
        ("facts cited uncertainly", before.shown - before.answered, after.shown - after.answered),
        ("facts found", before.found, after.found),
    ):
        if was != now:
            yield f"{name} {was} → {now} of {after.facts}"
    if before.wrong != after.wrong:
        yield f"quotations called wrong {before.wrong} → {after.wrong}"
    if (lost := _lost(before, after)) and (gained := _lost(after, before)):
        yield f"facts no longer cited {lost}, cited now {gained}"
    if _sound(before) != _sound(after):
        yield f"quotations not in their documents {_unsound(before)} → {_unsound(after)}"
    if before.question != after.question:
        yield "the question was worded otherwise"
    if before.answerable != after.answerable or [f.key for f in before.expected] != [f.key for f in after.expected]:
        yield "other facts were expected"
    if _quotes(before) != _quotes(after):
        yield "the evidence differs"


def _sound(result: Result) -> bool:
    return _unsound(result) == 0


def _unsound(result: Result) -> int:
    return len(result.quotations) - result.verified


def _quotes(result: Result) -> tuple[frozenset[tuple[str, str]], ...]:
    """What was quoted, from where: offsets may shift where a document is cleaned better, and order is not evidence."""
    return tuple(frozenset((q.document, q.quote) for q in side) for side in (result.citations, result.nearest))


def _evidence(result: Result) -> dict[str, Any]:
    value = result.to_dict()
    return {
        name: value[name]
        for name in ("question", "verdict", "facts", "found", "answered", "shown", "citations", "nearest")
    }
