"""Cue → who is meant: the names of those who say it, full names where the document gives them."""

from __future__ import annotations

import re

from index.languages.cue import Cue
from index.languages.registry import Languages, composed, pattern
from index.offsets import Span
from index.speech.cast import Cast
from index.speech.masked import MaskedText
from index.speech.names import together

__all__ = ["Resolver", "is_pronoun"]

_CLAUSE = re.compile("[，,；;：:]")
_HEARER = re.compile("[向对對跟]《[^《》]*》$")
_REACH = 200
_counting = pattern(lambda one: one.speech.counting, "(?:{})$")
_about = pattern(lambda one: one.speech.about)
_pronoun = pattern(lambda one: one.speech.subject_pronouns)


@composed
def _no_name(known: Languages) -> re.Pattern[str]:
    phrases, words = known.joined(lambda one: one.speech.no_subject), known.joined(lambda one: one.speech.no_names)
    return re.compile(rf"{phrases}|^[\d\s%.]+$|^(?:{words})$")


def is_pronoun(words: str) -> bool:
    """Whether a subject is a pronoun."""
    return bool(_pronoun().search(words))


class Resolver:
    """Resolves the subjects of cues in one text."""

    def __init__(self, masked: MaskedText, cast: Cast) -> None:
        self.scan, self.cast = masked, cast
        self.text, self.masked = masked.text, masked.masked

    def phrase(self, cue: Cue) -> Span | None:
        """The noun phrase before the verb, None where there is none."""
        if cue.subject is None:
            return None
        if self.masked[cue.subject.end - 1] == "》" and not _HEARER.search(
            self.masked, cue.subject.start, cue.subject.end
        ):
            return cue.subject
        return self.scan.noun_phrase(cue.subject)

    def names(self, cue: Cue, going_on: str) -> list[tuple[str, ...]]:
        """The speakers, each with whom they cite; `going_on` is who speaks already where the verb has no subject."""
        phrase = self.phrase(cue)
        if phrase is None:
            return [(going_on or self._left_out(cue),)]
        words = self.text[phrase.start : phrase.end].strip()
        if _counting().search(words):
            return [(self.cast.led_by(self.scan.past_openers(cue.sentence.start, cue.clause), cue.clause),)]
        if _no_name().search(words):
            return []
        parts = together(self.text, phrase)
        several = [self.cast.named(part) for part in parts]
        if len(parts) > 1 and all(self.cast.is_person(name) for name in several):
            return [(name,) for name in several]
        name = self.cast.named(phrase, thought=cue.thought)
        if cue.source:
            return [(name, self.cast.named(cue.source))] if name else [(self.cast.named(cue.source),)]
        return [(name,)]

    def _left_out(self, cue: Cue) -> str:
        """Who is meant where a verb has no subject: whoever the clauses before it begin with, the nearest first."""
        left = max(cue.sentence.start, cue.clause - _REACH)
        starts = [left, *(m.end() for m in _CLAUSE.finditer(self.masked, left, cue.clause))]
        for start in reversed(starts):
            begin = self.scan.past_openers(start, cue.clause)
            if name := self.cast.led_by(begin, cue.clause):
                return name
            about = _about().match(self.masked, begin, cue.clause)
            if about and (name := self.cast.led_by(about.end(), cue.clause)):
                return name
        return ""
