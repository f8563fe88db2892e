"""Answers, hits and summaries → the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qa.records import Answer, Citation, Generated, Hit, Verdict
from qa.ui.layout import Lookup, laid_out
from qa.ui.terminal.about import print_about
from qa.ui.terminal.draw import say
from qa.ui.terminal.explain import why
from qa.ui.terminal.glosses import help_lines, print_gloss_heading
from qa.ui.terminal.library import print_skipped
from qa.ui.terminal.views import print_silent, print_views
from qa.wording import counted, doubt, likelihood, place_in, short

if TYPE_CHECKING:
    from index.build import Summary

__all__ = ["print_answer", "print_hits", "print_marks", "print_summary", "print_written"]

_VERDICTS = {
    Verdict.ANSWERED: "The documents say:",
    Verdict.DISAGREE: "The documents disagree:",
    Verdict.UNCERTAIN: "These may answer; read them before you rely on them:",
    Verdict.NOT_IN_LIBRARY: "The documents do not say.",
    Verdict.OUTSIDE_FILTERS: "Not within the filters. Outside them the documents say:",
    Verdict.SMALL_TALK: "",
}


def print_answer(answer: Answer, lookup: Lookup | None = None) -> None:
    """The verdict, each quotation with its place, or who holds what; where it is a no, what comes nearest.

    `lookup` finds the documents that the answer names and does not quote.
    """
    if answer.understood:
        say(("Understood as: ", "dim"), answer.understood.question)
        if answer.understood.sources:
            say((f"               in {', '.join(answer.understood.sources)}", "dim"))
    if answer.about:
        return print_about(answer)
    say((_VERDICTS[answer.verdict], "bold"), "" if answer.verdict is Verdict.NOT_IN_LIBRARY else "\n")
    print_gloss_heading(answer)
    if len(answer.views) > 1:
        print_views(answer, lookup)
    else:
        _print_statements(answer)
    print_silent(answer, lookup)
    if not answer.citations:
        _print_nearest(answer)
    if not answer.citations and (unread := answer.library.get("unread")):
        say((f"! {counted(unread, 'file')} could not be read and may say it; see: yinzheng info", "yellow"))
    for one in answer.left_out:
        say((f"! left out: {one.reason}", "yellow"))
    say((f"\n{counted(answer.library['documents'], 'document')} · {answer.seconds:.2f} s", "dim"))
    return None


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
        if answer.verdict is Verdict.UNCERTAIN and item.quote:
            say((f"    {likelihood(item.quote.score)} to answer", "yellow"))


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
    for line in help_lines(citation):
        say((f"    {line}", "dim"))
    say((f"    {_citation_line(citation)}", "dim"))
    if said := citation.speech.line():
        say((f"    {said}", "dim"))
    for note in citation.notes:
        say((f"    note {note.label}: {note.text or 'not in the reference list'}", "dim"))


def _citation_line(citation: Citation) -> str:
    place = place_in(citation.document, citation.passage, citation.start, citation.end)
    return f"{place} · {citation.start}–{citation.end}"


def print_written(answer: Answer, written: Iterable[Generated]) -> None:
    """What a language model writes, each sentence as it comes; one that its evidence does not say is marked, with why."""
    numbers, shown = {citation.number for citation in answer.citations}, 0
    for generated in written:
        if not shown:
            say(
                (
                    f"\nWritten by {generated.model}, a language model. Not evidence; check it against the quotations:\n",
                    "bold",
                )
            )
        for sentence in generated.sentences[max(shown - 1, 0) :]:
            cited = "".join(f"[{number}]" for number in sentence.citations)
            why = doubt(sentence, numbers)
            if why:
                say(
                    ("✗ unsupported: ", "bold red"),
                    sentence.text,
                    (f" {cited}" if cited else "", "cyan"),
                    (f" ({why})", "red"),
                )
            else:
                say("  ", sentence.text, (f" {cited}", "cyan"))
        if generated.error:
            say((f"! {generated.error}; the quotations above stand", "yellow"))
        sys.stdout.flush()
        shown = len(generated.sentences) + 1


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


def print_marks(marks: Sequence[str]) -> None:
    """What was marked in a library before and does not stand in the one that took its place."""
    for mark in marks:
        say(("mark without its place", "bold"), f" {mark}")


def print_summary(summary: Summary, library: Path) -> None:
    """What became of each file; those that failed are told of on standard error, by the command."""
    for name, identifiers in asdict(summary).items():
        if identifiers and name not in ("failed", "skipped", "marks_without_place"):
            say((name, "bold"), f" {len(identifiers)}: {', '.join(identifiers)}")
    print_skipped(summary.skipped)
    print_marks(summary.marks_without_place)
    if summary.failed:
        say(("failed", "bold"), f" {len(summary.failed)}, with the reason below")
    say((f"library: {library}", "dim"))
