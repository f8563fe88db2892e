"""The numbers that Word sets before paragraphs: they stand on the page and not in the paragraphs' text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.formats.numerals import FORMS, MOST
from index.formats.office import local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Numbering", "numbered"]

_LEVELS = 9
_PLACE = re.compile(r"%(\d)")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: where it begins to count, how it writes its number, and what stands around that."""

    start: int = 1
    form: str = ""
    text: str = ""
    after: str = " "
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted; `styles` are those of styles, by list and level."""

    lists: Mapping[str, tuple[str, Mapping[int, _Level]]] = field(default_factory=dict)
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    _counted: dict[str, list[int]] = field(default_factory=dict)

    def label(self, paragraph: _Element, style: str) -> str:
        """What stands before a paragraph, with the white space after it; empty where nothing does, or a bullet."""
        own = numbered(paragraph)
        number, level = own or self.styles.get(style, ("", 0))
        if own and own[0] == "" and style in self.styles:
            number = self.styles[style][0]
        base, levels = self.lists.get(number, ("", {}))
        if not levels or level not in levels:
            return ""
        counted = self._counted.setdefault(base, [0] * _LEVELS)
        for above in range(level + 1):
            if above == level or not counted[above]:
                counted[above] = counted[above] + 1 if counted[above] else levels.get(above, _Level()).start
        counted[level + 1 :] = [0] * (_LEVELS - level - 1)
        this = levels[level]
        if this.form not in FORMS:
            return ""

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            form = "decimal" if this.legal else levels.get(at, _Level()).form
            said = counted[at] if 0 <= at < _LEVELS else 0
            return FORMS[form](said) if form in FORMS and 0 < said <= MOST else ""

        written = _PLACE.sub(shown, this.text)
        return f"{written}{this.after}" if written.strip() else ""

    @classmethod
    def read(cls, root: _Element | None, styles: _Element | None) -> Numbering:
        """The lists that a document's parts define."""
        bases: dict[str, dict[int, _Level]] = {}
        lists: dict[str, tuple[str, Mapping[int, _Level]]] = {}
        for part in root if root is not None else ():
            if local(part) == "abstractNum":
                bases[value(part, "abstractNumId")] = dict(_levels(part))
            elif local(part) == "num":
                base = next((value(one, "val") for one in part if local(one) == "abstractNumId"), "")
                overs = [one for one in part if local(one) == "lvlOverride"]
                levels = dict(bases.get(base, {}))
                for over in overs:
                    levels.update(_levels(over))
                    begins = next((value(one, "val") for one in over if local(one) == "startOverride"), "")
                    at = value(over, "ilvl")
                    if begins.isdecimal() and at.isdecimal() and int(at) in levels:
                        one = levels[int(at)]
                        levels[int(at)] = _Level(int(begins), one.form, one.text, one.after, one.legal)
                own = value(part, "numId")
                lists[own] = (f"{base}/{own}" if overs else base, levels)
        return cls(lists, _styled(styles))


def numbered(paragraph: _Element) -> tuple[str, int] | None:
    """The list and the level that a paragraph, or a style, says it is in; None where it says nothing."""
    for part in paragraph:
        for one in part if local(part) == "pPr" else ():
            if local(one) == "numPr":
                said = {local(setting): value(setting, "val") for setting in one}
                level = said.get("ilvl", "0")
                return said.get("numId", ""), min(int(level), _LEVELS - 1) if level.isdecimal() else 0
    return None


def _levels(part: _Element) -> Iterator[tuple[int, _Level]]:
    for one in part:
        if local(one) == "lvl" and value(one, "ilvl").isdecimal() and int(value(one, "ilvl")) < _LEVELS:
            said = {local(setting): value(setting, "val") for setting in one}
            start = said.get("start", "1")
            after = "" if said.get("suff") == "nothing" else " "
            legal = "isLgl" in said and said["isLgl"] not in ("0", "false")
            begins = int(start) if start.isdecimal() and len(start) < 6 else 1
            yield int(value(one, "ilvl")), _Level(begins, said.get("numFmt", ""), said.get("lvlText", ""), after, legal)


def _styled(root: _Element | None) -> dict[str, tuple[str, int]]:
    """Style → list and level; a style without one has that of the style it is based on."""
    own: dict[str, tuple[str, int] | None] = {}
    based: dict[str, str] = {}
    for style in root if root is not None else ():
        key = value(style, "styleId")
        own[key] = numbered(style)
        based[key] = next((value(part, "val") for part in style if local(part) == "basedOn"), "")
    found: dict[str, tuple[str, int]] = {}
    for key in own:
        chain = [key]
        while own.get(chain[-1]) is None and based.get(chain[-1]) and based[chain[-1]] not in chain:
            chain.append(based[chain[-1]])
        if said := own.get(chain[-1]):
            found[key] = said
    return found
