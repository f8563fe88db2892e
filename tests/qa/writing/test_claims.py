"""A sentence is held against its evidence: its numbers and names one by one, the rest by reading."""

from __future__ import annotations

import pytest

from index.text.script import language_of
from qa.engine import Engine
from qa.writing.claims import (
    FEATURES,
    ClaimModel,
    missing_names,
    missing_numbers,
)
from qa.writing.prompt import CitedPassage


def said(*texts: str, about: str = "") -> list[CitedPassage]:
    return [CitedPassage((n,), about, text, (), language_of(text)) for n, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    ("sentence", "text", "missing"),
    [
        ("54,000 soldiers are there.", "驻有五万四千名士兵。", []),
        ("It fell by 54 percent in April 2024.", "2024年4月下降了百分之五十四。", []),
        ("5만4천 명이 있다.", "There are 54,000 of them.", []),
        ("令和6年に始まった。", "It began in 2024.", []),
        ("One of the two first met it.", "有人见过。", []),
        ("55,000 soldiers are there.", "驻有五万四千名士兵。", ["55,000"]),
        ("2025年に始まった。", "It began in 2024.", ["2025"]),
        ("三百人在那里。", "There are 54 of them.", ["三百"]),
        ("一个人在那里。", "There are 54 of them.", []),
    ],
)
def test_numbers_meet_in_any_script(sentence: str, text: str, missing: list[str]) -> None:
    assert missing_numbers(sentence, said(text)) == missing


def test_numbers_may_stand_in_any_of_the_evidence_or_in_where_it_comes_from() -> None:
    assert (
        missing_numbers("In 2024 there were 54.", said("There were 54.", "Nothing.", about="A paper · 2024-04")) == []
    )


@pytest.mark.parametrize(
    ("sentence", "text", "missing"),
    [
        ("There Kissinger named three.", "Kissinger named three.", []),
        ("The Chinese minister agreed with Kissinger's view.", "The minister of China agreed with Kissinger.", []),
        ("It was said in April on a Monday.", "It was said on Monday.", []),
        ("There Brzezinski named three.", "Kissinger named three.", ["Brzezinski"]),
        ("それはキッシンジャーの言葉だ。", "それはブレジンスキーの言葉だ。", ["キッシンジャー"]),
        ("There Kissinger named three.", "基辛格提出了三点。", []),
    ],
)
def test_names_meet_in_their_own_language(sentence: str, text: str, missing: list[str]) -> None:
    assert missing_names(sentence, said(text)) == missing


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("Kissinger said that deterrence requires strength, resolve and credibility.", True),
        ("基辛格认为威慑需要实力、决心和可信度。", True),
        ("The festival serves plum cakes to the lighthouse keeper.", False),
        ("Kissinger said that deterrence requires 17 conditions.", False),
    ],
)
def test_the_reader_tells_what_is_said_from_what_is_not(engine: Engine, sentence: str, supported: bool) -> None:
    text = "美国前国务卿基辛格认为,威慑要有效,须具备三大要素:实力、决心、可信度。"
    odds, enough = engine._says(sentence, said(text))
    assert enough is supported, odds
    assert 0 <= odds <= 1


@pytest.mark.parametrize("read", [True, False])
def test_the_weights_that_ship(read: bool) -> None:
    model = ClaimModel.default(read=read)
    assert len(model.weights) == len(FEATURES)
    assert model.odds([4.0 * read, 1.0, 0.0]) > model.threshold > model.odds([-4.0 * read, 0.0, 0.0])
    assert (model.weights[0] > 0) is read
