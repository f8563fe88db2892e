"""How often renderings stand in passages, counted in either way: held against a plain count of the lines."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from index.store.postings import Lists, Postings
from index.store.search_index import LanguagePassages
from index.store.vector_index import PassageIndex
from qa.retrieval.crossing.renderings import Rendering
from qa.retrieval.occurrences import Looked
from tests.qa.plain import count

CONCEPTS = (
    (Rendering(("aa",), 1.0, "same"),),
    (Rendering(("zz",), 1.0, "same"),),
    (Rendering(("rare",), 1.0, "same"), Rendering(("ab", "rare"), 0.5, "dictionary")),
    (Rendering(("a",), 0.3, "dictionary", prefix=True), Rendering(("bb",), 0.5, "dictionary")),  # many places, no order
    (Rendering(("title",), 1.0, "same"),),
    (Rendering(("bb", "aa"), 0.25, "sound", readings=True), Rendering(("aa",), 1.0, "reading", readings=True)),
)


@pytest.mark.parametrize(("rows", "parts"), [(3, 1), (400, 1), (400, 3)])
def test_they_are_what_a_plain_count_of_the_lines_gives(rows: int, parts: int) -> None:
    rng = np.random.default_rng(rows)
    words = ["aa", "ab", "bb", "cc", "aab"]

    def line(size: int) -> list[str]:
        return [words[at] for at in rng.integers(0, len(words), size)]

    texts = [(line(30) + ["rare"] * (row % 97 == 0), [*line(2), "title"]) for row in range(rows)]
    reads = [(line(30), line(2)) for _ in range(rows)]
    cuts = [at * rows // parts for at in range(parts + 1)]
    terms, readings = (
        Lists(
            [
                (Postings.make((" ".join(text), " ".join(above)) for text, above in lines[a:b]), b - a)
                for a, b in pairwise(cuts)
            ]
        )
        for lines in (texts, reads)
    )
    one = np.ones((rows, 1), dtype=np.float32)
    vectors = PassageIndex(np.arange(rows), one, one, np.arange(rows + 1))
    looked = Looked(LanguagePassages(np.arange(rows), np.full(rows, 30.0), terms, readings, vectors))
    for concept, found in zip(CONCEPTS, looked.occurrences(CONCEPTS), strict=True):
        lines = [reads if each.readings else texts for each in concept]
        text, above = (
            np.array(
                [
                    sum(each.weight * count(held[row][part], each) for each, held in zip(concept, lines, strict=True))
                    for row in range(rows)
                ]
            )
            for part in (0, 1)
        )
        often = text + 0.5 * above
        assert found.rows.tolist() == np.flatnonzero(often).tolist()
        assert found.often == pytest.approx(often[often > 0])
        expected = np.minimum(text, 1.0).sum() or np.minimum(often, 1.0).sum()
        assert found.passages == pytest.approx(expected)
        assert [found.often_in(row) for row in range(rows)] == pytest.approx(often)
        for each in concept:
            assert looked.holds(each) == bool(looked.standing(each))
            assert looked.may_hold(each) >= looked.holds(each)
            each_row = [
                sum(each.weight * count(line, each) for line in (reads if each.readings else texts)[row][:1])
                for row in range(rows)
            ]
            above_row = [
                0.5 * each.weight * count((reads if each.readings else texts)[row][1], each) for row in range(rows)
            ]
            assert [looked.often_in(each, row) for row in range(rows)] == pytest.approx(np.add(each_row, above_row))
