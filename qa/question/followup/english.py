"""English: pronouns and demonstratives that point out of the question, and questions left unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.question.followup.english_names import capitalised
from qa.question.followup.english_topics import topic
from qa.question.followup.fragments import bare
from qa.question.followup.grammar import Grammar
from qa.question.followup.places import places
from qa.question.followup.records import (
    PERSONAL,
    Fragment,
    Mention,
    Pointer,
    PointerKind,
    Shape,
    What,
)

__all__ = ["ENGLISH"]

_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_PRONOUNS = {
    "he": PointerKind.HE,
    "him": PointerKind.HE,
    "his": PointerKind.HE,
    "he's": PointerKind.HE,
    "she": PointerKind.SHE,
    "her": PointerKind.SHE,
    "hers": PointerKind.SHE,
    "she's": PointerKind.SHE,
    "they": PointerKind.THEY,
    "them": PointerKind.THEY,
    "their": PointerKind.THEY,
    "theirs": PointerKind.THEY,
    "it": PointerKind.IT,
    "its": PointerKind.IT,
}
_OWNERS = frozenset("his her hers their theirs its".split())
_BE = frozenset("is are was were be been being isn't aren't wasn't weren't 's exist exists".split())
_HELPERS = _BE | frozenset(
    "do does did has have had will would can could should may might must don't doesn't didn't won't".split()
)
_PREPOSITIONS = frozenset(
    "in on at of about for from to by with after before during under since against behind regarding concerning like than besides".split()
)
_BOUNDARY = re.compile(
    r"[,;:]|\bto [a-z]+ \S|\b(?:that|if|when|whether|because|since|after|before|while|until|although|though|unless|where|who|which|how|why|what|and|but|or|so|than|as)\b",
    re.I,
)
_REPORTS = re.compile(
    r"\b(?:say|says|said|think|thinks|thought|believe|believes|believed|claim|claims|claimed|argue|argues|argued|know|knows|feel|feels|"
    r"fear|fears|hope|hopes|deny|denies|expect|expects|announce|announced|promise|promised|warn|warned|insist|insists|suggest|suggests)\s*$"
)
_SUBORDINATE = re.compile(
    r"^(?:when|after|before|as|if|although|though|while|since|once|during|because|in|until|despite|with)\b", re.I
)
_EMPTY_IT = re.compile(
    r"\b(?:is|was|isn't|wasn't|be|would|will|can|could|makes?|made|find|finds|found|consider|considers|think|thinks) it (?:(?:be|still|really|also|ever|more|less|too|so|not|even) )*"
    r"(?:true|false|possible|impossible|likely|unlikely|legal|illegal|lawful|necessary|important|essential|safe|dangerous|easy|easier|difficult|hard|harder|normal|"
    r"right|wrong|fair|good|bad|better|best|worse|common|known|clear|certain|sure|said|believed|thought|reported|claimed|rumou?red|worth|time|the case|correct|"
    r"realistic|feasible|customary|a fact|a good idea)\b(?=.*\b(?:that|to|if|whether|for|when|\w+ing)\b)"
    r"|\bit (?:is|was|has been|'s|would be|will be|became|becomes|seems?|appears?|turns? out|follows|remains) (?:\w+ ){0,2}?"
    r"(?:that|true|possible|impossible|likely|necessary|important|said|believed|thought|reported|claimed|known|clear|hard|easy|difficult|legal|like)\b"
    r"|\b(?:does|did|would|will|do) it (?:really |actually |usually )?(?:take|cost|matter|mean|require|need|help|hurt|make sense)\b(?=.*\b(?:to|if|whether|that|for)\b)"
    r"|\b(?:what time|how late|what day) (?:is|was) it\b|\b(?:is|was) it (?:raining|snowing|cold|hot)\b|\bhow is it that\b|\bwhat is it (?:like|about)\b",
    re.I,
)
_SOURCES = r"(?:article|report|document|brief|paper|text|source|page|essay|analysis|piece|study|publication|file|author's text|interview)s?"
_SAME_SOURCE = re.compile(
    rf"\b(?:the same|(?:the )?(?:said|aforementioned|above(?:-mentioned)?|last|previous)|that|those) (?:[a-z]+ )?{_SOURCES}\b",
    re.I,
)
_THIS_SOURCE = re.compile(rf"\b(?:this|these) (?:[a-z]+ )?{_SOURCES}\b", re.I)
_SAME_PERSON = re.compile(
    r"\b(?:(?:that|this|the same|said) (?:author|person|man|expert|scholar|professor|analyst|writer|minister|official|researcher))\b",
    re.I,
)
_ONE_OF_TWO = re.compile(
    r"\bthe (former|latter)\b(?! (?:[a-z]+ )?(?:president|prime|minister|leader|commander|official|secretary|chief|ambassador|head|chancellor|colon|soviet|us|part|half))('s|’s)?",
    re.I,
)
_TIMES = frozenset(
    "year month week day century decade time morning moment season summer winter spring autumn fall date quarter days weeks age point".split()
)

_ASKS = (
    r"why not|why|how so|how come|how|when|where|who|since when|until when|how many|how much|how often|how long|for how long|by whom|"
    r"to whom|with whom|from whom|in which year|in what year|which year|which ones?|what for|by when|according to whom|says who|on what grounds|what year"
)
_WHY = re.compile(rf"^(?:(?:and|but|so|ok|or)[\s,]+)*(?P<text>{_ASKS})(?:\s+exactly|\s+then)?\s*[?.!]*$", re.I)
_MORE = re.compile(
    r"^(?:(?:and|but|so|ok)[\s,]+)*(?:what else|anything else|any others?|anyone else|who else|where else|any more|more|tell me more|go on|"
    r"such as what|like what|for example|for instance|what more)\s*[?.!]*$",
    re.I,
)
_ABOUT = re.compile(
    r"^(?:(?:and|but|or|so|ok(?:ay)?|then|now)[\s,]++)*(?:(?:what|how) about|as for|and|but|or)[\s,]++"
    r"(?:(?P<before>in|on|of|for|from|to|by|with|at|against|about|regarding|towards?|under|after|before|during)\s++)?(?P<text>[^?!.]{1,60}?)(?:\s*+(?:,\s*+)?(?:too|then|though|as well))?\s*+[?!.]*+$",
    re.I,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must|that|who|which|what|when|where|why|how|whether|if|we|I|you|say|says|said|tell|explain|list|describe)\b",
    re.I,
)

_FRONTED = re.compile(
    r"^(?:and |but |so )?(?:why|when|where|how(?: many| much| often| long)?)? ?(?P<rest>(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should) .+)$",
    re.I,
)
_SIMPLE = re.compile(r"^(?:why|when|where|how|how often|since when|how come|until when|by when)$", re.I)


def pointers(question: str, names: Sequence[Mention]) -> list[Pointer]:
    """The words that point out of the question, in their order."""
    found = [
        Pointer(*match.span(), PointerKind.SOURCE)
        for match in _SAME_SOURCE.finditer(question)
        if not _clause(question, match.start(), match.group())
    ]
    found += [Pointer(*match.span(), PointerKind.THIS_SOURCE) for match in _THIS_SOURCE.finditer(question)]
    found += [Pointer(*match.span(), PointerKind.SOMEBODY) for match in _SAME_PERSON.finditer(question)]
    for match in _ONE_OF_TWO.finditer(question):
        found.append(Pointer(*match.span(), PointerKind(match[1].lower()), owner=bool(match[2])))
    taken = [(pointer.start, pointer.end) for pointer in found]
    empty = [match.span() for match in _EMPTY_IT.finditer(question)]
    words = [match for match in _WORD.finditer(question) if not any(a <= match.start() < b for a, b in taken)]
    for place, word in enumerate(words):
        low = word[0].lower().replace("’", "'")
        if low in _PRONOUNS and not (word[0].isupper() and len(word[0]) > 1):
            kind = _PRONOUNS[low]
            end = word.end() - (2 if low.endswith("'s") else 0)
            owner = low in _OWNERS and not (low == "her" and not _owns(words, place))
            if kind is PointerKind.IT and any(a <= word.start() < b for a, b in empty):
                continue
            if not _within(question, word.start(), kind, owner, names):
                found.append(Pointer(word.start(), end, kind, owner))
        elif low in ("that", "this", "those", "these"):
            found += _demonstrative(question, words, place)
        elif (
            low == "there"
            and not _expletive(words, place)
            and not any(n.what is What.PLACE for n in names if n.start < word.start())
        ):
            found.append(Pointer(word.start(), word.end(), PointerKind.THERE))
    return sorted(found, key=lambda pointer: pointer.start)


def fragment(question: str) -> Fragment | None:
    """The question as one that is not whole; None where it is."""
    if short := bare(question, _WHY, _MORE):
        return short
    match = _ABOUT.match(question)
    if match and len(match["text"].split()) <= 6 and not _FINITE.search(match["text"]):
        return Fragment(Shape.ABOUT, match["text"].strip(), before=(match["before"] or "").lower())
    return None


def _clause(question: str, start: int, phrase: str) -> bool:
    """Whether "that report…" is a clause of what is said, and not a report: "is it true that reports…"."""
    before = question[:start].split()[-1:]
    return (
        phrase.lower().startswith(("that", "those"))
        and bool(before)
        and before[0].lower() not in _PREPOSITIONS | _HELPERS | {"and", "but"}
    )


def _owns(words: Sequence[re.Match[str]], place: int) -> bool:
    """Whether "her" has a noun after it."""
    following = words[place + 1][0].lower() if place + 1 < len(words) else ""
    return bool(following) and following not in _PREPOSITIONS | _HELPERS | {"and", "or", "but", "as", "when", "if"}


def _within(question: str, at: int, kind: PointerKind, owner: bool, names: Sequence[Mention]) -> bool:
    """Whether the question itself says who or what is meant.

    A pronoun may mean what another clause of its sentence names, or, where it says whose, what its own clause names
    before it; never what else its own clause names (Chomsky's binding conditions).
    """
    before = question[:at]
    fitting = [
        n for n in names if kind not in PERSONAL or n.what is What.PERSON or (n.what is What.OTHER and " " in n.text)
    ]
    earlier = [n for n in fitting if n.end <= at]
    if any(owner or _BOUNDARY.search(question[n.end : at]) or _REPORTS.search(before) for n in earlier):
        return True
    later = [n for n in fitting if n.start > at]
    if later and _SUBORDINATE.match(question) and any("," in question[at : n.start] for n in later):
        return True
    if kind in PERSONAL:
        role = r"\b(?:the|a|an) (?:[a-z]+ )?(?:president|minister|author|man|woman|leader|king|official|professor|chancellor|person|soldier|general)\b"
        return any(owner or _BOUNDARY.search(before[m.end() :]) for m in re.finditer(role, before, re.I))
    noun = r"\b(?:the|a|an|no|any|which|what|many|some|most|all|do|does|did) ((?:[a-z-]+ ){0,3}[a-z-]{3,})\b"
    nouns = re.finditer(noun, before, re.I)
    return any(_content(m[1]) and (owner or _BOUNDARY.search(before[m.end() :])) for m in nouns)


def _content(words: str) -> bool:
    return any(word.lower() not in _HELPERS | _PREPOSITIONS for word in words.split())


def _demonstrative(question: str, words: Sequence[re.Match[str]], place: int) -> Iterator[Pointer]:
    """*That* and *this* as pronouns, and before a noun; not where they open a clause."""
    word = words[place]
    low = word[0].lower()
    before = words[place - 1][0].lower() if place else ""
    after = words[place + 1][0].lower() if place + 1 < len(words) else ""
    ends = not after or bool(re.match(r"\s*[?.!,]", question[word.end() :]))
    if re.search(
        r"\bwhat (?:does|do|did) (?:that|this) (?:really |actually )?mean\s*[?.]*$|\bwhat (?:is|was) (?:that|this)\s*[?.]*$",
        question,
        re.I,
    ):
        return  # "what does that mean?" asks for an explanation of the words, which no search gives
    stands = before in _HELPERS | _PREPOSITIONS | {"", "and", "but", "so", "why", "how"} or (ends and low != "those")
    if not stands or after in _TIMES or (low in ("those", "these") and after in ("who", "days")):
        return
    if low in ("this", "these") and before == "" and not ends and after not in _HELPERS:
        yield Pointer(word.start(), words[place + 1].end(), PointerKind.THING)
    elif (
        ends
        or after in _HELPERS | _PREPOSITIONS
        or (before in ("do", "does", "did", "will", "would", "can", "could", "should") and _verb(words, place))
    ):
        yield Pointer(word.start(), word.end(), PointerKind.IT if low in ("that", "this") else PointerKind.THEY)
    elif before in ("is", "was") and after in (
        "true",
        "so",
        "correct",
        "right",
        "why",
        "how",
        "possible",
        "legal",
        "likely",
    ):
        yield Pointer(word.start(), word.end(), PointerKind.IT)
    elif not (before in ("is", "was") and low == "that" and place > 1):
        yield Pointer(word.start(), words[place + 1].end(), PointerKind.THING)


def _verb(words: Sequence[re.Match[str]], place: int) -> bool:
    """Whether the word after "does that" is its verb: another word follows that is no verb of its own."""
    rest = [word[0].lower() for word in words[place + 1 :]]
    return len(rest) < 2 or rest[1] in _PREPOSITIONS | {"the", "a", "an", "us", "japan", "china"} or rest[1][0].isupper() or rest[0] in (
        "affect", "mean", "help", "change", "include", "cost", "work", "make", "require", "apply", "happen", "matter", "lead", "threaten"
    )  # fmt: skip


def _expletive(words: Sequence[re.Match[str]], place: int) -> bool:
    """Whether "there" only says that something exists."""
    before = words[place - 1][0].lower() if place else ""
    after = words[place + 1][0].lower() if place + 1 < len(words) else ""
    return before in _HELPERS or after in _HELPERS or not before


def _put(question: str, pointer: Pointer, words: str) -> str:
    before, after = question[: pointer.start], question[pointer.end :]
    if pointer.kind is PointerKind.THERE:
        return f"{before}in {words}{after}"
    return f"{before}{words}{_possessive(words) if pointer.owner else ''}{after}"


def _possessive(name: str) -> str:
    return "’" if name.endswith("s") else "’s"


def _fronted(last: str, asks: str) -> str:
    match = _FRONTED.match(last) if _SIMPLE.match(asks) else None
    return f"{asks[0].upper()}{asks[1:]} {match['rest']}" if match else ""


ENGLISH = Grammar(
    pointers=pointers,
    fragment=fragment,
    says=lambda person, text: f"What does {person} say about {text}?",
    topic=topic,
    places=lambda: places("en"),
    capitalised=capitalised,
    put=_put,
    fronted=_fronted,
    joint=" and ",
    capital=True,
    article="the ",
    openers="and|but|so|then",
    woman=r"^(?:Mrs|Ms|Miss|Madam|Lady|Queen)\b",
    man=r"^(?:Mr|Sir|Lord|King|Pope)\b",
    views="views?|opinions?|position",
    genitive="['’]s",
)
