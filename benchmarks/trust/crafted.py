"""Texts crafted for a regular expression: what may come before a repeat, what it repeats many times, and an end that fits nothing.

The parts are read from the standard library's own parse of the pattern, as Weideman et al. ("Analyzing Matching Time Behavior of
Backtracking Regular Expression Matchers", CIAA 2016) build attack strings from a prefix, a pump and a suffix.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["Attack", "attacks", "crafted"]

Attack = tuple[str, str]
"""What comes first, and what is repeated."""
_END = "\x00"
_MANY = 30
"""How often a part must be allowed to come for it to count as repeated."""
_SOME = " \t1a,Aé一の가.。(\"-\n_<&#|\u3000“；:/*'"
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_ALTERNATIVES, _CHARACTERS = 8, 4
_Tree = Sequence[tuple[Any, Any]]


def crafted(attack: Attack, length: int) -> str:
    """An attack of so many characters, with its end."""
    first, pump = attack
    return (first + pump * (length // len(pump) + 1))[:length] + _END


def attacks(pattern: re.Pattern[Any]) -> tuple[Attack, ...]:
    """What is tried on it, the likeliest first."""
    text = pattern.pattern
    text = text.decode("latin-1") if isinstance(text, bytes) else text
    tree: _Tree = list(_parser.parse(text, pattern.flags & ~re.UNICODE & ~re.DEBUG))
    found: dict[Attack, None] = {}
    for before, repeated, after in _repeats(tree, ""):
        for pump in repeated:
            found |= dict.fromkeys([(before, pump), ("", before + pump + after), (before, pump + after)])
        found |= dict.fromkeys([("", before), (before, after)])
    for part in _parts(tree):
        for first in range(len(part)):
            for last in range(first + 1, min(first + 6, len(part)) + 1):
                found |= dict.fromkeys([("", _one(part[first:last])), (_one(part[:first]), _one(part[first:last]))])
    found |= dict.fromkeys(("", run) for run in _literals(tree))
    found |= dict.fromkeys(("", one) for one in " \n\ta1A一の가.")
    return tuple(attack for attack in found if attack[1])


def _parts(tree: _Tree) -> Iterator[_Tree]:
    """The pattern, and each of its alternatives and groups on the uppermost level."""
    yield tree
    for kind, value in tree:
        if kind is c.BRANCH:
            yield from (list(one) for one in value[1])
        elif kind is c.SUBPATTERN:
            yield list(value[3])


def _repeats(tree: _Tree, before: str) -> Iterator[tuple[str, list[str], str]]:
    """For each repeat: what may stand before it, what it may repeat, and what may follow."""
    for at, (kind, value) in enumerate(tree):
        here = before + _one(tree[:at])
        if kind in _REPEATS:
            _, most, inside = value
            if most is c.MAXREPEAT or most >= _MANY:
                yield here, _several(list(inside)), _one(tree[at + 1 :])
        for inside in _inside(kind, value):
            yield from _repeats(list(inside), here)


def _inside(kind: Any, value: Any) -> Iterator[_Tree]:
    if kind in _REPEATS:
        yield value[2]
    elif kind is c.BRANCH:
        yield from value[1]
    elif kind is c.SUBPATTERN:
        yield value[3]
    elif kind is c.ATOMIC_GROUP:
        yield value
    elif kind in (c.ASSERT, c.ASSERT_NOT):
        yield value[1]


def _one(tree: _Tree) -> str:
    """A text that it matches, as far as that can be told without looking around."""
    return "".join(_texts(kind, value, 1)[0] for kind, value in tree)


def _several(tree: _Tree) -> list[str]:
    """Some texts that it matches, one for each alternative."""
    found = [""]
    for kind, value in tree:
        more = _texts(kind, value, _ALTERNATIVES)
        found = [before + one for before in found for one in more][: 2 * _ALTERNATIVES]
    return list(dict.fromkeys(filter(None, found)))[:_ALTERNATIVES]


def _texts(kind: Any, value: Any, many: int) -> list[str]:
    if kind is c.LITERAL:
        return [chr(value)]
    if kind is c.NOT_LITERAL:
        return [one for one in "a一 1" if ord(one) != value][:many]
    if kind is c.ANY:
        return ["a", "一"][:many]
    if kind is c.IN:
        return _characters(value)[: min(many, _CHARACTERS)]
    if kind is c.BRANCH:
        every = [text for one in value[1] for text in (_several(list(one)) if many > 1 else [_one(list(one))])]
        return list(dict.fromkeys(every))[:many] or [""]
    if kind is c.SUBPATTERN:
        return (_several(list(value[3])) if many > 1 else [_one(list(value[3]))]) or [""]
    if kind is c.ATOMIC_GROUP:
        return (_several(list(value)) if many > 1 else [_one(list(value))]) or [""]
    if kind in _REPEATS:
        least, most, inside = value
        texts = (_several(list(inside)) if many > 1 else [_one(list(inside))]) or [""]
        return [text * max(least, 1 if most else 0) for text in texts]
    return [""]


def _characters(items: Sequence[tuple[Any, Any]]) -> list[str]:
    """Characters of a class, of different scripts where it has them."""
    named = [chr(value if kind is c.LITERAL else value[0]) for kind, value in items if kind in (c.LITERAL, c.RANGE)]
    return [one for one in dict.fromkeys([*_SOME, *named]) if _is_in(one, items)] or ["a"]


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    c.CATEGORY_DIGIT: str.isdecimal,
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_WORD: lambda one: one.isalnum() or one == "_",
    c.CATEGORY_NOT_DIGIT: lambda one: not one.isdecimal(),
    c.CATEGORY_NOT_SPACE: lambda one: not one.isspace(),
    c.CATEGORY_NOT_WORD: lambda one: not (one.isalnum() or one == "_"),
}


def _is_in(one: str, items: Sequence[tuple[Any, Any]]) -> bool:
    negated = found = False
    for kind, value in items:
        if kind is c.NEGATE:
            negated = True
        elif kind is c.LITERAL:
            found |= value == ord(one)
        elif kind is c.RANGE:
            found |= value[0] <= ord(one) <= value[1]
        elif kind is c.CATEGORY:
            found |= _CATEGORIES[value](one)
    return found != negated


def _literals(tree: _Tree) -> Iterator[str]:
    """The runs of letters that it names."""
    run = ""
    for kind, value in tree:
        if kind is c.LITERAL:
            run += chr(value)
            continue
        if run:
            yield run
        run = ""
        for inside in _inside(kind, value):
            yield from _literals(list(inside))
    if run:
        yield run
