"""Which documents a question about the library means: by the words of it that say no more than which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from index.encoder.alignment import family
from index.records import Source
from index.text.script import language_of, tokens
from qa.about.subjects import Subjects
from qa.question.followup.records import PointerKind
from qa.question.followup.registry import grammars
from qa.retrieval.concepts import TELLING, Concept, Concepts
from qa.retrieval.lexical import LexicalLeg

__all__ = ["named_by", "naming"]

_NEAR = 0.7
"""Documents are meant whose names hold so much, by weight, of what the best one's hold."""
_NAMED = 0.6
"""A document is named where its names hold so much, by weight, of the words that are to name one: more would be left to ask of it
otherwise, as *when was the NCG established?* does of a document that has the NCG in its title."""
_SLIP, _LEAST = 0.75, 4
"""How like a word of the frame, of so many letters at least, a slip of the fingers leaves it."""


def naming(asked: Concepts, subjects: Subjects) -> frozenset[str]:
    """The words of a question that name a document: those that are no part of how such questions are put, and point at nothing.

    Of an alphabet also such as the library does not hold, so that what it has not is not taken for all that it has.
    """
    found: set[str] = set()
    pointing = _pointing(asked.text)
    for concepts in asked.by_family.values():
        for concept in concepts:
            if _names(concept.asked, subjects, pointing) and (
                concept.held or (concept.asked.isascii() and len(concept.asked) >= _LEAST)
            ):
                found.add(concept.asked)
    return frozenset(found)


def named_by(
    words: frozenset[str], asked: Concepts, leg: LexicalLeg, subjects: Subjects, sources: Mapping[str, Source]
) -> tuple[str, ...]:
    """The documents (ids) whose title, publisher, authors or id hold the words; those that hold most of them."""
    shares: dict[str, float] = {}
    pointing = _pointing(asked.text)
    own = [token for token in dict.fromkeys(tokens(asked.text)) if _names(token, subjects, pointing)]
    for name, source in sources.items():
        names = (source.title, source.publisher, source.original_publisher, *source.authors, name)
        held = {token for one in names for token in tokens(one)}
        literally = sum(token in held for token in own) / len(own) if own else 0.0
        share = max(literally, *(_share(words, asked, leg, one) for one in names))
        if share >= _NAMED:
            shares[name] = share
    best = max(shares.values(), default=0.0)
    return tuple(name for name, share in shares.items() if share >= _NEAR * best)


def _share(words: frozenset[str], asked: Concepts, leg: LexicalLeg, name: str) -> float:
    """How much of the words, by weight, a name holds in whatever script; nothing where no telling one is in it."""
    language = language_of(name)
    every = sum(one.weight for one in _met(words, asked.by_family.get(family(language), ())))
    met = [one.weight for one in _met(words, leg.met(asked, name, language))]
    return sum(met) / every if max(met, default=0.0) >= TELLING else 0.0


def _pointing(question: str) -> frozenset[str]:
    """The words of a question that stand for something said before, *it*, 它, 이건: in no script do they name it."""
    grammar = grammars().get(language_of(question))
    pointers = grammar.pointers(question, ()) if grammar else ()
    pointed = [question[one.start : one.end] for one in pointers if one.kind is PointerKind.IT]
    return frozenset(token for words in pointed for token in tokens(words))


def _names(word: str, subjects: Subjects, pointing: frozenset[str]) -> bool:
    return len(word) > 1 and word not in pointing and not subjects.framed(word) and not _slipped(word, subjects)


def _met(words: frozenset[str], concepts: Sequence[Concept]) -> list[Concept]:
    return [one for one in concepts if one.asked in words]


def _slipped(word: str, subjects: Subjects) -> bool:
    """Whether a word is one of the frame but for a slip of the fingers."""
    if not word.isascii() or len(word) < _LEAST:
        return False
    return all(
        token in subjects.frame or bool(get_close_matches(token, subjects.frame, n=1, cutoff=_SLIP))
        for token in tokens(word)
    )
