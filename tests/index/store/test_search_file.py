"""The file of a library's search index: used only where it is of this very edition and as it was written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file

from index.store.library import Library
from index.store.search_file import (
    Collected,
    Shaped,
    edition_of,
    read_arrays,
    stamp,
    write_arrays,
    writing,
)
from index.store.search_parts import read_parts, search_file, search_files
from index.vocabulary import Arrays
from tests.index.store.test_library import FACTS, note

ARRAYS: Arrays = {
    "a.words": np.frombuffer("日本 b".encode(), dtype=np.uint8),
    "b.places": np.arange(300_000, dtype=np.uint32),
    "c.rows": np.arange(-60, 60, dtype=np.int8).reshape(12, 10),
    "d.counts": np.arange(7, dtype=np.uint16),
    "e.none": np.zeros((0, 3), dtype=np.float32),
    "f.sizes": np.array([0.1, 2.5]),
    "g.heads": np.array([2**63, 1], dtype=np.uint64),
}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "library.sqlite.index"
    write_arrays(path, "this edition", ARRAYS)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    return path


def test_arrays_are_read_as_they_were_written(written: Path) -> None:
    found = read_arrays(written, "this edition")
    assert found is not None
    assert found.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
        assert np.array_equal(found[name], array)


def test_others_can_read_it(written: Path) -> None:
    found = load_file(written)
    for name, array in ARRAYS.items():
        assert np.array_equal(found[name], array)
        assert found[name].dtype == array.dtype


def test_arrays_come_part_by_part_and_what_goes_wrong_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "index"
    parts = [np.arange(at, at + 3, dtype=np.uint16) for at in range(0, 9, 3)]
    pairs = np.ones((2, 2), dtype=np.int8)
    collected = Collected()
    arrays, both = [Shaped("a", np.uint16, (9,)), Shaped("b", np.int8, (6, 2))], [(one, pairs) for one in parts]
    collected.stream(arrays, iter(both))
    with writing(path, "one", 2048) as target:
        target.put("small", np.arange(3, dtype=np.int8))
        target.stream(arrays, iter(both))
        target.put("last", np.arange(3, dtype=np.int8))
    held = read_arrays(path, "one")
    assert held is not None
    assert held["a"].tolist() == collected.arrays["a"].tolist() == list(range(9))
    assert held["b"].tolist() == collected.arrays["b"].tolist() == [[1, 1]] * 6
    assert held["small"].tolist() == held["last"].tolist() == [0, 1, 2]
    assert sorted(held) == ["a", "b", "last", "small"]
    assert edition_of(path) == "one"
    for length in (8, 10):
        with pytest.raises(ValueError, match="shape"), writing(path, "two", 2048) as target:
            target.stream([Shaped("a", np.uint16, (length,))], [[part] for part in parts])
    with pytest.raises(ValueError, match="does not fit"), writing(path, "two", 64) as target:
        target.stream([Shaped("a", np.uint16, (9,))], [[part] for part in parts])
    assert read_arrays(path, "one") is not None
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_another_edition_or_no_file_gives_nothing(written: Path) -> None:
    assert read_arrays(written, "another edition") is None
    assert read_arrays(written.with_name("none"), "this edition") is None
    assert read_arrays(written.parent, "this edition") is None


@given(at=st.integers(0, 199), new=st.integers(0, 255))
def test_a_changed_byte_in_what_tells_where_things_are(
    at: int, new: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("changed") / "index"
    write_arrays(path, "this edition", ARRAYS)
    data = bytearray(path.read_bytes())
    same = data[at] == new
    data[at] = new
    path.write_bytes(data)
    found = read_arrays(path, "this edition")
    assert same or found is None or all(np.array_equal(found[name], ARRAYS[name]) for name in found)


def test_a_damaged_file_is_not_used(written: Path) -> None:
    whole = written.read_bytes()
    for length in (0, 7, 8, 100, len(whole) // 2, len(whole) - 1):
        written.write_bytes(whole[:length])
        assert read_arrays(written, "this edition") is None
    for at in range(len(whole) - 64, len(whole)):  # the small arrays come last
        written.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read_arrays(written, "this edition") is None
    written.write_bytes(b"garbage" * 1000)
    assert read_arrays(written, "this edition") is None


def test_a_library_is_searched_alike_with_its_file_and_without(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with Library.create(path, FACTS) as library:
        library.change([note("a", "Apples bring pears. Plums grow.")])
        made = library.search_index()
        library.write_search_index()
    with Library.open(path) as library:
        read = library.search_index()
        ((mapped,), (inside,)) = read.parts, made.parts
        assert not any(array.flags.writeable for array in mapped.values())
        assert read.edition == made.edition
        assert all(np.array_equal(mapped[name], array) for name, array in inside.items())


def test_a_file_is_not_used_once_the_library_has_changed_or_is_another(tmp_path: Path) -> None:
    path, other = tmp_path / "library.sqlite", tmp_path / "other.sqlite"
    for name, where, text in (("a", path, "Apples grow on trees."), ("b", other, "Pears grow on trees.")):
        with Library.create(where, FACTS) as library:
            library.change([note(name, text)])
            library.write_search_index()
    for file in search_files(other):
        shutil.copy(file, path.with_name(file.name.replace(other.name, path.name)))
    with Library.open(path) as library:
        assert library.search_index().families["en"].terms.holds("apples")
        assert not library.search_index().families["en"].terms.holds("pears")
        library.change([note("c", "Cherries grow on trees.")])
        assert library.search_index().families["en"].terms.holds("cherries")
        assert len(library.search_index()) == 2
    with Library.open(path) as library:
        assert library.search_index().families["en"].terms.holds("cherries")


def test_where_no_file_can_be_written_the_index_is_made(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    search_file(path).mkdir()
    with Library.create(path, FACTS) as library:
        library.change([note("a", "Apples bring pears.")])
        library.write_search_index()
        assert library.search_index().families["en"].terms.holds("apples")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["library.sqlite", "library.sqlite.index"]


def test_the_file_is_written_anew_after_each_change_and_not_without_one(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with Library.create(path, FACTS) as library:
        for text in ("Apples bring pears.", "Plums grow."):
            library.change([note("a", text)])
            assert read_parts(search_file(path), library.edition) is None
            library.write_search_index()
            assert read_parts(search_file(path), library.edition) is not None
        before = search_file(path).stat(), library.facts()
        library.write_search_index()
        assert (search_file(path).stat(), library.facts()) == before


def test_a_file_that_was_touched_is_read_whole(tmp_path: Path) -> None:
    """Between the samples one byte is changed, and the time of the file is set back."""
    path = tmp_path / "index"
    large = {"a": np.zeros(64 * (1 << 16), dtype=np.uint8)}
    write_arrays(path, "this edition", large)
    vouched = stamp(path)
    assert read_arrays(path, "this edition", vouched=vouched) is not None
    times, data = path.stat(), bytearray(path.read_bytes())
    data[-3 * (1 << 16)] = 1
    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert read_arrays(path, "this edition", vouched=stamp(path)) is not None  # which samples alone do not tell
    assert read_arrays(path, "this edition", vouched=vouched) is None
    assert read_arrays(path, "this edition") is None
