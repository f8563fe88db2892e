"""A document of the library: as JSON, as a line of a list, whole."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Document
from index.store.duplicates import Likeness
from qa.ui.documents import document_dict, seen_from
from qa.ui.terminal.draw import say, tabulate
from qa.wording import counted, one_line, place_line, publishers, short

__all__ = ["document_dict", "print_document", "print_documents"]


def print_documents(documents: Sequence[Document]) -> None:
    """One line a document."""
    tabulate(
        ("document", "published", "publisher", "language", "title"),
        [(d.id, d.source.published, publishers(d), d.language, d.source.title) for d in documents],
    )


def _near(seen: Likeness) -> str:
    """What another document has of this one, in words."""
    if seen.same:
        return f"same text as {seen.other} ({seen.of_one:.0%} of this, {seen.of_other:.0%} of that)"
    longer = seen.of_one >= seen.of_other
    return f"{'excerpt from' if longer else 'has an excerpt in'} {seen.other} ({max(seen.of_one, seen.of_other):.0%} of {'this' if longer else 'that'})"


def print_document(document: Document, *, dropped: bool = False, alike: Sequence[Likeness] = ()) -> None:
    """What is known of it, its outline, and its text; or, with `dropped`, what is not in the text."""
    source = document.source
    say((one_line(source.title), "bold"))
    say((f"{place_line(document, (), ())} · {document.language} · {len(document.text):,} characters", "dim"))
    for remark in (source.url, source.rights, source.note):
        if remark:
            say((one_line(remark), "dim"))
    for warning in document.warnings:
        say(("warning: ", "yellow"), warning)
    for seen in seen_from(document, alike):
        say(("near-duplicate: ", "yellow"), _near(seen))
    say()
    if dropped:
        for part in document.dropped:
            place = f"{part.source_start}–{part.source_end}"
            say((part.reason, "yellow"), (f" {place} ", "dim"), short(part.text, 100))
        say((f"{counted(len(document.dropped), 'part')} left out", "dim"))
        return
    _print_outline(document)
    say()
    say(document.text, "\n")
    if document.notes:
        resolved = sum(bool(note.text) for note in document.notes)
        say((f"{counted(len(document.notes), 'footnote mark')}, {resolved} with their reference:", "dim"))
    for note in document.notes:
        say((f"[{note.label}]", "cyan"), f" {note.text or 'not in the reference list'}", (f" at {note.at}", "dim"))


def _print_outline(document: Document) -> None:
    """Each section with its place, its headings, its author, how many speak in it and how many notes it has."""
    for section in document.sections:
        speakers = {name for said in document.said_in(section.start, section.end) for name in said.speakers}
        counts = ((len(speakers), "speaker"), (len(document.notes_in(section.start, section.end)), "note"))
        about = [section.label or "–", ", ".join(section.authors)]
        about += [counted(count, word) for count, word in counts if count]
        place = f" {section.start:>6}–{section.end:<6} "
        say((f"{section.kind.value:<11}", "cyan"), place, " · ".join(filter(None, about)))
    if document.dropped:
        say((f"{counted(len(document.dropped), 'part')} left out; see them with --dropped", "dim"))
