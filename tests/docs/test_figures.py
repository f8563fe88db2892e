"""Every figure and table in the documentation says what the committed results say, and none stands there without one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.figures import ROOT, TABLES, FigureError, documents, filled, results, unbacked, value, written

HELD: dict[str, Any] = {"some": {"all": {"found": 0.955, "whole": "42 of 52"}, "list": [{"R@1": 0.5}], "true": True}}


@pytest.fixture(scope="module")
def held() -> dict[str, Any]:
    return results()


@pytest.mark.parametrize("page", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_figures_are_as_the_results_have_them(page: Path, held: dict[str, Any]) -> None:
    text = page.read_text("utf-8")
    assert filled(text, held) == text, "run: python -m benchmarks.figures"


@pytest.mark.parametrize("page", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_figure_without_a_result(page: Path) -> None:
    assert list(unbacked(page.read_text("utf-8"))) == []


def test_every_table_has_its_place_and_every_place_its_table() -> None:
    text = "".join(page.read_text("utf-8") for page in documents())
    assert sorted(name for name in TABLES if f"<!-- table: {name} -->" in text) == sorted(TABLES)
    assert len(re.findall("<!-- table: [a-z ]+ -->\n", text)) == len(TABLES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("finds .1<!-- some: all / found -->.", "finds 1.0<!-- some: all / found -->."),
        ("finds .12<!-- some: all / found -->.", "finds .95<!-- some: all / found -->."),
        ("finds 0.123<!-- some: all / found -->.", "finds 0.955<!-- some: all / found -->."),
        ("finds 1 %<!-- some: all / found -->.", "finds 96 %<!-- some: all / found -->."),
        ("7 of 9<!-- some: all / whole --> lean", "42 of 52<!-- some: all / whole --> lean"),
        ("9<!-- some: list / 0 / R@1 -->", "0<!-- some: list / 0 / R@1 -->"),
        ("at most 3<!-- qa.question.check: MOST_PASSAGES -->", "at most 100<!-- qa.question.check: MOST_PASSAGES -->"),
        (".1<!-- qa.question.check: AT_LEAST -->", ".05<!-- qa.question.check: AT_LEAST -->"),
        ("```\n.12<!-- some: all / found -->\n```\n", "```\n.12<!-- some: all / found -->\n```\n"),
    ],
)
def test_a_figure_is_written_as_exactly_as_before(text: str, expected: str) -> None:
    assert filled(text, HELD) == expected


@pytest.mark.parametrize(
    ("number", "like", "expected"),
    [
        (1234.5, "1,000", "1,234"),
        (0.5, ".123", ".500"),
        (1.0, ".12", "1.00"),
        (12.09, "9", "12"),
        ("3 of 4", "0", "3 of 4"),
    ],
)
def test_written(number: float | str, like: str, expected: str) -> None:
    assert written(number, like) == expected


@pytest.mark.parametrize(
    ("source", "way"),
    [("other", "all"), ("some", "all / lost"), ("some", "all"), ("some", "true"), ("MB", "no/such/file")],
)
def test_a_way_that_leads_nowhere_is_said(source: str, way: str) -> None:
    with pytest.raises(FigureError):
        value(source, way, HELD)


@pytest.mark.parametrize(
    "said",
    [
        "finds .95 of them",
        "in 45 % of cases",
        "takes 12 MB",
        "a third of what cannot",
        "within 2.5 seconds",
        "one of eight",
    ],
)
def test_a_bare_figure_is_told(said: str) -> None:
    assert list(unbacked(said))


@pytest.mark.parametrize(
    "said",
    [
        "finds .95<!-- some: all / found --> of them",
        "at most 15 %<!-- chosen --> of them",
        "CC BY-SA 4.0, Python 3.11",
        "`--require .95`",
        "five passages, 1,500 characters, page 12",
        "[figures](x.95%20of)",
    ],
)
def test_what_measures_nothing_is_let_be(said: str) -> None:
    assert list(unbacked(said)) == []
