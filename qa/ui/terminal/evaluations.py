"""A report, and what became of it since a baseline → the terminal."""

from __future__ import annotations

from pathlib import Path

from qa.evaluation.baseline import AnswerChange, Comparison, Difference
from qa.evaluation.requirement import told
from qa.evaluation.results import Report, Result
from qa.ui.terminal.draw import say, side_by_side, tabulate
from qa.wording import counted

__all__ = ["print_comparison", "print_report"]

_FIGURES = (
    "questions",
    "facts",
    "found",
    "answered",
    "shown",
    "verified",
    "statements",
    "answers_right",
    "answerable_answered",
    "answerable_uncertain",
    "unanswerable_refused",
    "unanswerable_uncertain",
    "verdicts_right",
)
_SIGNS = {
    AnswerChange.BROKEN: "bold red",
    AnswerChange.FIXED: "bold green",
    AnswerChange.CHANGED: "bold yellow",
    AnswerChange.NEW: "bold cyan",
    AnswerChange.REMOVED: "bold cyan",
}


def print_report(report: Report, file: Path) -> None:
    """Each question in each language, then figures by language and kind; where there is a terminal, tables."""
    header = ("question", "language", "verdict", "right", "found", "answered", "shown", "verified", "seconds")
    tabulate(header, [_row(result) for result in report.results])
    say()
    languages = report.by("language")
    groups = [("all", report.figures()), *languages.items(), *report.by("kind").items()]
    rows = [(group, *(_share(figures[name]) for name in _FIGURES)) for group, figures in groups]
    tabulate(("group", *_FIGURES), rows, ends=(0, len(languages)))
    seconds = report.seconds()
    say((f"{file} · median {seconds['median']:.2f} s, 95 % within {seconds['p95']:.2f} s", "dim"))


def _row(result: Result) -> tuple[str, ...]:
    return (
        result.id,
        result.language,
        result.verdict,
        "yes" if result.right else "no",
        f"{result.found}/{result.facts}" if result.facts else "–",
        f"{result.answered}/{result.facts}" if result.facts else "–",
        f"{result.shown}/{result.facts}" if result.facts else "–",
        f"{result.verified}/{len(result.quotations)}" if result.quotations else "–",
        f"{result.seconds:.2f}",
    )


def _share(value: float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def print_comparison(comparison: Comparison, baseline: Path) -> None:
    """How many questions became what, then those that are not as they were, with the evidence of both runs."""
    counts = ", ".join(f"{len(comparison.of(change))} {change.value}" for change in AnswerChange)
    say(("\nBeside the baseline: ", "bold"), counts, (f" · {baseline}", "dim"))
    for remark in comparison.remarks:
        say(("note: ", "yellow"), remark)
    for change in (
        AnswerChange.BROKEN,
        AnswerChange.FIXED,
        AnswerChange.CHANGED,
        AnswerChange.NEW,
        AnswerChange.REMOVED,
    ):
        for found in comparison.of(change):
            _print_difference(found)


def _print_difference(found: Difference) -> None:
    say()
    remarks = f": {', '.join(found.told)}" if found.told else ""
    say((found.change.value, _SIGNS[found.change]), f" {found.id} ({found.language}){remarks}")
    if found.before and found.after:
        say((f"    {found.after.question}", "italic"))
        side_by_side(("before", _evidence(found.before)), ("now", _evidence(found.after)))


def _evidence(result: Result) -> list[str]:
    """The verdict and each quotation with its place, a text each."""
    count = counted(len(result.citations), "quotation")
    quotations = ["\n".join(told(quotation)) for quotation in result.citations]
    nearest = ["\n".join(["nearest: " + quotation.quote, *told(quotation)[1:]]) for quotation in result.nearest]
    return [f"{result.verdict}, {count}", *quotations, *nearest]
