"""What each stage took: those that were entered, in their order, none counted twice, and nothing where nobody measures."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from index.settings import Settings
from qa.engine import Engine
from qa.timings import Stages, stage, timed
from qa.ui.terminal.cli import main


def spend(seconds: float) -> None:
    """Keep the processor at work for so long."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_a_stage_within_another_counts_for_itself_alone() -> None:
    began = time.process_time()
    with timed() as stages, stage("outer"):
        spend(0.02)
        with stage("inner"):
            spend(0.05)
        spend(0.02)
    whole = time.process_time() - began
    outer, inner = stages.took["outer"], stages.took["inner"]
    assert list(stages.took) == ["outer", "inner"]
    assert inner.processor >= 0.05
    assert outer.processor >= 0.04
    assert outer.processor + inner.processor <= whole + 1e-6
    assert (outer.times, inner.times) == (1, 1)


def test_a_stage_that_fails_is_counted_and_closed() -> None:
    with timed() as stages:
        with pytest.raises(LookupError), stage("fails"):
            raise LookupError
        with stage("fails"):
            pass
    assert stages.took["fails"].times == 2
    assert not stages._open


def enter(name: str) -> None:
    with stage(name):
        pass


def test_nothing_is_measured_unasked_or_of_another_thread() -> None:
    enter("nobody asked")
    with timed() as stages:
        other = threading.Thread(target=enter, args=("elsewhere",))
        other.start()
        other.join()
    enter("later")
    assert stages.took == {}


def test_the_stages_of_a_question(engine: Engine) -> None:
    with timed() as stages:
        engine.ask("When was the Nuclear Consultative Group announced?", sources=["000"])
    assert next(iter(stages.took)) == "filter"
    assert set(stages.took) >= {"filter", "understand", "embed", "search", "read", "weigh", "choose", "certify"}
    lines = stages.lines()
    assert lines[0].split() == ["stage", "seconds", "processor"]
    assert [line.split()[0] for line in lines[1:]] == [*stages.took, "all"]
    assert float(lines[-1].split()[1]) == pytest.approx(sum(t.seconds for t in stages.took.values()), abs=1e-3)


def test_no_stage_is_an_empty_table() -> None:
    assert [line.split()[0] for line in Stages().lines()] == ["stage", "all"]


def test_timings_are_told_on_standard_error_and_leave_the_json_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Settings, library_path: Path
) -> None:
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    capsys.readouterr()
    assert main(["search", "在日米軍", "-k", "1", "--json", "--timings", "--library", str(library_path)]) == 0
    output = capsys.readouterr()
    (hit,) = json.loads(output.out)
    assert "matches" in hit
    stages = [line.split()[0] for line in output.err.splitlines() if line.strip()]
    assert stages[:2] == ["stage", "open"]
    assert {"understand", "embed", "search", "read", "weigh"} < set(stages)
    assert stages[-1] == "all"
