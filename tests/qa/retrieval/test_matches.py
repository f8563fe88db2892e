"""Matches are found when they are asked for, once, and are then as good as a tuple."""

from __future__ import annotations

import copy
import pickle

from qa.engine import Engine
from qa.records import Match
from qa.retrieval.matches import Matches

FOUND = (Match("同盟", "alliance", "dictionary", 0.75), Match("NCG", "NCG", "same", 0.25))


def test_nothing_is_looked_for_until_somebody_asks() -> None:
    asked: list[str] = []

    def find() -> tuple[Match, ...]:
        asked.append("now")
        return FOUND

    matches = Matches(find, {"same", "dictionary"})
    assert not asked
    assert (len(matches), matches[0], list(matches), matches[1:]) == (2, FOUND[0], list(FOUND), FOUND[1:])
    assert asked == ["now"]


def test_they_are_equal_to_a_tuple_of_the_same() -> None:
    matches, none = Matches(lambda: FOUND, ()), Matches(lambda: (), ())
    plain = tuple(FOUND)
    assert matches == plain
    assert plain == matches
    assert matches == Matches(lambda: FOUND, ())
    assert matches != FOUND[:1]
    assert matches != list(FOUND)
    assert hash(matches) == hash(FOUND)
    assert repr(matches) == repr(FOUND)
    assert none == ()
    assert not none
    assert pickle.loads(pickle.dumps(matches)) == FOUND == copy.deepcopy(matches)


def test_the_ways_to_meet_are_known_beforehand(engine: Engine) -> None:
    """A hit's matches are met in none but the ways that are known without looking for them."""
    for question in ("What does Akiyama propose?", "在日米軍は何人いますか？", "핵협의그룹은 무엇입니까?"):
        for hit in engine.retrieve(question, 20, read=False):
            assert isinstance(hit.matches, Matches)
            assert {match.how for match in hit.matches} <= set(hit.matches.hows)
