"""Whoever reads has a connection of its own, to the file that was there at first, until all are closed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from index.errors import LibraryError
from index.store.connections import Connections, connect

THREADS = 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that says it is the old one."""
    return made(tmp_path / "file.sqlite", "old")


@pytest.fixture
def connections(path: Path) -> Iterator[Connections]:
    opened = Connections.of(path)
    yield opened
    opened.close()


def made(path: Path, name: str) -> Path:
    connection = connect(path)
    connection.execute("CREATE TABLE names (name TEXT)")
    connection.execute("INSERT INTO names VALUES (?)", (name,))
    connection.close()
    return path


def name(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT name FROM names").fetchone()[0])


def test_threads_that_read_at_once_have_each_their_own(connections: Connections) -> None:
    together = Barrier(THREADS, timeout=60)

    def read(_: int) -> sqlite3.Connection:
        with connections.held() as mine:
            together.wait()  # all of them hold one now
            assert connections.mine is mine
            assert name(mine) == "old"
            together.wait()
            return mine

    with ThreadPoolExecutor(THREADS) as pool:
        first = list(pool.map(read, range(THREADS)))
        again = list(pool.map(read, range(THREADS)))
    assert len(set(map(id, first))) == THREADS
    assert set(map(id, again)) == set(map(id, first))  # none was opened that need not be


def test_a_thread_that_holds_one_is_given_it_again(connections: Connections) -> None:
    with connections.held() as outer, connections.held() as inner:
        assert outer is inner
    with pytest.raises(sqlite3.ProgrammingError, match="holds no connection"):
        _ = connections.mine


def test_of_a_file_that_was_replaced_nobody_is_given_the_new_one(connections: Connections, path: Path) -> None:
    """Who would need one more connection to the old file waits for the one that there is."""
    holding, release = Event(), Event()

    def hold() -> str:
        with connections.held() as mine:
            holding.set()
            release.wait(60)
            return name(mine)

    def late() -> str:
        with connections.held() as mine:
            return name(mine)

    with ThreadPoolExecutor(2) as pool:
        first: Future[str] = pool.submit(hold)
        assert holding.wait(60)
        made(path.with_name("new"), "new").replace(path)
        second: Future[str] = pool.submit(late)
        release.set()
        assert (first.result(60), second.result(60)) == ("old", "old")


def test_what_is_still_held_is_closed_when_it_is_given_back(connections: Connections) -> None:
    with connections.held() as mine:
        connections.close()
        assert name(mine) == "old"
    with pytest.raises(sqlite3.ProgrammingError):
        mine.execute("SELECT 1")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"), connections.held():
        pass


def test_closing_wakes_whoever_waits_for_a_connection(connections: Connections, path: Path) -> None:
    holding = Event()

    def late() -> str:
        holding.set()
        with connections.held() as mine:
            return name(mine)

    with connections.held(), ThreadPoolExecutor(1) as pool:
        shutil.copy(path, path.with_name("new")).replace(path)
        waiting: Future[str] = pool.submit(late)
        assert holding.wait(60)
        connections.close()
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            waiting.result(60)


def test_a_file_that_cannot_be_opened_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        Connections.of(tmp_path)
