"""Reference lists and the footnote marks that point into them.

A mark is a raised number (¹², ¹⁻³) or a number in brackets ([3], [1, 4–6], 〔2〕, and [^name] in Markdown).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index.languages.registry import pattern

__all__ = ["address", "entries", "is_footnote", "list_end", "marks", "names_list"]

_heading = pattern(lambda one: one.page.reference_lists, "^(?:{})$", re.I)
_bibliography = pattern(lambda one: one.page.bibliographies, "^(?:{})$", re.I)
_ENTRY = re.compile(
    r"^(?:[-*•]\s*)?"
    r"(?:[\[（(［〔【](?P<bracketed>\d{1,3})[\]）)］〕】][.、]?\s*|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*|\[\^(?P<named>[\w-]{1,30})\]:\s*"
    r"|(?P<plain>\d{1,3})(?:[\]）).、．]?\s+|[、．]\s*|\.(?=[^\s\d])))"
    r"(?P<text>\S.*)$"
)
_CITED = re.compile(r"\b(?:19|20)\d\d\b|https?://|\[[JMNCDR]\]")
_WRAPPED = 6
"""How many lines an entry may run on before the next number."""
_ADDRESS = re.compile(r"""https?://[^\s<>"'“”‘’，。；、（）「」『』《》]+""")
_UNFINISHED = re.compile(r"(?<!\S)(?=\S*[-/_=&?%]$)\S*?https?://")
"""An address that a line wrap cut."""
_RAISED = re.compile(r"(?<![⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹\[［〔【])[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:(?:[⁻–—˒,，、][ ]?)[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
_POWER = re.compile(r"(?:(?<![A-Za-z])(?:[kcmdnµμ]?m|ft|yd|s)|(?<!\d)\d{1,3})$")
"""What a raised digit belongs to as a power: m², 10⁶."""
_BRACKETED = re.compile(
    r"[\[［〔【](?P<labels>\s*[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:\s*[-–—~～,，、;；]\s*[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*\s*)[\]］〕】]|\[\^(?P<named>[\w-]{1,30})\]"
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_RANGE = re.compile(r"(\d+)\s*[-–—~～]\s*(\d+)|(\d+)")
_MOST_IN_RANGE = 50


@dataclass(frozen=True, slots=True)
class NoteMark:
    """text[start:end] is a footnote mark that points to the entries `labels`."""

    start: int
    end: int
    labels: tuple[str, ...]


def names_list(text: str) -> bool:
    """Whether a line is the heading of a reference list."""
    return _heading().match(text) is not None


def is_footnote(text: str) -> bool:
    """Whether a line is a footnote of Markdown: `[^1]: …`."""
    entry = _ENTRY.match(text)
    return entry is not None and entry["named"] is not None


def list_end(texts: Sequence[str], start: int) -> int:
    """Index behind the last entry of the list whose heading is texts[start]; lines that an entry runs on over belong to it.

    It is start + 1 where no entry follows. Without numbers, entries are known by the year or the address in them.
    """
    unnumbered = _bibliography().match(texts[start]) is not None
    begin = end = start + 1
    label = 0
    for i in range(begin, len(texts)):
        entry = _ENTRY.match(texts[i])
        number = _label(entry) if entry else ""
        if entry and number.isdecimal() and (i == end or int(number) == label + 1):
            end, label = i + 1, int(number)
        elif unnumbered and not label and i == end and _CITED.search(texts[i]):
            end = i + 1
        elif i - end >= _WRAPPED or not label:
            break
    return end


def entries(texts: Iterable[str]) -> dict[str, str]:
    """The entries of reference lists, by label; lines that one runs on over are joined."""
    found: dict[str, str] = {}
    label = ""
    for text in texts:
        entry = _ENTRY.match(text)
        if entry and (not label or _label(entry) not in found):
            label = _label(entry)
            found[label] = entry["text"].strip()
        elif label:
            found[label] += f"{'' if _UNFINISHED.search(found[label]) else ' '}{text.strip()}"
    return found


def marks(text: str, labels: Collection[str]) -> list[NoteMark]:
    """The footnote marks of a line, in its order, where there are entries of these labels.

    A raised number is one even where its entry is lost, unless it is a power; a number in brackets only where all its
    entries are there, and not where it begins the line, for there it numbers the line.
    """
    if not labels:
        return []
    found: list[NoteMark] = []
    for match in _BRACKETED.finditer(text):
        pointed = (match["named"],) if match["named"] else _expanded(match["labels"].translate(_DIGITS))
        if match.start() and pointed and all(label in labels for label in pointed):
            after = text[match.end() : match.end() + 1]
            spaced = text[match.start() - 1] == " " and not after.isalnum()
            found.append(NoteMark(match.start() - spaced, match.end(), pointed))
    inside = {at for mark in found for at in range(mark.start, mark.end)}  # where a raised number is no mark of its own
    for match in _RAISED.finditer(text):
        pointed = _expanded(match[0].translate(_DIGITS))
        if pointed and match.start() not in inside and not _POWER.search(text, 0, match.start()):
            found.append(NoteMark(match.start(), match.end(), pointed))
    return sorted(found, key=lambda mark: mark.start)


def address(entry: str) -> str:
    """The first address in an entry, without the punctuation behind it; empty where there is none."""
    match = _ADDRESS.search(entry)
    if not match:
        return ""
    url = match[0].rstrip(".,;:!?")
    while url.endswith((")", "]")) and url.count("(") + url.count("[") < url.count(")") + url.count("]"):
        url = url[:-1].rstrip(".,;:!?")
    return url


def _label(entry: re.Match[str]) -> str:
    return (entry["bracketed"] or entry["raised"] or entry["named"] or entry["plain"]).translate(_DIGITS)


def _expanded(written: str) -> tuple[str, ...]:
    """`1, 4-6` → 1, 4, 5, 6; nothing where a range runs backwards or on and on."""
    found: list[str] = []
    for match in _RANGE.finditer(written):
        if match[3]:
            found.append(match[3])
            continue
        first, last = int(match[1]), int(match[2])
        if not first < last <= first + _MOST_IN_RANGE:
            return ()
        found += [str(number) for number in range(first, last + 1)]
    return tuple(found)
