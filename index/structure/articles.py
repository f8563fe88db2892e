"""The numbered articles of a law, a treaty or a statute: each a section of its own that can be asked for by its number.

A text is one by the run of its articles, not by what it is called: numbers that go up one by one from line to line, over
most of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.languages.registry import Languages, composed
from index.records import SectionKind
from index.structure.parts import DocumentPart
from index.text.numbers import numbers_in
from index.text.script import fold, width

__all__ = ["division_levels", "with_articles"]

_NUMBER = r"\s?(?:[0-9０-９]{1,4}[A-Za-z]?|[〇零一二三四五六七八九十百千]{1,8}|[IVXLC]{1,7})\s?"
_SUB = rf"(?:[のノ之의](?:{_NUMBER})|\s?(?:bis|ter)\b)?"
_CAPTION = re.compile(r"\s?[（(【\[]([^（）()【】\[\]\n]{1,30})[）)】\]]")
_ALONE = re.compile(r"^[（(【\[][^（）()【】\[\]\n]{1,30}[）)】\]]$")
_STOP = re.compile(r"[。；;.：:，,]$")
_WORD = re.compile(r"[^\W\d_]|§")
_NUMERAL = re.compile(
    r"(?P<digits>[0-9０-９]+)[A-Za-z]?(?![A-Za-z0-9])|[〇零一二三四五六七八九十百千]+|\b(?P<roman>[IVXLC]+)\b"
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_FEWEST, _SHARE, _SHARE_IN_ORDER = 3, 0.5, 0.75
_HEADING_WIDTH = 28
_RUN = frozenset({SectionKind.BODY, SectionKind.HEADING, SectionKind.CAPTION, SectionKind.EDITOR_NOTE})


@composed
def _divisions(known: Languages) -> tuple[re.Pattern[str], ...]:
    """What opens a division of each rank, the outermost first and the articles last."""
    ranks: dict[int, list[str]] = defaultdict(list)
    for one in known:
        for rank, forms in enumerate(reversed(one.page.divisions)):
            ranks[rank].append(forms.replace("{}", _NUMBER))
    return tuple(
        re.compile(rf"(?:{'|'.join(ranks[rank])}){'' if rank else _SUB}(?=[\s\u3000.:：（(【\[—–-]|$)")
        for rank in sorted(ranks, reverse=True)
    )


@dataclass(frozen=True, slots=True)
class _Article:
    """parts[at] opens an article called `label`; `family` is what all of its kind are called, without their numbers."""

    at: int
    label: str
    family: str
    number: int


def division_levels(
    parts: Sequence[DocumentPart], levels: Mapping[int, int]
) -> tuple[list[DocumentPart], dict[int, int]]:
    """Parts and levels of a law without markup: lines that only name a division are headings, as deep as its rank is."""
    if levels or not _articles(parts):
        return list(parts), dict(levels)
    found, depths = list(parts), dict(levels)
    for i, part in enumerate(parts):
        if (
            part.kind not in (SectionKind.BODY, SectionKind.HEADING, SectionKind.FRONT)
            or width(part.text) > _HEADING_WIDTH
        ):
            continue
        rank = next((rank for rank, one in enumerate(_divisions(), 1) if one.match(part.text)), 0)
        if rank and part.alone and not _STOP.search(part.text):
            found[i] = replace(part, kind=SectionKind.HEADING)
            depths[part.lines[0].start] = rank
    return found, depths


def with_articles(parts: Sequence[DocumentPart]) -> list[DocumentPart]:
    """`parts` of a law, each article's with its number (and its caption, in brackets) as the last of the headings above it.

    An article whose number stands in a heading has it there already.
    """
    opened = {article.at: article for article in _articles(parts)}
    found = list(parts)
    label = ""
    for i, part in enumerate(parts):
        if part.kind is SectionKind.HEADING:
            label = ""
        article = opened.get(i)
        if article and part.kind is SectionKind.BODY:
            label = article.label
            if (
                i and _ALONE.match(parts[i - 1].text) and parts[i - 1].kind is SectionKind.BODY
            ):  # its caption, before it
                label += parts[i - 1].text
                found[i - 1] = replace(parts[i - 1], path=(*parts[i - 1].path, label))
        if label and part.kind in (SectionKind.BODY, SectionKind.CAPTION):
            found[i] = replace(part, path=(*part.path, label))
    return found


def _articles(parts: Sequence[DocumentPart]) -> list[_Article]:
    """The articles, if there are enough of them, in order, over most of the text."""
    families: dict[str, list[_Article]] = defaultdict(list)
    for article in _openings(parts):
        families[article.family].append(article)
    named = max(families.values(), key=len, default=[])
    found: list[_Article] = []
    for article in named:  # a line that only begins with the name of an article elsewhere opens none
        before = found[-1].number if found else article.number
        if article.number in (before, before + 1, 1):
            found.append(article)
    if len(found) < max(_FEWEST, _SHARE_IN_ORDER * len(named)):
        return []
    text = [width(part.text) if part.kind in _RUN else 0.0 for part in parts]
    return found if sum(text[found[0].at :]) >= _SHARE * sum(text) else []


def _openings(parts: Sequence[DocumentPart]) -> Iterator[_Article]:
    pattern = _divisions()[-1]
    for i, part in enumerate(parts):
        opening = pattern.match(part.text) if part.kind in _RUN else None
        number = _number(opening.group()) if opening else 0
        if opening and number:
            words = " ".join(opening.group().split())
            family = fold("".join(_WORD.findall(_NUMERAL.sub("", words))))[:2]
            caption = _CAPTION.match(part.text, opening.end())
            yield _Article(i, words + (caption.group().strip() if caption else ""), family, number)


def _number(words: str) -> int:
    """The number of an opening: of `Article 12a` 12, of `第十二条の二` 12, of `Section IV` 4; 0 where it has none."""
    found = _NUMERAL.search(words)
    if not found:
        return 0
    if found["roman"]:
        values = [_ROMAN[char] for char in found["roman"]]
        return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
    if found["digits"]:
        return int(found["digits"])
    told = numbers_in(f"第{found.group()}条")
    return int(told[0]) if told and told[0].isdigit() else 0
