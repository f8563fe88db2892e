"""The parts of `make trust` are found, run apart, and what they saw is kept."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from benchmarks import trust
from benchmarks.trust import __main__ as running
from benchmarks.trust_tables import TABLES


def test_every_part_of_the_result_is_there_and_says_how_it_was_measured() -> None:
    held = json.loads(running.RESULT.read_text(encoding="utf-8"))
    assert set(held["parts"]) <= set(running.parts())
    for name, figures in held["parts"].items():
        assert figures["command"].startswith(f"{running.COMMAND} --part {name} "), name
        assert figures["failures"] == [], name


def test_a_part_that_is_not_there_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        running.main(["--part", "nobody"])
    assert stopped.value.code == 2
    assert "there is no part nobody; there are: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("does", "seen"),
    [
        ("return {'tried': 3, 'failures': ['one']}", {"tried": 3, "failures": ["one"]}),
        ("return {'tried': {'twice': 2}}", {"tried": {"twice": 2}, "failures": []}),
        ("raise SystemExit(7)", {"failures": ["the part ended with exit code 7; what it said is above"]}),
        ("import time; time.sleep(60)", {"failures": ["the part did not end within 1 s"]}),
    ],
)
def test_a_part_runs_apart_and_what_goes_wrong_there_is_a_failure(
    does: str, seen: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "benchmarks" / "trust"
    package.mkdir(parents=True)
    for name in ("__init__", "__main__"):
        (package / f"{name}.py").write_bytes((Path(trust.__path__[0]) / f"{name}.py").read_bytes())
    for name in ("machine", "trees"):
        (package.parent / f"{name}.py").write_bytes((running.ROOT / "benchmarks" / f"{name}.py").read_bytes())
    (package.parent / "__init__.py").write_text("")
    (package / "one.py").write_text(f"def measure(budget_s):\n{textwrap.indent(does, '    ')}\n")
    monkeypatch.setattr(running, "ROOT", tmp_path)
    monkeypatch.setattr(running, "_READY", 0.7)
    found = running.measured_apart("one", 0.1 if "sleep" in does else 10.0)
    assert found["command"] == f"python -m benchmarks.trust --part one --budget {0 if 'sleep' in does else 10}"
    assert {name: found[name] for name in seen} == seen


def test_the_table_tells_every_figure() -> None:
    part = {"command": "c", "failures": ["one"], "tried": 1200, "slowest": {"p95 s": 0.12345}, "held": True}
    assert TABLES["trust"]({"trust": {"parts": {"doors": part}}}).splitlines()[2:] == [
        "| **doors** | promises that did not hold | **1** |",
        "|  | tried | 1,200 |",
        "|  | slowest: p95 s | 0.123 |",
        "|  | held | yes |",
    ]
