"""Text → HTML: everything escaped, quotations marked by their offsets, footnote marks and addresses made visible.

A footnote mark is drawn by the style sheet from an attribute, so that the text content of a mark is the quotation itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from index.records import Note
from qa.ui.web.html.drawing import draw

__all__ = ["Highlight", "linked", "marked", "referenced", "web_address"]

_ADDRESS = re.compile(r"https?://[^\s<>\"'“”‘’「」『』（）【】《》，。；、]+", re.IGNORECASE)
_CLOSED = Markup("</mark>")
_TRAILING = ".,;:!?)]}"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A quotation to highlight: document.text[start:end], with its number; 0 where it has none.

    `anchor` is the id of its element, if it has one.
    """

    number: int
    start: int
    end: int
    anchor: str = ""

    def overlaps(self, other: Highlight) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


def marked(text: str, start: int, marks: Sequence[Highlight], notes: Sequence[Note] = ()) -> Markup:
    """`text`, which begins at `start` of its document, as HTML with `marks` and the marks of `notes` in place.

    Raises ValueError where marks overlap or leave the text: a highlight is exact or there is none.
    """
    end = start + len(text)
    ordered = sorted(marks, key=lambda mark: mark.start)
    if any(not start <= mark.start < mark.end <= end for mark in ordered):
        raise ValueError(f"a mark leaves the text {start}-{end}; show more of the document")
    if any(one.overlaps(other) for one, other in pairwise(ordered)):
        raise ValueError("marks overlap; show them apart")
    openings = {mark.start: mark for mark in ordered}
    closings = {mark.end for mark in ordered}
    labels: dict[int, list[str]] = {}
    for note in notes:
        if start < note.at <= end:
            labels.setdefault(note.at, []).append(note.label)
    cuts = sorted({start, end, *openings, *closings, *labels})
    parts: list[str] = []
    for here, there in pairwise(cuts):
        if here in openings:
            mark = openings[here]
            parts.append(draw("marks", "opened", number=mark.number, id=mark.anchor))
        parts.append(text[here - start : there - start])
        parts += [draw("marks", "note", label=label) for label in labels.get(there, ())]
        if there in closings:
            parts.append(_CLOSED)
    return Markup().join(parts)  # which escapes what no template has drawn


def linked(text: str) -> Markup:
    """`text` escaped, its http and https addresses as links that open apart and say nothing of where they came from."""
    parts: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(_TRAILING)
        parts += [text[at : found.start()], web_address(address, address)]
        at = found.start() + len(address)
    return Markup().join([*parts, text[at:]])


def referenced(note: Note) -> Markup:
    """A reference entry with its address as a link; behind it where it is not in its words."""
    before, address, after = note.text.partition(note.url) if note.url else (note.text, "", "")
    if note.url and not address:
        return Markup(" ").join([note.text, web_address(note.url, note.url)])
    return Markup().join([before, web_address(address, address) if address else "", linked(after)])


def web_address(url: str, label: str) -> Markup:
    """A link to an http or https address; for any other scheme the bare label, escaped."""
    return draw("marks", "link", url=url, label=label) if _ADDRESS.match(url) else escape(label)
