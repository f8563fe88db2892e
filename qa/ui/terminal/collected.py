"""All evidence → the terminal, as it is found, or as one text for a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from qa.answer.all_evidence import AllEvidence
from qa.records import Citation, page_of, time_of
from qa.ui.exports import EXPORTS, read_line
from qa.ui.layout import Documents, Lookup, by_source
from qa.ui.terminal.draw import progress_bar, say, say_json, write
from qa.ui.terminal.views import holder_line, source_line
from qa.wording import counted, recognition

__all__ = ["print_export", "print_found"]


def print_export(reading: Iterator[AllEvidence], form: str, lookup: Lookup) -> None:
    """All of it, once it is read; meanwhile how far reading is."""
    with progress_bar() as progress:
        for found in reading:
            progress("reading", found.read, found.passages)
    text = EXPORTS[form](found, lookup)
    say_json(text.rstrip("\n")) if form == "json" else write(text)


def print_found(reading: Iterator[AllEvidence], lookup: Lookup) -> None:
    """What each batch brings, under its source and its holder; at the end how much was read, and why no more."""
    shown = 0
    for found in reading:
        documents = Documents(found, lookup)
        for side in by_source(replace(found, statements=found.statements[shown:])):
            if not any(held.told for held in side.held):
                continue
            say((source_line(side, documents, " · "), "bold"))
            for held in side.held:
                if held.told:
                    say(f"  {holder_line(held)}:")
                for quote in (item.quote for item in held.told if item.quote):
                    _print_sentence(quote)
            say()
        shown = len(found.statements)
        sys.stdout.flush()
    if found.holders:
        say((f"only what these say themselves: {', '.join(found.holders)}", "dim"))
    for one in found.left_out:
        say((f"! left out: {one.reason}", "yellow"))
    if unread := found.library.get("unread"):
        say((f"! {counted(unread, 'file')} could not be read and may say more; see: yinzheng info", "yellow"))
    say((f"{read_line(found)} {found.seconds:.2f} s", "dim"))


def _print_sentence(citation: Citation) -> None:
    say(("    "), (f"[{citation.number}]", "bold cyan"), f" {citation.quote}")
    page = page_of(citation.document, citation.start, citation.end)
    at = f"p. {page}" if page else time_of(citation.document, citation.start, citation.end)
    seen = recognition(citation.document, citation.start, citation.end)
    parts = (f"{citation.score:.2g}", f"{citation.start}–{citation.end}", at, seen, citation.speech.line())
    say((f"        {' · '.join(part for part in parts if part)}", "dim"))
