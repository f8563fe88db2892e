"""Two legs and their fusion, over a library with known vectors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from index.bridge.dictionary import Dictionary
from index.store.entries import Entry
from index.store.library import Library
from qa.engine import Engine
from qa.errors import QuestionError, YinzhengError
from qa.records import Hit
from qa.retrieval.dense import Dense
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import LEXICAL_SHARE, Query, retrieve_hits

MakeEntry = Callable[..., Entry]
EAST = np.array([1, 0, 0], dtype=np.float32)


@pytest.fixture
def library(empty_library: Library, make_entry: MakeEntry) -> Library:
    near = [[1.0, 0, 0], [0.9, 0.1, 0], [0.8, 0.2, 0]]
    far: Entry = make_entry("far", [f"apple {n}" for n in range(60)], [[0.1, 1, 0]] * 60)
    empty_library.change(
        [
            make_entry("near", ["pear one", "pear two", "apple three"], near),
            far,
            make_entry("blank", ["cherry", "cherry"], [[0, 0, 1.0], [0, 0, 1.0]]),
        ]
    )
    return empty_library


Search = Callable[..., list[Hit]]


@pytest.fixture
def hits(library: Library, dictionary: Dictionary) -> Search:
    """Search the library by hand: a question whose vector is EAST."""

    def search(question: str, k: int, documents: list[str] | None = None) -> list[Hit]:
        dense = Dense.of(library)
        query = Query.of(question, dense.question(question, EAST), LexicalLeg(library, dictionary))
        among = None if documents is None else library.passage_numbers(documents)
        found, sections = retrieve_hits(query, library, dense, k, among)
        assert sections == []  # no question here names an author
        return found

    return search


def test_ranks_and_scores_of_each_leg(hits: Search) -> None:
    first, second, third = hits("pear", 3)
    assert [hit.passage.text for hit in (first, second, third)] == ["pear one", "pear two", "apple three"]
    assert first.ranks == {"dense": 1, "lexical": 1}
    assert second.ranks == {"dense": 2, "lexical": 2}
    assert third.ranks == {"dense": 3}  # it has no pear
    assert first.scores["dense"] == pytest.approx(1.0)
    assert second.scores["dense"] == pytest.approx(0.9)
    assert first.scores["lexical"] > second.scores["lexical"] > 0  # `two` is a number and a word, `one` a number
    assert third.scores["lexical"] == 0.0
    assert first.to_dict()["ranks"] == {"dense": 1, "lexical": 1}


def test_the_score_is_the_sum_of_the_standard_scores(hits: Search, library: Library) -> None:
    """Against both legs' scores of all 65 passages, each leg's mean and deviation taken over them."""
    found = {hit.number: hit for hit in hits("pear", 100)}
    assert set(found) == set(library.passage_numbers())
    total = dict.fromkeys(found, 0.0)
    for leg, weight in (("dense", 1.0), ("lexical", LEXICAL_SHARE)):
        scores = np.array([hit.scores[leg] for hit in found.values()])
        for number, score in zip(found, scores, strict=True):
            total[number] += weight * (score - scores.mean()) / scores.std()
    for number, hit in found.items():
        assert hit.score == pytest.approx(total[number], rel=1e-4)


def test_the_words_that_were_met_are_told(hits: Search) -> None:
    first, *_ = hits("pear durian", 3)
    (match,) = first.matches
    assert (match.asked, match.met, match.how) == ("pear", "pear", "same")
    assert match.weight == pytest.approx(1.0)
    assert first.to_dict()["matches"] == [{"asked": "pear", "met": "pear", "how": "same", "weight": 1.0}]
    assert hits("durian", 1)[0].matches == ()
    both = {match.asked: match.weight for match in hits("apple three", 1, ["near"])[0].matches}
    assert sum(both.values()) == pytest.approx(1.0)
    assert both["three"] > both["apple"]  # the rarer word


def test_a_hit_that_was_not_read_says_so(hits: Search) -> None:
    value = hits("pear", 1)[0].to_dict()
    assert value["odds"] is None
    assert value["span"] is None


def test_a_question_without_a_known_word_is_found_by_its_vector_alone(hits: Search) -> None:
    found = hits("durian", 2)
    assert [hit.passage.text for hit in found] == ["pear one", "pear two"]
    assert [hit.ranks for hit in found] == [{"dense": 1}, {"dense": 2}]


@pytest.mark.parametrize(("k", "count"), [(1, 1), (2, 2), (60, 60), (64, 64), (100, 65)])
def test_as_many_hits_as_there_are_passages(hits: Search, k: int, count: int) -> None:
    found = hits("apple", k)
    assert len(found) == count
    assert len({hit.passage.id for hit in found}) == count


@pytest.mark.parametrize(
    ("documents", "k", "count"),
    [
        (["blank"], 2, 2),  # the two farthest of 65 passages, and no word of the question in them
        (["blank"], 5, 2),
        (["far"], 60, 60),  # more than a leg offers without a filter
        (["near", "blank"], 5, 5),
        ([], 5, 0),
    ],
)
def test_a_filter_restricts_before_the_search(hits: Search, documents: list[str], k: int, count: int) -> None:
    found = hits("pear apple", k, documents)
    assert len(found) == count
    assert {hit.document.id for hit in found} == set(documents[: count or None] if count else [])


def test_equal_passages_come_in_the_order_of_the_library_and_keep_their_identity(hits: Search) -> None:
    found = hits("cherry", 65, ["blank"])
    assert [(hit.passage.start, hit.passage.end) for hit in found] == [(0, 6), (7, 13)]
    assert found[0].number < found[1].number
    assert found[0].passage.text == found[1].passage.text == "cherry"
    assert hits("cherry", 65, ["blank"]) == found


def test_hits_of_the_seeds_come_in_order_of_score_and_are_in_their_documents(engine: Engine) -> None:
    found = engine.retrieve("在日米軍の役割は何ですか", 100, read=False)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert len({hit.number for hit in found}) == len(found) >= 50
    for hit in found:
        assert hit.document.text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize("document", ["000", "001", "002", "003", "004"])
def test_every_seed_gives_k_hits_of_its_own(engine: Engine, document: str) -> None:
    (identifier,) = [known for known in engine.library.document_ids() if known.startswith(document)]
    has = len(engine.library.passage_numbers([identifier]))
    for k in (1, 3, has):
        found = engine.retrieve("extended deterrence", k, [document])
        assert len(found) == k
        assert {hit.document.id for hit in found} == {identifier}


def test_several_sources_and_none(engine: Engine) -> None:
    both = engine.retrieve("核共享", 100, ["001", "002", "002_"])
    assert {hit.document.id[:3] for hit in both} == {"001", "002"}
    assert engine.retrieve("核共享", 5, []) == engine.retrieve("核共享", 5)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("999", "'999' names no document; the library holds: 000_"),
        ("", "'' names"),
        ("00", r"'00' names 5 documents \(000_"),
        ("%", "'%' names no document"),
    ],
)
def test_a_source_that_is_not_there(engine: Engine, source: str, fault: str) -> None:
    with pytest.raises(YinzhengError, match=fault):
        engine.retrieve("核共享", 5, [source])
    with pytest.raises(YinzhengError, match=fault):
        engine.ask("核共享", 5, ["000", source])


@pytest.mark.parametrize("k", [0, -1, 101, 10_000])
def test_a_count_that_cannot_be_used(engine: Engine, k: int) -> None:
    with pytest.raises(QuestionError):
        engine.retrieve("核共享", k)


@pytest.mark.parametrize(
    "question",
    ['a "quoted" AND (broken* NEAR/2 query', "text:核 OR NOT", "'; DROP TABLE passages; --", "^核共享*", 'a"b'],
)
def test_what_is_syntax_elsewhere_is_text_here(engine: Engine, question: str) -> None:
    assert len(engine.retrieve(question, 5)) == 5
