"""A file takes another's place whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.replaced import in_place_of


def test_it_is_there_as_it_was_until_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")
    with in_place_of(path) as fresh:
        fresh.write_text("after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert list(tmp_path.iterdir()) == [path]


def test_where_anything_fails_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")

    def interrupted() -> None:
        with in_place_of(path) as fresh:
            fresh.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_its_rights_are_those_asked_for_from_the_start(tmp_path: Path) -> None:
    with in_place_of(tmp_path / "a.txt", 0o600) as fresh:
        assert fresh.stat().st_mode & 0o077 == 0
