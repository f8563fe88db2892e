"""The lines of a decoded file, whatever ends them."""

from __future__ import annotations

import re

__all__ = ["line_spans"]

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")


def line_spans(raw: str) -> list[tuple[int, int, int]]:
    """For each line of `raw` where it begins, where it ends, and where the next one begins."""
    return [(m.start(1), m.end(1), m.end()) for m in _LINE.finditer(raw) if m.start() < len(raw)]
