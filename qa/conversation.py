"""A conversation: what was asked and answered, and what a question that leans on it means.

No language model: rules say whether a question leans (`qa.following`), what was asked and quoted says what it stands for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.script import language_of
from qa.errors import QuestionError
from qa.following import chinese, english, japanese, korean
from qa.following.names import mentions, people
from qa.following.records import PERSONAL, Fragment, Kind, Known, Mention, Named, Pointer, Shape, What
from qa.following.rewriting import asked_of_another, asked_why, joined, put, said_about
from qa.following.topics import topic
from qa.people import is_person
from qa.question import LONGEST_QUESTION
from qa.records import Answer, Understood

__all__ = ["Conversation", "Turn"]

_MANNERS = {"en": english, "zh-Hans": chinese, "zh-Hant": chinese, "ja": japanese, "ko": korean}
_MOST = 20
"""How many turns a conversation keeps."""


def nobody(_question: str) -> tuple[Known, ...]:
    """The people whom a question names, where no library is at hand."""
    return ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked, and what its answer cites: `people` by how often, and `sources` (document ids) likewise.

    `question` is what was searched for, `asked` what the user wrote.
    """

    question: str
    asked: str = ""
    carried: tuple[str, ...] = ()
    people: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, answer: Answer | Mapping[str, Any]) -> Turn:
        """From an answer, or from the JSON that `yinzheng ask --json` printed.

        Raises QuestionError for what is not an answer.
        """
        held = answer.to_dict() if isinstance(answer, Answer) else answer
        try:
            understood = held.get("understood") or {}
            said: Counter[str] = Counter()
            wrote: dict[str, dict[str, None]] = {}
            documents: Counter[str] = Counter()
            for citation in held["citations"]:
                documents[str(citation["document"])] += 1
                speakers = [name for name in citation["speakers"] if is_person(name)]
                authors = [citation["author"]] if citation["author"] else list(citation["authors"])
                for name in speakers[-1:] or authors[:1]:
                    said[name] += 1
                    wrote.setdefault(name, {})
                    if not speakers:
                        wrote[name][str(citation["document"])] = None
            return cls(
                str(held["question"]),
                str(understood.get("asked", "")),
                tuple(map(str, understood.get("carried", ()))),
                tuple(
                    (name, tuple(wrote[name])) for name, count in said.most_common() if count * 2 > sum(said.values())
                ),
                tuple(name for name, _ in documents.most_common()),
            )
        except (AttributeError, KeyError, TypeError) as error:
            raise QuestionError(
                f"what the question follows is not an answer ({error}); give one that `ask` returned, or its JSON"
            ) from error


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was asked so far, oldest first. `then` adds a turn and leaves this one as it is."""

    turns: tuple[Turn, ...] = ()

    @classmethod
    def of(cls, answers: Iterable[Answer | Mapping[str, Any]]) -> Conversation:
        """From the answers given so far, oldest first."""
        return cls(tuple(map(Turn.of, answers))[-_MOST:])

    def then(self, answer: Answer) -> Conversation:
        """With one answer more."""
        return Conversation((*self.turns, Turn.of(answer))[-_MOST:])

    def resolve(self, question: str, named: Named = nobody) -> Understood | None:
        """What a question means that leans on the ones before; None for one that stands alone, or leans on nothing here.

        `named` says which people of the library a question names (`Engine.named`).
        """
        language = language_of(question)
        if not self.turns or language not in _MANNERS:
            return None
        found = _Leaning(self.turns, question, language, named).resolved()
        if found is None or len(found.question) > LONGEST_QUESTION:
            return None
        return found


class _Leaning:
    """One question before its conversation."""

    def __init__(self, turns: Sequence[Turn], question: str, language: str, named: Named) -> None:
        self.turns, self.question, self.language, self.named = turns, question, language, named
        self.names = mentions(question, language, named(question))
        self.last = turns[-1]
        self.last_language = language_of(self.last.question)
        self.last_names = self._names(self.last)

    def resolved(self) -> Understood | None:
        manner = _MANNERS[self.language]
        pointers = manner.pointers(self.question, self.names)
        if pointers:
            return self._pointed(pointers)
        fragment = manner.fragment(self.question)
        return self._finished(fragment) if fragment else None

    def _names(self, turn: Turn) -> tuple[Mention, ...]:
        language = language_of(turn.question)
        known = self.named(turn.question)
        return mentions(turn.question, language, known) if language in _MANNERS else ()

    # ------------------------------------------------------------------------------------------------ words that point

    def _pointed(self, pointers: Sequence[Pointer]) -> Understood | None:
        """Each kind of pointer is replaced once: what follows leans on the name that stands there then."""
        text, carried, sources = self.question, list[str](), list[str]()
        first: dict[Kind, Pointer] = {}
        for pointer in pointers:
            first.setdefault(Kind.HE if pointer.kind in PERSONAL else pointer.kind, pointer)
        for pointer in sorted(first.values(), key=lambda one: -one.start):
            if pointer.kind in (Kind.SOURCE, Kind.THIS_SOURCE):
                cited = self.last.sources
                sources += cited if pointer.kind is Kind.SOURCE or len(cited) == 1 else ()
                continue
            meant, wrote = self._meant(pointer)
            if not meant:
                continue
            text = put(text, pointer, joined(meant, self.language), self.language)
            carried = [*meant, *carried]
            sources += wrote
        if not carried and not sources:
            return None
        return Understood(self.question, text, tuple(dict.fromkeys(carried)), tuple(dict.fromkeys(sources)))

    def _meant(self, pointer: Pointer) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names that a pointer stands for, and the documents that are that person's."""
        if pointer.kind in PERSONAL:
            person = self._person(pointer.kind)
            return ((person.text,), person.wrote) if person else ((), ())
        if pointer.kind is Kind.THEY:
            return self._several()
        if pointer.kind is Kind.THERE:
            return (tuple(name.text for name in self.last_names if name.what is What.PLACE)[-1:], ())
        if pointer.kind in (Kind.FORMER, Kind.LATTER):
            two = _two(self.last_names)
            one = two[pointer.kind is Kind.LATTER] if two else None
            return ((one.text,), one.wrote) if one else ((), ())
        return (self._topic(), ())

    def _person(self, kind: Kind) -> Mention | None:
        """Whom the last question names who can be meant; else whom its answer mostly quotes; else from the turn before."""
        here = {name.text for name in people(self.names)}
        for turn in reversed(self.turns):
            women = self._women(turn)
            for person in people(self._names(turn)):
                woman = True if person.text in women else person.woman
                unfit = (kind is Kind.HE and woman is True) or (kind is Kind.SHE and woman is False)
                if not unfit and person.text not in here:
                    return person
            for name, wrote in turn.people:
                if not (kind is Kind.HE and name in women) and name not in here:
                    return Mention(name, 0, 0, What.PERSON, wrote=wrote)
        return None

    def _women(self, turn: Turn) -> set[str]:
        """Those whom the user has called *she*."""
        language = language_of(turn.asked)
        if language not in _MANNERS:
            return set()
        kinds = {pointer.kind for pointer in _MANNERS[language].pointers(turn.asked, ())}
        return set(turn.carried) if Kind.SHE in kinds else set()

    def _several(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who *they* are: the people of the last question, what it is about, or the one person it names."""
        persons = people(self.last_names)
        if len(persons) > 1:
            return tuple(one.text for one in persons), tuple(name for one in persons for name in one.wrote)
        if about := self._topic():
            return about, ()
        person = self._person(Kind.SOMEBODY)
        return ((person.text,), person.wrote) if person else ((), ())

    def _topic(self) -> tuple[str, ...]:
        """What the latest question that was about something was about."""
        for turn in reversed(self.turns):
            language = language_of(turn.question)
            if language in _MANNERS and (found := topic(turn.question, language, self._names(turn))):
                return (found,)
        return ()

    # ------------------------------------------------------------------------------------------------------- fragments

    def _finished(self, fragment: Fragment) -> Understood | None:
        """The last question, asked of something else or with another word; it must be in the same language to be changed."""
        last, same = self.last.question, self.last_language[:2] == self.language[:2]
        kept = tuple(name.text for name in self.last_names)
        wrote = tuple(dict.fromkeys(name for one in people(self.last_names) for name in one.wrote))
        if fragment.shape is not Shape.ABOUT:
            return Understood(self.question, asked_why(last, fragment.text.strip(" ?？"), self.language), kept, wrote)
        new = next((name for name in self.names if name.text in fragment.text), None)
        changed = asked_of_another(last, self.last_names, fragment, new) if same else ""
        if changed:
            left = tuple(name for name in kept if name in changed and name != fragment.text)
            mine = new.wrote if new and new.what is What.PERSON else wrote
            return Understood(self.question, changed, left, mine)
        if not fragment.opened:
            return None
        person = next(iter(people(self.last_names)), None)
        if person and not (new and new.what is What.PERSON):
            text = said_about(person.text, fragment.text, self.language)
            return Understood(self.question, text, (person.text,), person.wrote)
        return Understood(self.question, f"{last} {self.question}", kept, wrote)


def _two(names: Sequence[Mention]) -> tuple[Mention, Mention] | None:
    """The first two names of one kind."""
    for what in What:
        alike = [name for name in names if name.what is what]
        if len(alike) > 1:
            return alike[0], alike[1]
    return None
