"""What a library remembers of the files it was made of: the folders and files that were given, and what was not read, and why."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from index.faults import Fault, fault_of
from index.formats.archive import Unread
from index.paths import place

__all__ = ["Inventory", "forget", "has_inventory", "put_inventory", "read_roots", "read_unread", "remembered_roots"]

_TABLES = (
    "CREATE TABLE IF NOT EXISTS roots (location TEXT PRIMARY KEY) STRICT",
    "CREATE TABLE IF NOT EXISTS unread (location TEXT PRIMARY KEY, reason TEXT NOT NULL, skipped INTEGER NOT NULL) STRICT",
)
"""Made when they are first needed: a library of before has none and is read all the same."""

_CODED = "reason, fault, value"

Rows = Callable[..., Iterator[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Inventory:
    """What was found when `roots` were looked through: the files in them that are not read, each with its reason."""

    roots: tuple[Path, ...]
    unread: tuple[Unread, ...]


def read_roots(rows: Rows) -> tuple[Path, ...]:
    """The folders and files that the library was given, sorted."""
    return (
        tuple(Path(row[0]) for row in rows("SELECT location FROM roots ORDER BY location"))
        if has_inventory(rows)
        else ()
    )


def read_unread(rows: Rows) -> tuple[Unread, ...]:
    """What was not read, sorted by place."""
    if not has_inventory(rows):
        return ()
    found = rows("SELECT location, reason, skipped FROM unread ORDER BY location")
    return tuple(Unread(name, *_read(reason, bool(skipped))) for name, reason, skipped in found)


def put_inventory(connection: Connection, inventory: Inventory) -> None:
    """Remember the roots, and of the files in them what is not read, in the place of what was known of them."""
    for statement in _TABLES:
        connection.execute(statement)
    for root in inventory.roots:
        connection.execute("INSERT OR IGNORE INTO roots VALUES (?)", (str(root),))
        _delete(connection, "unread", root)
    connection.executemany(
        "INSERT OR REPLACE INTO unread VALUES (?, ?, ?)",
        ((str(place(one.name)), _written(one), int(one.skipped)) for one in inventory.unread),
    )


def _written(unread: Unread) -> str:
    """The reason, and with it what it is as a code, where it has one: in one column, as libraries of before have no other."""
    if unread.fault is Fault.OTHER:
        return unread.reason
    return json.dumps([_CODED, unread.reason, unread.fault, unread.value], ensure_ascii=False)


def _read(written: str, skipped: bool) -> tuple[str, bool, Fault, str]:
    """The reason, whether it was skipped, and as what it is coded."""
    with suppress(ValueError, TypeError):
        mark, reason, fault, value = json.loads(written)
        if mark == _CODED:
            return reason, skipped, fault_of(fault), value
    return written, skipped, Fault.OTHER, ""


def forget(connection: Connection, places: Iterable[Path], *, roots: bool = False) -> None:
    """Forget what was said of these files and of those within them; with `roots`, that they were given, too."""
    for statement in _TABLES:
        connection.execute(statement)
    for where in places:
        _delete(connection, "unread", where)
        if roots:
            _delete(connection, "roots", where)


def _delete(connection: Connection, table: str, where: Path) -> None:
    inside = f"{str(where).rstrip(os.sep)}{os.sep}"
    connection.execute(
        f"DELETE FROM {table} WHERE location = ? OR substr(location, 1, ?) = ?", (str(where), len(inside), inside)
    )


def has_inventory(rows: Rows) -> bool:
    """Whether anything of this kind was ever written."""
    return bool(next(rows("SELECT count(*) FROM sqlite_master WHERE name IN ('roots', 'unread')"))[0] == 2)


def remembered_roots(library: Path) -> tuple[Path, ...]:
    """What the library at `library` was given, whatever version wrote it; where it does not say, the files of its documents.

    Empty where there is no library, or none that can be read.
    """
    if not library.is_file():
        return ()
    try:
        with closing(sqlite3.connect(f"{library.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = read_roots(lambda *given: iter(connection.execute(*given).fetchall()))
            if found:
                return found
            rows = connection.execute("SELECT location FROM documents ORDER BY location").fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return ()
    files = (
        next((p for p in (where, *where.parents) if p.is_file()), where) for where in (Path(row[0]) for row in rows)
    )
    return tuple(dict.fromkeys(files))
