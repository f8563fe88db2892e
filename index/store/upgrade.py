"""Libraries that earlier versions made: brought to this schema in one transaction, of which a copy was made before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from index.errors import LibraryDamaged, LibraryMismatch
from index.replaced import in_place_of
from index.store.connections import UNREADABLE, connect, copied_into, is_damage
from index.store.digests import (
    BUCKETS,
    DIGEST_TABLES,
    TABLES,
    put_bucket_digests,
    put_document_digests,
    sealed_facts,
)
from index.store.history import HISTORY_TABLES, ORIGIN, new_origin
from index.store.marks import MARK_TABLES
from index.store.schema import SCHEMA_VERSION
from index.store.schema_8 import faults_of_8, to_9
from index.store.schema_9 import FACTS_9, faults_of_9, to_10

__all__ = ["UPGRADED", "kept_before", "schema_of", "upgrade"]

UPGRADED = ("7", "8", "9")
"""The schemas that are upgraded: what they lack can be made of what they hold."""


class _Upgraded(Exception):
    """Another process was quicker."""


def kept_before(path: Path, schema: str) -> Path:
    """Where the library at `path` is kept as it was before it was upgraded from `schema`."""
    return path.with_name(f"{path.name}.schema-{schema}")


def upgrade(path: Path, schema: str) -> None:
    """Bring the library at `path`, of the earlier schema, to this one; as it was it is kept beside it (`kept_before`).

    Where another process was quicker nothing is done. Raises LibraryDamaged where the library is damaged, LibraryMismatch
    where it cannot be written; then it is as it was.
    """
    try:
        with in_place_of(kept_before(path, schema)) as copy:
            copied_into(path, copy, alone=True)
            if schema_of(copy) != schema:
                raise _Upgraded
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")  # tables are put in the place of others
            connection.execute("PRAGMA legacy_alter_table = ON")
            connection.execute("BEGIN IMMEDIATE")
            try:
                _upgrade(connection, path, schema)
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            connection.execute("PRAGMA journal_mode = WAL")
            if schema != "9":
                with suppress(sqlite3.Error):  # it holds less now; a full disk leaves the file as large as it was
                    connection.execute("VACUUM")
    except _Upgraded:
        return
    except (*UNREADABLE, OSError) as error:
        if is_damage(error):
            raise LibraryDamaged(path, str(error)) from error
        raise LibraryMismatch(
            f"library {path} was made by an earlier version of yinzheng (schema {schema}, this one writes {SCHEMA_VERSION}) "
            f"and cannot be brought to this one where it is ({error}); see to the folder's rights and to room for a copy of it, "
            "or make it again: yinzheng index --rebuild"
        ) from error


def schema_of(path: Path) -> str:
    """The schema that the file at `path` says it has; empty where it says none. Raises sqlite3.Error for what is no library."""
    with closing(connect(path)) as connection:
        found = connection.execute("SELECT value FROM facts WHERE name = 'schema'").fetchone()
    return str(found[0]) if found else ""


def _upgrade(connection: sqlite3.Connection, path: Path, schema: str) -> None:
    def rows(statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        return iter(connection.execute(statement, values).fetchall())

    facts = dict(rows("SELECT name, value FROM facts"))
    if facts.get("schema") != schema:
        return
    found = [row[0] for row in rows("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise LibraryDamaged(path, found[0])
    find = {"8": faults_of_8, "9": faults_of_9}.get(schema)
    if find and (fault := next(find(rows, facts), "")):
        raise LibraryDamaged(path, fault)
    if schema == "7":  # it lacks what the next one has: nothing is known of its history
        _run(connection, HISTORY_TABLES + MARK_TABLES)
        facts |= {ORIGIN: new_origin()}
    if schema == "9":
        to_10(connection)
    else:
        to_9(connection, int(facts["dimension"]))
        _run(connection, DIGEST_TABLES)
        for (document,) in rows("SELECT id FROM documents"):
            put_document_digests(connection, document)
    put_bucket_digests(connection, range(BUCKETS))
    told = {name: value for name, value in facts.items() if name not in FACTS_9} | {"schema": SCHEMA_VERSION}
    sealed = sealed_facts(rows, told, () if schema == "9" else TABLES)  # those of 9 keep their digests
    connection.execute("DELETE FROM facts")
    connection.executemany("INSERT INTO facts VALUES (?, ?)", sealed.items())


def _run(connection: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            connection.execute(statement)
