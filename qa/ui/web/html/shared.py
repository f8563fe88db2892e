"""What is told of a link that was shared → HTML: which of its quotations still stand, and what has changed in the library since."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from index.errors import LibraryError
from index.store.history import History
from qa.ui.layout import Lookup
from qa.ui.web.html.credit import foreign, title
from qa.ui.web.html.drawing import phrase, together
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.seen import Changed, Seen, changed_since, checked, quoted_by
from qa.ui.web.words.strings import PageStrings

__all__ = ["shared_notes"]

_NAMED = 3
"""How many documents are named."""


def shared_notes(sheet: Sheet, lookup: Lookup, history: History) -> list[tuple[str | Markup, bool]]:
    """The notes over an answer whose address says what it saw before, and of each whether all is well."""
    seen, words = Seen.of(sheet.wanted.seen), sheet.words
    if seen is None:
        return []
    found, notes = checked(seen, lookup), list[tuple[str | Markup, bool]]()
    if found.same < found.many:
        notes.append((words.not_still.format(n=found.many - found.same, m=found.many), False))
        notes.append((phrase(words.seen_lost, names=_named(found.lost, lookup, words)), False))
    elif found.many:
        notes.append((words.seen_same, True))
    if seen.quoted != quoted_by(sheet.answer):
        notes.append((words.seen_other, False))
    changed = changed_since(seen, history)
    if changed:
        notes.append((phrase(words.seen_library, changes=_changes(changed, lookup, words)), True))
    elif changed is None and seen.origin:
        notes.append((words.seen_elsewhere, True))
    return notes


def _changes(changed: Changed, lookup: Lookup, words: PageStrings) -> Markup:
    told = [
        phrase(pattern, names=_named(names, lookup, words))
        for pattern, names in ((words.seen_added, changed.added), (words.seen_changed, changed.changed))
        if names
    ]
    if changed.removed:
        told.append(Markup("{}").format(words.count(words.seen_removed, changed.removed)))
    return together(told, "; " if words.comma.endswith(" ") else "；")  # which stands there in Chinese and Japanese


def _named(names: Sequence[str], lookup: Lookup, words: PageStrings) -> Markup:
    """The titles of the first of these documents, and how many more there are."""
    opening, closing = words.quotes
    told = [Markup("{}{}{}").format(opening, _title(name, lookup), closing) for name in names[:_NAMED]]
    more = [Markup("{}").format(words.library_more.format(n=len(names) - _NAMED))] if len(names) > _NAMED else []
    return together([*told, *more], words.listing)


def _title(name: str, lookup: Lookup) -> Markup:
    try:
        document = lookup(name)
    except LibraryError:
        return foreign(name)
    return foreign(title(document), document.language)
