"""Which sentences are quoted: on a library of three passages with vectors written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.alignment import QuestionVectors
from index.library import BuildFacts, Entry, Library
from index.offsets import OffsetMap
from index.passages import passages
from index.records import Document, Kind, Section, Sentence, Source
from qa.compose import MOST_STATEMENTS, Support, choose, measure, question_words, support
from qa.records import Hit
from qa.support import FEATURES, Background, SupportModel

PARAGRAPHS = ("舰队三日返航。天气晴朗。", "粮食价格上涨。农民高兴。", "舰队规模扩大。海员增加。")


def _document(paragraphs: tuple[str, ...], identifier: str) -> Document:
    text = "\n".join(paragraphs)
    starts = [sum(len(p) + 1 for p in paragraphs[:i]) for i in range(len(paragraphs))]
    sections = tuple(Section(a, a + len(p), Kind.BODY) for a, p in zip(starts, paragraphs, strict=True))
    offsets = OffsetMap.identity(len(text))
    return Document(identifier, f"{identifier}.txt", identifier, Source(), text, "zh-Hans", offsets, sections)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    document = _document(PARAGRAPHS, "fleet")
    cut = passages(document, 300)
    vectors = np.eye(3, 4, dtype=np.float32)
    inside = tuple(np.stack([vector, -vector]) for vector in vectors)
    with Library.create(tmp_path / "library.sqlite", BuildFacts("by hand", "", 4, 300, 0)) as made:
        made.change([Entry(document, cut, vectors, inside)])
        yield made


def _question(*vector: float) -> QuestionVectors:
    return QuestionVectors.of("舰队何时返航", np.array(vector, dtype=np.float32), {})


def _hits(library: Library, cosines: list[float]) -> list[Hit]:
    found = []
    for rank, (number, cosine) in enumerate(zip(library.passage_numbers(), cosines, strict=True), start=1):
        passage = library.passage(number)
        ranks = {"dense": rank, "lexical": rank}
        found.append(Hit(number, library.document("fleet"), passage, 1 / rank, ranks, {"dense": cosine}))
    return found


def test_words_weigh_by_how_rare_they_are(library: Library) -> None:
    words = question_words("舰队价格为何", library, 3)
    # log(1 + (3 - n + 0.5) / (n + 0.5)): 舰队 in two passages, 价格 in one, 为何 in none
    assert words.weights["舰队"] == pytest.approx(np.log(1 + 1.5 / 2.5))
    assert words.weights["价格"] == pytest.approx(np.log(1 + 2.5 / 1.5))
    assert words.weights["为何"] == pytest.approx(np.log(1 + 3.5 / 0.5))
    assert words.known == {"舰队", "价格"}


def test_every_sentence_is_measured_once_in_the_order_of_the_hits(library: Library) -> None:
    question = _question(0.9, 0.3, 0.3, 0.0)
    hits = _hits(library, [0.9, 0.3, 0.3])
    words = question_words("舰队何时返航", library, 3)
    found, rows = measure(hits, question, words, "zh-Hans", Background.of([0.9, 0.3, 0.3]), library)
    assert [sentence.text for _, sentence in found] == [
        "舰队三日返航。",
        "天气晴朗。",
        "粮食价格上涨。",
        "农民高兴。",
        "舰队规模扩大。",
        "海员增加。",
    ]
    # cosines 0.9, 0.3, 0.3: mean 0.5, deviation 0.28284; margin of the first (0.9 - 0.3), of the others (0.3 - 0.9)
    assert rows[:, FEATURES.index("margin")] == pytest.approx([0.6 / 0.2828427] * 2 + [-0.6 / 0.2828427] * 4)


def test_supports_come_best_first_and_sum_to_at_most_one(library: Library) -> None:
    question = _question(0.9, 0.3, 0.3, 0.0)
    words = question_words("舰队何时返航", library, 3)
    background = Background.of([0.9, 0.3, 0.3])
    model = SupportModel.default()
    found = support(_hits(library, [0.9, 0.3, 0.3]), question, words, "zh-Hans", background, library, model)
    odds = [item.odds for item in found]
    assert len(found) == 6
    assert odds == sorted(odds, reverse=True)
    assert sum(odds) <= 1
    assert found[0].sentence.text == "舰队三日返航。"
    for item in found:
        document = item.hit.document
        assert document.text[item.sentence.start : item.sentence.end] == item.sentence.text


def test_no_hits_support_nothing(library: Library) -> None:
    question = _question(0.0, 0.0, 0.0, 0.0)
    words = question_words("舰队", library, 3)
    assert support([], question, words, "zh-Hans", Background.of([]), library, SupportModel.default()) == []


def _supports(odds: list[float], starts: list[int] | None = None) -> list[Support]:
    document = _document(("甲乙丙丁。" * 20,), "many")
    passage = passages(document, 300)[0]
    hit = Hit(1, document, passage, 1.0)
    places = starts or [i * 5 for i in range(len(odds))]
    found = [Support(hit, Sentence(a, a + 5, document.text[a : a + 5]), o) for a, o in zip(places, odds, strict=True)]
    return sorted(found, key=lambda item: -item.odds)


def test_nothing_is_quoted_where_nothing_was_found() -> None:
    assert choose([], 0.0) == []


def test_the_threshold_is_on_the_odds_of_all_sentences_together() -> None:
    supports = _supports([0.25, 0.25])
    assert choose(supports, 0.51) == []  # 0.25 + 0.25 = 0.5
    assert [item.odds for item in choose(supports, 0.49)] == [0.25, 0.25]


def test_a_further_sentence_needs_its_share_of_the_best_odds() -> None:
    supports = _supports([0.5, 0.26, 0.24])
    assert [item.odds for item in choose(supports, 0.0, most=3, keep=0.5)] == [0.5, 0.26]  # 0.5 * 0.5 = 0.25


def test_the_same_place_is_quoted_once() -> None:
    supports = _supports([0.3, 0.3, 0.2], starts=[0, 0, 5])
    assert [item.sentence.start for item in choose(supports, 0.0, most=3, keep=0.0)] == [0, 5]


def test_the_same_words_in_another_place_are_another_quotation() -> None:
    supports = _supports([0.3, 0.3], starts=[0, 5])
    assert supports[0].sentence.text == supports[1].sentence.text
    assert len(choose(supports, 0.0, most=3, keep=0.0)) == 2


@given(st.lists(st.floats(0, 1), max_size=20), st.floats(0, 1), st.integers(1, 5), st.floats(0, 1))
def test_choice_is_a_short_prefix_without_duplicates(
    odds: list[float], threshold: float, most: int, keep: float
) -> None:
    supports = _supports(odds)
    chosen = choose(supports, threshold, most, keep)
    assert chosen == supports[: len(chosen)]
    assert len(chosen) <= most
    assert len({item.sentence.start for item in chosen}) == len(chosen)
    assert bool(chosen) == (bool(odds) and sum(item.odds for item in supports) >= threshold)


def test_the_default_is_a_few_sentences() -> None:
    assert len(choose(_supports([0.1] * 10), 0.0)) == MOST_STATEMENTS
