"""What the spread of few passages leans on."""

from __future__ import annotations

import pytest

from qa.retrieval.fuse import Spread, steadied


def test_one_language_keeps_its_own_spread() -> None:
    assert steadied({"zh": Spread(0.5, 0.1)}, {"zh": 1}) == {"zh": Spread(0.5, 0.1)}


def test_the_only_passage_of_a_language_stands_out_among_those_of_the_others() -> None:
    own = {"zh": Spread(0.3, 0.05), "ja": Spread(0.6, 0.005)}
    found = steadied(own, {"zh": 200, "ja": 1})
    assert own["ja"].standard(0.6) == 0
    assert found["ja"].standard(0.6) > 3
    assert found["zh"].mean == pytest.approx(0.3, abs=0.001)


def test_many_passages_keep_their_own_spread() -> None:
    found = steadied({"zh": Spread(0.3, 0.05), "ja": Spread(0.6, 0.05)}, {"zh": 200, "ja": 200})
    assert found["ja"].mean == pytest.approx(0.6, abs=0.001)
    assert found["ja"].deviation == pytest.approx(0.05, abs=0.005)
