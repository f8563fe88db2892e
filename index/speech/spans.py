"""Sentences of a text whose quotations are hidden, by the marks that end them whatever the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.offsets import Span

__all__ = ["sentence_spans"]

_END = re.compile(r"[。！？!?]+[”」』\"’]*|\n")


def sentence_spans(masked: str, start: int, end: int) -> Iterator[Span]:
    """Sentences of a text whose quotations are hidden."""
    for match in _END.finditer(masked, start, end):
        if match.end() > start:
            yield Span(start, match.end())
        start = match.end()
    if start < end:
        yield Span(start, end)
