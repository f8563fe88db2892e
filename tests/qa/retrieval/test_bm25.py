"""Plain BM25, of one language and single tokens, as bm25s computes it (Lù 2024), over the paragraphs of the seeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import bm25s
import numpy as np
import pytest

from index.bridge.dictionary import Dictionary
from index.document import make_document
from index.passages import passages
from index.records import Source
from index.store.entries import Entry
from index.store.library import Library
from index.store.schema import BuildFacts
from index.text.script import tokens
from qa.retrieval.lexical import LexicalLeg
from tests.conftest import ROOT

K1, B = 1.2, 0.75
QUESTIONS = ("核威慑的可信度", "驻日美军司令部", "日本应当怎样增强防卫能力", "岸田文雄与拜登", "核武器", "美韩NCG")


def bare(path: Path) -> Entry:
    """The passages of a file without anything above them: bm25s knows no headings."""
    made = make_document(path, path.read_bytes(), Source(), path.stem[:3])
    document = replace(
        made,
        source=replace(made.source, title="", authors=()),
        sections=tuple(replace(section, path=(), authors=()) for section in made.sections),
    )
    cut = passages(document, 300)
    inside = tuple(np.zeros((len(one.sentences), 1), dtype=np.float32) for one in cut)
    return Entry(document, cut, np.zeros((len(cut), 1), dtype=np.float32), inside)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    path = tmp_path_factory.mktemp("bm25") / "library.sqlite"
    with Library.create(path, BuildFacts("by hand", "0", 1, 300, 1)) as opened:
        opened.change([bare(path) for path in sorted((ROOT / "seeds").glob("*.txt"))])
        yield opened


@pytest.fixture(scope="module")
def leg(library: Library, dictionary: Dictionary) -> LexicalLeg:
    return LexicalLeg(library, dictionary, frozenset({"same"}))


@pytest.fixture(scope="module")
def peer(library: Library) -> bm25s.BM25:
    lines = [tokens(library.passage(number).text) for number in library.passage_numbers()]
    made = bm25s.BM25(method="lucene", k1=K1, b=B, dtype="float64")
    made.index(lines, show_progress=False)
    return made


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_and_order_are_those_of_bm25s(
    question: str, library: Library, leg: LexicalLeg, peer: bm25s.BM25
) -> None:
    numbers = library.passage_numbers()
    assert leg.named(question) == ()
    asked = leg.concepts(question)
    assert asked.by_family.keys() == {"zh"}
    ours = leg.leg(asked, len(numbers))
    # its variant leaves out k1 + 1, which is the same for all
    theirs = dict(zip(numbers, peer.get_scores(list(dict.fromkeys(tokens(question)))) * (K1 + 1), strict=True))
    assert {number: ours.score(number) for number in numbers} == pytest.approx(theirs, abs=1e-9)
    assert len(ours.found) == sum(score > 0 for score in theirs.values()) > 0
    for k in (1, 5):
        assert [score for _, score in leg.leg(asked, k).found] == pytest.approx(
            sorted(theirs.values(), reverse=True)[:k]
        )
