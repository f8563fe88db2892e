"""The quality gate: the fixed questions about the seeds, and the floors under what they are answered with."""

from __future__ import annotations

import pytest

from qa.evaluation.floors import below, floors_corpus, read_floors
from qa.ui.terminal.evaluations import print_report
from tests.conftest import ROOT
from tests.evaluated import Evaluated

QUESTIONS = ROOT / "tests" / "questions"


def test_no_figure_is_below_its_floor(
    evaluated: Evaluated, capsys: pytest.CaptureFixture[str], record_property: pytest.RecordProperty
) -> None:
    """What `make gate` asks for, of the same answers that the other tests look at."""
    print_report(evaluated.report, QUESTIONS / "seeds.jsonl")
    record_property("figures", capsys.readouterr().out)
    assert floors_corpus(QUESTIONS / "floors.json") == evaluated.report.corpus
    assert below(evaluated.report, read_floors(QUESTIONS / "floors.json")) == []


def test_every_quotation_stands_in_its_document(evaluated: Evaluated) -> None:
    assert [r.id for r in evaluated.report.results if r.verified < len(r.quotations)] == []
