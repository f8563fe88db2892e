"""What was not read is remembered with its code, and libraries that have none are read as they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index.faults import Fault, fault_of
from index.formats import Unread
from index.store.inventory import Inventory, put_inventory, read_unread

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1).filter(lambda one: one.strip(". "))
LINES = st.text(st.characters(codec="utf-8"))


@given(st.dictionaries(NAMES, st.tuples(LINES, st.booleans(), st.sampled_from(Fault), LINES)))
def test_a_reason_comes_back_as_it_was_put(found: dict[str, tuple[str, bool, Fault, str]]) -> None:
    told = [
        Unread(f"/documents/{name}", reason, skipped, fault, value if fault is not Fault.OTHER else "")
        for name, (reason, skipped, fault, value) in found.items()
    ]
    with closing(sqlite3.connect(":memory:")) as connection:
        put_inventory(connection, Inventory((Path("/documents"),), tuple(told)))
        read = read_unread(lambda *given: iter(connection.execute(*given).fetchall()))
    assert {(one.name, one) for one in read} == {(one.name, one) for one in told}


def test_what_an_earlier_version_or_a_later_one_wrote_is_read() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        put_inventory(connection, Inventory((), ()))
        rows = [("/a.pdf", "a.pdf is damaged", 0), ("/b.txt", "[1, 2, 3]", 1), ("/c.txt", "12", 0)]
        connection.executemany("INSERT INTO unread VALUES (?, ?, ?)", rows)
        read = read_unread(lambda *given: iter(connection.execute(*given).fetchall()))
    assert read == tuple(Unread(name, reason, bool(skipped)) for name, reason, skipped in rows)
    assert fault_of("of a later version") is Fault.OTHER
