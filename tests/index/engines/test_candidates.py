"""An engine's candidates, scored here: nothing that is near is lost, however the engine's lists are cut."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Vectors
from index.engines.candidates import CandidateIndex, Near
from index.store.blocks import Rows
from index.store.vector_index import PassageIndex, PassageVectors
from tests.engines import passages, unit


@dataclass
class Lists:
    """An engine as plain as it can be, which writes down how deep it was asked to look, and among how many."""

    held: PassageVectors
    exact: bool = True
    there: bool = True
    asked: list[tuple[int, int | None]] = field(default_factory=list)

    def near(self, vector: Vectors, depth: int, among: Rows | None) -> Near | None:
        self.asked.append((depth, None if among is None else len(among)))
        if not self.there:
            return None
        numbers, vectors, sentences, starts = self.held
        lists = []
        for rows, of in ((vectors, numbers), (sentences, np.repeat(numbers, np.diff(starts)))):
            kept = np.ones(len(of), dtype=bool) if among is None else np.isin(of, among)
            scores = (rows @ vector)[kept]
            order = np.argsort(-scores, kind="stable")[:depth]
            lists.append((of[kept][order], scores[order]))
        met = np.unique(np.concatenate([of for of, _ in lists]))
        cut = all(len(of) == depth for of, _ in lists)
        return Near(met, sum(float(scores[-1]) for _, scores in lists) / 2 if cut else -np.inf)


def held(n: int, d: int, seed: int = 0) -> PassageVectors:
    rng = np.random.default_rng(seed)
    inside = [unit(int(rng.integers(1, 5)), d, seed + 1 + row) for row in range(n)]
    return passages([3 * row + 1 for row in range(n)], unit(n, d, seed), inside)


@given(
    n=st.integers(1, 120),
    d=st.integers(1, 6),
    k=st.integers(-1, 40),
    share=st.none() | st.floats(0, 1),
    seed=st.integers(0, 999),
)
def test_it_finds_what_a_search_of_all_finds(n: int, d: int, k: int, share: float | None, seed: int) -> None:
    part = held(n, d, seed)
    own, vector = PassageIndex(*part), unit(1, d, seed + 7777)[0]
    among = None if share is None else [one for one in range(3 * n) if hash((one, seed)) % 1000 < share * 1000]
    index = CandidateIndex(own, part.numbers, Lists(part), few=0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("index.engines.candidates._FIRST", 1)  # lists are cut as short as they can be
        assert index.search(vector, k, among) == own.search(vector, k, among)
    assert len(index) == n


def test_the_best_by_passage_may_be_the_worst_by_sentence() -> None:
    n = 4000
    rising = np.linspace(-1, 1, n, dtype=np.float32)[:, None]
    inside = [np.array([[-value]], dtype=np.float32) for value in rising[:, 0]]
    inside[2000] = np.array([[0.9]], dtype=np.float32)
    part = passages(range(n), rising, inside)
    engine = Lists(part)
    found = CandidateIndex(PassageIndex(*part), part.numbers, engine).search(np.ones(1, dtype=np.float32), 1)
    assert [number for number, _ in found] == [2000]
    assert len(engine.asked) > 1


def test_few_passages_are_named_and_of_many_the_others_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.candidates.LISTED", 700)
    part = held(1500, 8)
    own, vector = PassageIndex(*part), unit(1, 8, 99)[0]
    numbers = part.numbers.tolist()
    for size, named in ((400, ()), (600, (600,)), (900, (None,))):
        engine = Lists(part)
        among = [0, *numbers[-size:]]  # and one that there is not
        assert CandidateIndex(own, part.numbers, engine).search(vector, 10, among) == own.search(vector, 10, among)
        assert {among for _, among in engine.asked} == set(named)


def test_an_engine_that_passes_vectors_over_is_asked_once() -> None:
    part = held(1500, 8)
    engine = Lists(part, exact=False)
    assert len(CandidateIndex(PassageIndex(*part), part.numbers, engine).search(unit(1, 8, 5)[0], 10)) == 10
    assert [depth for depth, _ in engine.asked] == [80]


def test_where_the_engine_holds_another_edition_it_is_searched_here() -> None:
    part = held(1500, 8)
    own, vector = PassageIndex(*part), unit(1, 8, 5)[0]
    index = CandidateIndex(own, part.numbers, Lists(part, there=False))
    assert index.search(vector, 10) == own.search(vector, 10)


def test_what_the_engine_has_and_the_library_not_is_passed_over() -> None:
    part = held(1500, 8)
    some = PassageVectors(*(array[:600] for array in part[:2]), part.sentences[: part.starts[600]], part.starts[:601])
    own, vector = PassageIndex(*some), unit(1, 8, 5)[0]
    assert CandidateIndex(own, some.numbers, Lists(part)).search(vector, 10) == own.search(vector, 10)
