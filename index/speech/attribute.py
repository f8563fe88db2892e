"""Cues → attributions: which statement is whose, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from index.languages.cue import Cue
from index.languages.language import Speech
from index.languages.registry import pattern
from index.offsets import Span
from index.records import Attribution
from index.speech.cast import Cast
from index.speech.confidence import is_sure, measures
from index.speech.masked import MaskedText
from index.speech.quotations import Quotation
from index.speech.resolve import Resolver, is_pronoun
from index.speech.statements import ReportedStatement, quoted_words, trimmed
from index.speech.trusted import may_speak

__all__ = ["Judge", "read"]

_TITLE = re.compile(r"《[^《》\n]{1,40}》")
_DEEPEST = 3
_WORD = re.compile(r"\b[A-Z]")
_FIRST_WORDS = 4
_we = pattern(lambda one: one.speech.we, "(?:{})")


Judge = Callable[[Cue, tuple[str, ...], tuple[float, ...]], bool]
"""Whether a cue is by a chain of speakers that was found in a way with these `measures`."""


def _sure(_cue: Cue, _chain: tuple[str, ...], found: tuple[float, ...]) -> bool:
    return is_sure(found)


def read(
    masked: MaskedText, parts: Sequence[Span], cast: Cast, until: int, judge: Judge | None = None
) -> list[Attribution]:
    """What is said in `parts` of a text, whose `last_cue` is `until`. `cast` learns who is named on the way."""
    listener = _Listener(masked, cast, until, judge or _sure)
    for part in parts:
        listener.part(part)
    return listener.found


class _Listener:
    def __init__(self, masked: MaskedText, cast: Cast, until: int, judge: Judge) -> None:
        self.scan, self.cast, self.until, self.judge = masked, cast, until, judge
        self.text, self.masked, self.quotes = masked.text, masked.masked, masked.quotes
        self.resolver = Resolver(masked, cast)
        self.found: list[Attribution] = []
        self.last: ReportedStatement | None = None
        self.going_on: int | None = None

    def part(self, part: Span) -> None:
        """Attribute what is said in one part of the text, paragraph by paragraph."""
        for paragraph in self.scan.paragraphs(part):
            self._paragraph(paragraph)
        self.last = None

    def _paragraph(self, span: Span) -> None:
        speech, spans = self.scan.paragraph(span)
        self.going_on = None
        for sentence in spans:
            if sentence.start > self.until and not self.last:
                return  # nobody says anything any more
            start = self.scan.past_openers(sentence.start, sentence.end)
            self.cast.came_up(self.cast.led_by(start, sentence.end))
            if speech.capitals:
                words = islice(_WORD.finditer(self.text, start, sentence.end), _FIRST_WORDS)
                self.cast.came_up(
                    next(filter(self.cast.is_person, (self.cast.led_by(w.start(), sentence.end) for w in words)), "")
                )
            whole = self.scan.quotation_at(sentence)
            if self.last and sentence.start == span.start and not (whole and whole.end >= span.end):
                self.last = None
            self._sentence(sentence, speech, whole, span.end)
            for title in _TITLE.finditer(self.text, sentence.start, sentence.end):
                self.cast.title_came_up(title[0])

    def _sentence(self, sentence: Span, speech: Speech, opening: Quotation | None, limit: int) -> None:
        scopes: list[ReportedStatement] = []
        rest = sentence
        if opening:
            after = self.scan.after(speech, opening, limit)
            if after and (scope := self._scope(after, [])):
                scopes.append(scope)
                rest = Span(min(scope.cue.verb.start, sentence.end), sentence.end)
                if after.subject:
                    rest = Span(min(after.subject.start, sentence.end), sentence.end)
            elif self.last and self._is_all(opening, sentence):
                scopes.append(replace(self.last, content=Span(opening.start + 1, opening.end - 1), direct=True))
        for cue in self.scan.cues(speech, rest):
            if scope := self._scope(cue, scopes):
                if scopes and self._ends(scope, scopes[-1]):
                    cut = max(scopes[-1].content.start, cue.clause)
                    scopes[-1] = replace(scopes[-1], content=trimmed(self.text, Span(scopes[-1].content.start, cut)))
                scopes.append(scope)
        for statement in quoted_words(self.text, self.quotes, sentence, scopes):
            self.found += statement.attributions()
        said = [scope for scope in scopes if not scope.cue.quoting and scope.content]
        for scope in said:
            self.found += scope.attributions()
        self._goes_on(sentence, said)

    def _is_all(self, quote: Quotation, sentence: Span) -> bool:
        return not self.text[quote.end : sentence.end].strip(" \u3000。.")

    def _ends(self, scope: ReportedStatement, before: ReportedStatement) -> bool:
        """Whether a statement stands beside the one before it, not within it."""
        return (
            len(scope.chains[0]) <= len(before.chains[0])
            and not before.direct
            and scope.cue.clause > before.content.start
        )

    def _goes_on(self, sentence: Span, said: list[ReportedStatement]) -> None:
        """Keep what the next sentence may continue; a spokesperson's statement runs on, and so does one that says "we"."""
        if said:
            self.last, self.going_on = said[-1], None
            self.cast.spoke(said[-1].chains[0])
            return
        start = self.scan.past_openers(sentence.start, sentence.end)
        last = self.last
        if last and not last.direct and (self.cast.speaks_for(last.chains[0][-1]) or _we().match(self.text, start)):
            begun = self.going_on is not None
            content = trimmed(self.text, Span(self.going_on if self.going_on is not None else start, sentence.end))
            if begun:
                del self.found[-len(last.chains) :]
            self.going_on = content.start
            self.found += replace(last, content=content).attributions()
            return
        self.last = None

    def _scope(self, cue: Cue, scopes: list[ReportedStatement]) -> ReportedStatement | None:
        """Resolve a cue's speaker; None where there is none."""
        speaking = scopes and not scopes[-1].direct and not scopes[-1].cue.quoting
        going_on = scopes[-1].chains[0][-1] if speaking else ""
        names = self.resolver.names(cue, going_on)
        if not names or not all(map(all, names)):
            return None
        if not all(may_speak(name, person=self.cast.is_person(name)) for chain in names for name in chain):
            return None
        who = cue.source or self.resolver.phrase(cue)
        found = measures(self.text, self.masked, self.cast, cue, who, names[0][-1])
        if not self.judge(cue, names[0], found):
            return None
        above: tuple[str, ...] = ()
        around = scopes[-1] if scopes else None
        if (
            around
            and around.content.start <= cue.clause <= cue.verb.start < around.content.end
            and not around.cue.quoting
        ):
            above = around.chains[0]
            phrase = self.text[cue.subject.start : cue.subject.end].strip() if cue.subject else ""
            beside = cue.contrast and len(above) > 0 and cue.clause > around.content.start
            same = above[-1] == names[0][-1] or not self.resolver.phrase(cue)
            if same or beside or is_pronoun(phrase):
                above = above[:-1]
        chains = tuple((*above, *name)[-_DEEPEST:] for name in names)
        if not cue.quoting:
            self.cast.spoke(chains[0], document=True, at=cue.verb.start)
        return ReportedStatement(chains, cue, cue.content, cue.direct)
