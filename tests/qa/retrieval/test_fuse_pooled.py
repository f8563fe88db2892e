"""Scores of several languages are of one scale."""

from __future__ import annotations

import numpy as np
import pytest

from qa.retrieval.fuse import Spread, pooled


def test_one_language_keeps_its_own_spread() -> None:
    assert pooled({"zh": Spread(0.5, 0.1, 0.7)}, {"zh": 1}) == {"zh": Spread(0.5, 0.1, 0.7)}


def test_the_spread_is_that_of_all_scores_together() -> None:
    scores = {"zh": np.array([0.1, 0.2, 0.4]), "ja": np.array([0.6, 0.7])}
    own = {name: Spread(float(some.mean()), float(some.std())) for name, some in scores.items()}
    every = np.concatenate(list(scores.values()))
    for spread in pooled(own, {name: len(some) for name, some in scores.items()}).values():
        assert spread.mean == pytest.approx(every.mean())
        assert spread.deviation == pytest.approx(every.std())


def test_each_language_is_trusted_as_it_was() -> None:
    found = pooled({"zh": Spread(0.3, 0.05, 0.25), "ja": Spread(0.6, 0.05)}, {"zh": 2, "ja": 2})
    assert (found["zh"].trust, found["ja"].trust) == (0.25, 1.0)


def test_the_best_of_a_language_of_which_nothing_speaks_to_the_question_does_not_stand_out() -> None:
    found = pooled({"en": Spread(0.76, 0.02), "zh": Spread(0.60, 0.03)}, {"en": 20, "zh": 60})
    assert found["en"].standard(0.80) > found["zh"].standard(0.72)
    assert Spread(0.76, 0.02).standard(0.80) < Spread(0.60, 0.03).standard(0.72)
