"""What a library holds of a document itself, property by property: what an answer may say of it, and what a saved one is held to."""

from __future__ import annotations

from collections.abc import Iterator

from index.records import Document
from qa.verdict import Property

__all__ = ["values_of"]


def values_of(document: Document, name: Property) -> tuple[str, ...]:
    """What the library holds of one property of a document, each once; a title is the file's name where there is none."""
    source = document.source
    if name is Property.AUTHOR:
        sections = (author for section in document.sections for author in section.authors)
        return tuple(dict.fromkeys((*source.authors, *sections)))
    if name is Property.SPEAKER:
        return tuple(dict.fromkeys(_speakers(document)))
    if name is Property.TITLE:
        return (source.title or document.id,)
    value = str(getattr(source, name.value))
    return (value,) if value else ()


def _speakers(document: Document) -> Iterator[str]:
    """Whoever speaks, is quoted or reported, in the order of the text."""
    said = [(one.start, name) for one in document.attributions for name in one.speakers]
    said += [
        (part.start, part.turn.name or part.turn.speaker)
        for part in document.sections
        if part.turn and (part.turn.name or part.turn.speaker)
    ]
    yield from (name for _, name in sorted(said, key=lambda one: one[0]))
