"""Libraries of schema 9: what their digests were of, and how they are brought to schema 10.

What documents are like, and their history, had one digest each over all of them, in the facts; now each document has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from sqlite3 import Connection

from index.store.digests import BUCKETS, Rows, content_digest, digest, put_part_digests, rows_digest, seal

__all__ = ["FACTS_9", "faults_of_9", "to_10"]

FACTS_9 = ("corpus", "likenesses", "history")
"""The facts that there are no more."""
_BUCKET = "SELECT document, record, names, sketch, passages FROM document_digests WHERE bucket = ? ORDER BY document"
_TABLES = {
    "likenesses": "SELECT one, other, of_one, of_other FROM likenesses ORDER BY one, other",
    "history": "SELECT document, added, changed FROM history ORDER BY document",
}


def faults_of_9(rows: Rows, facts: Mapping[str, str]) -> Iterator[str]:
    """What of that is not as it was written which is sealed otherwise now; what else there is keeps its digests."""
    if facts.get("seal") != seal(facts):
        yield "what it says of itself is not as it was written"
    buckets = {bucket: tuple(own) for bucket, *own in rows("SELECT bucket, documents, digest FROM buckets")}
    nothing = (0, rows_digest([]))
    found = {bucket: list(rows(_BUCKET, bucket)) for bucket in range(BUCKETS)}
    if facts.get("content") != content_digest(rows) or any(
        buckets.get(bucket, nothing) != (len(own), rows_digest(own)) for bucket, own in found.items()
    ):
        yield "the list of its documents is not as it was written"
    for name, statement in _TABLES.items():
        if facts.get(name) != digest(rows_digest(rows(statement))).hex():
            yield f"its {name} are not as they were written"


def to_10(connection: Connection) -> None:
    """Write the digests of each document that it had not."""
    documents = [name for (name,) in connection.execute("SELECT document FROM document_digests")]
    for name in _TABLES:
        connection.execute(f"ALTER TABLE document_digests ADD COLUMN {name} BLOB NOT NULL DEFAULT x''")
        put_part_digests(connection, documents, name)
