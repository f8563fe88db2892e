"""Putting what is meant in the place of what points to it, in the words of the question's own language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question.followup.grammar import Grammar
from qa.question.followup.records import (
    Fragment,
    Mention,
    Pointer,
    PointerKind,
    What,
)
from qa.question.followup.registry import alternatives

__all__ = ["asked_of_another", "asked_why", "put", "said_about"]

_TAIL = "?？。.!！ "


def put(question: str, pointer: Pointer, words: str, grammar: Grammar) -> str:
    """The question with `words` where it pointed to them; a noun that points stays, with the words in brackets."""
    if pointer.kind is not PointerKind.THING:
        return grammar.put(question, pointer, words)
    opening, closing = grammar.brackets
    bracket = f"{opening}{words}{closing}"
    if grammar.noted:
        return grammar.noted(question, pointer, bracket)
    return f"{question[: pointer.end]}{bracket}{question[pointer.end :]}"


def asked_of_another(
    last: str, names: Sequence[Mention], fragment: Fragment, other: Mention | None, grammar: Grammar
) -> str:
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
        if (
            fragment.before
            and re.search(rf"{re.escape(fragment.before)}\s*(?:{grammar.article})?$", last[: name.start], re.I)
        )
        or (fragment.after and last[name.end :].startswith(fragment.after[:2]))
    ]
    chosen = next(iter(tied or same), None)
    if chosen is None:
        return ""
    rest = last[chosen.end :]
    text = other.text if _bare(fragment.text, other) else fragment.text
    text, rest = grammar.replaced(text, rest)
    whole = last[: chosen.start] + text + rest
    plain = re.sub(rf"^(?:(?:{grammar.openers})[ ,]+)+", "", whole, flags=re.I) if grammar.openers else whole
    return plain[0].upper() + plain[1:] if plain != whole else whole


def asked_why(last: str, asks: str, grammar: Grammar) -> str:
    """Another question word about what the last question asked."""
    if whole := grammar.fronted(last, asks):
        return whole
    mark = "" if last.rstrip().endswith(("?", "？", "。", ".")) else grammar.question_mark
    question = f"{asks[0].upper()}{asks[1:]}" if grammar.capital else asks
    return f"{last.rstrip()}{mark}{' ' if grammar.spaced else ''}{question}{grammar.question_mark}"


def said_about(person: str, text: str, grammar: Grammar) -> str:
    """What a person says about something."""
    return grammar.says(person, text.strip(_TAIL))


def _bare(text: str, other: Mention) -> bool:
    """Whether a fragment brings no more than a name: 到2035年, 项昊宇的观点."""
    owner, view = alternatives(lambda one: one.genitive), alternatives(lambda one: one.views)
    return len(text) - len(other.text) <= 2 or bool(
        re.fullmatch(rf"{re.escape(other.text)}(?:{owner})? ?(?:{view})?", text)
    )
