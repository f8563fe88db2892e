"""The answers that are on somebody's page: made once for each address and generation of the library, and kept for a while."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import replace

from index.recent import Recent
from index.records import Document
from index.store.catalogue import Catalogue
from qa.answer.all_evidence import AllEvidence
from qa.engine import Engine
from qa.errors import QuestionError
from qa.question.check import INTO, checked_question
from qa.question.followup.conversation import Conversation
from qa.records import Answer, Hit, Translation, Understood
from qa.retrieval.filters import Filters
from qa.retrieval.speakers import Speaker
from qa.ui.web.wanted import Wanted

__all__ = ["Answers", "Kept"]

_KEPT = 200


class Answers:
    """An engine, and what it was asked last. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = threading.Lock()
        self._kept = Kept(engine.catalogue())

    def of_now(self) -> Kept:
        """What is kept of the library as it is now; nothing of what it was before."""
        catalogue = self.engine.catalogue()
        with self._lock:
            if self._kept.catalogue is not catalogue:
                self._kept = Kept(catalogue)
            return self._kept

    def answer(self, wanted: Wanted) -> Answer:
        """The answer to what an address asks. Raises what `Engine.ask` does."""
        kept = self.of_now()
        return kept.answers.made(_key(wanted), lambda: self._made(wanted))

    def known(self, wanted: Wanted) -> Answer | None:
        """The answer, if it need not be made."""
        return self.of_now().answers.get(_key(wanted))

    def _made(self, wanted: Wanted) -> Answer:
        """The answer: one for all who ask the same and mean the same by it, whatever was asked before."""
        asked, understood = checked_question(wanted.q), self.understood(wanted)
        if understood is None and _leant(wanted):
            return self.answer(_alone(wanted))
        kept = self.of_now()
        return kept.answers.made(
            (*_asked(wanted), understood),
            lambda: self.engine.ask(asked, wanted.k, filters=wanted.filters(), understood=understood),
        )

    def quick(self, wanted: Wanted) -> bool:
        """Whether `understood` is told in no time; else the questions before are answered for it."""
        return not _leant(wanted) or self.of_now().talks.get(wanted.following) is not None

    def understood(self, wanted: Wanted) -> Understood | None:
        """How the question is meant after those before it; None for one that stands alone. Raises QuestionError."""
        asked = checked_question(wanted.q)
        if not _leant(wanted):
            return None
        found = self.engine.understood(self._talk(wanted.following), asked)
        if found is None:
            return None
        if wanted.meant:
            meant = checked_question(wanted.meant)
            carried = tuple(name for name in found.carried if name in meant)
            sources = found.sources if carried == found.carried else ()
            found = Understood(asked, meant, carried, sources)
        return replace(found, sources=()) if wanted.wide else found

    def _talk(self, before: tuple[str, ...]) -> Conversation:
        """The conversation so far; each question was asked of the whole library. One that cannot be asked is none to lean on."""
        if not before:
            return Conversation()

        def made() -> Conversation:
            talk = self._talk(before[:-1])
            try:
                return talk.then(self.answer(Wanted(q=before[-1], following=before[:-1])))
            except QuestionError:
                return talk

        return self.of_now().talks.made(before, made)

    def passages(self, wanted: Wanted, understood: Understood | None, k: int) -> list[Hit]:
        """The nearest passages, unread."""
        question = understood.question if understood else checked_question(wanted.q)
        within = wanted.filters()
        if understood and understood.sources and not within.sources:
            within = replace(within, sources=understood.sources)
        return self.engine.retrieve(question, k, filters=within, read=False)

    def glossed(self, answer: Answer, tag: str) -> Answer:
        """The answer with the words of its quotations in the reader's language, where there are any."""
        return self.engine.glossed(answer, tag) if tag in INTO else answer

    def within(self, wanted: Wanted, answer: Answer) -> Filters:
        """The filters that the answer was found within: those that were set, and the documents that its question leans on."""
        filters, understood = wanted.filters(), answer.understood
        if understood and understood.sources and not filters.sources:
            return replace(filters, sources=understood.sources)
        return filters

    def found(self, wanted: Wanted) -> AllEvidence | None:
        """All evidence on the question, as far as it was collected last."""
        return self.of_now().evidence.get(self._evidence_key(wanted))

    def keep(self, wanted: Wanted, found: AllEvidence) -> None:
        """Keep what was collected so far."""
        self.of_now().evidence.put(self._evidence_key(wanted), found)

    def _evidence_key(self, wanted: Wanted) -> Hashable:
        """That of the question alone where its answer leans on nothing, whether the address still tells what was asked before."""
        known = self.known(wanted)
        return _key(_alone(wanted) if known and known.understood is None else wanted)

    def speakers(self, wanted: Wanted) -> tuple[Speaker, ...]:
        """Who is quoted in the library, where the address has all that it can be narrowed to; else nobody."""
        return self.of_now().speakers.made((), self.engine.speakers) if wanted.narrow else ()

    def document(self, name: str) -> Document:
        """The document of this id; raises as `Engine.document`."""
        return self.engine.document(name)


class Kept:
    """What was made of one generation of a library."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.answers: Recent[Hashable, Answer] = Recent(_KEPT)
        self.talks: Recent[Hashable, Conversation] = Recent(_KEPT)
        self.evidence: Recent[Hashable, AllEvidence] = Recent(_KEPT // 10)
        self.translations: Recent[Hashable, Translation] = Recent(_KEPT)
        self.speakers: Recent[Hashable, tuple[Speaker, ...]] = Recent(1)


def _key(wanted: Wanted) -> Hashable:
    """What an answer depends on."""
    leant = (wanted.following, wanted.meant, wanted.wide) if _leant(wanted) else ()
    return (*_asked(wanted), leant)


def _asked(wanted: Wanted) -> tuple[Hashable, ...]:
    """What is asked, and within what."""
    filters = (wanted.source, wanted.author, wanted.speaker, wanted.language, wanted.after, wanted.before)
    return (" ".join(wanted.q.split()), wanted.k, filters)


def _leant(wanted: Wanted) -> bool:
    """Whether the question may lean on those before it."""
    return bool(wanted.following) and not wanted.plain


def _alone(wanted: Wanted) -> Wanted:
    """The same question with none before it."""
    return replace(wanted, following=(), meant="", wide=False, plain=False)
