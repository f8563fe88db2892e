"""The quotations of an answer, each with its words in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.bridge.dictionary import Dictionary
from index.encoder.alignment import family
from qa.gloss.glossing import covered, gloss
from qa.gloss.names import Named
from qa.question.check import checked_language
from qa.records import Answer, Citation, Glosses

__all__ = ["glossed"]


def glossed(answer: Answer, into: str, dictionary: Dictionary, named: Named) -> Answer:
    """The answer with `Citation.glosses` for all that it quotes in another language than `into`.

    An empty `into` is the language of the question. Raises QuestionError for one that is none of `check.INTO`.
    """
    wanted = checked_language(into) or answer.language

    def each(citations: Sequence[Citation]) -> tuple[Citation, ...]:
        return tuple(replace(one, glosses=_glosses(one, wanted, dictionary, named)) for one in citations)

    return replace(answer, citations=each(answer.citations), nearest=each(answer.nearest))


def _glosses(citation: Citation, into: str, dictionary: Dictionary, named: Named) -> Glosses | None:
    language = citation.passage.language
    if family(language) == family(into):
        return None
    if not covered(language, into):
        return Glosses(into, covered=False)
    return Glosses(into, gloss(citation.quote, language, into, dictionary, named))
