"""A document of one section by hand, and its sentences as support for an answer."""

from __future__ import annotations

from collections.abc import Sequence

from index.offsets import OffsetMap, Span
from index.records import Attribution, Document, Section, SectionKind, Sentence, Source
from qa.reading.candidate import Candidate
from qa.reading.evidence import Evidence
from qa.records import Citation, Hit

__all__ = ["citation", "document", "group_of", "support"]

Said = tuple[str, str, bool]
"""Words of the text, who says them, whether in quotation marks."""


def document(
    identifier: str, sentences: Sequence[str], said: Sequence[Said] = (), source: Source | None = None
) -> Document:
    """A document whose text is the sentences, one after the other."""
    text = "".join(sentences)
    found = tuple(
        Attribution(text.index(words), text.index(words) + len(words), (who,), Span(0, 1), direct)
        for words, who, direct in said
    )
    section = Section(0, len(text), SectionKind.BODY, path=("三、建議", "先建北段"))
    return Document(
        identifier,
        f"{identifier}.txt",
        identifier,
        source or Source(title=identifier),
        text,
        "zh-Hans",
        OffsetMap.identity(len(text)),
        (section,),
        attributions=found,
    )


def support(made: Document, sentences: Sequence[str], place: int, odds: float = 0.5, answer: str = "") -> Evidence:
    """Sentence number `place`, from 0, in a passage of all of them, with what is read as the answer in it."""
    inside, at = [], 0
    for words in sentences:
        inside.append(Sentence(at, at + len(words), words))
        at += len(words)
    passage = made.passage(0, at, made.sections[0], "zh-Hans", tuple(inside))
    return Evidence(Candidate(Hit(place + 1, made, passage, 1.0), inside[place]), odds, bearing=odds, answer=answer)


def citation(made: Document, sentences: Sequence[str], place: int, number: int = 1) -> Citation:
    """The same sentence as a quotation."""
    item = support(made, sentences, place)
    start, end = item.sentence.start, item.sentence.end
    return Citation(number, made, item.hit.passage, start, end, item.sentence.text, item.odds)


def group_of(*together: str) -> dict[str, tuple[str, ...]]:
    """For each of the documents that count as one source all of them."""
    return dict.fromkeys(together, together)
