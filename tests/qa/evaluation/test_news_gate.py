"""The gate over parallel news: a hundred questions, four for each pair of languages, and the floors under their figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.news_gate import FLOORS, faults, news_report
from index.encoder.embed import Embedder
from index.settings import Settings
from qa.evaluation.floors import read_floors
from qa.evaluation.results import Report
from qa.reading.span_reader import SpanReader
from qa.ui.terminal.evaluations import print_report


@pytest.fixture(scope="module")
def report(
    settings: Settings, embedder: Embedder, reader: SpanReader, tmp_path_factory: pytest.TempPathFactory
) -> Report:
    return news_report(tmp_path_factory.mktemp("news"), settings, embedder, reader)


def test_every_pair_of_languages_is_asked_alike(report: Report) -> None:
    pairs = Counter(tuple(result.id.split(" ")[1:]) for result in report.results)
    assert len(pairs) == 25
    assert set(pairs.values()) == {4}


def test_no_figure_of_the_news_is_below_its_floor(
    report: Report, capsys: pytest.CaptureFixture[str], record_property: pytest.RecordProperty
) -> None:
    print_report(report, Path("newsqa"))
    record_property("figures", capsys.readouterr().out)
    assert faults(report) == []
    assert read_floors(FLOORS)["all"]["found"] > 0


def test_every_quotation_stands_in_its_document(report: Report) -> None:
    assert [r.id for r in report.results if r.verified < len(r.quotations)] == []


def test_floors_of_other_documents_are_told(tmp_path: Path, report: Report) -> None:
    other = tmp_path / "floors.json"
    other.write_text('{"all": {"found": 0.1}, "_corpus": "beef"}', "utf-8")
    assert "other documents" in faults(report, other)[0]
    other.write_text(f'{{"all": {{"found": 1.1}}, "_corpus": "{report.corpus}"}}', "utf-8")
    assert "the floor is 1.100" in faults(report, other)[0]
