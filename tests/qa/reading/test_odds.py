"""The measurements behind the odds, by hand, and what must hold of the odds whatever is measured."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.bridge.dictionary import Dictionary
from index.records import Sentence
from index.store.library import Library
from qa.reading.features import FEATURES, READER_FEATURES, PassageContext, features
from qa.reading.odds import OddsModel
from qa.reading.reader import UNMARKED, Reading
from qa.retrieval.concepts import Concept, Concepts
from qa.retrieval.crossing.renderings import Rendering
from qa.retrieval.fuse import Spread
from qa.retrieval.lexical import LexicalLeg, Words

SPREAD = Spread(0.8, 0.02)
QUESTION = "舰队何时返航"
READ = pytest.mark.parametrize("read", ["evidence", "relevance", "nothing"])


@pytest.fixture
def leg(empty_library: Library, dictionary: Dictionary) -> LexicalLeg:
    return LexicalLeg(empty_library, dictionary)


def concept(asked: str, weight: float, held: bool = True, *words: str) -> Concept:
    renderings = tuple(Rendering((word,), 1.0, "same") for word in words or (asked,))
    return Concept(asked, weight, renderings, held)


@pytest.fixture
def words(leg: LexicalLeg) -> Words:
    """A question of four concepts in Chinese, of which the library holds two, and of two in English."""
    chinese = (concept("舰队", 2.0), concept("队何", 3.0, False), concept("何时", 1.0, False), concept("返航", 4.0))
    english = (concept("舰队", 3.0, True, "fleet", "navy"), concept("返航", 1.0, False))
    return Words(leg, Concepts(QUESTION, "zh", {"zh": chinese, "en": english}))


def found(text: str, language: str = "zh-Hans", reading: Reading | None = None, **changes: float) -> PassageContext:
    known: dict[str, float] = {"cosine": 0.8, "near": 3.0, "best_other": 2.0, "lexical": 1.5, "size": 50, **changes}
    return PassageContext(
        text=text,
        language=language,
        cosine=known["cosine"],
        near=known["near"],
        best_other=known["best_other"],
        lexical=known["lexical"],
        spread=SPREAD,
        size=int(known["size"]),
        same_language=language.startswith("zh"),
        reading=reading,
    )


def sentences(*texts: str, at: int = 0) -> list[Sentence]:
    made = []
    for text in texts:
        made.append(Sentence(at, at + len(text), text))
        at += len(text)
    return made


def read(text: str, relevance: float, margin: float, start: float, end: float) -> Reading:
    """A reading that puts `start` and `end` on the first character, and a tenth of each on the last."""
    starts, ends = np.zeros(len(text)), np.zeros(len(text))
    starts[0] += start
    ends[0] += end
    starts[-1] += 0.1
    ends[-1] += 0.1
    return Reading(relevance, (0, 1), margin, starts, ends)


def column(rows: np.ndarray, name: str) -> list[float]:
    return [float(value) for value in rows[:, FEATURES.index(name)]]


@pytest.mark.parametrize(
    ("text", "every", "known"),
    [
        ("舰队昨日返航", 0.6, 1.0),  # (2 + 4) / 10; (2 + 4) / (2 + 4)
        ("艦隊已經出發", 0.2, 1 / 3),  # Traditional is folded: 2 / 10; 2 / 6
        ("天气", 0.0, 0.0),
        ("", 0.0, 0.0),
    ],
)
def test_coverage_is_the_share_of_the_concepts_by_weight(words: Words, text: str, every: float, known: float) -> None:
    assert words.coverage(text, "zh-Hans") == pytest.approx((every, known))
    assert words.coverage(text, "zh-Hant") == pytest.approx((every, known))


@pytest.mark.parametrize(
    ("text", "every", "known"),
    [
        ("The Fleet returned.", 0.75, 1.0),  # 3 / 4; 3 / 3
        ("The navy of the fleet", 0.75, 1.0),  # one concept, however often it is met
        ("fleets", 0.0, 0.0),
        ("舰队返航", 0.25, 1 / 3),  # 返航 is written as it is asked for, 舰队 has only English renderings
    ],
)
def test_each_language_has_its_own_renderings(words: Words, text: str, every: float, known: float) -> None:
    assert words.coverage(text, "en") == pytest.approx((every, known))


def test_how_much_the_library_holds_in_a_language(words: Words) -> None:
    assert words.known_share("zh-Hant") == pytest.approx(0.6)  # (2 + 4) / 10
    assert words.known_share("en") == pytest.approx(0.75)
    assert words.known_share("ko") == 0.0
    assert words.coverage("舰队返航", "ko") == (0.0, 0.0)
    assert Words(words.leg, Concepts("?", "en", {"en": ()})).coverage("fleet", "en") == (0.0, 0.0)


def test_features_of_a_passage(words: Words) -> None:
    inside = sentences("舰队于3日返航。", "天气晴。")
    rows = features(words, found("舰队于3日返航。天气晴。"), inside, [0.9, 0.82])
    assert rows.shape == (2, len(FEATURES))
    assert column(rows, "sentence_cosine") == pytest.approx([5.0, 1.0])  # 0.10 / 0.02, 0.02 / 0.02
    assert column(rows, "passage_cosine") == [3.0, 3.0]
    assert column(rows, "margin") == [1.0, 1.0]  # 3 - 2
    assert column(rows, "sentence_coverage") == pytest.approx([0.6, 0.0])
    assert column(rows, "passage_coverage") == pytest.approx([0.6, 0.6])
    assert column(rows, "sentence_known") == pytest.approx([1.0, 0.0])
    assert column(rows, "passage_known") == pytest.approx([1.0, 1.0])
    assert column(rows, "known_share") == pytest.approx([0.6, 0.6])
    assert column(rows, "lexical") == [1.5, 1.5]
    assert column(rows, "best_sentence") == [1.0, 0.0]
    assert column(rows, "question_width") == pytest.approx([math.log(6)] * 2)
    assert column(rows, "place") == [0.0, 0.0]
    assert column(rows, "library_size") == pytest.approx([math.log(50)] * 2)
    for name in FEATURES:
        if name == "other_language" or name.endswith("_other_language"):
            assert column(rows, name) == [0.0, 0.0], name


def test_what_a_passage_lacks(leg: LexicalLeg) -> None:
    asked = Words(leg, Concepts("What did France do in 1996 and 1997?", "zh", {"zh": ()}))
    assert column(features(asked, found("e 1996"), sentences("e 1996"), [0.9]), "numbers_missing") == [0.5]
    told = replace(found("e 1996"), about="1997-03")
    assert column(features(asked, told, sentences("e 1996"), [0.9]), "numbers_missing") == [0.0]


def test_another_language_fills_the_features_that_are_its_own(words: Words) -> None:
    text = "The fleet returned."
    reading = read(text, 2.0, 1.0, 0.8, 0.7)
    rows = features(words, found(text, "en", reading), sentences(text), [0.84])
    assert column(rows, "other_language") == [1.0]
    assert column(rows, "sentence_cosine_other_language") == column(rows, "sentence_cosine") == pytest.approx([2.0])
    assert column(rows, "passage_cosine_other_language") == [3.0]
    assert column(rows, "sentence_known_other_language") == column(rows, "sentence_known") == pytest.approx([1.0])
    assert column(rows, "passage_known_other_language") == pytest.approx([1.0])
    assert column(rows, "sentence_coverage") == pytest.approx([0.75])
    assert column(rows, "relevance_other_language") == column(rows, "relevance") == [2.0]
    assert column(rows, "answer_inside_other_language") == column(rows, "answer_inside")


def test_what_a_reader_says_of_each_sentence(words: Words) -> None:
    head, first, second = "标题 ", "舰队三日返航。", "天气晴。"
    reading = read(head + first + second, 1.0, 2.5, 0.0, 0.0)
    reading.starts[len(head)], reading.ends[len(head) + 1] = 0.6, 0.5  # the answer is the first two characters
    # the passage begins at 103 of its document, and its heading, which the reader was given too, is before it
    inside = sentences(first, second, at=103)
    rows = features(words, found(first + second, reading=reading), inside, [0.9, 0.8], 103 - len(head))
    assert column(rows, "relevance") == [1.0, 1.0]
    assert column(rows, "span_margin") == [2.5, 2.5]
    assert column(rows, "answer_inside") == pytest.approx([math.log(0.5 + 1e-3), math.log(0.1 + 1e-3)])
    assert column(rows, "evidence") == [0.0, 0.0]  # it marks none


def test_evidence_is_the_mean_of_the_tokens_of_a_sentence(words: Words) -> None:
    head, first, second = "标题 ", "舰队三日返航。", "天气晴。"
    signs = np.full(len(head + first + second), np.nan)
    signs[len(head) + 1], signs[len(head) + 6] = (
        2.0,
        1.0,
    )  # two tokens of the first sentence, none of the second was read
    reading = replace(read(head + first + second, 1.0, 2.5, 0.0, 0.0), signs=signs)
    inside = sentences(first, second, at=103)
    rows = features(words, found(first + second, reading=reading), inside, [0.9, 0.8], 103 - len(head))
    assert column(rows, "evidence") == [1.5, UNMARKED]


def test_what_nobody_has_read_is_neutral(words: Words) -> None:
    rows = features(words, found("舰队。"), sentences("舰队。"), [0.9])
    assert len(FEATURES[-READER_FEATURES:]) == 7
    assert all(column(rows, name) == [0.0] for name in FEATURES[-READER_FEATURES:])


def test_nothing_that_is_measured_is_beyond_what_was_learnt_from(words: Words) -> None:
    text = "舰队。"
    loud = features(
        words, found(text, lexical=99.0, size=10_000, reading=read(text, 99.0, 99.0, 0.9, 0.9)), sentences(text), [0.9]
    )
    quiet = features(words, found(text, reading=read(text, -99.0, -99.0, 0.9, 0.9)), sentences(text), [0.9])
    assert [column(loud, n)[0] for n in ("lexical", "relevance", "span_margin")] == [8.0, 8.0, 15.0]
    assert column(loud, "library_size") == pytest.approx([math.log(250)])
    last = features(words, replace(found(text), rank=40), sentences(text), [0.9])
    assert column(last, "place") == pytest.approx([math.log(8)])
    assert [column(quiet, n)[0] for n in ("relevance", "span_margin")] == [-8.0, -15.0]


def test_a_passage_without_sentences_has_no_rows(words: Words) -> None:
    assert features(words, found(""), [], []).shape == (0, len(FEATURES))


def test_odds_are_shares_of_the_sentences_and_of_none_of_them() -> None:
    first = (1.0,) + (0.0,) * (len(FEATURES) - 1)
    model = OddsModel(first, math.log(2.0), 0.5, 0.1, first, math.log(3.0))
    rows = np.zeros((2, len(FEATURES)))
    rows[:, 0] = 0.0, math.log(3.0)
    # e^(0 + ln 2) = 2 and e^(ln 3 + ln 2) = 6; with 1 for none: 2 / 9 and 6 / 9
    assert model.odds(rows).tolist() == pytest.approx([2 / 9, 6 / 9])
    # each for itself: 3 / (1 + 3) and 9 / (1 + 9)
    assert model.each(rows).tolist() == pytest.approx([3 / 4, 9 / 10])


@READ
def test_odds_of_nothing_are_nothing(read: str) -> None:
    assert OddsModel.default(read).odds(np.zeros((0, len(FEATURES)))).shape == (0,)


@READ
@given(arrays(np.float64, st.tuples(st.integers(0, 60), st.just(len(FEATURES))), elements=st.floats(-1e6, 1e6)))
def test_odds_are_probabilities_whatever_is_measured(read: str, rows: np.ndarray) -> None:
    odds = OddsModel.default(read).odds(rows)
    assert ((odds >= 0) & (odds <= 1)).all()
    assert odds.sum() <= 1 + 1e-9
    each = OddsModel.default(read).each(rows)
    assert ((each >= 0) & (each <= 1)).all()


@READ
def test_the_models_that_ship_weigh_every_feature(read: str) -> None:
    model = OddsModel.default(read)
    assert len(model.weights) == len(FEATURES)
    assert 0 < model.least < model.threshold < 1


def test_what_no_reader_has_read_is_judged_without_one() -> None:
    assert OddsModel.default("nothing").weights[-READER_FEATURES:] == (0.0,) * READER_FEATURES
    assert any(OddsModel.default("evidence").weights[-READER_FEATURES:])


def test_the_surer_a_reader_is_the_better_the_odds() -> None:
    """Whatever the weights are: the reader must count the right way round."""
    model = OddsModel.default("evidence")
    rows = np.zeros((2, len(FEATURES)))
    for name in ("relevance", "answer_inside", "span_margin", "evidence"):
        rows[0, FEATURES.index(name)] = 2.0
        rows[1, FEATURES.index(name)] = -2.0
    assert model.odds(rows)[0] > model.odds(rows)[1]
    assert model.each(rows)[0] > model.each(rows)[1]


@given(arrays(np.float64, (3, len(FEATURES)), elements=st.floats(-3, 3)))
def test_each_sentence_is_weighed_for_itself(rows: np.ndarray) -> None:
    model = OddsModel.default()
    each = model.each(rows)
    assert ((each >= 0) & (each <= 1)).all()
    for place in range(3):
        assert each[place] == pytest.approx(model.each(rows[place : place + 1])[0])
    order = np.argsort(rows @ np.asarray(model.bearing), kind="stable")
    assert (np.diff(each[order]) >= 0).all(), "what weighs more is likelier"
