"""Who holds what → the terminal: a table where there is one, plain lines where output is piped."""

from __future__ import annotations

from collections.abc import Sequence

from qa.layout import LISTED, Documents, Held, Lookup, Side, by_source
from qa.records import Answer, Citation
from qa.terminal import drawn, say, tabulate
from qa.wording import publishers, short

__all__ = ["print_silent", "print_views"]


def print_views(answer: Answer, lookup: Lookup | None = None) -> None:
    """Each source, in it each holder, with the quotations and their offsets."""
    sides, documents = by_source(answer), Documents(answer, lookup)
    if drawn():
        _draw(sides, documents)
        return
    for place, side in enumerate(sides):
        say("\n" * bool(place) + _source(side, documents, " · "))
        for held in side.held:
            say(f"  {_holder(held)}:")
            for line in _quotations(held):
                say(f"    {line}")


def print_silent(answer: Answer, lookup: Lookup | None = None) -> None:
    """The sources that say nothing of what was asked, the first of them by title."""
    if not answer.silent:
        return
    documents = Documents(answer, lookup)
    say((f"\nSilent on this ({len(answer.silent)}):", "bold"))
    names = answer.silent[:LISTED]
    for name, title in zip(names, documents.titles(names), strict=True):
        say((f"– {title}" + f" ({name})" * (name != title), "dim"))
    if len(answer.silent) > LISTED:
        say((f"  and {len(answer.silent) - LISTED} more", "dim"))


def _draw(sides: Sequence[Side], documents: Documents) -> None:
    rows: list[tuple[str, str, str]] = []
    ends: list[int] = []
    for side in sides:
        for place, held in enumerate(side.held):
            source = "" if place else _source(side, documents, "\n")
            rows.append((source, _holder(held), "\n".join(_quotations(held))))
        ends.append(len(rows) - 1)
    tabulate(("source", "who", "word for word"), rows, ends)


def _source(side: Side, documents: Documents, between: str) -> str:
    first, *reprints = side.documents
    document = documents.find(first)
    if document is None:
        return first
    source = document.source
    parts = [source.title, publishers(document), source.published, document.file]
    if reprints:
        parts.append(f"also in {', '.join(documents.titles(reprints))}, counted once")
    return between.join(part for part in parts if part)


def _holder(held: Held) -> str:
    return held.view.holder + (" (quoted or reported)" if held.view.speaker else "")


def _quotations(held: Held) -> list[str]:
    """The quotations, each under its heading where it has one, with who tells it and where it stands."""
    lines: list[str] = []
    for item in held.told:
        if item.heading:
            lines.append(f"[{item.heading.number}] {item.heading.quote}")
        if item.quote is None:
            lines.append(item.statement.text)
            continue
        numbers = "".join(f"[{citation.number}]" for citation in (item.quote, *item.others))
        lines += [f"{numbers} {item.quote.quote}", f"    {_beside(item.quote)}"]
        lines += [
            f"    note {note.label}: {short(note.text, 200) or 'not in the reference list'}"
            for note in item.quote.notes
        ]
    return lines


def _beside(quote: Citation) -> str:
    said = quote.speech.line()
    return f"{quote.start}–{quote.end}" + (f" · {said}" if said else "")
