"""Whether independent sources give other figures or other dates for what is asked.

Only plain cases are called a disagreement: what the reader takes for the answer in the sentences of two sources. Where in doubt
both are quoted and nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from index.text.numbers import NUMERAL, number_tokens
from index.text.script import width
from index.when.dates import dates_in
from qa.question.quantities import quantities
from qa.reading.evidence import Evidence

__all__ = ["disagree"]

_SURE = 0.3
"""The least share of the likeliest sentence's probability with which another source is taken to answer as well."""
_SHORT = 16.0
"""An answer that is a figure is no wider (`index.text.script.width`)."""


def disagree(chosen: Sequence[Evidence], group: Callable[[str], Collection[str]]) -> bool:
    """Whether two independent sources among `chosen` answer with different figures of one unit, or with different dates.

    `group` names the documents that count as one source with a document (`Library.group`).
    """
    most = max((item.bearing for item in chosen), default=0.0)
    by_source: dict[str, list[Evidence]] = defaultdict(list)
    for item in chosen:
        if item.bearing >= most * _SURE:
            by_source[min(group(item.hit.document.id), default=item.hit.document.id)].append(item)
    told = [_figures(items) for items in by_source.values()]
    return any(
        unit in other and not _agree(figures, other[unit])
        for place, one in enumerate(told)
        for other in told[:place]
        for unit, figures in one.items()
    )


def _agree(one: Collection[str], other: Collection[str]) -> bool:
    """Whether any figure is in both; a date agrees with one that is less exact."""
    return any(a == b or ("-" in a + b and (a.startswith(b) or b.startswith(a))) for a in one for b in other)


def _figures(items: Sequence[Evidence]) -> dict[str, frozenset[str]]:
    """The figures in what the sentences answer, by what they are measured in; those of which that cannot be told are not compared."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for item in items:
        if width(item.answer) > _SHORT:
            continue
        text, answer = item.sentence.text, item.answer.strip()
        dates = [date for date in dates_in(text) if date.resolved and answer]
        found["date"] |= {
            one.value for one in dates if answer in text[one.start : one.end] or text[one.start : one.end] in answer
        }
        for quantity in quantities(item.answer):
            numeral = NUMERAL.search(quantity.words)
            if quantity.unit and numeral:
                found[quantity.unit] |= frozenset(number_tokens(numeral))
    return {unit: figures for unit, figures in found.items() if figures}
