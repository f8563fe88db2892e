"""Folders in the cache: what earlier versions made there is removed, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.sealed import MANIFEST, Sealed
from index.superseded import remove_superseded
from tests.conftest import ROOT

NOW = "yinzheng-reader-0123abcd-v2"
EARLIER = ("yinzheng-reader-0123abcd-v1", "yinzheng-reader-fedcba98-v2", "yinzheng-reader-fedcba98-v10", "reader-v1")
OTHERS = (
    "yinzheng-reader-0123abcd-v2.bak",
    "yinzheng-reader-mine-v1",
    "yinzheng-reader-0123abcde-v1",
    "yinzheng-encoder-0123abcd-v1",
    "my-yinzheng-reader-0123abcd-v1",
    "reader-v1-notes",
    "huggingface",
)


def sealed(name: str = NOW, content: bytes = b"weights") -> Sealed:
    return Sealed(name, "reader", 2, {"from": "here"}, 1, lambda: [("model", content)], earlier=r"reader-v\d+")


def put(cache: Path, name: str, size: int = 1_000_000) -> Path:
    """A folder as an earlier version left it."""
    folder = cache / name
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "model").write_bytes(bytes(size))
    (folder / MANIFEST).write_text(json.dumps({"format": 1, "source": {}, "files": {}}))
    for path in (folder / MANIFEST, folder):
        os.utime(path, (1_000_000, 1_000_000))
    (cache / f"{name}.lock").touch()
    return folder


def names(cache: Path) -> set[str]:
    return {path.name for path in cache.iterdir()}


@pytest.mark.parametrize("found", [False, True], ids=["when it is made", "when it is found"])
def test_what_earlier_versions_made_is_removed(tmp_path: Path, found: bool) -> None:
    if found:
        sealed().folder(tmp_path)
    for name in (*EARLIER, *OTHERS):
        put(tmp_path, name)
    (tmp_path / f"{EARLIER[0]}.new").mkdir()
    put(tmp_path, f"{EARLIER[1]}.old")
    said: list[str] = []
    folder = sealed().folder(tmp_path, said.append)
    assert (folder / "model").read_bytes() == b"weights"
    others = {*OTHERS, *(f"{name}.lock" for name in OTHERS), f"{EARLIER[1]}.old.lock"}
    assert names(tmp_path) == {NOW, f"{NOW}.lock", *others}
    assert said[-1] == f"Removed the reader of an earlier version from {tmp_path} (5 MB)"
    assert len(said) == (1 if found else 2)
    assert sealed().folder(tmp_path, said.append) == folder
    assert len(said) == (1 if found else 2)  # nothing is left to be removed


def test_what_was_made_later_stays(tmp_path: Path) -> None:
    """An earlier version that is started once more does not remove what a later one made."""
    sealed().folder(tmp_path)
    later = put(tmp_path, "yinzheng-reader-0123abcd-v3")
    os.utime(later / MANIFEST, (4_000_000_000, 4_000_000_000))
    sealed().folder(tmp_path)
    assert (later / "inner" / "model").exists()


def test_a_link_and_a_folder_without_a_manifest_stay(tmp_path: Path) -> None:
    elsewhere = put(tmp_path / "elsewhere", "models")
    cache = tmp_path / "cache"
    unknown = put(cache, EARLIER[0])
    (unknown / MANIFEST).unlink()
    (cache / EARLIER[1]).symlink_to(elsewhere)
    sealed().folder(cache)
    assert (unknown / "inner" / "model").exists()
    assert (elsewhere / "inner" / "model").exists()
    assert (cache / EARLIER[1]).is_symlink()


@pytest.mark.parametrize(
    "code",
    [
        "sealed().folder(cache)",
        "file = (cache / f'{name}.lock').open('ab'); fcntl.flock(file, fcntl.LOCK_EX)",
    ],
    ids=["used", "being made"],
)
def test_what_another_process_is_at_stays_until_it_ends(tmp_path: Path, code: str) -> None:
    name = EARLIER[0]
    program = (
        "import fcntl, sys; from pathlib import Path; from index.sealed import Sealed\n"
        f"cache, name = Path({str(tmp_path)!r}), {name!r}\n"
        "sealed = lambda: Sealed(name, 'reader', 1, {}, 1, lambda: [('model', b'older')])\n"
        f"sealed().folder(cache); {code}; print('ready', flush=True); sys.stdin.read()"
    )
    root = ROOT
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "ready\n"
        said: list[str] = []
        sealed().folder(tmp_path, said.append)
        assert (tmp_path / name / "model").read_bytes() == b"older"
        assert not any("Removed" in line for line in said)
        other.stdin.close()
    assert other.returncode == 0
    sealed().folder(tmp_path, said.append)
    assert not (tmp_path / name).exists()
    assert said[-1].startswith("Removed the reader of an earlier version")


def test_this_process_keeps_what_it_uses_itself(tmp_path: Path) -> None:
    older = sealed(EARLIER[0]).folder(tmp_path)
    newer = sealed().folder(tmp_path)
    assert (older / "model").exists()
    assert (newer / "model").exists()


def test_what_cannot_be_removed_does_not_stop_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(tmp_path, EARLIER[0])

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    sealed().folder(tmp_path / "other")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        current = put(tmp_path, NOW)
        os.utime(current / MANIFEST, (2_000_000, 2_000_000))
        assert remove_superseded(current, MANIFEST) == 0
    assert (folder / "inner" / "model").exists()
    assert remove_superseded(current, MANIFEST) > 1_000_000
