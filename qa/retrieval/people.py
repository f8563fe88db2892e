"""The people of a library, and which of them a question names, in whatever script."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.store.catalogue import Catalogue
from index.text.script import fold, language_of
from qa.question.followup.records import Known
from qa.retrieval.lexical import Asked, LexicalLeg

__all__ = ["is_person", "named_people"]

_NO_PERSON = re.compile(
    "[《》“”%0-9]|^(?:the |[一几多许越各双雙兩两三])|"
    "(?:人士|专家|專家|学者|學者|政府|媒体|媒體|记者|記者|官员|官員|人|方|国|國|报|報|社|部|党|黨|厅|院|军|軍|文件|报道|報道|国内|本|日美|美日|政治家|台|网|會|会|署|局|省|机构)$"
)
_TELLING = 2.0
"""The least weight of a word by which a question names somebody: a name that a tenth of the passages hold tells nobody."""


def named_people(asked: Asked, catalogue: Catalogue, leg: LexicalLeg) -> tuple[Known, ...]:
    """The authors and speakers whom a question names, in its order; none of them overlap. `asked` is `leg.concepts` of it.

    A name is met by words of the question that stand in it or, across scripts, that the library's bridge takes to it. Of
    names that the same words meet, the author's, then the one they meet most of, is meant.
    """
    question = asked.text
    found: list[tuple[bool, int, Known]] = []
    for name, wrote in _people(catalogue).items():
        met = [concept for concept in leg.met(asked, name, language_of(name)) if concept.weight >= _TELLING]
        span = _span(question, [concept.asked for concept in met])
        if span and _enough(question[slice(*span)], name):
            start, end = span
            found.append((bool(wrote), end - start, Known(question[start:end], start, end, name, wrote)))
    chosen: list[Known] = []
    for _, _, one in sorted(found, key=lambda item: (-item[0], -item[1], item[2].start)):
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda one: one.start))


def is_person(name: str) -> bool:
    """Whether a speaker's name is a person's, and not a country's, a paper's or a group's."""
    return len(name) > 1 and not _NO_PERSON.search(name)


def _people(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Everybody by name, authors with the documents that are theirs in whole or in part."""
    wrote: dict[str, dict[str, None]] = {}
    for passage in catalogue.passages:
        for author in passage.authors:
            wrote.setdefault(author, {})[passage.document] = None
        for speaker in passage.speakers:
            if is_person(speaker):
                wrote.setdefault(speaker, {})
    return {name: tuple(documents) for name, documents in wrote.items()}


def _span(question: str, words: Iterable[str]) -> tuple[int, int] | None:
    """Where in the question words stand that follow one another; the longest such run."""
    plain = fold(question)
    if len(plain) != len(question):
        plain = question.casefold()
    places: set[int] = set()
    for word in words:
        folded = fold(word)
        for match in re.finditer(
            rf"(?<![a-z]){re.escape(folded)}(?![a-z])" if folded.isascii() else re.escape(folded), plain
        ):
            places.update(range(*match.span()))
    best: tuple[int, int] | None = None
    start = end = -1
    for place in sorted(places):
        gap = question[end:place] if end >= 0 else "x"
        if place != end and not (gap and (gap.isspace() or gap in "·.‧・•")):
            start = place
        end = place + 1
        if best is None or end - start > best[1] - best[0]:
            best = (start, end)
    return best


def _enough(text: str, name: str) -> bool:
    """Whether what stands in the question may be the name: a capital where there are capitals; of Chinese two characters."""
    if text.isascii():
        return text[:1].isupper() and len(text) > 2
    return len(text) >= 2 and (len(text) >= 3 or text in name or fold(text) in fold(name) or len(name) <= 4)
