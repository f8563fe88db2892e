"""What is known of each language, part by part, and what its lack costs: the checklist for whoever adds one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

from index.languages.language import Language, Names, PageWords, Speech, Without
from index.languages.registry import languages
from qa.question.followup.registry import grammars
from qa.ui.web.words.languages import page_languages

__all__ = ["Part", "checklist", "table"]

_GROUPS = {"": Language, "speech": Speech, "names": Names, "page": PageWords}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, what a language without it lacks, and the tags of those that have it."""

    name: str
    cost: str
    known: frozenset[str]


def checklist() -> tuple[Part, ...]:
    """Every part that a language may have, in the order of `Language`."""
    return (
        *_parts(),
        Part("Grammar", "a question that leans on the one before it is asked as it stands", frozenset(grammars())),
        Part("PageStrings", "the page is in English for who reads that language", frozenset(page_languages())),
    )


def _parts() -> Iterator[Part]:
    for group, kind in _GROUPS.items():
        hints = get_type_hints(kind, include_extras=True)
        for field in fields(kind):
            for cost in (
                note.cost for note in getattr(hints[field.name], "__metadata__", ()) if isinstance(note, Without)
            ):
                having = [one for one in languages() if _held(one, group, field.name) != field.default]
                name = f"{group}.{field.name}" if group else field.name
                yield Part(name, cost, frozenset(tag for one in having for tag in one.tags))


def _held(language: Language, group: str, name: str) -> Any:
    return getattr(getattr(language, group) if group else language, name)


def table() -> str:
    """The checklist as a table in Markdown: a row for each part, a column for each language."""
    tags = [tag for one in languages() for tag in one.tags]
    rows = [f"| part | without it | {' | '.join(tags)} |", f"|---|---|{'---|' * len(tags)}"]
    for part in checklist():
        held = " | ".join("✓" if tag in part.known else "" for tag in tags)
        rows.append(f"| `{part.name}` | {part.cost} | {held} |")
    return "\n".join(rows)
