"""A copy of the library's vectors in Milvus: brought to each edition by what changed, taken up where it was stopped, never half of two."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.arrays import Vectors
from index.engines.client import Client
from index.engines.milvus import Milvus
from index.errors import EngineError, SettingsError
from index.settings import Settings
from index.store.load import differences, follow
from index.store.vector_engine import Edition, edition_of
from index.store.vector_index import PassageIndex, PassageVectors, VectorIndex
from tests.engines import ENGINES, Engine, edition, engine, passages, unit
from tests.index.store.libraries import TEXTS, made

D = 16


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Engine]]:
    """The engines by name, each reached once."""
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(engine(name, tmp_path_factory.mktemp(name))))


@pytest.fixture(params=ENGINES)
def found(request: pytest.FixtureRequest, engines: Callable[[str], Engine]) -> Engine:
    return engines(request.param)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The passages of all rows that are written, one by one."""
    rows: list[int] = []
    write = Client.write

    def noted(self: Client, name: str, partition: str, keys: Any, passages: Any, *more: Any) -> None:
        rows.extend(passages.tolist())
        write(self, name, partition, keys, passages, *more)

    monkeypatch.setattr(Client, "write", noted)
    return rows


def some(numbers: Sequence[int], seed: int = 0) -> PassageVectors:
    """Passages of one to three sentences, whose vectors are the same for the same number and seed."""
    each = [unit(2 + number % 3, D, 1000 * seed + number) for number in numbers]
    return passages(numbers, np.stack([one[0] for one in each]), [one[1:] for one in each])


def same(index: VectorIndex, part: PassageVectors, k: int = 10, vector: Vectors | None = None) -> bool:
    """Whether the index finds what a search of all finds, in all of them and in some."""
    vector = unit(1, D, 4242)[0] if vector is None else vector
    own, half = PassageIndex(*part), part.numbers[::2].tolist()
    return all(index.search(vector, k, among) == own.search(vector, k, among) for among in (None, half))


def part_of(of: Edition, family: str = "zh") -> PassageVectors:
    held = of.families[family]
    return held.read(np.arange(len(held.numbers)))


def names(found: Engine, of: Edition) -> list[str]:
    return [name for name in found.milvus._client.collections() if of.origin in name]


def test_only_what_changed_is_written(found: Engine, written: list[int]) -> None:
    first = edition({"zh": some(range(1, 41)), "en": some(range(41, 61))})
    found.milvus.indexes(first)
    assert set(written) == set(range(1, 61))
    written.clear()
    second = edition({"zh": some([*range(3, 41), 70, 71]), "en": some(range(41, 61))}, first.origin, 2)
    indexes = found.milvus.indexes(second)
    assert set(written) == {70, 71}
    assert all(same(indexes[family], part_of(second, family)) for family in ("zh", "en"))
    assert len(names(found, second)) == 1
    written.clear()
    assert same(found.milvus.indexes(second)["zh"], part_of(second))  # another process, say
    assert not written


def test_a_number_that_means_another_passage_is_written_anew(found: Engine, written: list[int]) -> None:
    first = edition({"zh": some(range(1, 21))})
    found.milvus.indexes(first)
    written.clear()
    changed, kept = some(range(1, 11), seed=1), some(range(11, 21))
    part = passages(
        range(1, 21),
        np.concatenate([changed.vectors, kept.vectors]),
        [
            one.sentences[one.starts[row] : one.starts[row + 1]]
            for one in (changed, kept)
            for row in range(len(one.numbers))
        ],
    )
    assert same(found.milvus.indexes(edition({"zh": part}, first.origin, 2))["zh"], part)
    assert set(written) == set(range(1, 11))


def test_a_language_that_is_gone_leaves_nothing(found: Engine) -> None:
    first = edition({"zh": some(range(1, 21)), "pt": some(range(21, 31))})
    found.milvus.indexes(first)
    second = edition({"zh": some(range(1, 21))}, first.origin, 2)
    found.milvus.indexes(second)
    (name,) = names(found, second)
    assert found.milvus._client.count(name) == 20 + sum(1 + number % 3 for number in range(1, 21))


def test_what_was_stopped_is_taken_up(found: Engine, written: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.collection._AT_ONCE", 10)
    first = edition({"zh": some(range(1, 41))})
    found.milvus.indexes(first)
    second = edition({"zh": some(range(21, 81))}, first.origin, 2)
    write, calls = Client.write, []

    def stopped(self: Client, *given: Any) -> None:
        calls.append(given)
        if len(calls) == 4:  # the sentences of two tens and the passages of one
            raise KeyboardInterrupt
        write(self, *given)

    with monkeypatch.context() as patched:
        patched.setattr(Client, "write", stopped)
        with pytest.raises(KeyboardInterrupt):
            found.milvus.indexes(second)
    assert re.search("_unfinished$", names(found, first)[0])
    written.clear()
    assert same(found.milvus.indexes(second)["zh"], part_of(second))
    assert set(written) == set(range(51, 81))


def test_who_reads_an_earlier_edition_reads_on_in_it(found: Engine) -> None:
    first = edition({"zh": some(range(1, 41))})
    index = found.milvus.indexes(first)["zh"]
    found.milvus.indexes(edition({"zh": some(range(30, 90))}, first.origin, 2))
    assert same(index, part_of(first))


def test_a_copy_that_is_behind_changes_nothing(found: Engine, caplog: pytest.LogCaptureFixture) -> None:
    second = edition({"zh": some(range(30, 90))}, generation=2)
    found.milvus.indexes(second)
    behind = edition({"zh": some(range(1, 41))}, second.origin, 1)
    with caplog.at_level(logging.WARNING):
        index = found.milvus.indexes(behind)["zh"]
    assert same(index, part_of(behind))
    assert "is of generation 1" in caplog.text
    assert "bring this copy up to date" in caplog.text
    assert same(found.milvus.indexes(second)["zh"], part_of(second))


def test_another_process_that_was_quicker_is_followed(
    found: Engine, written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = edition({"zh": some(range(1, 41))})
    found.milvus.indexes(first)
    second, other = edition({"zh": some(range(11, 51))}, first.origin, 2), Milvus(found.settings)
    rename, begun = Client.rename, []

    def overtaken(self: Client, name: str, new: str) -> None:
        if not begun:
            begun.append(name)
            other.indexes(second)
        rename(self, name, new)

    written.clear()
    monkeypatch.setattr(Client, "rename", overtaken)
    assert same(found.milvus.indexes(second)["zh"], part_of(second))
    assert set(written) == set(range(41, 51))
    assert len(names(found, second)) == 1


def test_a_collection_that_lacks_rows_is_made_anew(found: Engine, written: list[int]) -> None:
    held = edition({"zh": some(range(1, 41))})
    found.milvus.indexes(held)
    (name,) = names(found, held)
    found.milvus._client.delete(name, "zh_passages", [7 << 20])
    written.clear()
    assert same(found.milvus.indexes(held)["zh"], part_of(held))
    assert set(written) == set(range(1, 41))


def test_other_libraries_are_left_alone(found: Engine) -> None:
    one, other = edition({"zh": some(range(1, 41))}), edition({"zh": some(range(1, 41), seed=1)})
    indexes = found.milvus.indexes(one)
    found.milvus.indexes(other)
    found.milvus.indexes(edition({"zh": some(range(1, 5), seed=1)}, other.origin, 2))
    assert same(indexes["zh"], part_of(one))
    assert len(names(found, one)) == 1


def test_an_approximate_index_finds_nearly_the_same(found: Engine) -> None:
    milvus = Milvus(found.settings.model_copy(update={"milvus_index": "HNSW"}))
    part = some(range(1, 1201))
    index, own = milvus.indexes(edition({"zh": part}))["zh"], PassageIndex(*part)
    asked = unit(20, D, 77)
    met = [len({n for n, _ in index.search(v, 10)} & {n for n, _ in own.search(v, 10)}) for v in asked]
    assert sum(met) >= 0.98 * 200
    assert index.search(asked[0], 3)[0] == own.search(asked[0], 3)[0]


def test_a_library_is_followed(found: Engine, tmp_path: Path) -> None:
    """What is taken out of a library is taken out of the engine, by who is told to, or by who asks next."""
    from index.removal import remove
    from index.store.library import Library

    path = made(tmp_path / "library.sqlite")
    follow(path, found.settings)  # the entry point is of the installed package
    with Library.open(path) as library:
        held = edition_of(library)
    (name,) = names(found, held)
    assert found.milvus._client.count(name) == sum(one.count for one in held.families.values())
    assert list(differences(path, found.settings)) == []
    remove(path, [next(iter(TEXTS))])
    follow(path, found.settings)
    with Library.open(path) as library:
        less = edition_of(library)
    (name,) = names(found, less)
    assert f"_{less.generation}_{less.edition}" in name
    assert found.milvus._client.count(name) == sum(one.count for one in less.families.values())


def test_without_an_address_it_is_said_which_setting_has_it() -> None:
    with pytest.raises(SettingsError, match="YINZHENG_MILVUS_URI"):
        Milvus(Settings(vector_index="milvus"))


def test_without_its_client_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(SettingsError, match=re.escape("pip install 'yinzheng[milvus]'")):
        Milvus(Settings(vector_index="milvus", milvus_uri="http://127.0.0.1:1"))


def test_one_that_does_not_answer_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pymilvus")
    monkeypatch.setattr("index.engines.client._CONNECTING", 0.5)
    with pytest.raises(EngineError, match=r"Milvus at http://127\.0\.0\.1:1 does not answer .*YINZHENG_VECTOR_INDEX"):
        Milvus(Settings(vector_index="milvus", milvus_uri="http://127.0.0.1:1", milvus_token="user:secret"))


def test_a_file_that_cannot_be_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("milvus_lite")
    with pytest.raises(EngineError, match=r"nowhere/vectors\.db does not answer"):
        Milvus(Settings(vector_index="milvus", milvus_uri=str(tmp_path / "nowhere" / "vectors.db")))


def test_what_is_as_the_library_has_it_is_not_told(found: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.examined.SAMPLE", 17)
    held = edition({"zh": some(range(1, 61)), "en": some(range(61, 64))})
    (nothing,) = found.milvus.differences(held)
    assert not nothing.trouble
    assert "Milvus holds nothing of library library.sqlite" in nothing.what
    found.milvus.indexes(held)
    assert list(found.milvus.differences(held)) == []
    (later,) = found.milvus.differences(edition({"zh": some(range(1, 61))}, held.origin, 2))
    assert not later.trouble
    assert "holds generation 1 of" in later.what
    found.milvus.indexes(edition({"zh": some(range(1, 61))}, held.origin, 2))
    (behind,) = found.milvus.differences(held)
    assert behind.trouble
    assert "bring this copy up to date" in behind.mend


def _lost(found: Engine, name: str) -> None:
    found.milvus._client.delete(name, "zh_passages", [7 << 20])


def _lost_sentence(found: Engine, name: str) -> None:
    found.milvus._client.delete(name, "zh_sentences", [(7 << 20) + 1])


def _added(found: Engine, name: str) -> None:
    numbers = np.array([99], dtype=np.int64)
    found.milvus._client.write(name, "zh_passages", numbers << 20, numbers, numbers, unit(1, D))


def _turned(found: Engine, name: str) -> None:
    """Another vector, and what stands beside it as it was."""
    client = found.milvus._client
    numbers, digests = client.rows(name, "zh_passages", np.arange(1, 41))
    (at,) = np.flatnonzero(numbers == 7)
    client.write(
        name, "zh_passages", numbers[at : at + 1] << 20, numbers[at : at + 1], digests[at : at + 1], unit(1, D)
    )


def _digested(found: Engine, name: str) -> None:
    one = np.array([7], dtype=np.int64)
    found.milvus._client.write(name, "zh_passages", one << 20, one, one, some([7]).vectors)


def _foreign(found: Engine, name: str) -> None:
    client, one = found.milvus._client, np.array([500], dtype=np.int64)
    client.make_partition(name, "pt_passages")
    client.write(name, "pt_passages", one << 20, one, one, unit(1, D))


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (_lost, "lacks passages in zh: 7$"),
        (_lost_sentence, "holds 79 vectors of sentences in zh where the library has 80$"),
        (_added, "holds passages that the library has not in zh: 99$"),
        (_turned, "holds other vectors than it was given: zh, of 40 passages read 1: 7$"),
        (_digested, "holds other vectors of passages in zh: 7$"),
        (_foreign, "holds 1 rows of pt_passages, of which the library has none$"),
    ],
)
def test_what_is_otherwise_is_told_and_mended_as_it_is_said(
    found: Engine, spoilt: Callable[[Engine, str], None], told: str
) -> None:
    held = edition({"zh": some(range(1, 41))})
    found.milvus.indexes(held)
    (name,) = names(found, held)
    spoilt(found, name)
    (one,) = found.milvus.differences(held)
    assert one.trouble
    assert re.search(told, one.what)
    (dropped,) = re.findall(r"drop_collection\('(\w+)'\)", one.mend)
    found.milvus._client.drop(dropped)
    assert same(found.milvus.indexes(held)["zh"], part_of(held))
    assert list(found.milvus.differences(held)) == []
