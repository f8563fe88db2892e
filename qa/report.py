"""Answers, hits, summaries and figures → the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from index.build import Summary
from qa.explain import why
from qa.layout import Lookup, laid_out
from qa.records import Answer, Citation, Hit, Verdict
from qa.table import print_silent, print_views
from qa.terminal import say, tabulate
from qa.wording import counted, place_in, short

if TYPE_CHECKING:
    from qa.evaluate import Report

__all__ = ["print_answer", "print_hits", "print_report", "print_summary"]

_VERDICTS = {
    Verdict.ANSWERED: "The documents say:",
    Verdict.DISAGREE: "The documents disagree:",
    Verdict.NOT_IN_LIBRARY: "The documents do not say.",
    Verdict.OUTSIDE_FILTERS: "Not within the filters. Outside them the documents say:",
}


def print_answer(answer: Answer, lookup: Lookup | None = None) -> None:
    """The verdict, each quotation with its place, or who holds what; where it is a no, what comes nearest.

    `lookup` finds the documents that the answer names and does not quote.
    """
    say((_VERDICTS[answer.verdict], "bold"), "" if answer.verdict is Verdict.NOT_IN_LIBRARY else "\n")
    if len(answer.views) > 1:
        print_views(answer, lookup)
    else:
        _print_statements(answer)
    print_silent(answer, lookup)
    if not answer.citations:
        _print_nearest(answer)
    say((f"\n{counted(answer.library['documents'], 'document')} · {answer.seconds:.2f} s", "dim"))


def _print_statements(answer: Answer) -> None:
    """Each quotation with its place, under its heading where it has one."""
    cited = {citation.number: citation for citation in answer.citations}
    for item in (laid_out(statement, cited) for statement in answer.statements):
        if item.heading:
            say((f"[{item.heading.number}]", "bold cyan"), (f" {item.heading.quote}", "bold"))
        if item.quote is None:
            say(item.statement.text)
        for citation in (item.quote, *item.others) if item.quote else item.others:
            _print_citation(f"[{citation.number}]", citation)


def _print_nearest(answer: Answer) -> None:
    """The quotations that come with a no, numbered in round brackets; the nearest passages where there are none."""
    if answer.verdict is Verdict.NOT_IN_LIBRARY:
        nearest = "Nearest to it they say, which does not answer it:"
        say((nearest if answer.nearest else "Nearest passages, which do not answer:", "bold"), "\n")
    for citation in answer.nearest:
        _print_citation(f"({citation.number})", citation)
    for hit in () if answer.nearest else answer.passages[:3]:
        say((f"– {short(hit.passage.text, 120)}", "dim"))
        say((f"    {place_in(hit.document, hit.passage, hit.passage.start, hit.passage.end)}", "dim"))


def _print_citation(number: str, citation: Citation) -> None:
    say((number, "bold cyan"), f" {citation.quote}")
    say((f"    {_citation_line(citation)}", "dim"))
    if said := citation.speech.line():
        say((f"    {said}", "dim"))
    for note in citation.notes:
        say((f"    note {note.label}: {note.text or 'not in the reference list'}", "dim"))


def _citation_line(citation: Citation) -> str:
    place = place_in(citation.document, citation.passage, citation.start, citation.end)
    return f"{place} · {citation.start}–{citation.end}"


def print_hits(hits: Sequence[Hit], *, explain: bool = False) -> None:
    """Each passage with its place, its score and its rank in each leg; with `explain`, why it was found."""
    for rank, hit in enumerate(hits, start=1):
        legs = ", ".join(f"{name} {place}" for name, place in hit.ranks.items())
        place = f"{place_in(hit.document, hit.passage, hit.passage.start, hit.passage.end)} · {hit.passage.start}–{hit.passage.end}"
        say((f"{rank}.", "bold cyan"), f" {hit.passage.text}")
        if not explain:
            say((f"    {place} · {hit.score:.4f} ({legs})\n", "dim"))
            continue
        say((f"    {place}", "dim"))
        for name, told in why(hit):
            say((f"    {name:<9}", "cyan"), told)
        say()


def print_summary(summary: Summary, library: Path) -> None:
    """What became of each file; those that failed are told of on standard error, by the command."""
    for name, identifiers in asdict(summary).items():
        if identifiers and name != "failed":
            say((name, "bold"), f" {len(identifiers)}: {', '.join(identifiers)}")
    say((f"library: {library}", "dim"))


def print_report(report: Report) -> None:
    """Figures by language and kind; where there is a terminal, a table."""
    names = ("questions", "facts", "found", "answered", "answerable_answered", "unanswerable_refused", "verdicts_right")
    languages = report.by("language")
    groups = [("all", report.figures()), *languages.items(), *report.by("kind").items()]
    rows = [(group, *(_share(figures[name]) for name in names)) for group, figures in groups]
    tabulate(("group", *names), rows, ends=(0, len(languages)))


def _share(value: float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
