"""Who holds what: the citations of an answer by source and speaker, and which sources say nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from qa.answer.speakers import holder_of
from qa.records import Citation, Statement, View

__all__ = ["silent_sources", "views_of"]

_Group = Callable[[str], Collection[str]]


def views_of(citations: Sequence[Citation], statements: Sequence[Statement], group: _Group) -> tuple[View, ...]:
    """One view for each holder in each source, in the order of their first citation.

    Reprints and near-duplicates, which `group` names, are one source; what they repeat counts for the first of them.
    """
    by_number = {citation.number: citation for citation in citations}
    held: dict[tuple[str, str, bool], list[int]] = {}
    for statement in statements:
        first = by_number[statement.citations[0]]
        source = min(group(first.document.id), default=first.document.id)
        held.setdefault((source, *holder_of(first)), []).extend(statement.citations)
    return tuple(
        View(holder, speaker, _documents([by_number[n].document.id for n in numbers], group), tuple(numbers))
        for (_, holder, speaker), numbers in held.items()
    )


def silent_sources(views: Sequence[View], documents: Sequence[str]) -> tuple[str, ...]:
    """Those of `documents` in which nobody holds any of the views."""
    heard = {name for view in views for name in view.documents}
    return tuple(name for name in documents if name not in heard)


def _documents(cited: Sequence[str], group: _Group) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*cited, *sorted(name for one in cited for name in group(one))]))
