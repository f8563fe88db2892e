"""Questions that name an author and a part of what the author wrote.

"What does X recommend" is answered by no single sentence, but by the parts under the heading "Recommendations" of what X
wrote. Where a question names an author and a heading of that author's holds a telling word of it, those parts answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from qa.records import Hit
from qa.retrieval.concepts import TELLING, Concept
from qa.retrieval.lexical import Words

if TYPE_CHECKING:
    pass

__all__ = ["asked_sections"]


def asked_sections(hits: Sequence[Hit], words: Words) -> list[list[Hit]]:
    """The hits in each section of the part that the question names, sections in reading order; none where it names none.

    A part is all sections directly under one heading. Of several the one is meant whose heading holds the most telling
    words of the question.
    """
    parts: dict[tuple[str, tuple[str, ...]], float] = {}
    met = cache(words.met)  # many hits are of one author, under one heading
    for hit in hits:
        telling = _telling(hit, met)
        if telling:
            parts[_part(hit)] = max(telling, parts.get(_part(hit), 0.0))
    if not parts:
        return []
    chosen = max(parts, key=lambda part: parts[part])
    sections: dict[int, list[Hit]] = {}
    for hit in hits:
        if _part(hit) == chosen:
            sections.setdefault(hit.passage.section.start, []).append(hit)
    return [sections[start] for start in sorted(sections)]


def _telling(hit: Hit, met: Callable[[str, str], Sequence[Concept]]) -> float:
    """The weight of the question's telling words in the section's headings; 0 where none of its authors is named.

    An author is named by a telling word of the question that stands in the name, in whatever script; a word of the name
    is no telling word of a heading.
    """
    section, language = hit.passage.section, hit.passage.language
    authors = section.authors or hit.document.source.authors
    named = {c.asked for author in authors for c in met(author, language) if c.weight >= TELLING}
    if not named:
        return 0.0
    telling = [c for c in met(" ".join(section.path), language) if c.weight >= TELLING and c.asked not in named]
    return sum(concept.weight for concept in telling)


def _part(hit: Hit) -> tuple[str, tuple[str, ...]]:
    path = hit.passage.section.path
    return hit.document.id, path[:-1] or path
