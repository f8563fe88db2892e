"""Both legs over the seeds and over other languages: as their definitions have it, and the same for many threads at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from math import log

import numpy as np
import pytest

from index.bridge.dictionary import Dictionary
from index.records import above
from index.store.entries import Entry
from index.store.library import Library
from index.store.schema import BuildFacts
from qa.retrieval.dense import Dense
from qa.retrieval.fuse import Leg, fused
from qa.retrieval.lexical import LexicalLeg, Words
from tests.qa.plain import PlainLeg
from tests.qa.retrieval.test_lexical import OTHERS, SEEDS, entry

D = 8
QUESTIONS = (
    "What does Akiyama recommend?",
    "延伸威慑与核武器",
    "주일미군의 역할은 무엇입니까?",
    "ミサイルと大統領",
    "日本の役割は何ですか。",
    "Who is Matthew Brummer?",
    "How many soldiers does the United States have in Japan, 54,000?",
    "核",
    "Guo Xiaobing 2024",
    "???",
)


def with_vectors(made: Entry, seed: int) -> Entry:
    rng = np.random.default_rng(seed)

    def unit(count: int) -> np.ndarray:
        rows = rng.standard_normal((count, D)).astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    inside = tuple(unit(len(passage.sentences)) for passage in made.passages)
    return Entry(made.document, made.passages, unit(len(made.passages)), inside)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = [entry(path.stem[:3], path.read_bytes()) for path in sorted(SEEDS.glob("*.txt"))]
    made += [entry(name, text.encode()) for name, text in OTHERS.items()]
    path = tmp_path_factory.mktemp("legs") / "library.sqlite"
    with Library.create(path, BuildFacts("by hand", "0", D, 300, 1)) as opened:
        opened.change([with_vectors(one, seed) for seed, one in enumerate(made)])
        opened.write_search_index()
    with Library.open(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def leg(library: Library, dictionary: Dictionary) -> LexicalLeg:
    return LexicalLeg(library, dictionary)


@pytest.fixture(scope="module")
def plain(library: Library) -> PlainLeg:
    return PlainLeg(library)


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_weights_and_spreads_are_those_of_the_definition(
    question: str, leg: LexicalLeg, plain: PlainLeg
) -> None:
    asked = leg.concepts(question)
    counts = {name: plain.families.count(name) for name in set(plain.families)}
    for name, concepts in asked.by_family.items():
        for concept in concepts:
            held = plain.passages(name, concept.renderings)
            assert concept.weight == pytest.approx(log(1 + (counts[name] - held + 0.5) / (held + 0.5)))
            assert concept.held == (held > 0)
    scores = plain.scores(asked)
    found = leg.leg(asked, len(scores))
    assert {number: found.score(number) for number in scores} == pytest.approx(scores)
    expected = [pair for pair in scores.items() if pair[1] > 0]
    assert len(found.found) == len(expected)
    assert [score for _, score in found.found] == pytest.approx(sorted((s for _, s in expected), reverse=True))
    zh = [number for number, name in zip(plain.numbers, plain.families, strict=True) if name == "zh"]
    own = [scores[number] for number in zh]
    spread = found.spread(zh[0])  # of so many passages hardly anything leans on the other languages
    assert spread.mean == pytest.approx(np.mean(own), rel=0.05, abs=0.05)
    assert spread.trust == pytest.approx(Words(leg, asked).known_share("zh") ** 2)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_filter_keeps_the_order_and_takes_nothing_from_those_within(question: str, leg: LexicalLeg) -> None:
    asked = leg.concepts(question)
    everything = leg.leg(asked, 1000).found
    assert leg.leg(asked, 1000).found == everything
    within = [number for number, _ in everything][::3]
    assert leg.leg(asked, 1000, within).found == everything[::3]
    assert leg.leg(asked, 2, [*within, 10_000]).found == everything[::3][:2]
    assert leg.leg(asked, 5, []).found == []
    assert everything == sorted(everything, key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize("question", QUESTIONS)
def test_matches_are_the_concepts_that_the_passage_holds(question: str, leg: LexicalLeg, plain: PlainLeg) -> None:
    asked = leg.concepts(question)
    for row, number in list(enumerate(plain.numbers))[::4]:
        held = {
            concept.asked: {one.how for one in concept.renderings if plain.often(row, one)}
            for concept in asked.by_family[plain.families[row]]
            if any(plain.often(row, one) for one in concept.renderings)
        }
        made = leg.matches(asked, number)
        assert {match.asked for match in made} == held.keys()
        assert all(match.how in held[match.asked] for match in made)
        assert sum(match.weight for match in made) == pytest.approx(1.0 if made else 0.0)
    assert leg.matches(asked, 10_000) == ()


def test_many_threads_at_once_find_what_one_does_alone(library: Library, dictionary: Dictionary) -> None:
    leg, dense = LexicalLeg(library, dictionary), Dense.of(library)  # nothing is kept yet

    def found(question: str) -> object:
        asked = leg.concepts(question)
        vector = np.random.default_rng(len(question)).standard_normal(D).astype(np.float32)
        vectors = dense.question(question, np.asarray(vector / np.linalg.norm(vector), dtype=np.float32))
        legs: tuple[Leg, Leg] = dense.leg(vectors, 20), leg.leg(asked, 20)
        ranked = fused(legs, (1.0, 0.5))
        covered, shown = [], []
        for number, _ in ranked[:5]:
            passage = library.passage(number)
            covered.append(Words(leg, asked).coverage(passage.text, passage.language))
            shown.append(leg.matches(asked, number, above(library.document(passage.document), passage)))
        return [one.found for one in legs], ranked, covered, shown

    asked = [*QUESTIONS] * 6
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(found, asked))
    leg, dense = LexicalLeg(library, dictionary), Dense.of(library)
    alone = {question: found(question) for question in QUESTIONS}
    assert together == [alone[question] for question in asked]
