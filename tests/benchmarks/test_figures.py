"""The arithmetic of the benchmarks that compare this tree with an earlier one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.answers_compared import kind_of
from benchmarks.asked import Row, shares
from benchmarks.latency_figures import goals, paired, percentile
from benchmarks.newsqa import sample, write
from corpora.news_set import LANGUAGES


def answer(cited: list[bool], *, right: bool = True, verdict: str = "answered", at: int = 0) -> Row:
    citations = [{"document": "000", "start": at, "end": at + 5}]
    return {
        "answerable": True,
        "facts": len(cited),
        "found": len(cited),
        "answered": sum(cited),
        "facts_cited": cited,
        "right": right,
        "verdict": verdict,
        "citations": citations,
    }


FAILED: Row = {"answerable": True, "facts": 2, "error": "CertificateError: …"}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (answer([True, False]), answer([True, False]), "same"),
        (answer([True, False]), answer([True, False], at=9), "other"),
        (answer([True, False]), answer([True, False], verdict="disagree"), "other"),
        (answer([True, False]), answer([True, True]), "better"),
        (answer([True, False]), answer([False, True]), "mixed"),
        (answer([True, False]), answer([False, False]), "worse"),
        (answer([True]), answer([True], right=False), "worse"),
        (answer([False], right=False), answer([True]), "better"),
        (FAILED, answer([False], right=False), "better"),
        (answer([False], right=False), FAILED, "worse"),
        (FAILED, FAILED, "same"),
    ],
)
def test_what_became_of_an_answer(before: Row, after: Row, kind: str) -> None:
    assert kind_of(before, after) == kind


def test_an_error_counts_as_nothing_found_and_nothing_right() -> None:
    figures = shares([answer([True, True]), FAILED, {**FAILED, "answerable": False, "facts": 0}])
    assert (figures["questions"], figures["errors"], figures["facts"]) == (3, 2, 4)
    assert (figures["facts_found"], figures["facts_cited"], figures["answerable_answered"]) == (0.5, 0.5, 0.5)
    assert figures["unanswerable_refused"] == 0


def test_ratios_are_this_tree_over_the_other() -> None:
    """Medians 4 and 1; one by one 2/4, 1/4, 1/8."""
    base = [{"wall": value} for value in (4.0, 4.0, 8.0)]
    found = paired({"base": base, "tree": [{"wall": value} for value in (2.0, 1.0, 1.0)]})
    assert found["ratio"] == {"wall": 0.25}
    assert found["ratio of each pair"] == {"wall": 0.25}
    assert found["base"]["runs"] == {"wall": [4.0, 4.0, 8.0]}


def test_goals_are_of_what_was_measured() -> None:
    found = goals(
        {
            "cold ask": {"ratio": {"wall": 0.11, "processor": 0.13}},
            "embedding": {"times as fast as one call": {"wall": 2.5}},
        }
    )
    assert {name: one["reached"] for name, one in found.items()} == {
        "cold ask, by the clock": True,
        "cold ask, of the processor": False,
        "embedding, times as fast as one call of encode": True,
    }


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2), (0.75, 3), (0.95, 4), (0.0, 1)])
def test_percentile_by_nearest_rank(share: float, expected: float) -> None:
    assert percentile([3, 1, 4, 2], share) == expected


def test_every_pair_of_languages_is_asked_alike(tmp_path: Path) -> None:
    sentences = {language: [f"{language} {place}" for place in range(6)] for language in LANGUAGES}
    (tmp_path / "documents.jsonl").write_text(json.dumps({"id": "a.1", "sentences": sentences}) + "\n", "utf-8")
    questions = [
        {
            "id": f"a.1-{n}",
            "doc": "a.1",
            "kind": "fact",
            "answerable": True,
            "question": dict.fromkeys(LANGUAGES, "?"),
            "evidence": [n],
        }
        for n in range(4)
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)), "utf-8")
    found = sample(tmp_path, 50)
    assert found == sample(tmp_path, 50)
    for text, some in found.items():
        assert sorted(language for question in some for language in question.texts) == sorted(LANGUAGES * 2)
        write(tmp_path, text, tmp_path / text)
        written = (tmp_path / text / "a-1.md").read_text("utf-8")
        assert all(option.quote in written for question in some for fact in question.facts for option in fact)
