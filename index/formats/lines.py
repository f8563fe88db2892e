"""The lines of a decoded file, whatever ends them, and how two begin."""

from __future__ import annotations

import re
from itertools import takewhile

__all__ = ["begin_alike", "line_spans"]

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")


def line_spans(raw: str) -> list[tuple[int, int, int]]:
    """For each line of `raw` where it begins, where it ends, and where the next one begins."""
    return [(m.start(1), m.end(1), m.end()) for m in _LINE.finditer(raw) if m.start() < len(raw)]


def begin_alike(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
