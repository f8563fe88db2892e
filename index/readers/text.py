"""Plain text and light Markdown."""

from __future__ import annotations

import re

from index.offsets import OffsetMap, TextBuilder
from index.records import Block, Extracted, Kind

__all__ = ["read_text"]

_ATX = re.compile(r"^#{1,6}[ \t]+(?=\S)", re.MULTILINE)


def read_text(raw: str) -> Extracted:
    """A text as it stands; Markdown headings (`## …`) are marked as headings and lose their signs."""
    headings = list(_ATX.finditer(raw))
    if not headings:
        return Extracted(raw, OffsetMap.identity(len(raw)), decoded=raw)
    builder = TextBuilder()
    marked: list[Block] = []
    at = 0
    for match in headings:
        builder.add(raw[at : match.start()], at, match.start())
        at = match.end()
        end = raw.find("\n", at)
        end = len(raw) if end < 0 else end
        marked.append(Block(builder.length, builder.length + end - at, Kind.HEADING))
    builder.add(raw[at:], at, len(raw))
    text, offsets = builder.build()
    return Extracted(text, offsets, tuple(marked), decoded=raw)
