"""Records → the terminal: tables and colour with rich where there is a terminal, plain lines where output is piped.

What is piped is printed as it is, character for character; rich is not even imported for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.build import Progress as ProgressCall
from index.build import Summary
from index.duplicates import Likeness
from index.records import Document, Passage
from qa.records import Answer, Citation, Hit, Verdict, page_of

if TYPE_CHECKING:
    from qa.evaluate import Report

__all__ = [
    "document_dict",
    "print_answer",
    "print_document",
    "print_documents",
    "print_hits",
    "print_report",
    "print_summary",
    "progress_bar",
]

_VERDICTS = {
    Verdict.ANSWERED: "The documents say:",
    Verdict.DISAGREE: "The documents disagree:",
    Verdict.NOT_IN_LIBRARY: "The documents do not say. Nearest passages, which do not answer:",
    Verdict.OUTSIDE_FILTERS: "Not in the documents chosen, but others speak to it:",
}


def _say(*parts: str | tuple[str, str]) -> None:
    """One line of texts, some with a style, which only a terminal sees; no text is ever read as markup."""
    if not sys.stdout.isatty():
        print("".join(part if isinstance(part, str) else part[0] for part in parts))
        return
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False, emoji=False, markup=False).print(Text.assemble(*parts), soft_wrap=True)


def _tabulate(header: Sequence[str], rows: Sequence[Sequence[str]], ends: Sequence[int] = ()) -> None:
    """A table in a terminal, with a line under the rows `ends`; elsewhere lines of cells between tabs."""
    if not sys.stdout.isatty():
        for row in [header, *rows]:
            print("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*(name.replace("_", " ") for name in header))
    for number, row in enumerate(rows):
        table.add_row(*map(Text, row), end_section=number in ends)
    Console(highlight=False, emoji=False).print(table)


@contextmanager
def progress_bar() -> Iterator[ProgressCall]:
    """A progress call that draws on standard error, and nothing where that is not a terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield progress


def _silent(_step: str, _done: int, _total: int) -> None:
    """Progress where nobody looks."""


def print_answer(answer: Answer) -> None:
    """The verdict, each quotation with its place, then the nearest passages where it is a no."""
    _say((_VERDICTS[answer.verdict], "bold"), "\n")
    for citation in answer.citations:
        _say((f"[{citation.number}]", "bold cyan"), f" {citation.quote}")
        _say((f"    {_citation_line(citation)}", "dim"))
        if said := citation.speech.line():
            _say((f"    {said}", "dim"))
        for note in citation.notes:
            _say((f"    note {note.label}: {note.text or 'not in the reference list'}", "dim"))
    if not answer.citations:
        for hit in answer.passages[:3]:
            _say((f"– {_short(hit.passage.text, 120)}", "dim"))
            _say((f"    {_place_in(hit.document, hit.passage, hit.passage.start, hit.passage.end)}", "dim"))
    _say((f"\n{_count(answer.library['documents'], 'document')} · {answer.seconds:.2f} s", "dim"))


def _citation_line(citation: Citation) -> str:
    place = _place_in(citation.document, citation.passage, citation.start, citation.end)
    return f"{place} · {citation.start}–{citation.end}"


def _place_in(document: Document, passage: Passage, start: int, end: int) -> str:
    """Where document.text[start:end], which stands in the passage, comes from; with its page, where it has one."""
    place, page = _place_line(document, passage.section.authors, passage.section.path), page_of(document, start, end)
    return place if page is None else f"{place} · p. {page}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _place_line(document: Document, authors: Sequence[str], path: Sequence[str]) -> str:
    source = document.source
    dates = source.published + (f" (reposted {source.reposted})" if source.reposted else "")
    parts = [
        ", ".join(authors or source.authors),
        _publishers(document),
        source.title,
        " › ".join(path),
        dates,
        document.file,
    ]
    return " · ".join(part for part in parts if part)


def _publishers(document: Document) -> str:
    return " ← ".join(part for part in (document.source.publisher, document.source.original_publisher) if part)


def _short(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def print_hits(hits: Sequence[Hit]) -> None:
    """Each passage with its place, its score and its rank in each leg."""
    for rank, hit in enumerate(hits, start=1):
        legs = ", ".join(f"{name} {place}" for name, place in hit.ranks.items())
        place = _place_in(hit.document, hit.passage, hit.passage.start, hit.passage.end)
        _say((f"{rank}.", "bold cyan"), f" {hit.passage.text}")
        _say((f"    {place} · {hit.passage.start}–{hit.passage.end} · {hit.score:.4f} ({legs})\n", "dim"))


def print_summary(summary: Summary, library: Path) -> None:
    """What became of each file; those that failed are told of on standard error, by the command."""
    for name, identifiers in asdict(summary).items():
        if identifiers and name != "failed":
            _say((name, "bold"), f" {len(identifiers)}: {', '.join(identifiers)}")
    _say((f"library: {library}", "dim"))


def document_dict(document: Document, *, text: bool = True, alike: Sequence[Likeness] = ()) -> dict[str, Any]:
    """JSON form of a document and of its near-duplicates; its `text` is what `start` and `end` of citations count in."""
    value: dict[str, Any] = {
        "document": document.id,
        "file": document.file,
        "sha256": document.sha256,
        **{name: given for name, given in asdict(document.source).items() if name != "sha256"},
        "language": document.language,
        "characters": len(document.text),
        "warnings": list(document.warnings),
        "page_dates": [asdict(date) for date in document.page_dates],
        "near_duplicates": [
            {
                "document": seen.other,
                "same": seen.same,
                "of_this": round(seen.of_one, 3),
                "of_that": round(seen.of_other, 3),
            }
            for seen in _seen(document, alike)
        ],
        "sections": [
            {
                "kind": section.kind.value,
                "path": list(section.path),
                "authors": list(section.authors),
                "start": section.start,
                "end": section.end,
            }
            for section in document.sections
        ],
    }
    if text:
        value["text"] = document.text
        value["notes"] = [asdict(note) for note in document.notes]
        value["attributions"] = [
            {
                "start": said.start,
                "end": said.end,
                "speakers": list(said.speakers),
                "verb": {"start": said.verb.start, "end": said.verb.end},
                "direct": said.direct,
            }
            for said in document.attributions
        ]
        value["dropped"] = [asdict(part) for part in document.dropped]
    return value


def print_documents(documents: Sequence[Document]) -> None:
    """One line a document."""
    _tabulate(
        ("document", "published", "publisher", "language", "title"),
        [(d.id, d.source.published, _publishers(d), d.language, d.source.title) for d in documents],
    )


def _seen(document: Document, alike: Sequence[Likeness]) -> list[Likeness]:
    """Of `alike`, what the document has part in, seen from it."""
    return [found.seen_from(document.id) for found in alike if document.id in (found.one, found.other)]


def _near(seen: Likeness) -> str:
    """What another document has of this one, in words."""
    if seen.same:
        return f"same text as {seen.other} ({seen.of_one:.0%} of this, {seen.of_other:.0%} of that)"
    longer = seen.of_one >= seen.of_other
    return f"{'excerpt from' if longer else 'has an excerpt in'} {seen.other} ({max(seen.of_one, seen.of_other):.0%} of {'this' if longer else 'that'})"


def print_document(document: Document, *, dropped: bool = False, alike: Sequence[Likeness] = ()) -> None:
    """What is known of it, its outline, and its text; or, with `dropped`, what is not in the text."""
    source = document.source
    _say((source.title, "bold"))
    _say((f"{_place_line(document, (), ())} · {document.language} · {len(document.text):,} characters", "dim"))
    for remark in (source.url, source.rights, source.note):
        if remark:
            _say((remark, "dim"))
    for warning in document.warnings:
        _say(("warning: ", "yellow"), warning)
    for seen in _seen(document, alike):
        _say(("near-duplicate: ", "yellow"), _near(seen))
    _say()
    if dropped:
        for part in document.dropped:
            place = f"{part.source_start}–{part.source_end}"
            _say((part.reason, "yellow"), (f" {place} ", "dim"), _short(part.text, 100))
        _say((f"{_count(len(document.dropped), 'part')} left out", "dim"))
        return
    _print_outline(document)
    _say()
    _say(document.text, "\n")
    if document.notes:
        resolved = sum(bool(note.text) for note in document.notes)
        _say((f"{_count(len(document.notes), 'footnote mark')}, {resolved} with their reference:", "dim"))
    for note in document.notes:
        _say((f"[{note.label}]", "cyan"), f" {note.text or 'not in the reference list'}", (f" at {note.at}", "dim"))


def _print_outline(document: Document) -> None:
    """Each section with its place, its headings, its author, how many speak in it and how many notes it has."""
    for section in document.sections:
        speakers = {name for said in document.said_in(section.start, section.end) for name in said.speakers}
        counts = ((len(speakers), "speaker"), (len(document.notes_in(section.start, section.end)), "note"))
        about = [section.label or "–", ", ".join(section.authors)]
        about += [_count(count, word) for count, word in counts if count]
        place = f" {section.start:>6}–{section.end:<6} "
        _say((f"{section.kind.value:<11}", "cyan"), place, " · ".join(filter(None, about)))
    if document.dropped:
        _say((f"{_count(len(document.dropped), 'part')} left out; see them with --dropped", "dim"))


def print_report(report: Report) -> None:
    """Figures by language and kind; where there is a terminal, a table."""
    names = ("questions", "facts", "found", "answered", "answerable_answered", "unanswerable_refused", "verdicts_right")
    languages = report.by("language")
    groups = [("all", report.figures()), *languages.items(), *report.by("kind").items()]
    rows = [(group, *(_share(figures[name]) for name in names)) for group, figures in groups]
    _tabulate(("group", *names), rows, ends=(0, len(languages)))


def _share(value: float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
