"""How sure it is that a statement is by whom the rules say: where it is not, nobody is shown.

Logistic regression (`training/speakers.py`) over how the speaker was found: by name, by a part of one, by a pronoun; how far behind
it was last named, and who was named since; what the verb is and what follows it; how the words around it divide.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from math import log1p

import numpy as np

from index.arrays import Vectors
from index.languages.chinese.words import tagged, word_ends
from index.languages.cue import Cue
from index.languages.english.reporting import FINITE
from index.languages.registry import pattern
from index.offsets import Span
from index.speech.cast import Cast, pronoun_of
from index.speech.name_kinds import is_persons
from index.speech.names import entities
from index.speech.trusted import is_group
from index.text.script import EASTERN, HAN, HANGUL, KANA, KATAKANA

__all__ = ["MEASURES", "is_sure", "measures"]

_FAR = 600
"""Characters within which whoever is meant was named, and as many as are looked at of what somebody says."""
_MOST = 4.0
_LATIN_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w.’'-]+)+")
_DOTTED = re.compile(f"(?<![{HAN}{KATAKANA}])[{HAN}{KATAKANA}]++(?:[·.‧・•][{HAN}{KATAKANA}]++)++")
_honoured = pattern(
    lambda one: one.names.honours, f"[{HAN}{KATAKANA}]{{2,8}}(?:{{}})|[{HANGUL}]{{2,5}}(?: ?(?:{{}})|(?=\\([A-Z]))"
)
_LEADS = re.compile(r"(?:^|[.!?。！？\n])[\s\"“「”」]*$")
_THINGS = re.compile(r"(?:[Ii]t|它|牠)$")
_THEY = re.compile(r"(?:[Tt]hey|[他她它](?:们|們))$")
_HAN_RUN = re.compile(f"[{HAN}]+")
_EASTERN = re.compile(f"[{EASTERN}]")
_TOPICS = re.compile(f"(?<=[{HAN}{KATAKANA}])は|(?<=[{HANGUL}])[은는] ")
_SUBJECT = re.compile(f"(?<=[{HANGUL})])[이가] |(?<=[{HAN}{KATAKANA}])が")
_QUOTED = re.compile('[“「『"\ue000]')
_SAYS = re.compile(r"\s*(?:that\b|[,，:：]|[“「『\"])")
_PLAIN = re.compile("said|says|told|表示|说|說|指出|述べ|語っ|話し|말했|밝혔|말한")
_CALLS = re.compile("[称稱]$")
_KANA_WITHIN = re.compile("[\u3041-\u3096]")
_POSSESSIVE = re.compile("の|である|氏|さん|様")

MEASURES = (
    "bias",
    "left out",
    "pronoun",
    "other form",
    "since named",
    "others since",
    "others lead",
    "thing and person",
    "he and no person",
    "called otherwise",
    "called so",
    "nobody since",
    "spoke last",
    "direct",
    "quoting",
    "marked",
    "quotes",
    "thought",
    "plain verb",
    "calls",
    "calls so",
    "known person",
    "like a person",
    "group",
    "named again",
    "long name",
    "one small word",
    "verb in the name",
    "kana in the name",
    "cut in a word",
    "verb in a word",
    "words between",
    "inside a sentence",
    "topics",
    "subject before a topic",
    "short",
    "predicate",
)


def is_sure(found: tuple[float, ...]) -> bool:
    """Whether somebody with these `measures` may be shown."""
    weights = _weights()
    return float(np.dot(weights[:-1], found)) >= float(weights[-1])


def measures(text: str, masked: str, cast: Cast, cue: Cue, phrase: Span | None, name: str) -> tuple[float, ...]:
    """How the speaker `name` of a cue was found in `text`, `masked` with its quotations hidden: numbers in the order of `MEASURES`."""
    words = text[phrase.start : phrase.end].strip() if phrase else ""
    start, end = (phrase.start, phrase.end) if phrase else (min(cue.clause, cue.verb.start), cue.verb.start)
    pronoun = bool(phrase) and cast.is_pronoun(words)
    plain = bool(phrase) and not pronoun and name in words
    meant = pronoun or phrase is None
    since, others, leading = _since(text, cast, start, name) if meant else (0.0, 0.0, 0.0)
    person = cast.is_person(name)
    called = pronoun_of(words, 0, len(words)) * cast.called(name) if pronoun and person else 0
    group = is_group(name) or bool(entities().fullmatch(name))
    eastern = bool(_EASTERN.search(name))
    content = masked[cue.content.start : min(cue.content.end, cue.content.start + _FAR)]
    verb = masked[cue.verb.start : cue.verb.end]
    marked = bool(_SAYS.match(masked, cue.verb.end))
    calls = bool(_CALLS.match(verb)) and not marked
    quoted = cue.direct or cue.quoting or bool(_QUOTED.search(content))
    predicate = quoted or _has_predicate(content)
    left = max(start - 6, cue.clause, 0)
    clause = masked[left : cue.verb.end + 4]
    between = masked[max(end, cue.verb.start - _FAR) : cue.verb.start].strip()
    topics = min(float(len(_TOPICS.findall(content))), 3.0)
    found = (
        1,
        phrase is None,
        pronoun,
        bool(phrase) and not pronoun and not plain,
        since if pronoun else 0,
        others,
        leading,
        bool(_THINGS.search(words)) and person,
        pronoun and not _THINGS.search(words) and not _THEY.search(words) and not person,
        called < 0,
        called > 0,
        meant and not others,
        meant and cast.spoke_last(name),
        cue.direct,
        cue.quoting,
        marked,
        quoted and not cue.direct,
        cue.thought,
        bool(_PLAIN.match(verb)),
        calls and not person,
        calls and (not predicate or _is_called(content)),
        person,
        not person and not group and is_persons(name),
        group,
        text.find(name, text.find(name) + len(name)) >= 0,
        min(len(name) / (8 if eastern else 30), 2.0),
        not eastern and not person and " " not in name and name.upper() != name,
        _verb_within(name),
        bool(_KANA_WITHIN.search(_POSSESSIVE.sub("", name))),
        bool(phrase) and _within_word(clause, end - left),
        _within_word(clause, cue.verb.start - left),
        min(log1p(len(between)), _MOST),
        bool(masked[max(cue.sentence.start, start - _FAR) : start].strip()),
        topics,
        topics > 0 and bool(_SUBJECT.match(masked, end)),
        not quoted and len(content) < (8 if _EASTERN.search(content) else 20),
        predicate,
    )
    return tuple(map(float, found))


def _since(text: str, cast: Cast, at: int, name: str) -> tuple[float, float, float]:
    """How far before `at` somebody was last named or spoke, as a logarithm; how many others were named since, and how many of them first in a sentence."""
    left = max(at - _FAR, 0)
    last = cast.last(name, left, at)
    start = last if last >= 0 else max(at - _FAR // 3, 0)
    forms = cast.forms(name)
    found = _named(text, start, at) | dict.fromkeys(cast.others(start, at, name), False)
    others = [leads for one, leads in found.items() if not any(form in one or one in form for form in forms)]
    return log1p(at - last if last >= 0 else _FAR), min(float(len(others)), _MOST), min(float(sum(others)), _MOST)


def _named(text: str, start: int, end: int) -> dict[str, bool]:
    """People named in text[start:end], each with whether a sentence begins so."""
    found: dict[str, bool] = {}
    for match in _LATIN_NAME.finditer(text, start, end):
        if is_persons(match[0]):
            found[match[0]] = found.get(match[0], False) or bool(
                _LEADS.search(text, max(match.start() - 4, 0), match.start())
            )
    for one in (_DOTTED, _honoured()):
        for match in one.finditer(text, start, end):
            found[match[0]] = found.get(match[0], False) or bool(
                _LEADS.search(text, max(match.start() - 4, 0), match.start())
            )
    for run in _HAN_RUN.finditer(text, start, end):
        at = run.start()
        for word, tag in tagged(run[0]):
            if tag.startswith("nr") and len(word) > 1:
                found[word] = found.get(word, False) or at == run.start()
            at += len(word)
    return found


def _within_word(clause: str, at: int) -> bool:
    """Whether a word of Chinese goes on at clause[at]."""
    if not 0 < at < len(clause) or not _HAN_RUN.match(clause[at - 1]) or not _HAN_RUN.match(clause[at]):
        return False
    return at not in word_ends(clause)


def _verb_within(name: str) -> bool:
    """Whether a name of Chinese characters begins or ends with a word that is no noun."""
    if not _HAN_RUN.fullmatch(name):
        return False
    words = tagged(name)
    return words[-1][1] in ("v", "d", "p", "c", "ad", "vd") or (len(words) > 1 and words[0][1] in ("d", "c", "p", "ad"))


def _is_called(content: str) -> bool:
    """Whether what stands behind 称 is only named so: 称之…, 称…为…."""
    if content.startswith("之"):
        return True
    first = next((word for word, tag in tagged(re.split("[，,、。；;]", content[:60])[0]) if tag[:1] in ("v", "p")), "")
    return first in ("为", "為")


def _has_predicate(content: str) -> bool:
    """Whether the first clause of a statement says something of something, as far as Chinese and English tell."""
    first = re.split("[，,、。；;]", content[:60])[0]
    if _HAN_RUN.match(first) and not re.search(f"[{KANA}{HANGUL}]", content):
        return any(tag[:1] in ("v", "a", "z") or word in ("是", "有") for word, tag in tagged(first))
    if not _EASTERN.search(content):
        return bool(FINITE.search(content[:120]))
    return True


@cache
def _weights() -> Vectors:
    """A weight for each of `MEASURES`, and last the least sum from which on a speaker is shown: `(len(MEASURES) + 1,)`."""
    from safetensors.numpy import load

    data = files("index.speech").joinpath("confidence.safetensors").read_bytes()
    return load(data)["speaker"].astype(np.float32)
