"""`from qa import ask, retrieve`: the same engine as the page and the command line, opened once for each library."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.records import Document
from index.settings import Settings
from qa.answer.all_evidence import AllEvidence
from qa.engine import Engine
from qa.question.check import AT_LEAST, READ_AT_MOST, checked_language
from qa.question.followup.conversation import Conversation
from qa.records import Answer, Hit
from qa.retrieval.filters import Filters, Values

__all__ = ["all_evidence", "ask", "document", "documents", "evidence", "retrieve"]

_opening = threading.Lock()


@lru_cache(maxsize=1)
def _embedder(settings: Settings) -> Embedder:
    return load_embedder(settings)


@lru_cache(maxsize=4)
def _engine(settings: Settings, library: Path | None) -> Engine:
    embedder = _embedder(settings.model_copy(update={"library": Path(), "seeds": Path(), "passage_length": 300}))
    return Engine.open(settings, library, embedder=embedder)


def _opened(library: str | Path | None) -> Engine:
    settings = Settings.load(os.environ)
    path = None if library is None else Path(library).expanduser()
    with _opening:
        if not settings.library_or_default(path).is_file():
            _engine.cache_clear()  # it was removed: the default one is built again, another one is said to be missing
        return _engine(settings, path)


def retrieve(
    question: str,
    k: int = 5,
    *,
    sources: Values = None,
    authors: Values = None,
    speakers: Values = None,
    after: str | date | None = None,
    before: str | date | None = None,
    languages: Values = None,
    kinds: Values = None,
    read: bool = True,
    library: str | Path | None = None,
) -> list[Hit]:
    """The `k` best passages for a question in any language, best first, each with its document, place, score and why.

    A hit has its `passage` and `document`, its `score`, its `ranks` and `scores` in each leg that found it, the words by
    which it was found (`matches`), and, where it was read closely, the `odds` that it answers and the `span` that does.
    The first eight are, unless `read` is false, which is several times as quick.

    What is searched can be restricted; each takes one value or several, of which any will do:
    `sources` (documents, by id, unique prefix or publisher), `authors`, `speakers` (who is quoted or reported; a part of
    a name will do), `after` and `before` (dates of publication, as exact as wanted, both inclusive), `languages` (`zh`
    for both scripts) and `kinds` of section (body, editor_note, biography, caption); see `Filters`. There are fewer than
    `k` hits only where fewer passages match.

    `library` names a library file; without one the default library is used, built from `seeds/` at first use. Raises
    QuestionError, LibraryError, ModelError.

    >>> from qa import retrieve
    >>> hits = retrieve("What does deterrence require?", k=3, speakers="基辛格")
    >>> [(hit.document.id[:3], hit.document.text[hit.passage.start : hit.passage.end] == hit.passage.text) for hit in hits]
    [('002', True)]
    """
    filters = Filters.of(
        sources, authors=authors, speakers=speakers, after=after, before=before, languages=languages, kinds=kinds
    )
    return _opened(library).retrieve(question, k, filters=filters, read=read)


def ask(
    question: str,
    k: int = 5,
    *,
    sources: Values = None,
    authors: Values = None,
    speakers: Values = None,
    after: str | date | None = None,
    before: str | date | None = None,
    languages: Values = None,
    kinds: Values = None,
    following: Conversation | Answer | Mapping[str, Any] | Sequence[Answer | Mapping[str, Any]] | None = None,
    write: bool = False,
    gloss: str | None = None,
    translate: str | None = None,
    library: str | Path | None = None,
) -> Answer:
    """An answer of certified quotations, or an honest no; `to_dict()` is the JSON of `yinzheng ask --json`.

    Takes and raises what `retrieve` does; `k` is how many passages come with the answer. The verdict `outside_filters`
    means that nothing within the filters answers, but something else in the library does. With `write`, the language
    model that the settings name writes, too (`Answer.generated`); raises SettingsError where they name none.

    With `gloss`, a language (`en`, `zh-Hans`, `zh-Hant`, `ja`, `ko`; both scripts of Chinese are one), each quotation in another one comes
    with its words in that language, as far as there is a dictionary (`Citation.glosses`); an empty one is the language of the
    question. With `translate`, likewise, the language model of the settings translates it (`Citation.translation`), and each
    sentence is held against the quotation.

    `following` is the answer before this question (or its JSON), or all so far, oldest first, or a `Conversation`: a
    question that leans on it, "and what does he say about China?", is asked as it is meant there, and the answer's
    `understood` says how; None where the question stands alone. Raises QuestionError for what is no answer.

    >>> from qa import ask
    >>> answer = ask("秋山信将是谁？")
    >>> print(answer.verdict, answer.citations[0].document.id[:3])
    answered 004
    >>> ask("and what does he say about China?", following=answer).understood.question
    'and what does 秋山信将 say about China?'
    """
    filters = Filters.of(
        sources, authors=authors, speakers=speakers, after=after, before=before, languages=languages, kinds=kinds
    )
    for language in (gloss, translate):
        checked_language(language or "")
    engine, talk = _opened(library), _conversation(following)
    understood = engine.understood(talk, question)
    answer = engine.ask(question, k, filters=filters, understood=understood)
    if gloss is not None:
        answer = engine.glossed(answer, gloss)
    if translate is not None:
        answer = engine.translated(answer, translate)
    return engine.written(answer) if write else answer


def evidence(
    question: str,
    *,
    sources: Values = None,
    authors: Values = None,
    speakers: Values = None,
    after: str | date | None = None,
    before: str | date | None = None,
    languages: Values = None,
    kinds: Values = None,
    at_least: float = AT_LEAST,
    most: int = READ_AT_MOST,
    library: str | Path | None = None,
) -> Iterator[AllEvidence]:
    """Every sentence that bears on a question, with a probability of `at_least` that it is evidence, as it is found.

    Passages are read in the order of retrieval, and what was found so far comes after each batch of them, whole; the last
    one says why reading ended (`AllEvidence.ended`). At `most` so many passages are read. Filters and errors are those of
    `retrieve`.

    >>> from qa import evidence
    >>> for found in evidence("What did Kissinger say deterrence requires?", sources="002"):
    ...     ended = found.ended
    >>> print(ended)
    all_read
    """
    filters = Filters.of(
        sources, authors=authors, speakers=speakers, after=after, before=before, languages=languages, kinds=kinds
    )
    return _opened(library).evidence(question, filters=filters, at_least=at_least, most=most)


def all_evidence(
    question: str,
    *,
    sources: Values = None,
    authors: Values = None,
    speakers: Values = None,
    after: str | date | None = None,
    before: str | date | None = None,
    languages: Values = None,
    kinds: Values = None,
    at_least: float = AT_LEAST,
    most: int = READ_AT_MOST,
    library: str | Path | None = None,
) -> AllEvidence:
    """What `evidence` gives last, whole; takes and raises what it does. `to_dict()` is the JSON of `yinzheng evidence --json`.

    >>> from qa import all_evidence
    >>> found = all_evidence("What did Kissinger say deterrence requires?", sources="002")
    >>> found.views[0].holder, found.citations[0].document.id[:3]
    ('基辛格', '002')
    """
    filters = Filters.of(
        sources, authors=authors, speakers=speakers, after=after, before=before, languages=languages, kinds=kinds
    )
    return _opened(library).all_evidence(question, filters=filters, at_least=at_least, most=most)


def documents(*, library: str | Path | None = None) -> list[Document]:
    """Every document of the library, by id; raises LibraryError, ModelError.

    >>> from qa import documents
    >>> [one.id[:3] for one in documents()]
    ['000', '001', '002', '003', '004']
    """
    return _opened(library).documents()


def document(identifier: str, *, library: str | Path | None = None) -> Document:
    """The document of this id, or of the one id that begins so; raises LibraryError where there is none, ModelError.

    >>> from qa import document
    >>> document("004").source.authors
    ('秋山信将',)
    """
    return _opened(library).document(identifier)


def _conversation(
    following: Conversation | Answer | Mapping[str, Any] | Sequence[Answer | Mapping[str, Any]] | None,
) -> Conversation:
    if isinstance(following, Conversation):
        return following
    return Conversation.of([following] if isinstance(following, Answer | Mapping) else following or ())
