"""The order: check the question, retrieve, weigh the evidence, quote it, certify."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from index.bridge.dictionary import Dictionary
from index.build import Progress, build_facts, rebuild
from index.catalogue import Catalogue
from index.duplicates import group_of
from index.embed import Embedder, SentenceTransformersEmbedder
from index.errors import LibraryMissing
from index.library import BuildFacts, Library
from index.offsets import Span
from index.settings import Settings
from qa.answering import answering
from qa.certificate import certify
from qa.citing import cited, numbered, sound
from qa.claims import says
from qa.compose import Support, to_read
from qa.cross_encoder import load_reader
from qa.dense import Dense
from qa.diversity import asks_for_several_views, diverse
from qa.errors import CertificateError
from qa.filters import Filters, Values, matching
from qa.following.records import Known
from qa.generate import Generator, chosen_one
from qa.intent import Kind, intent_of
from qa.lexical import LexicalLeg
from qa.names import same_name_across_scripts
from qa.people import named_people
from qa.prompt import Evidence
from qa.question import checked_count, checked_question
from qa.reader import Reader, Reading
from qa.records import Answer, Generated, Hit, Understood, Verdict
from qa.support import SupportModel
from qa.views import silent_sources, views_of
from qa.ways.desk import READ, WIDE, Asked, Desk
from qa.ways.nearest import nearest

__all__ = ["Engine"]

_ALL = Filters()


class Engine:
    """A library, an encoder, and the way from a question to an answer. Safe to share between threads.

    A library that another process changes or replaces is read anew at the next question.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        model: SupportModel | None = None,
        reader: Reader | None = None,
        dictionary: Dictionary | None = None,
        generator: Generator | None = None,
    ) -> None:
        self.library = library
        self._generator = generator
        self.embedder = embedder
        self._reader = reader
        self._model = model or SupportModel.default(read=reader is not None)
        self._dictionary = dictionary or Dictionary.shared()
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
        reader: Reader | None = None,
        notify: Callable[[str], None] | None = None,
        progress: Progress | None = None,
    ) -> Engine:
        """Open a library (None: the default one, built from the seeds at first use) and load the encoder.

        Raises LibraryMissing (also for a library without documents), LibraryMismatch, LibraryError, ModelError,
        SourceError, SettingsError.
        """
        generator = Generator.load(settings)
        path = settings.library_or_default(library)
        first_use = library is None and not (path.is_file() and path.stat().st_size)
        if first_use and not settings.seeds.is_dir():
            raise LibraryMissing(
                f"there is no library at {path} and no documents at {settings.seeds}; run: yinzheng index PATH"
            )
        if not first_use and not path.is_file():
            raise LibraryMissing(f"there is no library at {path}; make one with: yinzheng index --library {path} PATH")
        encoder = embedder or SentenceTransformersEmbedder.load(settings, notify)
        reading = reader or load_reader(settings, notify)
        Dictionary.open(settings.cache, notify).close()  # made now, and said so, rather than at the first question
        dictionary = Dictionary.shared(settings.cache)
        if first_use:  # made beside its place, so that whoever looks meanwhile never sees half of it
            rebuild([settings.seeds], path, encoder, settings, progress=progress, strict=True)
        opened = Library.open(path, build_facts(encoder, settings))
        if not opened.document_ids():
            opened.close()
            raise LibraryMissing(f"library {path} holds no documents; add some with: yinzheng index PATH")
        return cls(opened, encoder, reader=reading, dictionary=dictionary, generator=generator)

    def _load(self) -> None:
        self._generation = self.library.generation
        self._dense = Dense.of(self.library)
        self._lexical = LexicalLeg(self.library, self._dictionary)
        self._catalogue: Catalogue | None = None
        likenesses = self.library.duplicates()
        self._group = cache(lambda document: group_of(document, likenesses))
        self._desk = Desk(
            self.library,
            self._dense,
            self._lexical,
            self._model,
            self._reader,
            self._group,
            self._listed,
            self.embedder.questions,
        )

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

    def retrieve(
        self, question: str, k: int = 5, sources: Values = None, filters: Filters = _ALL, *, read: bool = True
    ) -> list[Hit]:
        """The `k` best passages for a question, best first, not all from one section, and none twice.

        The first eight are read closely, for their odds and the span that answers, unless `read` is false, which is quicker.
        `filters` restricts what is searched, `sources` alone is short for `Filters(sources=…)`. Raises QuestionError for
        a question, a k or a filter that cannot be used, LibraryError for a filter that names what is not in the library.
        """
        asked, wanted = checked_question(question), checked_count(k)
        chosen = _filters(sources, filters)
        with self._steady():
            matched = self._asked(asked)
            hits, _ = self._desk.retrieve(matched.query, max(wanted, WIDE), self._among(chosen))
            best = self._best(matched, hits, wanted)
            return self._judged(matched, best, self._best(matched, hits, READ)) if read else best

    def ask(
        self,
        question: str,
        k: int = 5,
        sources: Values = None,
        filters: Filters = _ALL,
        *,
        understood: Understood | None = None,
    ) -> Answer:
        """An answer of quotations from the library, or an honest no; raises as `retrieve` does.

        `k` is how many passages come with the answer. Where nothing within the filters answers, but something outside
        does, the passages are from outside, and the verdict says so. With `understood` its question is searched for in
        the place of this one, in its sources unless the filters name others.
        """
        began = time.perf_counter()
        asked, wanted = checked_question(understood.question if understood else question), checked_count(k)
        within = _filters(sources, filters)
        if understood and understood.sources and not within.sources:
            within = replace(within, sources=understood.sources)
        with self._steady():
            among = self._among(within)
            matched = self._asked(asked)
            made = answering(self._desk, matched, wanted, among)
            verdict = Verdict.ANSWERED if made.chosen else Verdict.NOT_IN_LIBRARY
            if made.disagree:
                verdict = Verdict.DISAGREE
            beside: list[Support] = []
            if not made.chosen and among is not None:
                beyond = answering(self._desk, matched, wanted, self._others(among))
                verdict, beside = (Verdict.OUTSIDE_FILTERS if beyond.chosen else verdict), beyond.chosen
                made = beyond if beyond.chosen or not made.hits else made
                made = replace(made, chosen=[])
            if verdict is Verdict.NOT_IN_LIBRARY:
                beside = nearest(self._desk, matched, self._best(matched, made.hits, READ))
            chosen, failed = sound(made.chosen)
            if failed and not chosen:  # there is an answer, and nothing of it can be shown: no answer may say otherwise
                raise CertificateError(failed[0].reason)
            beside, beside_failed = sound(beside)
            citations, statements = cited(chosen)
            views = views_of(citations, statements, self._group) if made.positions else ()
            answer = Answer(
                question=asked,
                language=matched.language,
                verdict=verdict,
                statements=statements,
                citations=citations,
                passages=self._shown(matched, chosen or beside, made.hits, wanted),
                library=self.describe(),
                model=self.embedder.name,
                seconds=time.perf_counter() - began,
                nearest=numbered(beside),
                views=views,
                silent=silent_sources(views, self._within(among)) if matched.intent.kind is Kind.COMPARE else (),
                understood=understood,
                left_out=(*failed, *beside_failed),
            )
            return certify(answer, self.library.cleaning, self._group)

    def named(self, question: str) -> tuple[Known, ...]:
        """The people of the library, authors and speakers, whom a question names in whatever script."""
        with self._steady():
            return named_people(self._lexical.concepts(question), self._listed(), self._lexical)

    @property
    def writer(self) -> str:
        """The language model that the settings name; empty where they name none."""
        return self._generator.model if self._generator else ""

    def write(self, answer: Answer) -> Iterator[Generated]:
        """What a language model makes of an answer's evidence, anew after each sentence; see `Generator.write`.

        Raises SettingsError where the settings name no model.
        """
        return chosen_one(self._generator).write(answer, self._says)

    def written(self, answer: Answer) -> Answer:
        """The answer with all that a language model makes of it; raises as `write` does."""
        written = replace(answer, generated=[None, *self.write(answer)][-1])
        with self._steady():
            return certify(written, self.library.cleaning, self._group)

    def _says(self, sentence: str, evidence: Sequence[Evidence]) -> tuple[float, bool]:
        with self._steady():
            return says(sentence, evidence, self._lexical, self._reader)

    def catalogue(self) -> Catalogue:
        """What the library's passages are: the values that filters may have. Read once for each of its generations."""
        with self._steady():
            return self._listed()

    def describe(self) -> dict[str, Any]:
        """The library: its file, how many documents and passages it holds, its generation and corpus digest."""
        with self._lock:  # another thread may be about to close the library for a newer one
            facts = self.library.facts()
            return {
                "path": str(self.library.path),
                "documents": len(self.library.document_ids()),
                "passages": len(self._dense),
                "generation": int(facts["generation"]),
                "corpus": facts["corpus"],
            }

    def _listed(self) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = self.library.catalogue()
        return self._catalogue

    def _among(self, filters: Filters) -> tuple[int, ...] | None:
        if not filters:
            return None
        leg = self._lexical
        words = cache(leg.concepts)  # of what is asked for, once, and not for every name that the library has
        return matching(filters, self._listed(), lambda asked, name: same_name_across_scripts(name, leg, words(asked)))

    def _within(self, among: Sequence[int] | None) -> list[str]:
        """The documents that the passages `among` are of, all of them for None."""
        held = None if among is None else set(among)
        listed = self._listed().passages
        return list(dict.fromkeys(one.document for one in listed if held is None or one.number in held))

    def _others(self, among: Sequence[int]) -> list[int]:
        within = set(among)
        return [number for number in self.library.passage_numbers() if number not in within]

    def _asked(self, question: str) -> Asked:
        intent = intent_of(question)
        several = intent.kind is Kind.COMPARE or asks_for_several_views(question)
        return self._desk.asked(question, several, intent)

    def _judged(self, question: Asked, hits: Sequence[Hit], first: Sequence[Hit]) -> list[Hit]:
        """The first hits, read: each with the odds that it answers, and where in it the likeliest answer stands.

        `first`, those for `READ` passages, are read beside fewer hits: a passage's odds are its share among what else
        there is, and would near 1 where nothing else is looked at.
        """
        beside = {hit.number: hit for hit in (*hits[:READ], *first)}
        supports, readings = self._desk.weighed(question, list(beside.values())[:READ])
        odds: dict[int, float] = {}
        for item in supports:
            odds[item.hit.number] = odds.get(item.hit.number, 0.0) + item.odds
        return [
            replace(hit, odds=odds.get(hit.number, 0.0), span=_span(hit, readings.get(hit.number)))
            if place < READ
            else hit
            for place, hit in enumerate(hits)
        ]

    def _best(self, question: Asked, hits: Sequence[Hit], k: int) -> list[Hit]:
        return diverse(hits, k, self._group, several=question.several)

    def _shown(self, question: Asked, chosen: Sequence[Support], hits: Sequence[Hit], k: int) -> tuple[Hit, ...]:
        """`k` passages in the order of their rank: those that are cited, whatever their rank, and the best of the others."""
        cited = {one.hit.number for item in chosen for one in (item, *item.copies)}
        first = [hit for hit in hits if hit.number in cited][:k]
        best = [hit for hit in self._best(question, hits, k) if hit.number not in cited]
        kept = {hit.number for hit in [*first, *best][:k]}
        return tuple(hit for hit in hits if hit.number in kept)

    def close(self) -> None:
        """Close the library."""
        self.library.close()


def _span(hit: Hit, reading: Reading | None) -> Span | None:
    """Where in the document's text the likeliest answer stands; None where the reader found none in the passage itself."""
    if reading is None or reading.margin <= 0:
        return None
    shift = hit.passage.end - len(to_read(hit))
    start, end = (place + shift for place in reading.span)
    return Span(start, end) if hit.passage.start <= start < end else None


def _filters(sources: Values, filters: Filters) -> Filters:
    """The filters; `sources`, where given beside them, take the place of theirs."""
    return filters if sources is None else replace(filters, sources=Filters.of(sources).sources)


def _identity(path: Path) -> tuple[int, int]:
    """What tells a file from another one put in its place; (0, 0) where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_dev, status.st_ino)
