"""Cue → who is meant: the names of those who say it, full names where the document gives them."""

from __future__ import annotations

import re

from index.offsets import Span
from index.speech.cast import Cast
from index.speech.chinese.subjects import noun_phrase, past_openers
from index.speech.cue import Cue
from index.speech.names import together

__all__ = ["Resolver", "is_pronoun"]

_COUNTING = re.compile(r"(?:另)?一(?:种|種|派|些人)$")
_CLAUSE = re.compile("[，,；;：:]")
_PRONOUN = re.compile(r"[他她它](?:们|們)?$|[Hh]e$|[Ss]he$|[Tt]hey$|[Ii]t$")
_NO_NAME = re.compile(
    "可以|应该|應該|必须|必須|^[在从從为為把将將以把被跟]|^[\\d\\s%.]+$|^(?:这|這|那|我|我们|我們|本文|人们|有人|谁|誰|I|We|we|you|You|who|which|that)$|^来自(?!.*的)|^(?:停止|继续|繼續|不断|开始|避免|无非|無非|特别是)|[是向]$"
)
_ABOUT = re.compile("针对|針對|对于|對於|由于|由於|对|對")
_REACH = 200


def is_pronoun(words: str) -> bool:
    """Whether a subject is a pronoun, in Chinese or English."""
    return bool(_PRONOUN.search(words))


class Resolver:
    """Resolves the subjects of cues in one text; `masked` is the text with its quotations hidden."""

    def __init__(self, text: str, masked: str, cast: Cast) -> None:
        self.text, self.masked, self.cast = text, masked, cast

    def phrase(self, cue: Cue) -> Span | None:
        """The noun phrase before the verb, None where there is none."""
        if cue.subject is None:
            return None
        if self.masked[cue.subject.end - 1] == "》":
            return cue.subject
        phrase = noun_phrase(self.masked, cue.subject)
        if phrase and "了" in self.masked[phrase.start : phrase.end]:
            phrase = Span(self.masked.rindex("了", phrase.start, phrase.end) + 1, phrase.end)
        return phrase

    def names(self, cue: Cue, going_on: str) -> list[tuple[str, ...]]:
        """The speakers, each with whom they cite; `going_on` is who speaks already where the verb has no subject."""
        phrase = self.phrase(cue)
        if phrase is None:
            return [(going_on or self._left_out(cue),)]
        words = self.text[phrase.start : phrase.end].strip()
        if _COUNTING.search(words):
            return [(self.cast.led_by(past_openers(self.masked, cue.sentence.start, cue.clause), cue.clause),)]
        if _NO_NAME.search(words):
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
            begin = past_openers(self.masked, start, cue.clause)
            if name := self.cast.led_by(begin, cue.clause):
                return name
            about = _ABOUT.match(self.masked, begin, cue.clause)
            if about and (name := self.cast.led_by(about.end(), cue.clause)):
                return name
        return ""
