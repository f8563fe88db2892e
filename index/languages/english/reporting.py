"""Who-says-what in one sentence of English: the commonest ways to report speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.languages.cue import CLOSING, REACH, Cue, Quotation, cue_of, ended
from index.offsets import Span

__all__ = ["FINITE", "english"]

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
_ACCORDING = re.compile(
    r"\b[Aa]ccording to ((?:[^,.\"“\n]|(?:(?<=\bSt)|(?<=\b[MD]r)|(?<=\bMs)|(?<=\bMrs)|(?<=\b[A-Z]))\.){2,80})(,|\.|$)"
)
_CLAUSE = re.compile(
    r"[,;:\"”“()—]\s*|(?<!\bSt)(?<!\b[MD]r)(?<!\bMs)(?<!\bMrs)(?<!\b[A-Z])\.\s*|\b(?:that|but|and|while|because|as|when|what|which|how|whether|if|although|though|since)\s+"
)
_ALWAYS = frozenset("said says say explained explains warned warns believes believe".split())
_OFTEN = frozenset("told tells added adds wrote writes".split())
_DONE = re.compile(r" (?:to|off|of|up|about|down|apart|an?|\d[\d,.]*)(?!\w)")
"""Behind one of `_OFTEN`, what is done rather than said: *told them off*, *added to it*, *wrote a poem*."""
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|can|should|may|might|must|do|does|did|cannot|\w+n[’']t|\w{3,}ed|\w{2,}[^s\W]s (?:the|a|an|no|not|to|it|its|their|his|her))\b"
)
_OBJECT = re.compile(r" (?:by|in|of|on|at|with|from|for|as|into|its?|his|her|their|\d[\d,.]*) ")
_HELD_BACK = re.compile(
    r"\b(?:to|not|will|would|may|might|could|can|should|was|were|is|are|been|be|being|by|as|never|nobody|nothing)\s*$"
)
_BESIDE = re.compile(r"(?:[,;.”\"]\s*|\s)(?:but|while|whereas)\b[^;]{0,80}$")
_NAMED_FIRST = re.compile(r"[”\"],? ((?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){0,4}), [^,\"“]{2,80}, ?$")
_DOING = re.compile(r"(.{2,60}?) (?:is|are|was|were|has|have|had)\b")
_LEAD = re.compile(r"(?:[,:]|\s|that\b)*")
_BETWEEN = re.compile(r", ((?:[A-Z][\w.’'-]{1,20} ?){1,4}), ?$")
_ALL_CAPITALS = re.compile(r"\s*(?!(?:A|An|The|One|His|Her|Their|Its) )(?:[A-Z][\w.’'-]*+ ?+)++$")
_BESIDE_NAME = re.compile(
    r"((?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*)*) (?:of|in|at|on|after|before|during|to|about|when|while|from|with) [a-z]"
)
_NEW_CLAUSE = re.compile(r"[\"”]? (?:but|and|while|whereas|as|when|because) ")
_APPOSED = re.compile(
    r"(?:[”\"],? ?|^)((?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){0,4}), (?:an?|the|his|her|one) [^,\"“”]{2,80}$"
)
"""A name behind a quotation or at the start, and who that is: *Grant Reeher, a professor of physics told*."""
_SAYS = re.compile(r"\s*(?:that\b|[,.:;\"“]|$)")
_PLACED = re.compile(r" (?:in|on|at|of|to|for|after|during) [^.:\"“]{1,80}?(?:, ?)?(?:\bthat\b|:|[\"“])")
"""Where or of what somebody says it, and then what: *wrote in 1942 that …*."""
_JOINED = re.compile(r"(?<![\w.’'-])[A-Z][\w.’'-]*+ and $")
_SPACES = " \t\n\r\u3000\xa0"
_SUCH_AS = re.compile(r",? (?:such as|including) ")


def english(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    """The cues of one English sentence, in order."""
    last, closed = (ended(masked, sentence, marks) for marks in (_SPACES, CLOSING))
    for match in _ACCORDING.finditer(masked, sentence.start, sentence.end):
        ahead = match.end() < last and match[2] == ","
        content = Span(match.end(), max(match.end(), closed)) if ahead else Span(sentence.start, match.start())
        yield cue_of(
            masked, Span(*match.span(1)), Span(match.start(), match.start(1) - 1), content, sentence, quotes, lead=_LEAD
        )
    ends = [(sentence.start, sentence.start)] + [
        m.span() for m in _CLAUSE.finditer(masked, sentence.start, sentence.end)
    ]
    starts = [end for _, end in ends]
    for match in _SAID.finditer(masked, sentence.start, sentence.end):
        at = _clause_of(masked, starts, match.start())
        clause = starts[at]
        subject, verb = _before_examples(masked, clause, match.start()), Span(*match.span(1))
        hearer = _HEARER.match(masked, match.end(), sentence.end) if match[1] in ("told", "tells") else None
        after = hearer.end() if hearer else match.end()
        if match[1] in _NEEDS_THAT and masked[after : after + 5] != " that":
            continue
        if match.start() - clause > REACH or _HELD_BACK.search(
            masked, max(sentence.start, match.start() - 12), match.start()
        ):
            continue
        if not _reports(match[1], masked, after, sentence.end):
            continue
        apposed = _APPOSED.search(masked, max(sentence.start, match.start() - REACH), match.start())
        subject = Span(*apposed.span(1)) if apposed else subject
        contrast = bool(_BESIDE.search(masked, max(sentence.start, match.start() - REACH), match.start()))
        before = Span(sentence.start, ends[at][1])
        if not masked[clause : match.start()].strip():
            inverted = _INVERTED.match(masked, after, sentence.end)
            if inverted and masked[max(sentence.start, clause - REACH) : clause].rstrip(" ,")[-1:] in ("”", '"'):
                yield cue_of(masked, _name_alone(masked, inverted), verb, before, sentence, quotes, lead=_LEAD)
                continue
            named = _NAMED_FIRST.search(masked, max(sentence.start, clause - 2 * REACH), clause)
            if named and masked[sentence.start] in '"“':
                said = Span(sentence.start, named.start() + 1)
                yield cue_of(masked, Span(*named.span(1)), verb, said, sentence, quotes, lead=_LEAD)
                continue
            comma = masked.find(",", sentence.start, min(clause, sentence.start + REACH))
            if comma > 0 and masked[sentence.start] not in '"“':
                who = _introduced(masked, sentence.start, comma, clause)
                told = cue_of(masked, who, verb, Span(after, max(after, closed)), sentence, quotes, clause, _LEAD)
                yield replace(told, contrast=contrast)
                continue
        trailing = _WHEN.match(masked, after, sentence.end)
        quoted = Span(sentence.start, apposed.start()) if apposed else Span(sentence.start, sentence.start)
        if quoted or (trailing and len(before) > 1 and masked[ends[at][0]] in ',"”'):
            yield cue_of(masked, subject, verb, quoted or before, sentence, quotes, lead=_LEAD)
        elif not trailing or masked[trailing.end() - 1 : trailing.end()] == ",":
            yield replace(
                cue_of(masked, subject, verb, Span(after, max(after, closed)), sentence, quotes, clause, _LEAD),
                contrast=contrast,
            )


def _clause_of(masked: str, starts: Sequence[int], verb: int) -> int:
    """Which clause a verb is in, by the index of its start; a name that goes on behind *and* is in the one before."""
    at = bisect_left(starts, verb + 1) - 1
    while at and _in_a_name(masked, starts[at - 1], starts[at]):
        at -= 1
    return at


def _in_a_name(masked: str, start: int, clause: int) -> bool:
    """Whether a clause that begins at `clause` goes on with a name, or with another one, of the subject that begins at `start`.

    *Finance and Petroleum Minister*; not *… met Lee, and Park said*.
    """
    joined = _JOINED.search(masked, max(start, clause - REACH), clause)
    return bool(joined) and masked[clause : clause + 1].isupper() and not FINITE.search(masked, start, clause)


def _before_examples(masked: str, clause: int, verb: int) -> Span:
    """A subject without the examples that it gives: *sites* of *sites such as …*."""
    groups = _SUCH_AS.search(masked, max(clause, verb - REACH), verb)
    return Span(clause, groups.start() if groups else verb)


def _name_alone(masked: str, inverted: re.Match[str]) -> Span:
    """The subject behind its verb without what else stands there: *Bjorn* of *said Bjorn of his choice*."""
    named = _BESIDE_NAME.match(masked, *inverted.span(1))
    return Span(*(named or inverted).span(1))


def _reports(verb: str, masked: str, at: int, end: int) -> bool:
    """Whether a verb, behind which masked[at:end] stands, tells what is said."""
    if verb in _OFTEN:
        return not _DONE.match(masked, at) or bool(_PLACED.match(masked, at, end))
    return verb in _ALWAYS or _is_statement(masked, at, end)


def _is_statement(masked: str, at: int, end: int) -> bool:
    """Whether what follows a verb is said rather than done: "that …", a quotation, a clause with a verb, or nothing."""
    if _SAYS.match(masked, at, end) or _WHEN.fullmatch(masked, at, end) or _PLACED.match(masked, at, end):
        return True
    return not _OBJECT.match(masked, at, end) and bool(FINITE.search(masked, at, min(end, at + REACH)))


def _introduced(masked: str, start: int, comma: int, clause: int) -> Span:
    """The subject before `, who …,` or, where the phrase introduces it, between the commas: `a lawyer, Amina Yusuf, told`."""
    between = _BETWEEN.search(masked, comma, clause)
    if between and _introduces(masked, start, between.start()):
        return Span(*between.span(1))
    doing = _DOING.match(masked, start, comma)
    return Span(*doing.span(1)) if doing else Span(start, comma)


def _introduces(masked: str, start: int, comma: int) -> bool:
    """Whether what stands before a name between commas introduces it: not *in Bethesda* before *, Maryland,*."""
    last = masked.rfind(",", start, comma)
    quoted = masked.rfind('"', start, comma)
    if max(last, quoted) < 0:
        return not _ALL_CAPITALS.match(masked, start, comma)
    return bool(_NEW_CLAUSE.match(masked, max(last, quoted) + 1, comma))
