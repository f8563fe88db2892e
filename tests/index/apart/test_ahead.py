"""Files are read several at once and told in their order; what waits is bounded, and nothing outlives who asked."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from index.apart import Event, Held, Made, Opened, Part, Unusable, ahead, read_ahead
from index.records import Source
from index.settings import Settings

SENTENCE = "Bread needs flour, water and salt, and it rests for an hour before it is baked. "


def papers(folder: Path, number: int) -> list[tuple[Path, Source]]:
    """Files of which the first takes longest to read."""
    for place in range(number):
        (folder / f"{place:02}.txt").write_text(f"Number {place}. {SENTENCE * (2000 if not place else 2)}\n", "utf-8")
    return [(path, Source()) for path in sorted(folder.glob("*.txt"))]


def nothing(_part: Part) -> bool:
    return False


def told(event: Event | None) -> str:
    return event.document.text.split(".")[0] if isinstance(event, Made) else type(event).__name__


def test_what_becomes_of_each_file_is_told_in_their_order(tmp_path: Path, settings: Settings) -> None:
    files = papers(tmp_path, 12)
    events = [(number, told(event)) for number, event in read_ahead(files, settings, nothing)]
    assert events == [(number, what) for number in range(12) for what in ("Opened", f"Number {number}", "NoneType")]


def test_of_what_is_held_already_nothing_is_made(tmp_path: Path, settings: Settings) -> None:
    files = papers(tmp_path, 3)
    marks = {}

    def second(part: Part) -> bool:
        marks[part.path.name] = part.made_of
        return part.path.name == "01.txt"

    kinds = [type(event) for _, event in read_ahead(files, settings, second) if event]
    assert kinds == [Opened, Made, Opened, Held, Opened, Made]
    (tmp_path / "02.txt").write_text("Another text. It says something else.\n", "utf-8")
    before = dict(marks)
    list(read_ahead([files[0], files[2], (files[1][0], Source(title="Known"))], settings, second))
    assert [name for name in marks if marks[name] != before[name]] == ["01.txt", "02.txt"]


def test_a_file_that_cannot_be_read_is_told_in_its_place(tmp_path: Path, settings: Settings) -> None:
    files = papers(tmp_path, 3)
    files[1][0].write_bytes(b"%PDF-1.7 that is none")
    events = list(read_ahead([*files, (tmp_path / "missing.txt", Source())], settings, nothing))
    assert [(number, str(event.error).split(" ")[0]) for number, event in events if isinstance(event, Unusable)] == [
        (1, str(files[1][0])),
        (3, str(tmp_path / "missing.txt")),
    ]
    assert [number for number, event in events if isinstance(event, Made)] == [0, 2]


def test_what_is_read_ahead_is_bounded(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_AHEAD", 100)
    files = papers(tmp_path, 12)
    looked: set[Path] = set()

    def look(part: Part) -> bool:
        looked.add(part.path)
        return False

    with closing(read_ahead(files, settings, look)) as events:
        next(events)
        time.sleep(2)
        assert len(looked) <= 1 + ahead.readers(len(files))
        rest = list(events)
    assert sum(isinstance(event, Made) for _, event in rest) == 12


def test_nothing_goes_on_once_nobody_takes_it(tmp_path: Path, settings: Settings) -> None:
    with closing(read_ahead(papers(tmp_path, 12), settings, nothing)) as events:
        next(events)
    assert not [thread for thread in threading.enumerate() if thread.name == "reader"]


def test_what_goes_wrong_elsewhere_ends_it(tmp_path: Path, settings: Settings) -> None:
    def broken(_part: Part) -> bool:
        raise KeyError("the library")

    with pytest.raises(KeyError, match="the library"):
        list(read_ahead(papers(tmp_path, 4), settings, broken))
    assert not [thread for thread in threading.enumerate() if thread.name == "reader"]
