"""Why a passage was found, in words and in JSON."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.offsets import Span
from qa.engine import Engine
from qa.records import Hit, Match
from qa.ui.terminal.answers import print_hits
from qa.ui.terminal.explain import why


@pytest.fixture
def hit(engine: Engine) -> Hit:
    return engine.retrieve("基辛格认为有效威慑需要哪三大要素？", 1)[0]


def test_each_leg_says_where_and_how_well(hit: Hit) -> None:
    told = dict(why(hit))
    assert told["score"] == f"{hit.score:.4f}"
    assert {"dense", "lexical"} <= set(hit.ranks) <= set(told)
    assert told["dense"] == f"rank {hit.ranks['dense']}, score {hit.scores['dense']:.4f}"
    value = hit.to_dict()
    assert value["ranks"] == hit.ranks
    assert value["scores"] == {leg: round(score, 6) for leg, score in hit.scores.items()}


def test_words_odds_and_the_answer_where_they_are_known(hit: Hit, capsys: pytest.CaptureFixture[str]) -> None:
    bare = replace(hit, matches=(), odds=None, span=None)
    assert not {"words", "odds", "answer"} & set(dict(why(bare)))
    start = hit.passage.start
    full = replace(
        hit,
        matches=(Match("基辛格", "基辛格", "same", 0.6), Match("deterrence", "威慑", "dictionary", 0.25)),
        odds=0.8125,
        span=Span(start, start + 4),
    )
    told = dict(why(full))
    assert told["words"] == "基辛格 (same, 0.60); deterrence → 威慑 (dictionary, 0.25)"
    assert told["odds"] == "0.81"
    assert told["answer"] == f"{hit.passage.text[:4]} ({start}–{start + 4})"
    print_hits([full], explain=True)
    out = capsys.readouterr().out
    assert all(line in out for line in told.values())
    print_hits([full])
    assert "dictionary" not in capsys.readouterr().out
