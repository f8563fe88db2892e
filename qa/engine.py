"""The order: check the question, retrieve, weigh the evidence, quote it, certify."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.alignment import QuestionVectors
from index.build import Progress, build_facts, rebuild
from index.embed import Embedder, SentenceTransformersEmbedder
from index.errors import LibraryMissing
from index.library import BuildFacts, Library
from index.script import language_of
from index.settings import Settings
from qa.certificate import certify
from qa.compose import Support, choose, question_words, support
from qa.dense import Dense
from qa.question import checked_count, checked_question
from qa.records import Answer, Citation, Hit, Statement, Verdict
from qa.retrieval import retrieve_hits
from qa.sections import asked_sections, own_words, topic
from qa.support import Background, SupportModel, Words

__all__ = ["Engine", "ask", "retrieve"]

_READ = 8
"""How many passages are read for an answer."""
_WIDE = 50
"""Among how many passages the sections that a question names are looked for."""
_MOST_SECTIONS = 5
"""How many sections of a part are quoted, one sentence each."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as the legs match on it."""

    words: Words
    vectors: QuestionVectors


class Engine:
    """A library, an encoder, and the way from a question to an answer. Safe to share between threads.

    A library that another process changes or replaces is read anew at the next question.
    """

    def __init__(self, library: Library, embedder: Embedder, model: SupportModel | None = None) -> None:
        self.library = library
        self.embedder = embedder
        self._model = model or SupportModel.default()
        self._lock = threading.RLock()
        self._file = _identity(library.path)
        self._load()

    @classmethod
    def open(
        cls,
        settings: Settings,
        library: Path | None = None,
        *,
        embedder: Embedder | None = None,
        notify: Callable[[str], None] | None = None,
        progress: Progress | None = None,
    ) -> Engine:
        """Open a library (None: the default one, built from the seeds at first use) and load the encoder.

        Raises LibraryMissing (also for a library without documents), LibraryMismatch, LibraryError, ModelError,
        SourceError.
        """
        path = settings.library if library is None else library
        first_use = library is None and not (path.is_file() and path.stat().st_size)
        if first_use and not settings.seeds.is_dir():
            raise LibraryMissing(
                f"there is no library at {path} and no documents at {settings.seeds}; run: yinzheng index PATH"
            )
        if not first_use and not path.is_file():
            raise LibraryMissing(f"there is no library at {path}; make one with: yinzheng index --library {path} PATH")
        encoder = embedder or SentenceTransformersEmbedder.load(settings, notify)
        if first_use:  # made beside its place, so that whoever looks meanwhile never sees half of it
            rebuild([settings.seeds], path, encoder, settings, progress=progress, strict=True)
        opened = Library.open(path, build_facts(encoder, settings))
        if not opened.document_ids():
            opened.close()
            raise LibraryMissing(f"library {path} holds no documents; add some with: yinzheng index PATH")
        return cls(opened, encoder)

    def _load(self) -> None:
        self._generation = self.library.generation
        self._dense = Dense.of(self.library)

    @contextmanager
    def _steady(self) -> Iterator[None]:
        """One thread at a time, over one generation of the library: the newest."""
        with self._lock:
            file = _identity(self.library.path)
            if file != self._file:
                newer = Library.open(self.library.path, BuildFacts.read(self.library.facts()))
                self.library.close()
                self.library, self._file = newer, file
                self._load()
            with self.library.reading():
                if self.library.generation != self._generation:
                    self._load()
                yield

    def retrieve(self, question: str, k: int = 5, sources: Sequence[str] | None = None) -> list[Hit]:
        """The `k` best passages for a question, best first.

        `sources` restricts the search to documents, by id or unique prefix. Raises QuestionError for a question or a k
        that cannot be used, LibraryError for a source that is not in the library.
        """
        asked, wanted = checked_question(question), checked_count(k)
        with self._steady():
            return self._retrieve(self._asked(asked), wanted, self._named(sources))

    def ask(self, question: str, k: int = 5, sources: Sequence[str] | None = None) -> Answer:
        """An answer of quotations from the library, or an honest no; raises as `retrieve` does.

        `k` is how many passages come with the answer.
        """
        began = time.perf_counter()
        asked, wanted = checked_question(question), checked_count(k)
        with self._steady():
            documents = self._named(sources)
            matched = self._asked(asked)
            language = language_of(asked)
            hits, chosen = self._read(matched, language, wanted, documents)
            verdict = Verdict.ANSWERED if chosen else Verdict.NOT_IN_LIBRARY
            if not chosen and documents is not None:
                outside, found = self._read(matched, language, wanted, None)
                if found:
                    verdict, hits = Verdict.OUTSIDE_FILTERS, outside
            citations, statements = _cited(chosen)
            certify(citations, statements)
            return Answer(
                question=asked,
                language=language,
                verdict=verdict,
                statements=statements,
                citations=citations,
                passages=_shown(chosen, hits, wanted),
                library=self.describe(),
                model=self.embedder.name,
                seconds=time.perf_counter() - began,
            )

    def describe(self) -> dict[str, Any]:
        """The library: its file, how many documents and passages it holds, its generation and corpus digest."""
        facts = self.library.facts()
        return {
            "path": str(self.library.path),
            "documents": len(self.library.document_ids()),
            "passages": len(self._dense),
            "generation": int(facts["generation"]),
            "corpus": facts["corpus"],
        }

    def _named(self, sources: Sequence[str] | None) -> list[str] | None:
        if not sources:
            return None
        return sorted({self.library.document(source).id for source in sources})

    def _asked(self, question: str) -> _Asked:
        return _Asked(
            question_words(question, self.library, len(self._dense)),
            self._dense.question(question, self.embedder.question(question)),
        )

    def _retrieve(self, question: _Asked, k: int, documents: list[str] | None) -> list[Hit]:
        return retrieve_hits(question.words, question.vectors, self.library, self._dense, k, documents)

    def _read(
        self, question: _Asked, language: str, k: int, documents: list[str] | None
    ) -> tuple[list[Hit], list[Support]]:
        """The passages for a question and those of their sentences that answer it."""
        hits = self._retrieve(question, max(k, _WIDE), documents)
        background = Background.of([score for _, score in self._dense.search(question.vectors, len(self._dense))])

        def weighed(some: Sequence[Hit]) -> list[Support]:
            return support(some, question.vectors, question.words, language, background, self.library, self._model)

        named = [found for section in asked_sections(hits, question.words) if (found := weighed(section))]
        if len(named) > 1:
            return hits, [topic(section) for section in named[:_MOST_SECTIONS]]
        if named:
            return hits, choose(own_words(named[0]), 0.0)
        return hits, choose(weighed(hits[:_READ]), self._model.threshold, group=self.library.group)

    def close(self) -> None:
        """Close the library."""
        self.library.close()


def _shown(chosen: Sequence[Support], hits: Sequence[Hit], k: int) -> tuple[Hit, ...]:
    """`k` passages in the order of their rank: those that are cited, whatever their rank, and the best of the others."""
    cited = {one.hit.number for item in chosen for one in (item, *item.copies)}
    kept = {hit.number for hit in sorted(hits, key=lambda hit: hit.number not in cited)[:k]}
    return tuple(hit for hit in hits if hit.number in kept)


def _cited(chosen: Sequence[Support]) -> tuple[tuple[Citation, ...], tuple[Statement, ...]]:
    """One statement for each sentence; a citation for it and for each of its copies, numbered from 1 in their order."""
    citations = tuple(
        Citation(
            number,
            item.hit.document,
            item.hit.passage,
            item.sentence.start,
            item.sentence.end,
            item.sentence.text,
            item.odds,
        )
        for number, item in enumerate((one for item in chosen for one in (item, *item.copies)), start=1)
    )
    statements, number = [], 1
    for item in chosen:
        following = number + 1 + len(item.copies)
        statements.append(Statement(item.sentence.text, tuple(range(number, following))))
        number = following
    return citations, tuple(statements)


def _identity(path: Path) -> tuple[int, int]:
    """What tells a file from another one put in its place; (0, 0) where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_dev, status.st_ino)


_opening = threading.Lock()


@lru_cache(maxsize=1)
def _embedder(settings: Settings) -> Embedder:
    return SentenceTransformersEmbedder.load(settings)


@lru_cache(maxsize=4)
def _engine(settings: Settings, library: Path | None) -> Engine:
    encoder = _embedder(settings.model_copy(update={"library": Path(), "seeds": Path(), "passage_length": 300}))
    return Engine.open(settings, library, embedder=encoder)


def _opened(library: str | Path | None) -> Engine:
    settings = Settings.load(os.environ)
    path = None if library is None else Path(library).expanduser()
    with _opening:
        if not (settings.library if path is None else path).is_file():
            _engine.cache_clear()  # it was removed: the default one is built again, another one is said to be missing
        return _engine(settings, path)


def retrieve(
    question: str, k: int = 5, *, sources: Sequence[str] | None = None, library: str | Path | None = None
) -> list[Hit]:
    """The `k` best passages for a question in any language, best first, each with its document, place and score.

    `sources` restricts the search to documents, by id or unique prefix (`["004"]`); `library` names a library file;
    without one the default library is used, built from `seeds/` at first use. Raises QuestionError, LibraryError,
    ModelError.
    """
    return _opened(library).retrieve(question, k, sources)


def ask(
    question: str, k: int = 5, *, sources: Sequence[str] | None = None, library: str | Path | None = None
) -> Answer:
    """An answer of certified quotations, or an honest no; `to_dict()` is the JSON of `yinzheng ask --json`.

    Takes and raises what `retrieve` does; `k` is how many passages come with the answer.
    """
    return _opened(library).ask(question, k, sources)
