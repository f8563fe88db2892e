"""What a link to an answer says that it quoted, so that whoever opens it later is told what has changed since."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass

from index.errors import LibraryError
from qa.records import Answer
from qa.ui.layout import Lookup

__all__ = ["Checked", "checked", "seen_of"]

_MOST = 60
"""How many quotations a link tells of."""
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """Of `many` quotations, how many still stand in the library where they were, word for word."""

    many: int
    same: int


def seen_of(answer: Answer) -> str:
    """What the answer quotes and where, as a part of an address."""
    quoted = [
        [one.document.id, one.start, one.end, _digest(one.quote)]
        for one in (answer.citations or answer.nearest)[:_MOST]
    ]
    if not quoted:
        return ""
    return base64.urlsafe_b64encode(json.dumps(quoted, separators=(",", ":")).encode()).decode().rstrip("=")


def checked(seen: str, lookup: Lookup) -> Checked | None:
    """What has become of these quotations; None where it is no such part of an address."""
    try:
        quoted = json.loads(base64.urlsafe_b64decode(seen + "=" * (-len(seen) % 4)))
        parts = [(str(name), int(start), int(end), str(digest)) for name, start, end, digest in quoted[:_MOST]]
    except (ValueError, TypeError, ArithmeticError, LookupError, RecursionError):
        return None
    return Checked(len(parts), sum(_stands(lookup, *part) for part in parts)) if parts else None


def _stands(lookup: Lookup, name: str, start: int, end: int, digest: str) -> bool:
    try:
        text = lookup(name).text
    except LibraryError:
        return False
    return 0 <= start < end <= len(text) and _digest(text[start:end]) == digest


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
