"""One question before its conversation: whom and what it leans on, and how it reads when it says so itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.text.script import language_of
from qa.question.followup.names import mentions, people
from qa.question.followup.records import (
    PERSONAL,
    Fragment,
    Mention,
    NameFinder,
    Pointer,
    PointerKind,
    Shape,
    What,
)
from qa.question.followup.registry import grammars
from qa.question.followup.rewriting import (
    asked_of_another,
    asked_why,
    put,
    said_about,
)
from qa.question.followup.turns import Turn
from qa.records import Understood

__all__ = ["Leaning"]

_THINGS = (PointerKind.IT, PointerKind.THING)


class Leaning:
    """One question before its conversation."""

    def __init__(
        self,
        turns: Sequence[Turn],
        question: str,
        language: str,
        named: NameFinder,
        of_documents: Callable[[str], bool],
    ) -> None:
        self.turns, self.question, self.language, self.named = turns, question, language, named
        self.of_documents = of_documents
        self.grammar = grammars()[language]
        self.names = mentions(question, language, named(question))
        self.last = turns[-1]
        self.last_language = language_of(self.last.question)
        self.last_names = self._names(self.last)

    def resolved(self) -> Understood | None:
        """What it means; None where it leans on nothing, or on nothing that is known."""
        pointers = self.grammar.pointers(self.question, self.names)
        if pointers:
            return self._pointed(pointers)
        fragment = self.grammar.fragment(self.question)
        return self._finished(fragment) if fragment else None

    def _names(self, turn: Turn) -> tuple[Mention, ...]:
        language = language_of(turn.question)
        known = self.named(turn.question)
        return mentions(turn.question, language, known) if language in grammars() else ()

    # ------------------------------------------------------------------------------------------------ words that point

    def _pointed(self, pointers: Sequence[Pointer]) -> Understood | None:
        """Each kind of pointer is replaced once: what follows leans on the name that stands there then."""
        carried, sources = list[str](), list[str]()
        replaced: dict[Pointer, tuple[str, ...]] = {}
        seen: set[PointerKind] = set()
        for pointer in self._of_what_was_quoted(pointers):
            kind = PointerKind.HE if pointer.kind in PERSONAL else pointer.kind
            if kind in seen:
                continue
            seen.add(kind)
            if kind in (PointerKind.SOURCE, PointerKind.THIS_SOURCE):
                cited = self.last.sources
                sources += cited if kind is PointerKind.SOURCE or len(cited) == 1 else ()
                continue
            meant, wrote = self._meant(pointer)
            if meant and not (kind in _THINGS and set(meant) & set(carried)):
                replaced[pointer] = meant
                carried += meant
                sources += wrote
        if not carried and not sources:
            return None
        text = self.question
        for pointer in reversed(replaced):
            text = put(text, pointer, self.grammar.joint.join(replaced[pointer]), self.grammar)
        return Understood(self.question, text, tuple(dict.fromkeys(carried)), tuple(dict.fromkeys(sources)))

    def _of_what_was_quoted(self, pointers: Sequence[Pointer]) -> Sequence[Pointer]:
        """The pointers, of which *it* means what was quoted where documents are asked about: who wrote it, when it appeared."""
        if not any(one.kind in _THINGS for one in pointers) or not self.of_documents(self.question):
            return pointers
        return [replace(one, kind=PointerKind.SOURCE) if one.kind in _THINGS else one for one in pointers]

    def _meant(self, pointer: Pointer) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names that a pointer stands for, and the documents that are that person's."""
        if pointer.kind in PERSONAL:
            person = self._person(pointer.kind)
            return ((person.text,), person.wrote) if person else ((), ())
        if pointer.kind is PointerKind.THEY:
            return self._several()
        if pointer.kind is PointerKind.THERE:
            return (tuple(name.text for name in self.last_names if name.what is What.PLACE)[-1:], ())
        if pointer.kind in (PointerKind.FORMER, PointerKind.LATTER):
            two = _two(self.last_names)
            one = two[pointer.kind is PointerKind.LATTER] if two else None
            return ((one.text,), one.wrote) if one else ((), ())
        return (self._topic(), ())

    def _person(self, kind: PointerKind) -> Mention | None:
        """Whom the last question names who can be meant; else whom its answer mostly quotes; else from the turn before."""
        here = {name.text for name in people(self.names)}
        for turn in reversed(self.turns):
            women = self._women(turn)
            for person in people(self._names(turn)):
                woman = True if person.text in women else person.woman
                unfit = (kind is PointerKind.HE and woman is True) or (kind is PointerKind.SHE and woman is False)
                if not unfit and person.text not in here:
                    return person
            for name, wrote in turn.people:
                if not (kind is PointerKind.HE and name in women) and name not in here:
                    return Mention(name, 0, 0, What.PERSON, wrote=wrote)
        return None

    def _women(self, turn: Turn) -> set[str]:
        """Those whom the user has called *she*."""
        language = language_of(turn.asked)
        if language not in grammars():
            return set()
        kinds = {pointer.kind for pointer in grammars()[language].pointers(turn.asked, ())}
        return set(turn.carried) if PointerKind.SHE in kinds else set()

    def _several(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who *they* are: the people of the last question, or what it is about; never one person."""
        persons = people(self.last_names)
        if len(persons) > 1:
            return tuple(one.text for one in persons), tuple(name for one in persons for name in one.wrote)
        if about := self._topic():
            return about, ()
        return (), ()

    def _topic(self) -> tuple[str, ...]:
        """What the latest question that was about something was about."""
        for turn in reversed(self.turns):
            language = language_of(turn.question)
            if language in grammars() and (found := grammars()[language].topic(turn.question, self._names(turn))):
                return (found,)
        return ()

    # ------------------------------------------------------------------------------------------------------- fragments

    def _finished(self, fragment: Fragment) -> Understood | None:
        """The last question, asked of something else or with another word; it must be in the same language to be changed."""
        last, same = self.last.question, self.last_language[:2] == self.language[:2]
        kept = tuple(name.text for name in self.last_names)
        wrote = tuple(dict.fromkeys(name for one in people(self.last_names) for name in one.wrote))
        if fragment.shape is Shape.DROPPED and self.last.sources and self.of_documents(self.question):
            return Understood(self.question, self.question, sources=self.last.sources)
        if fragment.shape is Shape.DROPPED and same:
            about = grammars()[self.last_language].topic(last, self.last_names)
            if about:
                return Understood(self.question, self.grammar.subject(about, self.question), (about,))
        if fragment.shape is not Shape.ABOUT:
            return Understood(self.question, asked_why(last, fragment.text.strip(" ?？"), self.grammar), kept, wrote)
        new = next((name for name in self.names if name.text in fragment.text), None)
        changed = asked_of_another(last, self.last_names, fragment, new, self.grammar) if same else ""
        if changed:
            left = tuple(name for name in kept if name in changed and name != fragment.text)
            mine = new.wrote if new and new.what is What.PERSON else wrote
            return Understood(self.question, changed, left, mine)
        if not fragment.opened:
            return None
        person = next(iter(people(self.last_names)), None)
        if person and not (new and new.what is What.PERSON):
            text = said_about(person.text, fragment.text, self.grammar)
            return Understood(self.question, text, (person.text,), person.wrote)
        return Understood(self.question, f"{last} {self.question}", kept, wrote)


def _two(names: Sequence[Mention]) -> tuple[Mention, Mention] | None:
    """The first two names of one kind; else of people and whatever else has a name."""
    for kinds in (*({what} for what in What), {What.PERSON, What.OTHER}):
        alike = [name for name in names if name.what in kinds]
        if len(alike) > 1:
            return alike[0], alike[1]
    return None
