"""A file is written whole or not at all, and a place that cannot be written to is known before the work."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from qa.errors import EvaluationError
from qa.evaluation.files import checked_target, write_whole


def test_the_new_file_takes_the_place_and_the_rights_of_the_old(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_whole(link, "新")
    assert path.read_text("utf-8") == "新"
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert {item.name for item in tmp_path.iterdir()} == {"file", "link"}


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["file"]


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe, seen = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: seen.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_whole(checked_target(pipe, "the page"), b"x")
    reader.join()
    assert seen == [b"x"]
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("name", "fault"),
    [("", "it is a folder; name a file in it"), ("none/page.html", "there is no folder"), ("file/x", "no folder")],
)
def test_a_place_that_cannot_be_written_to(tmp_path: Path, name: str, fault: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EvaluationError, match=rf"the page cannot be written to .*: .*{fault}"):
        checked_target(tmp_path / name, "the page")


def test_a_good_place(tmp_path: Path) -> None:
    assert checked_target(tmp_path / "page.html", "the page") == tmp_path / "page.html"
    assert checked_target(Path(os.devnull), "the page") == Path(os.devnull)
