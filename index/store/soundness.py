"""Whether all that a library holds is as it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from index.store.digests import (
    BUCKETS,
    PARTS,
    SEAL,
    TABLES,
    Rows,
    bucket_digest,
    content_digest,
    document_digests,
    likeness_rows,
    seal,
    some_digest,
    table_digest,
)

__all__ = [
    "Checked",
    "bucket_fault",
    "facts_fault",
    "faults",
    "history_fault",
    "likeness_fault",
    "part_fault",
    "table_fault",
    "whole_fault",
]

_COUNTS = (
    ("documents", "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM document_digests)"),
    ("documents", "SELECT (SELECT count(*) FROM documents), (SELECT ifnull(sum(documents), 0) FROM buckets)"),
    ("passages", "SELECT (SELECT count(*) FROM passages), (SELECT count(*) FROM passage_digests)"),
)
_OWN = f"SELECT document, {', '.join(PARTS)} FROM document_digests"
_BUCKETS = "SELECT bucket, documents, digest FROM buckets"
_LIST = "the list of its documents is not as it was written"
_LOOKED_AT = 4_000
"""Of about so many documents it is looked at, whenever a library is opened, whether their digests are those that were written."""
_MANY = ("names", "likenesses")
"""Parts of a document that are many."""
_WRITTEN = "SELECT likenesses, history FROM document_digests WHERE document = ?"
_HISTORY = "SELECT added, changed FROM history WHERE document = ?"
_OF_PASSAGES = (
    "SELECT number, place, search FROM passages JOIN passage_digests USING (number) WHERE document = ? ORDER BY number"
)


def facts_fault(facts: Mapping[str, str]) -> str:
    """What is wrong with the facts; empty where they are as they were written."""
    return "" if facts.get(SEAL) == seal(facts) else "what it says of itself is not as it was written"


def table_fault(rows: Rows, facts: Mapping[str, str], name: str) -> str:
    """What is wrong with a small table (`digests.TABLES`); empty where it is as it was written."""
    return (
        ""
        if facts.get(name) == table_digest(rows, name)
        else f"its {name.replace('_', ' ')} are not as they were written"
    )


def whole_fault(rows: Rows, facts: Mapping[str, str]) -> str:
    """What is wrong with the list of what is held, seen without reading all of it; empty where nothing is.

    Of some thousands of documents and more the list is looked at in part; a document that is lost is found all the same.
    """
    for name, statement in _COUNTS:
        held, written = next(rows(statement))
        if held != written:
            return f"it holds {held} {name} of the {written} that were written"
    if facts.get("content") != content_digest(rows):
        return _LIST
    (documents,) = next(rows("SELECT count(*) FROM documents"))
    return bucket_fault(rows, range(0, BUCKETS, max(documents // _LOOKED_AT, 1)))


def bucket_fault(rows: Rows, buckets: Iterable[int]) -> str:
    """What is wrong with the list of the documents in these buckets; empty where nothing is."""
    written = {bucket: (documents, digest) for bucket, documents, digest in rows(_BUCKETS)}
    nothing = bucket_digest(lambda *_: iter(()), 0)
    sound = all(bucket_digest(rows, bucket) == written.get(bucket, nothing) for bucket in buckets)
    return "" if sound else _LIST


def faults(rows: Rows) -> Iterator[str]:
    """All that is not as it was written, one thing after another: everything is read. `rows` raises LibraryError."""
    yield from Checked().faults(rows)


class Checked:
    """Which documents were found as they were written, so that after a change only those are read that it wrote.

    A document is known by its digests, which the facts seal. What a disk alters afterwards of one that was read is found where it
    is handed out, and by who reads everything anew.
    """

    def __init__(self) -> None:
        self._digests: dict[str, tuple[bytes, ...]] = {}

    def faults(self, rows: Rows) -> Iterator[str]:
        """What is not as it was written, but for the documents that were found right before and have the same digests still."""
        facts: dict[str, str] = dict(rows("SELECT name, value FROM facts"))
        found = [
            facts_fault(facts),
            whole_fault(rows, facts),
            bucket_fault(rows, range(BUCKETS)),
            *(table_fault(rows, facts, name) for name in TABLES),
        ]
        yield from dict.fromkeys(filter(None, found))
        known, self._digests = self._digests, {}
        digests = {document: tuple(own) for document, *own in rows(_OWN)}
        for (document,) in rows("SELECT id FROM documents ORDER BY id"):
            written: tuple[bytes, ...] = digests.get(document, (b"",) * len(PARTS))
            wrong = [] if known.get(document) == written else list(_document_faults(rows, document, written))
            if not wrong:
                self._digests[document] = written
            yield from wrong


def _document_faults(rows: Rows, document: str, written: tuple[bytes, ...]) -> Iterator[str]:
    """What of a document is not as it was `written`: the digests of its parts."""
    own, passages = document_digests(rows, document)
    parts = [part for part, now, then in zip(PARTS, own, written, strict=True) if now != then]
    if "passages" in parts or passages != list(rows(_OF_PASSAGES, document)):
        then = {row[0]: row for row in rows(_OF_PASSAGES, document)}
        changed = [row[0] for row in passages if then.get(row[0]) != row]
        parts = [part for part in parts if part != "passages"]
        yield f"passage {', '.join(map(str, changed)) or 'list'} of document {document} is not as it was written"
    for part in parts:
        yield part_fault(part, document)


def part_fault(part: str, document: str) -> str:
    """What is wrong with this part of a document."""
    return f"the {part} of document {document} {'are' if part in _MANY else 'is'} not as written"


def likeness_fault(rows: Rows, document: str, without: Collection[str] = ()) -> str:
    """What is wrong with what a document is like, `without` what it is like of these; empty where nothing is."""
    found = [row for row in likeness_rows(rows, document) if row[0] not in without and row[1] not in without]
    (written, _) = next(rows(_WRITTEN, document), (None, None))
    return "" if written == some_digest(found) else part_fault("likenesses", document)


def history_fault(rows: Rows, document: str) -> str:
    """What is wrong with the history of a document; empty where nothing is."""
    (_, written) = next(rows(_WRITTEN, document), (None, None))
    return "" if written == some_digest(rows(_HISTORY, document)) else part_fault("history", document)
