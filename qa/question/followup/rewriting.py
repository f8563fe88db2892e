"""Putting what is meant in the place of what points to it, in the words of the question's own language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question.followup.korean import with_particle
from qa.question.followup.records import (
    Fragment,
    Mention,
    Pointer,
    PointerKind,
    What,
)

__all__ = ["asked_of_another", "asked_why", "joined", "put", "said_about", "subject"]

_AND = {"en": " and ", "zh": "和", "ja": "と", "ko": ", "}
_TAIL = "?？。.!！ "
_FRONTED = re.compile(
    r"^(?:and |but |so )?(?:why|when|where|how(?: many| much| often| long)?)? ?(?P<rest>(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should) .+)$",
    re.I,
)
_SIMPLE = re.compile(r"^(?:why|when|where|how|how often|since when|how come|until when|by when)$", re.I)


def joined(names: Sequence[str], language: str) -> str:
    """Several names as one phrase."""
    return _AND[language[:2]].join(names)


def put(question: str, pointer: Pointer, words: str, language: str) -> str:
    """The question with `words` where it pointed to them; a noun that points stays, with the words in brackets."""
    pointed = question[pointer.start : pointer.end]
    before, after = question[: pointer.start], question[pointer.end :]
    if pointer.kind is PointerKind.THING:
        bracket = f" ({words})" if language in ("en", "ko") else f"（{words}）"
        if (
            language == "ko"
            and (cut := re.search("(?:[은는이가을를의와과도]|에서|에)$", pointed))
            and len(pointed) - len(cut[0]) > 3
        ):
            return f"{before}{pointed[: cut.start()]}{bracket}{cut[0]}{after}"
        return f"{before}{pointed}{bracket}{after}"
    if language == "ko":
        return f"{before}{with_particle(words, pointer.particle)}{after}"
    if language == "en":
        if pointer.kind is PointerKind.THERE:
            return f"{before}in {words}{after}"
        return f"{before}{words}{_possessive(words) if pointer.owner else ''}{after}"
    if pointer.owner and language.startswith("zh"):
        return f"{before}{words}的{after}"
    spaced = words.isascii() and before[-1:].isascii() and before[-1:].isalnum()
    return f"{before}{' ' if spaced else ''}{words}{after}"


def asked_of_another(last: str, names: Sequence[Mention], fragment: Fragment, other: Mention | None) -> str:
    """The last question asked of something else: that which it asked of, of the same kind, is replaced.

    A word that ties the fragment into its sentence (*in*, 对, について) says which; else it is the first. Empty where there
    is nothing of the kind.
    """
    if other is None:
        return ""
    same = [name for name in names if name.what is other.what and name.text != other.text]
    if other.what is What.OTHER:
        same = [name for name in same if name.text.isupper() == other.text.isupper()]
    tied = [
        name
        for name in same
        if (fragment.before and re.search(rf"{re.escape(fragment.before)}\s*(?:the )?$", last[: name.start], re.I))
        or (fragment.after and last[name.end :].startswith(fragment.after[:2]))
    ]
    chosen = next(iter(tied or same), None)
    if chosen is None:
        return ""
    rest = last[chosen.end :]
    text = other.text if _bare(fragment.text, other) else fragment.text
    if match := re.match("(?:은|는|이|가|을|를|과|와|으로|로)(?=[ ,?])", rest):
        text, rest = with_particle(text, match[0]), rest[match.end() :]
    whole = last[: chosen.start] + text + rest
    plain = re.sub(r"^(?:(?:and|but|so|then)[ ,]+)+", "", whole, flags=re.I)
    return plain[0].upper() + plain[1:] if plain != whole else whole


def asked_why(last: str, asks: str, language: str) -> str:
    """Another question word about what the last question asked."""
    if language == "en" and _SIMPLE.match(asks) and (match := _FRONTED.match(last)):
        return f"{asks[0].upper()}{asks[1:]} {match['rest']}"
    mark = "" if last.rstrip().endswith(("?", "？", "。", ".")) else ("?" if language in ("en", "ko") else "？")
    question = f"{asks[0].upper()}{asks[1:]}" if language == "en" else asks
    space = " " if language in ("en", "ko") else ""
    close = "?" if language in ("en", "ko") else "？"
    return f"{last.rstrip()}{mark}{space}{question}{close}"


def subject(name: str, question: str, language: str) -> str:
    """A question without a subject, with one."""
    if language == "ko":
        return f"{with_particle(name, '은')} {question}"
    return f"{name}は{question}" if language == "ja" else f"{name}{question}"


def said_about(person: str, text: str, language: str) -> str:
    """What a person says about something."""
    text = text.strip(_TAIL)
    return {
        "en": f"What does {person} say about {text}?",
        "zh-Hans": f"{person}怎么看{text}？",
        "zh-Hant": f"{person}怎麼看{text}？",
        "ja": f"{person}は{text}についてどう言っていますか？",
        "ko": f"{with_particle(person, '은')} {text}에 대해 무엇이라고 말합니까?",
    }[language]


def _bare(text: str, other: Mention) -> bool:
    """Whether a fragment brings no more than a name: 到2035年, 项昊宇的观点."""
    view = "(?:的|の|의|['’]s)? ?(?:观点|觀點|看法|意见|意見|立场|立場|見解|考え|의견|입장|생각|views?|opinions?|position)?"
    return len(text) - len(other.text) <= 2 or bool(re.fullmatch(re.escape(other.text) + view, text))


def _possessive(name: str) -> str:
    return "’" if name.endswith("s") else "’s"
