"""Who holds what → the terminal: a table where there is one, plain lines where output is piped."""

from __future__ import annotations

from collections.abc import Sequence

from qa.records import Answer, Citation
from qa.ui.layout import (
    LISTED,
    Documents,
    Held,
    Lookup,
    Side,
    Told,
    by_source,
)
from qa.ui.terminal.draw import drawn, say, tabulate
from qa.ui.terminal.glosses import help_lines
from qa.wording import one_line, publishers

__all__ = ["holder_line", "print_silent", "print_views", "source_line"]


def print_views(answer: Answer, lookup: Lookup | None = None) -> None:
    """Each source, in it each holder, with the quotations and their offsets."""
    sides, documents = by_source(answer), Documents(answer, lookup)
    if drawn():
        _draw(sides, documents)
        return
    for place, side in enumerate(sides):
        say("\n" * bool(place) + source_line(side, documents, " · "))
        for held in side.held:
            say(f"  {holder_line(held)}:")
            for line in (line for item in held.told for line in _lines(item)):
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
    rows: list[tuple[str, str, str, str]] = []
    ends: list[int] = []
    for side in sides:
        source = source_line(side, documents, "\n")
        for held in side.held:
            holder = holder_line(held)
            for number, text in (cell for item in held.told for cell in _cells(item)):
                rows.append((source, holder, number, text))
                source = holder = ""
        ends.append(len(rows) - 1)
    tabulate(("source", "who", "", "word for word"), rows, ends, shares=(3, 2, 0, 6))


def _cells(item: Told) -> list[tuple[str, str]]:
    """The numbers and the words of a heading and of what stands under it, with who tells it and where it stands."""
    cells = [(f"[{item.heading.number}]", item.heading.quote)] if item.heading else []
    if item.quote is None:
        return [*cells, (_numbers(item), item.statement.text)]
    notes = ", ".join(f"note {note.label}" for note in item.quote.notes)
    about = " · ".join(filter(None, (_beside(item.quote), notes)))
    below = "\n".join(filter(None, (*help_lines(item.quote), about)))
    return [*cells, (_numbers(item), f"{item.quote.quote}\n{below}")]


def source_line(side: Side, documents: Documents, between: str) -> str:
    """A source on one line: its title, who published it, when, its file, and the reprints that count as it."""
    first, *reprints = side.documents
    document = documents.find(first)
    if document is None:
        return first
    source = document.source
    parts = [source.title, publishers(document), source.published, document.file]
    if reprints:
        parts.append(f"also in {', '.join(documents.titles(reprints))}, counted once")
    return between.join(one_line(part) for part in parts if part)


def holder_line(held: Held) -> str:
    """Who holds what follows, and whether somebody else quotes or reports them."""
    return held.view.holder + (" (quoted or reported)" if held.view.speaker else "")


def _lines(item: Told) -> list[str]:
    """The same as plain lines, with the footnotes whole."""
    lines = [f"[{item.heading.number}] {item.heading.quote}"] if item.heading else []
    if item.quote is None:
        return [*lines, f"{_numbers(item)} {item.statement.text}"]
    notes = [f"    note {note.label}: {note.text or 'not in the reference list'}" for note in item.quote.notes]
    words = [f"    {line}" for line in help_lines(item.quote)]
    return [*lines, f"{_numbers(item)} {item.quote.quote}", *words, f"    {_beside(item.quote)}", *notes]


def _numbers(item: Told) -> str:
    citations = (item.quote, *item.others) if item.quote else item.others
    return "".join(f"[{citation.number}]" for citation in citations)


def _beside(quote: Citation) -> str:
    said = quote.speech.line()
    return f"{quote.start}–{quote.end}" + (f" · {said}" if said else "")
