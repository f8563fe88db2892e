"""The library → the terminal: what it holds, what it was made of, what was not read, what was taken out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.ui.terminal.draw import say
from qa.wording import counted

if TYPE_CHECKING:
    from index.formats import Unread
    from index.records import Source
    from index.removal import Removal
    from index.store.library import Library

__all__ = ["library_dict", "print_library", "print_removal", "print_skipped"]

_NAMED = 10


def library_dict(library: Library) -> dict[str, Any]:
    """JSON form of what a library is."""
    facts = library.facts()
    unread = library.unread()
    return {
        "path": str(library.path),
        "bytes": library.path.stat().st_size,
        "documents": len(library.document_ids()),
        "passages": len(library.passage_numbers()),
        "generation": int(facts["generation"]),
        "corpus": library.corpus(),
        "model": facts["model"],
        "roots": [str(root) for root in library.roots()],
        "fetched": [{"url": source.url, "note": source.note, "file": str(root)} for root, source in _fetched(library)],
        "failed": [{"file": one.name, "reason": one.reason} for one in unread if not one.skipped],
        "skipped": [{"file": one.name, "reason": one.reason} for one in unread if one.skipped],
    }


def _fetched(library: Library) -> list[tuple[Path, Source]]:
    """The archives of pages that were fetched for the library, each with what is known of its page."""
    from index.fetched import pages_folder

    folder = pages_folder(library.path.resolve())
    places = {where.resolve(): identifier for identifier, where in library.locations().items()}
    kept = [root for root in library.roots() if folder in root.resolve().parents]
    return [
        (root, library.document(identifier).source)
        for root in kept
        for where, identifier in places.items()
        if root.resolve() in where.parents
    ]


def print_library(library: Library) -> None:
    """Its file and size, its documents, what it was made of, and each file that was not read, with the reason."""
    told = library_dict(library)
    say(("library: ", "dim"), f"{told['path']} ({told['bytes'] / 2**20:,.1f} MB)")
    say(("holds: ", "dim"), f"{counted(told['documents'], 'document')}, {counted(told['passages'], 'passage')}")
    say(("model: ", "dim"), told["model"])
    pages = {one["file"]: f"{one['url']} ({one['note']}), kept as " for one in told["fetched"]}
    for root in told["roots"]:
        say(("made of: ", "dim"), pages.get(root, ""), root, "" if Path(root).exists() else (" (gone)", "yellow"))
    for name, style in (("failed", "yellow"), ("skipped", "dim")):
        if told[name]:
            say((f"{name} {len(told[name])}:", "bold"))
        for one in told[name]:
            told_of = one["reason"] if name == "failed" else f"{one['file']}: {one['reason']}"
            say((f"  {told_of}", style))


def print_skipped(skipped: Sequence[Unread]) -> None:
    """Files that were skipped: how many, and for each reason the first of them."""
    if not skipped:
        return
    say(("skipped", "bold"), f" {len(skipped)}:")
    in_order = sorted(skipped, key=lambda one: one.reason)
    for reason, group in groupby(in_order, key=lambda one: one.reason):
        names = [Path(one.name).name for one in group]
        more = f" and {len(names) - _NAMED:,} more; see them with yinzheng info" if len(names) > _NAMED else ""
        say(f"  {', '.join(names[:_NAMED])}{more} ", (f"({reason})", "dim"))


def print_removal(removal: Removal) -> None:
    """What was taken out, and which files would come back."""
    if removal.finished:
        say("what an earlier removal had left in the library's file is out of it now")
    say(("removed", "bold"), f" {len(removal.removed)}: {', '.join(removal.removed) or 'no document'}")
    for file in removal.still_there:
        say((f"{file} is still there: indexing its folder adds it again", "dim"))
