"""The numbers that OpenDocument sets before items and headings: its lists say how, and the text does not hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.formats.numerals import FORMS, MOST
from index.formats.office import local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Item", "List", "OdfNumbering"]

_LEVELS = 10
_FORMS: Mapping[str, str] = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "１": "decimalFullWidth",
    "一": "chineseCounting",
    "①": "decimalEnclosedCircle",
    "가": "ganada",
    "일": "koreanCounting",
}
"""What ODF and LibreOffice call a form (`style:num-format`, by how it begins), and what `numerals.FORMS` calls it."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How the numbers of one level are written; so many levels above are `shown` with it, itself counted."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1


@dataclass(frozen=True, slots=True)
class List:
    """A list of a style, at a level from 1; it counts in `counted`, which those share that it goes on from or holds."""

    style: str
    counted: list[int]
    level: int


@dataclass(slots=True)
class Item:
    """An item of a list, at a level from 1, that has still to be numbered; `start` where it says its own number."""

    levels: Mapping[int, _Level]
    counted: list[int]
    level: int
    start: int = 0

    def label(self) -> str:
        """What stands before its first paragraph, with a space; empty for the others, and for a bullet."""
        if not self.level:
            return ""
        level, self.level = self.level, 0
        return _counted(self.levels, self.counted, level, self.start)


@dataclass(slots=True)
class OdfNumbering:
    """The lists that a document's parts define, how its headings are numbered, and how far each has counted."""

    lists: Mapping[str, Mapping[int, _Level]] = field(default_factory=dict)
    outline: Mapping[int, _Level] = field(default_factory=dict)
    _headings: list[int] = field(default_factory=lambda: [0] * (_LEVELS + 1))
    _by_style: dict[str, list[int]] = field(default_factory=dict)
    _by_id: dict[str, list[int]] = field(default_factory=dict)

    def heading(self, element: _Element, level: int) -> str:
        """What stands before a heading of the text's own outline."""
        if value(element, "is-list-header") == "true" or not 1 <= level <= _LEVELS:
            return ""
        return _counted(self.outline, self._headings, level, _number(element, "start-value"))

    def items(self, element: _Element, outer: List | None) -> Iterator[tuple[_Element, Item, List]]:
        """The items of a list that stands in the list `outer`, each with how it is numbered, and the list."""
        style = value(element, "style-name") or (outer.style if outer else "")
        if outer:
            counted, level = outer.counted, outer.level + 1
        else:
            followed = value(element, "continue-list")
            goes_on = self._by_id.get(followed) if followed else None
            if goes_on is None and value(element, "continue-numbering") == "true":
                goes_on = self._by_style.get(style)
            counted, level = goes_on or [0] * (_LEVELS + 1), 1
            self._by_style[style] = self._by_id[value(element, "id")] = counted
        this, levels = List(style, counted, level), self.lists.get(style, {})
        for part in element:
            numbered = local(part) == "list-item" and level <= _LEVELS
            yield part, Item(levels, counted, level * numbered, _number(part, "start-value")), this

    @classmethod
    def read(cls, *roots: _Element | None) -> OdfNumbering:
        """The lists of a document's content and styles."""
        lists: dict[str, Mapping[int, _Level]] = {}
        outline: Mapping[int, _Level] = {}
        for root in roots:
            for part in root.iter() if root is not None else ():
                if local(part) == "list-style":
                    lists[value(part, "name")] = dict(_levels(part))
                elif local(part) == "outline-style":
                    outline = dict(_levels(part))
        return cls(lists, outline)


def _counted(levels: Mapping[int, _Level], counted: list[int], level: int, start: int) -> str:
    """Count one at a level, and write its number."""
    this = levels.get(level, _Level())
    counted[level] = start or (counted[level] + 1 if counted[level] else this.start)
    counted[level + 1 :] = [0] * (_LEVELS - level)
    if not this.form:
        return ""
    numbers = [
        FORMS[one.form](counted[at])
        for at in range(max(level - this.shown, 0) + 1, level + 1)
        if (one := levels.get(at, _Level())).form and 0 < counted[at] <= MOST
    ]
    written = f"{this.before}{'.'.join(numbers)}{this.after}".strip()
    return f"{written} " if numbers else ""


def _levels(style: _Element) -> Iterator[tuple[int, _Level]]:
    for part in style:
        level = _number(part, "level")
        if local(part) not in ("list-level-style-number", "outline-level-style") or not 1 <= level <= _LEVELS:
            continue
        form = _FORMS.get(value(part, "num-format")[:1], "")
        shown = min(max(_number(part, "display-levels"), 1), _LEVELS)
        start = _number(part, "start-value") or 1
        yield level, _Level(form, value(part, "num-prefix"), value(part, "num-suffix"), start, shown)


def _number(element: _Element, name: str) -> int:
    said = value(element, name)
    return int(said) if said.isdecimal() and len(said) < 6 else 0
