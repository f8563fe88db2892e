"""Who-says-what in one sentence of English: the commonest ways to report speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.languages.cue import REACH, Cue, Quotation, cue_of
from index.offsets import Span

__all__ = ["english"]

_SAID = re.compile(
    r"\b(?:(?:had|has|have|also|later|then) )?(said|says|told|tells|added|adds|warned|warns|argued|argues|argue|claimed|claims|claim|announced|"
    r"announces|reported|reports|stated|states|noted|notes|wrote|writes|explained|explains|insisted|insists|predicted|"
    r"predicts|believes|believe|thinks|think|say|acknowledged|stressed|suggested|suggests|suggest|concluded|concludes)\b"
)
_NEEDS_THAT = frozenset("claim claims reports notes states think thinks suggests suggest concludes".split())
_HEARER = re.compile(
    r" (?:the [a-z]+|reporters|journalists|us|me|him|her|them|(?:the )?[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4})(?=[ ,.])"
)
_WHEN = re.compile(r"(?: (?:on|in|at|to|during|last|this|after|before) [^,.\"“]{1,40})?(?:,|\.|$)")
_INVERTED = re.compile(r" ((?!that\b)(?:the |an? )?[A-Za-z][\w.’'-]*(?: [A-Za-z][\w.’'-]*){0,9})(?=[,.\"“]|$)")
_ACCORDING = re.compile(r"\b[Aa]ccording to ([^,.\"“\n]{2,80})(,|\.|$)")
_CLAUSE = re.compile(r"[,;:.\"”“()—]\s*|\b(?:that|but|and|while|because|as|when)\s+")
_LEAD = re.compile(r"(?:[,:]|\s|that\b)*")
_BETWEEN = re.compile(r", ((?:[A-Z][\w.’'-]{1,20} ?){1,4}), ?$")


def english(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one English sentence, in order."""
    for match in _ACCORDING.finditer(masked, sentence.start, sentence.end):
        ahead = masked[match.end() : sentence.end].strip()
        content = Span(match.end(), sentence.end) if ahead and match[2] == "," else Span(sentence.start, match.start())
        yield cue_of(
            masked, Span(*match.span(1)), Span(match.start(), match.start(1) - 1), content, sentence, quotes, lead=_LEAD
        )
    ends = [(sentence.start, sentence.start)] + [
        m.span() for m in _CLAUSE.finditer(masked, sentence.start, sentence.end)
    ]
    starts = [end for _, end in ends]
    for match in _SAID.finditer(masked, sentence.start, sentence.end):
        at = bisect_left(starts, match.start() + 1) - 1
        clause = starts[at]
        subject, verb = Span(clause, match.start()), Span(*match.span(1))
        hearer = _HEARER.match(masked, match.end(), sentence.end) if match[1] in ("told", "tells") else None
        after = hearer.end() if hearer else match.end()
        if match[1] in _NEEDS_THAT and masked[after : after + 5] != " that":
            continue
        if match.start() - clause > REACH or re.search(
            r"\b(?:to|not|will|would|may|might|could|can|should)\s*$", masked[clause : match.start()]
        ):
            continue
        before = Span(sentence.start, ends[at][1])
        if not masked[clause : match.start()].strip():
            inverted = _INVERTED.match(masked, after, sentence.end)
            if inverted and masked[sentence.start : clause].rstrip(" ,")[-1:] in ("”", '"'):
                yield cue_of(masked, Span(*inverted.span(1)), verb, before, sentence, quotes, lead=_LEAD)
                continue
            comma = masked.find(",", sentence.start, min(clause, sentence.start + REACH))
            if comma > 0 and masked[sentence.start] not in '"“':
                yield cue_of(
                    masked,
                    _introduced(masked, sentence.start, comma, clause),
                    verb,
                    Span(after, sentence.end),
                    sentence,
                    quotes,
                    clause,
                    lead=_LEAD,
                )
                continue
        trailing = _WHEN.match(masked, after, sentence.end)
        if trailing and len(before) > 1 and masked[ends[at][0]] in ',"”':
            yield cue_of(masked, subject, verb, before, sentence, quotes, lead=_LEAD)
        elif not trailing or masked[trailing.end() - 1 : trailing.end()] == ",":
            yield cue_of(masked, subject, verb, Span(after, sentence.end), sentence, quotes, clause, _LEAD)


def _introduced(masked: str, start: int, comma: int, clause: int) -> Span:
    """The subject before `, who …,` or, where the phrase introduces it, between the commas: `a lawyer, Amina Yusuf, told`."""
    between = _BETWEEN.search(masked, comma, clause)
    return Span(*between.span(1)) if between else Span(start, comma)
