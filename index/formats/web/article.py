"""Which parts of a web page are its article, by trafilatura's judgement.

trafilatura gives a text of its own making, without a way back. So each run of text between two tags is signed
beforehand, in a copy of the page, with two letters of a script that the page does not use; the signatures that come
back name the runs that were kept. Nothing is searched for, so words that occur twice are never taken for one another.
"""

from __future__ import annotations

import re

from index.formats.web.markup import Markup

__all__ = ["article_nodes"]

_ALPHABETS = (0x12000, 0x13000)
"""Cuneiform and hieroglyphs: nine hundred letters each, for 810,000 signatures."""
_BASE = 900


def article_nodes(raw: str) -> frozenset[int] | None:
    """The runs of text that belong to the article, each by the offset of its first visible character (`Markup.node`).

    None where trafilatura finds no article.
    """
    from trafilatura import bare_extraction

    first = next((first for first in _ALPHABETS if not re.search(_letters(first), raw)), None)
    nodes = _nodes(raw)
    if first is None or len(nodes) > _BASE**2:
        return None
    signed: list[str] = []
    at = 0
    for number, node in enumerate(nodes):
        signed += [raw[at:node], chr(first + number // _BASE), chr(first + number % _BASE)]
        at = node
    found = bare_extraction("".join([*signed, raw[at:]]), include_comments=False, favor_recall=True)
    body = getattr(found, "body", None)
    if body is None:
        return None
    pairs = re.findall(f"{_letters(first)}{{2}}", "".join(body.itertext()))
    numbers = [(ord(high) - first) * _BASE + ord(low) - first for high, low in pairs]
    return frozenset(nodes[number] for number in numbers if number < len(nodes)) or None


def _letters(first: int) -> str:
    return f"[{chr(first)}-{chr(first + _BASE - 1)}]"


def _nodes(raw: str) -> list[int]:
    walk = _Nodes(raw)
    walk.walk()
    return walk.found


class _Nodes(Markup):
    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self.found: list[int] = []

    def text(self, _data: str, _start: int) -> None:
        if self.node is not None and self.found[-1:] != [self.node]:
            self.found.append(self.node)

    def reference(self, text: str, start: int, _end: int) -> None:
        self.text(text, start)
