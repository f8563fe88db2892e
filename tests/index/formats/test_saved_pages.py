"""Saved pages: how much of the article is kept and how much else, and that nothing vanishes."""

from __future__ import annotations

import pytest

from benchmarks.cleaning import Page, measure, pages, read
from tests.index.documents import SEEDS
from tests.index.structure.test_clean import vanished

ALL = pages()
SAVED = [page for page in ALL if not page.is_seed]


def share(found: dict[str, object], name: str) -> float:
    value = found[name]
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize("known", [True, False])
def test_the_seeds_are_cleaned_as_marked_by_hand(known: bool) -> None:
    figures = measure((page for page in ALL if page.is_seed), known=known)
    assert share(figures, "recall") >= 0.999
    assert share(figures, "precision") >= 0.999
    assert figures["title"] == figures["metadata kept"] == 1.0


@pytest.mark.parametrize(("held_out", "precision"), [(False, 0.97), (True, 0.95)])
def test_saved_pages_are_cleaned_as_marked_by_hand(held_out: bool, precision: float) -> None:
    figures = measure(page for page in SAVED if page.held_out is held_out)
    assert share(figures, "recall") >= 0.99
    assert share(figures, "precision") >= precision
    assert figures["title"] == 1.0


def test_every_seed_is_marked_and_there_are_ten_pages_more() -> None:
    assert {page.path.name for page in ALL if page.is_seed} == {path.name for path in SEEDS.glob("*.txt")}
    assert len(SAVED) >= 10


@pytest.mark.parametrize("page", SAVED, ids=lambda page: page.path.stem)
def test_all_of_a_page_is_kept_or_reported(page: Page) -> None:
    made = read(page)
    assert vanished(page.decoded, made) == []
    for part in made.dropped:
        assert page.decoded[part.source_start : part.source_end] == part.text
        assert part.reason


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.path.stem)
def test_golden_spans_cover_a_file_once(page: Page) -> None:
    unmarked = "".join(char for char, part in zip(page.decoded, page.parts, strict=True) if not part and char.strip())
    assert not unmarked or page.path.stem.startswith("003")  # whose markup is marked as nothing
