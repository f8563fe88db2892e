"""The doctor: of what is whole it finds nothing, of what is not all of it, with how to mend it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.doctor import Finding, examine_folder, examine_library
from index.errors import LibraryMissing
from index.sealed import Sealed
from index.store.library import Library
from index.store.search_parts import search_file, search_files
from tests.index.store.libraries import copied, made, note, run
from tests.index.store.test_digests import CHANGES


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole") / "library.sqlite")


def test_of_what_is_whole_nothing_is_found_and_nothing_changed(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path / "copy")
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert list(examine_library(path)) == []
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


@pytest.mark.parametrize("changed", CHANGES)
def test_whatever_was_changed_is_found_with_how_to_mend_it(changed: str, whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path / "copy")
    run(path, CHANGES[changed])
    found = list(examine_library(path))
    assert found
    assert all(one.trouble and one.mend for one in found)


def test_all_that_was_changed_is_named(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path / "copy")
    for changed in ("a letter of a text", "a vector", "what is alike"):
        run(path, CHANGES[changed])
    told = " ".join(one.what for one in examine_library(path))
    assert "record of document talks" in told
    assert "passage 1 of document talks" in told
    assert "likenesses" in told


def test_a_file_that_sqlite_cannot_read(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path / "copy")
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 6] = os.urandom(4096 * 5)
    path.write_bytes(data)
    assert any(one.trouble and "restore" in one.mend for one in examine_library(path))
    with pytest.raises(LibraryMissing):
        list(examine_library(tmp_path / "none.sqlite"))


def test_what_lies_beside_it(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path / "copy")
    index, part = search_files(path)
    data = bytearray(part.read_bytes())
    data[-3] ^= 1
    part.write_bytes(data)
    (path.parent / ".library.sqlite.new").touch()
    one, other = examine_library(path)
    assert (one.about, one.trouble, str(index) in one.mend) == ("search index", True, True)
    assert (other.about, other.trouble) == ("library", False)
    assert "was left by a work that was not finished" in other.what
    index.unlink()
    assert [found.trouble for found in examine_library(path)] == [False] * 3
    assert any(str(part) in found.what for found in examine_library(path))  # which nothing lists any more


def test_a_search_index_of_another_state_is_no_trouble(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path / "copy")
    before = search_file(path).read_bytes()
    with Library.open(path) as library:
        library.change([note("later.txt", "A later text.")])
    (found,) = examine_library(path)
    assert (found.about, found.trouble) == ("search index", False)
    assert "is of another state of the library" in found.what
    assert "yinzheng index" in found.mend
    for cut in (before[:7], before[:100], b"\xff" * 100):  # what does not say of which it is, is damaged
        search_file(path).write_bytes(cut)
        assert [one.trouble for one in examine_library(path)] == [True, False]


def test_a_folder_in_the_cache_is_read_whole_whatever_its_time_says(tmp_path: Path) -> None:
    content = os.urandom(17_000_000)
    sealed = Sealed("reader-v1", "reader", 1, {}, 17, lambda: [("weights", content)])
    assert list(examine_folder(sealed, tmp_path)) == []
    weights = sealed.folder(tmp_path) / "weights"
    assert list(examine_folder(sealed, tmp_path)) == []
    times = weights.stat()
    weights.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(weights, ns=(times.st_atime_ns, times.st_mtime_ns))
    fault = f"{tmp_path / 'reader-v1'}: weights is not as it was written"
    assert list(examine_folder(sealed, tmp_path)) == [
        Finding("reader", fault, "remove that folder: it is made again when it is needed")
    ]
    told: list[str] = []
    sealed.folder(tmp_path, told.append)  # whoever uses it finds that too, though its size and time are as they were
    assert "is broken (weights is not as it was written)" in told[0]
    assert list(examine_folder(sealed, tmp_path)) == []
