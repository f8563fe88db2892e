"""Records → the terminal: tables and colour with rich where there is a terminal, plain lines where output is piped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from index.build import Progress as ProgressCall
from index.build import Summary
from index.records import Document, Kind
from qa.evaluate import Report
from qa.records import Answer, Citation, Hit, Verdict

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


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


@contextmanager
def progress_bar() -> Iterator[ProgressCall]:
    """A progress call that draws on standard error, and nothing where that is not a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield progress


def print_answer(answer: Answer) -> None:
    """The verdict, each quotation with its place, then the nearest passages where it is a no."""
    console = _console()
    console.print(f"[bold]{_VERDICTS[answer.verdict]}[/bold]\n")
    for citation in answer.citations:
        console.print(f"[bold cyan]\\[{citation.number}][/] {escape(citation.quote)}")
        console.print(f"    [dim]{escape(_citation_line(citation))}[/dim]")
        for note in citation.notes:
            console.print(
                f"    [dim]note {escape(note.label)}: {escape(note.text or 'not in the reference list')}[/dim]"
            )
    if not answer.citations:
        for hit in answer.passages[:3]:
            console.print(f"[dim]– {escape(_short(hit.passage.text, 120))}[/dim]")
            console.print(
                f"    [dim]{escape(_place_line(hit.document, hit.passage.section.authors, hit.passage.section.path))}[/dim]"
            )
    console.print(f"\n[dim]{answer.library['documents']} documents · {answer.seconds:.2f} s[/dim]")


def _citation_line(citation: Citation) -> str:
    section = citation.passage.section
    return f"{_place_line(citation.document, section.authors, section.path)} · {citation.start}–{citation.end}"


def _place_line(document: Document, authors: Sequence[str], path: Sequence[str]) -> str:
    source = document.source
    dates = source.published + (f" (reposted {source.reposted})" if source.reposted else "")
    publisher = " ← ".join(part for part in (source.publisher, source.original_publisher) if part)
    parts = [", ".join(authors or source.authors), publisher, source.title, " › ".join(path), dates, document.file]
    return " · ".join(part for part in parts if part)


def _short(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def print_hits(hits: Sequence[Hit]) -> None:
    """Each passage with its place, its score and its rank in each leg."""
    console = _console()
    for rank, hit in enumerate(hits, start=1):
        legs = ", ".join(f"{name} {place}" for name, place in hit.ranks.items())
        console.print(f"[bold cyan]{rank}.[/] {escape(hit.passage.text)}")
        place = _place_line(hit.document, hit.passage.section.authors, hit.passage.section.path)
        console.print(
            f"    [dim]{escape(place)} · {hit.passage.start}–{hit.passage.end} · {hit.score:.4f} ({legs})[/dim]\n"
        )


def print_summary(summary: Summary, library: Path) -> None:
    """What became of each file."""
    console = _console()
    for name, identifiers in asdict(summary).items():
        if identifiers and name != "failed":
            console.print(f"[bold]{name}[/bold] {len(identifiers)}: {escape(', '.join(identifiers))}")
    for message in summary.failed:
        console.print(f"[bold red]failed[/] {escape(message)}")
    console.print(f"[dim]library: {escape(str(library))}[/dim]")


def document_dict(document: Document, *, text: bool = True) -> dict[str, Any]:
    """JSON form of a document; its `text` is what `start` and `end` of citations count in."""
    value: dict[str, Any] = {
        "document": document.id,
        "file": document.file,
        "sha256": document.sha256,
        **{name: given for name, given in asdict(document.source).items() if name != "sha256"},
        "language": document.language,
        "characters": len(document.text),
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
        value["dropped"] = [asdict(part) for part in document.dropped]
    return value


def print_documents(documents: Sequence[Document]) -> None:
    """One line a document."""
    console = _console()
    if not console.is_terminal:
        for document in documents:
            source = document.source
            print("\t".join([document.id, source.published, source.publisher, document.language, source.title]))
        return
    table = Table("document", "published", "publisher", "language", "title")
    for document in documents:
        source = document.source
        publisher = " ← ".join(part for part in (source.publisher, source.original_publisher) if part)
        table.add_row(*map(escape, (document.id, source.published, publisher, document.language, source.title)))
    console.print(table)


def print_document(document: Document, *, dropped: bool = False) -> None:
    """What is known of it, its outline, and its text; or, with `dropped`, what is not in the text."""
    console = _console()
    source = document.source
    console.print(f"[bold]{escape(source.title)}[/bold]")
    console.print(
        f"[dim]{escape(_place_line(document, (), ()))} · {document.language} · {len(document.text):,} characters[/dim]"
    )
    for remark in (source.url, source.rights, source.note):
        if remark:
            console.print(f"[dim]{escape(remark)}[/dim]")
    console.print()
    if dropped:
        for part in document.dropped:
            console.print(
                f"[yellow]{escape(part.reason)}[/] [dim]{part.source_start}–{part.source_end}[/dim] {escape(_short(part.text, 100))}"
            )
        console.print(f"[dim]{len(document.dropped)} parts left out[/dim]")
        return
    for section in document.sections:
        label = escape(section.label or "–")
        who = f" · {escape(', '.join(section.authors))}" if section.authors else ""
        console.print(f"[cyan]{section.kind.value:<11}[/] {section.start:>6}–{section.end:<6} {label}{who}")
    console.print()
    for section in document.sections:
        if section.kind is not Kind.REFERENCES:
            console.print(escape(document.text[section.start : section.end]) + "\n")
    if document.notes:
        resolved = sum(bool(note.text) for note in document.notes)
        console.print(f"[dim]{len(document.notes)} footnote marks, {resolved} with their reference[/dim]")


def print_report(report: Report) -> None:
    """Figures by language and kind; where there is a terminal, a table."""
    console = _console()
    names = ("questions", "facts", "found", "answered", "answerable_answered", "unanswerable_refused", "verdicts_right")
    groups = {"all": report.figures(), **report.by("language"), **report.by("kind")}
    rows = [[group, *(_share(figures[name]) for name in names)] for group, figures in groups.items()]
    if not console.is_terminal:
        for row in [["group", *names], *rows]:
            print("\t".join(row))
        return
    table = Table("", *(name.replace("_", " ") for name in names))
    for row in rows:
        table.add_row(*row, end_section=row[0] in ("all", list(report.by("language"))[-1]))
    console.print(table)


def _share(value: float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
