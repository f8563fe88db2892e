"""The measurements behind the odds, by hand, and what must hold of the odds whatever is measured."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qa.support import FEATURES, Background, Found, SupportModel, Words, features

WORDS = Words("舰队何时返航", {"舰队": 2.0, "队何": 3.0, "何时": 1.0, "返航": 4.0}, frozenset({"舰队", "返航"}))


def _column(rows: np.ndarray, name: str) -> list[float]:
    return [float(value) for value in rows[:, FEATURES.index(name)]]


def test_background_counts_deviations_above_the_mean() -> None:
    background = Background.of([0.7, 0.8, 0.9])
    # mean 0.8; variance (0.01 + 0 + 0.01) / 3 = 0.00667, deviation 0.08165
    assert background.score(0.9) == pytest.approx(0.1 / 0.08164966)
    assert background.score(0.8) == pytest.approx(0.0)
    assert background.size == 3


@pytest.mark.parametrize("cosines", [[0.8], [0.8, 0.8, 0.8], [0.8, 0.8001]])
def test_few_or_equal_passages_do_not_inflate_the_score(cosines: list[float]) -> None:
    assert Background.of(cosines).deviation == 0.005


def test_background_of_nothing_is_neutral() -> None:
    assert Background.of([]).score(0.5) == 0.5  # (0.5 - 0) / 1


@pytest.mark.parametrize(
    ("text", "every", "known"),
    [
        ("舰队昨日返航", 0.6, 1.0),  # (2 + 4) / 10; (2 + 4) / (2 + 4)
        ("艦隊已經出發", 0.2, 1 / 3),  # Traditional is folded: 2 / 10; 2 / 6
        ("天气", 0.0, 0.0),
        ("", 0.0, 0.0),
    ],
)
def test_coverage_is_the_share_of_the_words_by_weight(text: str, every: float, known: float) -> None:
    assert WORDS.coverage(text) == pytest.approx((every, known))


def test_a_question_whose_words_the_library_lacks_covers_nothing() -> None:
    assert Words("fleet", {"fleet": 2.0}, frozenset()).coverage("fleet") == (1.0, 0.0)
    assert Words("?", {}, frozenset()).coverage("fleet") == (0.0, 0.0)
    assert WORDS.known_share == pytest.approx(0.6)  # (2 + 4) / 10


def test_features_of_a_passage() -> None:
    background = Background(0.8, 0.02, 50)
    passage = Found("舰队于3日返航。天气晴。", 0.86, 0.84, same_language=True)
    rows = features(WORDS, background, passage, ["舰队于3日返航。", "天气晴。"], [0.9, 0.82])
    assert rows.shape == (2, len(FEATURES))
    assert _column(rows, "sentence_cosine") == pytest.approx([5.0, 1.0])  # 0.10 / 0.02, 0.02 / 0.02
    assert _column(rows, "passage_cosine") == pytest.approx([3.0, 3.0])  # 0.06 / 0.02
    assert _column(rows, "margin") == pytest.approx([1.0, 1.0])  # (0.86 - 0.84) / 0.02
    assert _column(rows, "sentence_coverage") == pytest.approx([0.6, 0.0])
    assert _column(rows, "best_sentence") == [1.0, 0.0]
    assert _column(rows, "number_asked") == [1.0, 0.0]  # 何时 asks for one, the first sentence has one
    assert _column(rows, "library_size") == pytest.approx([math.log(50)] * 2)
    assert _column(rows, "passage_cosine_other_language") == [0.0, 0.0]


def test_another_language_fills_the_features_that_are_its_own() -> None:
    passage = Found("F-35返航。", 0.82, 0.8, same_language=False)
    words = Words("Which fleet has the F-35?", {"fleet": 3.0, "f": 0.5, "35": 1.5}, frozenset({"f", "35"}))
    rows = features(words, Background(0.8, 0.02, 9), passage, ["F-35返航。"], [0.84])
    assert _column(rows, "other_language") == [1.0]
    assert _column(rows, "sentence_cosine_other_language") == pytest.approx([2.0])  # 0.04 / 0.02
    assert _column(rows, "sentence_coverage") == [0.0]  # (0.5 + 1.5) / 5 in one language
    assert _column(rows, "sentence_known") == [1.0]  # (0.5 + 1.5) / (0.5 + 1.5)


def test_a_passage_without_sentences_has_no_rows() -> None:
    passage = Found("", 0.8, 0.8, same_language=True)
    assert features(WORDS, Background(0.8, 0.02, 9), passage, [], []).shape == (0, len(FEATURES))


def test_odds_are_shares_of_the_sentences_and_of_none_of_them() -> None:
    model = SupportModel((1.0,), math.log(2.0), 0.5)
    # e^(0 + ln 2) = 2 and e^(ln 3 + ln 2) = 6; with 1 for none: 2 / 9 and 6 / 9
    assert model.odds(np.array([[0.0], [math.log(3.0)]])).tolist() == pytest.approx([2 / 9, 6 / 9])


def test_odds_of_nothing_are_nothing() -> None:
    model = SupportModel.default()
    assert model.odds(np.zeros((0, len(FEATURES)))).shape == (0,)


@given(arrays(np.float64, st.tuples(st.integers(0, 60), st.just(len(FEATURES))), elements=st.floats(-1e6, 1e6)))
def test_odds_are_probabilities_whatever_is_measured(rows: np.ndarray) -> None:
    odds = SupportModel.default().odds(rows)
    assert ((odds >= 0) & (odds <= 1)).all()
    assert odds.sum() <= 1 + 1e-9


def test_the_model_that_ships_weighs_every_feature() -> None:
    model = SupportModel.default()
    assert len(model.weights) == len(FEATURES)
    assert 0 < model.threshold < 1
