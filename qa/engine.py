"""What is asked: a library with its models, and the calls that others make of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Generator as Steps
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.arrays import Vectors
from index.bridge.dictionary import Dictionary
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.errors import LibraryMissing
from index.facts import build_facts
from index.formats import Unread
from index.recent import Recent
from index.records import Document
from index.settings import Settings
from index.store.catalogue import Catalogue
from index.store.duplicates import Likeness
from index.store.history import History
from index.store.library import Library
from index.store.load import index_maker
from index.store.marks import Mark
from index.store.vector_engine import MakeVectors
from qa.about.answer import asks_of_documents
from qa.about.courtesy import plainly
from qa.answer.all_evidence import AllEvidence
from qa.answer.collecting import ToRead, batches, nothing_more, to_read, with_evidence
from qa.composing import answered, best, described, judged, matched, numbers_within
from qa.gloss.quotations import glossed
from qa.proof.certificate import certify
from qa.proof.checks import Verification
from qa.proof.saved import check_answer
from qa.proof.verification import verify_in
from qa.question.check import (
    AT_LEAST,
    READ_AT_MOST,
    checked_count,
    checked_language,
    checked_most,
    checked_probability,
    checked_question,
)
from qa.question.followup.conversation import Conversation
from qa.question.followup.records import Known
from qa.question.intent import AnswerKind
from qa.question.kinds import KindModel
from qa.reading.desk import Desk
from qa.reading.load import load_reader
from qa.reading.odds import OddsModel
from qa.reading.reader import Reader, told_by
from qa.records import Answer, Citation, Generated, Hit, Understood
from qa.retrieval.filters import Filters, Values
from qa.retrieval.finder import WIDE_PASSAGES
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.people import named_people
from qa.retrieval.search import Query
from qa.retrieval.speakers import Speaker, speakers_of
from qa.retrieval.unknown import unknown_words
from qa.snapshots import Snapshots
from qa.timings import stage
from qa.verdict import Ended
from qa.writing.claims import entailed
from qa.writing.prompt import CitedPassage
from qa.writing.translating import translated, translations
from qa.writing.writer import Generator, chosen_one

if TYPE_CHECKING:
    from index.progress import Progress
    from qa import forms

__all__ = ["Engine"]

_ALL = Filters()
_VECTORS_KEPT = 1_000
"""The vectors of how many questions are kept."""


class Engine:
    """A library, an encoder, and the way from a question to an answer.

    Threads may share it: they are answered side by side, each as it would be alone. A library that another process changes
    or replaces is read anew at the next question; those that are being answered meanwhile are answered from what it was.

    >>> import os
    >>> from index.settings import Settings
    >>> from qa import Engine
    >>> engine = Engine.open(Settings.load(os.environ))
    >>> print(engine.ask("秋山信将是谁？").verdict)
    answered
    >>> engine.close()
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        odds: OddsModel | None = None,
        reader: Reader | None = None,
        dictionary: Dictionary | None = None,
        generator: Generator | None = None,
        make_index: MakeVectors | None = None,
    ) -> None:
        self._make_index = make_index
        self._generator = generator
        self.embedder = embedder
        self._reader = reader
        self._odds = odds or OddsModel.default(told_by(reader))
        self._dictionary = dictionary or Dictionary.shared()
        self._kinds = KindModel.shipped(embedder.fingerprint)
        self._vectors: Recent[tuple[str, ...], Vectors] = Recent(_VECTORS_KEPT)
        self._snapshots = Snapshots(library, self._desk_over)

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
        SourceError, SettingsError, PluginError.
        """
        generator, make_index = Generator.load(settings), index_maker(settings)
        path = settings.library_or_default(library)
        first_use = library is None and not (path.is_file() and path.stat().st_size)
        if first_use and not settings.seeds.is_dir():
            raise LibraryMissing(
                f"there is no library at {path} and no documents at {settings.seeds}; run: yinzheng index PATH"
            )
        if not first_use and not path.is_file():
            raise LibraryMissing(f"there is no library at {path}; make one with: yinzheng index --library {path} PATH")
        embedder = embedder or load_embedder(settings, notify)
        reading = reader or load_reader(settings, notify)
        Dictionary.open(settings.cache, notify).close()  # made now, and said so, rather than at the first question
        dictionary = Dictionary.shared(settings.cache)
        if first_use:  # made beside its place, so that whoever looks meanwhile never sees half of it
            from index.build import rebuild

            rebuild([settings.seeds], path, embedder, settings, progress=progress, strict=True)
        opened = Library.open(path, build_facts(embedder, settings))
        if not opened.holds():
            opened.close()
            raise LibraryMissing(f"library {path} holds no documents; add some with: yinzheng index PATH")
        return cls(opened, embedder, reader=reading, dictionary=dictionary, generator=generator, make_index=make_index)

    @property
    def library(self) -> Library:
        """The library that is asked, as it was at the last question; it may be closed once it is replaced."""
        return self._snapshots.library

    def _desk_over(self, library: Library) -> Desk:
        lexical = LexicalLeg(library, self._dictionary)
        return Desk.over(library, lexical, self._odds, self._reader, self._embedded, self._make_index)

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, kept as they were asked for: beside others a model may give a text one that differs in the last digit."""
        return self._vectors.made(tuple(texts), lambda: self.embedder.questions(texts))

    def document(self, identifier: str) -> Document:
        """The document of this id, or of the one id that begins so, in the library as it is now; raises as `Library.document`."""
        with self._snapshots.newest() as desk:
            return desk.library.document(identifier)

    def documents(self) -> list[Document]:
        """Every document in the library as it is now, by id."""
        with self._snapshots.newest() as desk:
            return [desk.library.document(identifier) for identifier in desk.library.document_ids()]

    def history(self) -> History:
        """Since which generation each document stands in the library as it does."""
        with self._snapshots.newest() as desk:
            return desk.library.history()

    @property
    def origin(self) -> str:
        """What the library has in common with those that it was made out of, and with no other."""
        with self._snapshots.newest() as desk:
            return desk.library.origin

    def marks(self) -> tuple[Mark, ...]:
        """What the owner of the library called useful or wrong of what was quoted, in the order in which it was."""
        with self._snapshots.newest() as desk:
            return desk.library.marks()

    def alike(self, document: str) -> tuple[Likeness, ...]:
        """The near-duplicates of the document of this id, in the library as it is now."""
        with self._snapshots.newest() as desk:
            return desk.library.alike(document)

    def duplicates(self) -> tuple[Likeness, ...]:
        """Every pair of documents that are near-duplicates, in the library as it is now."""
        with self._snapshots.newest() as desk:
            return desk.library.duplicates()

    def verify(self, answer: Mapping[str, Any]) -> Verification:
        """Hold the JSON of an answer, or of all evidence, against the library as it is now; raises AnswerError for what is neither."""
        checked = check_answer(answer, or_evidence=True)
        with self._snapshots.newest() as desk:
            return verify_in(desk.library, checked)

    def retrieve(
        self, question: str, k: int = 5, sources: Values = None, filters: Filters = _ALL, *, read: bool = True
    ) -> list[Hit]:
        """The `k` best passages for a question, best first, not all from one section, and none twice.

        The first eight are read closely, for their odds, by which they stand first, and the span that answers; unless `read` is false,
        which is quicker.
        `filters` restricts what is searched, `sources` alone is short for `Filters(sources=…)`. Raises QuestionError for
        a question, a k or a filter that cannot be used, LibraryError for a filter that names what is not in the library.
        """
        asked, wanted = checked_question(question), checked_count(k)
        chosen = _filters(sources, filters)
        with self._snapshots.newest() as desk:
            among = numbers_within(desk, chosen)
            query = matched(desk, asked, self._kinds)
            hits, _ = desk.retrieve(query, max(wanted, WIDE_PASSAGES), among)
            return best(desk, query, judged(desk, query, hits) if read else hits, wanted)

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
        within, count = _filters(sources, filters), checked_count(k)
        asked = checked_question(understood.question if understood else question)
        with self._snapshots.newest() as desk:
            return self._answered(desk, asked, count, within, understood)[0]

    def ask_and_retrieve(self, question: str, k: int = 5) -> tuple[Answer, list[Hit]]:
        """What `ask` gives and what `retrieve` gives unread, from one look at the library; raises as they do."""
        asked, count = checked_question(question), checked_count(k)
        with self._snapshots.newest() as desk:
            answer, query, hits = self._answered(desk, asked, count, _ALL, None)
            if query.question.kind is AnswerKind.COMPARE:  # of which the topic alone was looked for
                hits, _ = desk.retrieve(query, max(count, WIDE_PASSAGES))
            return answer, best(desk, query, hits, count)

    def _answered(
        self, desk: Desk, asked: str, count: int, within: Filters, understood: Understood | None
    ) -> tuple[Answer, Query, list[Hit]]:
        return answered(desk, asked, count, within, understood, self._kinds, self.embedder.name)

    def evidence(
        self,
        question: str,
        sources: Values = None,
        filters: Filters = _ALL,
        *,
        at_least: float = AT_LEAST,
        most: int = READ_AT_MOST,
    ) -> Iterator[AllEvidence]:
        """Every sentence that is evidence with a probability of `at_least`, anew after each batch of passages read.

        The last one says why reading `ended`: no passage was left, those read last held nothing likely, or `most` passages
        were read. Raises as `retrieve` does, at once, and QuestionError for numbers that cannot be used; while it is read
        from, LibraryError and CertificateError.
        """
        began, asked, within = time.perf_counter(), checked_question(question), _filters(sources, filters)
        wanted, limit = checked_probability(at_least), checked_most(most)
        with self._snapshots.newest() as desk:
            query = matched(desk, asked, self._kinds)
            plan = to_read(desk, query, limit, numbers_within(desk, within))
            language, library = query.question.language, described(desk)
        begun = AllEvidence(asked, language, wanted, library, plan.passages, holders=plan.names)
        return self._collected(begun, plan, desk, began)

    def _collected(self, found: AllEvidence, plan: ToRead, first: Desk, began: float) -> Iterator[AllEvidence]:
        """What is found after each batch. The library is given back after each, so that whoever reads may take their time."""
        hits, read = plan.hits, 0
        parts = list(batches(len(hits)))
        for part in parts:
            with self._snapshots.newest() as desk:
                changed = desk is not first
                if not changed:
                    batch = desk.each(plan.query, hits, part, plan.asked)
                    read = part.stop
                    kept = [item for item in batch if plan.keeps(item)]
                    with stage("certify"):
                        found = with_evidence(found, kept, desk.library.cleaning, desk.group)
            if changed:
                ended: Ended | None = Ended.LIBRARY_CHANGED
            elif read == plan.passages:
                ended = Ended.ALL_READ
            elif read == len(hits):
                ended = Ended.MOST_READ
            else:
                ended = Ended.NOTHING_MORE if nothing_more(batch, read, found.at_least) else None
            found = replace(found, read=read, ended=ended, seconds=time.perf_counter() - began)
            yield found
            if ended:
                return
        if not parts:
            yield replace(found, ended=Ended.ALL_READ, seconds=time.perf_counter() - began)

    def all_evidence(
        self,
        question: str,
        sources: Values = None,
        filters: Filters = _ALL,
        *,
        at_least: float = AT_LEAST,
        most: int = READ_AT_MOST,
    ) -> AllEvidence:
        """What `evidence` gives last, whole; takes and raises what it does."""
        *_, last = self.evidence(question, sources, filters, at_least=at_least, most=most)
        return last

    def understood(self, talk: Conversation, question: str) -> Understood | None:
        """How a question is meant after those of a conversation; None for one that stands alone. Raises QuestionError."""
        asked = checked_question(question)
        return talk.resolve(plainly(asked), self.named, self._of_documents, asked) if talk.turns else None

    def _of_documents(self, question: str) -> bool:
        with self._snapshots.newest() as desk:
            return asks_of_documents(desk.lexical, question)

    def named(self, question: str) -> tuple[Known, ...]:
        """The people of the library, authors and speakers, whom a question names in whatever script."""
        with self._snapshots.newest() as desk:
            return named_people(desk.lexical.concepts(question), desk.catalogue(), desk.lexical)

    def unknown_words(self, question: str) -> tuple[str, ...]:
        """The words of a question that no passage of the library has in any language, as far as can be told (`qa.retrieval.unknown`).

        Raises QuestionError for a question that cannot be used.
        """
        asked = checked_question(question)
        with self._snapshots.newest() as desk:
            return unknown_words(desk.lexical.concepts(asked), self._dictionary)

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
        with self._snapshots.newest() as desk:
            return certify(written, desk.library.cleaning, desk.group)

    def glossed(self, answer: Answer, into: str = "") -> Answer:
        """The answer with the words of its quotations in the language `into`, from dictionaries (`Citation.glosses`).

        An empty `into` is the language of the question. Raises QuestionError for a language in which there are none.
        """
        with self._snapshots.newest() as desk:
            return glossed(answer, into, self._dictionary, desk.lexical.named)

    def translated(self, answer: Answer, into: str = "") -> Answer:
        """The answer with its quotations in the language `into`, by the user's language model (`Citation.translation`), each checked.

        An empty `into` is the language of the question. Raises QuestionError where that, or `into`, is none of
        `qa.question.check.INTO`, and SettingsError where the settings name no model.
        """
        wanted = checked_language(into or answer.language)
        return translated(answer, wanted, chosen_one(self._generator).chat, self._says)

    def translations(self, citations: Sequence[Citation], into: str) -> Steps[Citation, None, None]:
        """Each of these quotations in turn, with its translation; takes and raises what `translated` does."""
        return translations(citations, checked_language(into), chosen_one(self._generator).chat, self._says)

    def _says(self, sentence: str, evidence: Sequence[CitedPassage]) -> tuple[float, bool]:
        with self._snapshots.newest() as desk:
            return entailed(sentence, evidence, desk.lexical, self._reader)

    def catalogue(self) -> Catalogue:
        """What the library's passages are: the values that filters may have. Read once for each of its generations."""
        with self._snapshots.newest() as desk:
            return desk.catalogue()

    def speakers(self) -> tuple[Speaker, ...]:
        """Who is quoted or reported in the library, each once in whatever scripts, those of most passages first."""
        with self._snapshots.newest() as desk:
            return speakers_of(desk.catalogue(), desk.lexical)

    def describe(self) -> forms.Library:
        """The library: its file, how many documents and passages it holds, its generation and corpus digest."""
        with self._snapshots.newest() as desk:
            return described(desk)

    def unread(self) -> tuple[Unread, ...]:
        """Files of what the library was made of that were not read, each with the reason; hidden ones are left out."""
        with self._snapshots.newest() as desk:
            return tuple(one for one in desk.library.unread() if not one.hidden)

    def close(self) -> None:
        """Close the library; questions that are being answered are answered."""
        self._snapshots.close()


def _filters(sources: Values, filters: Filters) -> Filters:
    """The filters; `sources`, where given beside them, take the place of theirs."""
    return filters if sources is None else replace(filters, sources=Filters.of(sources).sources)
