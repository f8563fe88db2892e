"""What a link to an answer says that it quoted and of which library, so that whoever opens it later is told what has changed since."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from index.errors import LibraryError
from index.store.history import History
from qa.records import Answer
from qa.ui.layout import Lookup

__all__ = ["Changed", "Checked", "Quoted", "Seen", "changed_since", "checked", "quoted_by", "seen_of"]

_MOST = 60
"""How many quotations a link tells of."""
_DIGITS = 10
_COMPARED = 20_000_000
"""How many characters are compared, at most, to find quotations that do not stand where they did."""
_EACH = 40
"""How many more characters each comparison counts as: a digest of one character costs nearly what one of so many does."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation as a link tells of it: text[start:end] of a document, and its digest."""

    document: str
    start: int
    end: int
    digest: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a link tells of an answer: what it quoted, and of how many `documents`, in which `generation` of which library.

    `origin` is that of the library (`History.origin`), empty where the link does not tell.
    """

    quoted: tuple[Quoted, ...]
    origin: str = ""
    generation: int = 0
    documents: int = 0

    @classmethod
    def of(cls, told: str) -> Seen | None:
        """From a part of an address; None where it is none that says anything. Links of older pages tell of quotations alone."""
        try:
            given: Any = json.loads(base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)))
            library, quoted = (given["of"], given["quoted"]) if isinstance(given, dict) else (("", 0, 0), given)
            parts = tuple(
                Quoted(_whole(name), int(start), int(end), _whole(digest)) for name, start, end, digest in quoted
            )
            origin, generation, documents = library
            found = cls(parts[:_MOST], _whole(origin), int(generation), int(documents))
        except (ValueError, TypeError, ArithmeticError, LookupError, RecursionError):
            return None
        return found if found.quoted or found.origin else None


def _whole(given: object) -> str:
    """As text that can be written into a page; raises UnicodeEncodeError, a ValueError, for half of a surrogate pair."""
    return str(given).encode().decode()


@dataclass(frozen=True, slots=True)
class Checked:
    """Of `many` quotations, how many still stand in their documents, word for word; and of which documents others were."""

    many: int
    same: int
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """What has become of a library since a generation: ids of documents that came and that were changed, and how many went."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def seen_of(answer: Answer, origin: str = "") -> str:
    """What the answer quotes and where, and of which generation of which library, as a part of an address."""
    quoted = [[one.document, one.start, one.end, one.digest] for one in quoted_by(answer)]
    if not origin:
        return _told(quoted) if quoted else ""
    library = [origin, answer.library.get("generation", 0), answer.library.get("documents", 0)]
    return _told({"of": library, "quoted": quoted})


def _told(given: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(given, separators=(",", ":")).encode()).decode().rstrip("=")


def quoted_by(answer: Answer) -> tuple[Quoted, ...]:
    """What an answer quotes, as a link tells of it."""
    quotes = (answer.citations or answer.nearest)[:_MOST]
    return tuple(Quoted(one.document.id, one.start, one.end, _digest(one.quote)) for one in quotes)


def checked(seen: Seen, lookup: Lookup) -> Checked:
    """What has become of the quotations: each is looked for where it stood, and then in all of its document."""
    left = _COMPARED
    lost: list[str] = []
    same = 0
    for one in seen.quoted:
        try:
            text = lookup(one.document).text
        except LibraryError:
            lost.append(one.document)
            continue
        length = one.end - one.start
        if not 0 <= one.start < one.end:
            lost.append(one.document)
        elif _digest(text[one.start : one.end]) == one.digest:
            same += 1
        else:
            left -= (length + _EACH) * max(len(text) - length + 1, 0)
            found = left >= 0 and _elsewhere(text, length, one.digest)
            same, lost = (same + 1, lost) if found else (same, [*lost, one.document])
    return Checked(len(seen.quoted), same, tuple(dict.fromkeys(lost)))


def _elsewhere(text: str, length: int, digest: str) -> bool:
    return any(_digest(text[at : at + length]) == digest for at in range(len(text) - length + 1))


def changed_since(seen: Seen, history: History) -> Changed | None:
    """What has become of the library since; None where the link tells of another, or of none."""
    if not seen.origin or seen.origin != history.origin or seen.generation > history.generation:
        return None
    written = history.documents
    added = tuple(name for name, one in written.items() if one.added > seen.generation)
    changed = tuple(name for name, one in written.items() if one.added <= seen.generation < one.changed)
    return Changed(added, changed, max(seen.documents - (len(written) - len(added)), 0))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
