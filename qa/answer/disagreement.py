"""Whether what independent sources say of one matter can not all be so: other figures, or other dates, for one thing.

Only plain cases are called a disagreement; where in doubt both are quoted and nothing is said. Who is for something and who
against is shown by their own words, side by side, and not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from index.text.numbers import NUMERAL, number_tokens
from index.when.dates import dates_in
from qa.question.answer_type import TOLD, AnswerType
from qa.question.parsed import ParsedQuestion
from qa.question.quantities import quantities
from qa.reading.evidence import Evidence

__all__ = ["disagree"]

_SURE = 0.3
"""The least share of the likeliest sentence's odds with which another source is taken to answer as well."""
_ANSWERS = 0.05
"""The least odds: of two sentences that hardly answer neither contradicts the other."""


def disagree(
    question: ParsedQuestion,
    chosen: Sequence[Evidence],
    group: Callable[[str], Collection[str]],
    sides: bool,
) -> bool:
    """Whether two independent sources among `chosen` contradict each other on what is asked.

    With `sides`, where a question asks how the sources see something: whether they give other figures of what it is about.
    Otherwise whether those that answer give different figures or dates.
    """
    by_source = _by_source(chosen, group)
    most = max((item.odds for item in chosen), default=0.0)
    if len(by_source) < 2:
        return False
    if sides:
        unit = question.topic_unit
        given = [_figures(_together(items), AnswerType.NUMBER) for items in by_source]
        measured = [figures[unit] for figures in given if unit in figures]
        return any(not _agree(one, other) for place, one in enumerate(measured) for other in measured[:place])
    kind = question.answer_type
    if kind not in TOLD:
        return False
    told = [
        _figures(_together([item for item in items if item.odds >= max(most * _SURE, _ANSWERS)]), kind)
        for items in by_source
    ]
    return any(
        unit in other and not _agree(figures, other[unit])
        for place, one in enumerate(told)
        for other in told[:place]
        for unit, figures in one.items()
    )


def _by_source(chosen: Sequence[Evidence], group: Callable[[str], Collection[str]]) -> list[list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for item in chosen:
        found.setdefault(min(group(item.hit.document.id), default=item.hit.document.id), []).append(item)
    return list(found.values())


def _together(items: Sequence[Evidence]) -> str:
    return " ".join(item.sentence.text for item in items)


def _agree(one: Collection[str], other: Collection[str]) -> bool:
    """Whether any figure is in both; a date agrees with one that is less exact."""
    return any(a == b or ("-" in a + b and (a.startswith(b) or b.startswith(a))) for a in one for b in other)


def _figures(text: str, kind: AnswerType) -> dict[str, frozenset[str]]:
    """The figures of a text by what they are measured in; those of which that cannot be told are not compared."""
    if kind is AnswerType.DATE:
        dates = frozenset(date.value for date in dates_in(text) if date.resolved)
        return {"date": dates} if dates else {}
    found: dict[str, frozenset[str]] = {}
    for quantity in quantities(text):
        numeral = NUMERAL.search(quantity.words)
        if quantity.unit and numeral:
            found[quantity.unit] = found.get(quantity.unit, frozenset()) | frozenset(number_tokens(numeral))
    return found
