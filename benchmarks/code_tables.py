"""Tables of the how-tos, of what the code says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from benchmarks.tables import Results, table
from index.languages.language import Language, Names, PageWords, Speech, Without

__all__ = ["TABLES"]


def language_parts(_: Results) -> str:
    """The parts of a language, each with what is worse without it."""
    parts = {"": Language, "speech": Speech, "names": Names, "page": PageWords}
    rows = [
        (f"`{name}.{field}`".replace("`.", "`"), cost) for name, kind in parts.items() for field, cost in costs(kind)
    ]
    return table(("part", "without it"), rows)


def costs(kind: type[Any]) -> Iterator[tuple[str, str]]:
    """The parts of a record that may be left out, with what that costs."""
    for field, hint in get_type_hints(kind, include_extras=True).items():
        if get_origin(hint) is Annotated:
            for note in get_args(hint)[1:]:
                if isinstance(note, Without):
                    yield field, note.cost


TABLES: dict[str, Callable[[Results], str]] = {"language parts": language_parts}
