"""What a question must reach to pass, and, where it does not, what was expected and what came, in lines."""

from __future__ import annotations

from enum import StrEnum

from qa.evaluation.results import CitedQuote, Expected, Result
from qa.wording import counted

__all__ = ["Require", "explained", "shortfall", "told"]


class Require(StrEnum):
    """How much: the verdict right; every fact also within the first five passages; every fact also cited.

    Whatever is required, every quotation must be in its document. An uncertain answer passes at no level: it is neither what
    a question that can be answered asks for nor a no.
    """

    VERDICT = "verdict"
    FOUND = "found"
    CITED = "cited"


def shortfall(result: Result, require: Require = Require.CITED) -> str:
    """What is amiss, on one line; empty where the result passes."""
    faults = []
    if broken := len(result.quotations) - result.verified:
        faults.append(f"{counted(broken, 'quotation')} not in {'its' if broken == 1 else 'their'} document")
    if result.wrong:
        faults.append(f"{counted(result.wrong, 'quotation')} called wrong")
    elif not result.right:
        faults.append(f"verdict {result.verdict}, expected {_wanted(result)}")
    elif require is not Require.VERDICT:
        held = result.found if require is Require.FOUND else result.answered
        if held < result.facts:
            faults.append(f"{held} of {counted(result.facts, 'fact')} {require.value}")
    return "; ".join(faults)


def explained(result: Result) -> list[str]:
    """The question, the verdict, each fact expected and each quotation that came, with its place; a line each."""
    lines = [f"question: {result.question}", f"verdict:  {result.verdict}, expected {_wanted(result)}"]
    for fact in result.expected:
        lines += _fact(fact)
    cited = "shown as what may answer" if result.uncertain else "cited"
    for title, quotations in (cited, result.citations), ("nearest, which does not answer", result.nearest):
        for quotation in quotations:
            lines += [f"{title}:", *(f"    {line}" for line in told(quotation))]
    if not result.quotations:
        lines.append("nothing was cited")
    return lines


def told(quotation: CitedQuote) -> list[str]:
    """The words, then the place; who says them and whether they are not there, where that is so."""
    lines = [quotation.quote, f"{quotation.document} {quotation.start}–{quotation.end} · {quotation.place}"]
    lines += [quotation.said] if quotation.said else []
    lines += ["CALLED WRONG for this question"] if quotation.wrong else []
    return lines if quotation.verified else [*lines, "NOT IN THE DOCUMENT at this place"]


def _wanted(result: Result) -> str:
    if result.answerable is None:
        return "anything but what is called wrong"
    return "an answer" if result.answerable else "a no"


def _fact(fact: Expected) -> list[str]:
    cited = "cited" if fact.answered else "shown" if fact.possible else "not cited"
    state = f"{'found' if fact.found else 'not found'}, {cited}"
    lines = [f"fact {state}:"]
    lines += [
        f"    {'or ' if i else ''}{option.quote} ({option.document})" for i, option in enumerate(fact.alternatives)
    ]
    return lines
