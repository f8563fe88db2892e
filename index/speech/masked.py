"""A text with its quotations hidden, and what is found in it, each once however often it is asked for.

Who says what is read twice, first to learn the names; what does not depend on them is the same both times.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, partial

from index.languages.cue import Cue, Quotation
from index.languages.language import Speech
from index.languages.registry import languages
from index.offsets import Span
from index.speech.quotations import hidden, quotations
from index.speech.spans import sentence_spans
from index.speech.subjects import noun_phrase, past_openers
from index.text.script import language_of
from index.text.sentences import sentences

__all__ = ["MaskedText"]


class MaskedText:
    """`masked` is `text`, of the same length, with its quotations `quotes` hidden.

    `past_openers(start, end)` and `noun_phrase(span)` are those of `index.speech.subjects` in it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.quotes: tuple[Quotation, ...] = quotations(text)
        self.masked = hidden(text, self.quotes)
        self.past_openers = cache(partial(past_openers, self.masked))
        self.noun_phrase = cache(partial(noun_phrase, self.masked))
        self._paragraphs: dict[Span, tuple[Speech, tuple[Span, ...]]] = {}
        self._cues: dict[Span, tuple[Cue, ...]] = {}
        self._after: dict[Quotation, Cue | None] = {}

    def paragraph(self, span: Span) -> tuple[Speech, tuple[Span, ...]]:
        """How the language of a paragraph says who says what, and its sentences."""
        if span not in self._paragraphs:
            speech = languages().of(language_of(self.text[span.start : span.end])).speech
            if speech.full_stops:
                found = tuple(Span(s.start, s.end) for s in sentences(self.masked, span.start, span.end))
            else:
                found = tuple(sentence_spans(self.masked, span.start, span.end))
            self._paragraphs[span] = speech, found
        return self._paragraphs[span]

    def quotation_at(self, sentence: Span) -> Quotation | None:
        """The quotation with which a sentence begins."""
        at = sentence.start
        while at < sentence.end and self.text[at].isspace():
            at += 1
        index = bisect_left(self.quotes, at, key=lambda quote: quote.start)
        found = self.quotes[index] if index < len(self.quotes) else None
        return found if found and found.start == at else None

    def paragraphs(self, part: Span) -> Iterator[Span]:
        """The paragraphs of a part of the text."""
        start = part.start
        while start < part.end:
            end = self.text.find("\n", start, part.end)
            end = part.end if end < 0 else end
            yield Span(start, end)
            start = end + 1

    def last_cue(self, parts: Sequence[Span]) -> int:
        """Where the last sentence begins in which somebody says something; -1 where nobody does."""
        for part in reversed(parts):
            for paragraph in reversed(list(self.paragraphs(part))):
                speech, found = self.paragraph(paragraph)
                for sentence in reversed(found):
                    opening = self.quotation_at(sentence)
                    if (opening and self.after(speech, opening, paragraph.end)) or self.cues(speech, sentence):
                        return sentence.start
        return -1

    def after(self, speech: Speech, quote: Quotation, limit: int) -> Cue | None:
        """The verb and its subject that follow a quotation, in a paragraph that ends at `limit`."""
        if quote not in self._after:
            self._after[quote] = speech.after_quotation(self.masked, quote, limit) if speech.after_quotation else None
        return self._after[quote]

    def cues(self, speech: Speech, span: Span) -> tuple[Cue, ...]:
        """The cues in a part of a sentence, which is always asked for in one language."""
        if span not in self._cues:
            self._cues[span] = tuple(speech.cues(self.masked, span, self.quotes)) if speech.cues else ()
        return self._cues[span]
