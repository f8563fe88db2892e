"""A rebuild and a restore wait for a mark that is being made, and a mark for them: none is lost, and what has no place any more is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from benchmarks.trust.small import DigestVectors, make
from index.build import rebuild
from index.copies import backup, restore
from index.settings import Settings
from index.store.keeping import marking_alone
from index.store.library import Library
from index.store.marks import Mark

FIRST = Mark("Where?", "en", "treaty", "The treaty of Vienna was signed in 1961.", "useful")
LATER = Mark("什么？", "zh", "speech", "会议在维也纳举行。", "wrong")
BRIEFLY = 0.2
"""Seconds in which something must not have happened: it could, were nobody waited for."""
Replacing = Callable[[], tuple[str, ...]]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return make(tmp_path / "made")


@pytest.fixture(params=["rebuild", "restore"])
def replacing(request: pytest.FixtureRequest, library: Path, tmp_path: Path) -> Replacing:
    """Puts another library in the place of this one; gives what it says of marks."""
    copy = tmp_path / "copy"
    backup(library, copy)
    documents, settings = library.parent.parent / "documents", Settings(cache=tmp_path / "cache")
    if request.param == "restore":
        return lambda: restore(copy, library, fewer=True).marks_without_place
    return lambda: rebuild([documents], library, DigestVectors(), settings, fewer=True).marks_without_place


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """Is set once the marks were taken over; what takes the place of the library goes there when the other is set."""
    reached, go = Event(), Event()
    carry = Library.carry

    def carry_and_wait(self: Library, old: Path) -> tuple[str, ...]:
        found = carry(self, old)
        reached.set()
        assert go.wait(60)
        return found

    monkeypatch.setattr(Library, "carry", carry_and_wait)
    yield reached, go
    go.set()


@contextmanager
def marking(library: Path, mark: Mark) -> Iterator[None]:
    """As the page marks: what is done inside is done when it has begun, before it is written."""
    with marking_alone(library), Library.open(library) as opened:
        yield
        opened.mark(mark)


def marks(library: Path) -> set[Mark]:
    with Library.open(library) as opened:
        return set(opened.marks())


def test_it_waits_for_a_mark_that_is_being_made(
    replacing: Replacing, library: Path, carried: tuple[Event, Event]
) -> None:
    reached, go = carried
    go.set()
    with ThreadPoolExecutor(1) as other:
        with marking(library, FIRST):
            done = other.submit(replacing)
            assert not reached.wait(BRIEFLY)
        assert done.result(120) == ()
    assert reached.is_set()
    assert marks(library) == {FIRST}


def test_a_mark_waits_for_it(replacing: Replacing, library: Path, carried: tuple[Event, Event]) -> None:
    reached, go = carried
    with marking(library, FIRST):
        pass
    written = Event()

    def mark() -> None:
        with marking(library, LATER):
            pass
        written.set()

    with ThreadPoolExecutor(2) as others:
        done = others.submit(replacing)
        assert reached.wait(120)
        marked = others.submit(mark)
        assert not written.wait(BRIEFLY)
        go.set()
        assert done.result(120) == ()
        marked.result(120)
    assert marks(library) == {FIRST, LATER}


def test_marks_of_what_is_gone_or_says_something_else_are_told(library: Path, tmp_path: Path) -> None:
    documents = library.parent.parent / "documents"
    for mark in (FIRST, LATER):
        with marking(library, mark):
            pass
    (documents / "treaty.txt").unlink()
    (documents / "speech.txt").write_text("会议取消了，没有人去维也纳。", encoding="utf-8")
    told = rebuild([documents], library, DigestVectors(), Settings(cache=tmp_path), fewer=True).marks_without_place
    assert told == (
        "treaty is not there, or does not say “The treaty of Vienna was signed in 1961.” any more, called useful for “Where?”",
        "speech is not there, or does not say “会议在维也纳举行。” any more, called wrong for “什么？”",
    )
    assert marks(library) == {LATER}  # its document may say it again
