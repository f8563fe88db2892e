"""Run the parts, each in a process of its own, and write what they saw into benchmarks/results/trust.json.

    python -m benchmarks.trust [--part NAME …] [--budget SECONDS]

The budget is for all parts together. A part that is not run now keeps the figures of its last run, with the command and the machine
that they are from, and its load: the mean number of processes that would run, in the minute before and in its last. Ends with 1 where a part did not end, or a promise did not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from benchmarks import trust
from benchmarks.machine import described
from benchmarks.trees import ROOT

RESULT = ROOT / "benchmarks" / "results" / "trust.json"
COMMAND = "python -m benchmarks.trust"
BUDGET = 900.0
_PACKAGES = ("gradio", "starlette", "uvicorn", "onnxruntime", "pdfplumber", "lxml")
"""Those whose faults would be ours."""
_OVER = 3.0
"""How many times its budget a part may take, and ten minutes beside it on a busy machine, before it is ended."""
_READY = 600.0


def parts() -> list[str]:
    """The modules here that have something to measure, in order of their names."""
    names = (found.name for found in iter_modules(trust.__path__) if not found.name.startswith("_"))
    return sorted(name for name in names if hasattr(import_module(f"{trust.__name__}.{name}"), "measure"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write; whether all promises held, as an exit code."""
    parser = argparse.ArgumentParser(description="Try what nothing may break.")
    parser.add_argument("--part", action="append", metavar="NAME", help="run this part alone; may be repeated")
    parser.add_argument("--budget", type=float, default=BUDGET, metavar="SECONDS", help="for all parts together")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)  # one part in its own process
    given = parser.parse_args(arguments)
    if given.into:
        measured = import_module(f"{trust.__name__}.{given.part[0]}").measure(given.budget)
        given.into.write_text(json.dumps(measured, ensure_ascii=False), encoding="utf-8")
        return 0
    there = parts()
    chosen = given.part or there
    if unknown := sorted(set(chosen) - set(there)):
        parser.error(f"there is no part {', '.join(unknown)}; there are: {', '.join(there)}")
    if given.budget <= 0:
        parser.error("the budget is a number of seconds above 0")
    failed = False
    for name in chosen:
        print(f"{name} …", flush=True)
        found = measured_apart(name, given.budget / len(chosen))
        failed |= bool(found.get("failures"))
        held = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
        kept = {part: figures for part, figures in held.get("parts", {}).items() if part in there} | {name: found}
        print(json.dumps(found, ensure_ascii=False, indent=1), flush=True)
        result = {
            "command": COMMAND,
            "versions": {package: version(package) for package in _PACKAGES},
            "parts": {part: kept[part] for part in sorted(kept)},
        }
        RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(failed)


def measured_apart(name: str, budget: float) -> dict[str, Any]:
    """What a part saw, run in a process of its own, which is ended with all that it began where it takes far too long."""
    began = time.monotonic()
    how: dict[str, Any] = {"command": f"{COMMAND} --part {name} --budget {budget:.0f}", "machine": described()}
    how["load"] = {"before": round(os.getloadavg()[0], 1)}
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "measured.json"
        command = [sys.executable, "-m", trust.__name__, "--part", name, "--budget", str(budget), "--into", str(into)]
        with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as process:
            try:
                status = process.wait(budget * _OVER + _READY)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return {**how, "failures": [f"the part did not end within {budget * _OVER + _READY:.0f} s"]}
        if status:
            return {**how, "failures": [f"the part ended with exit code {status}; what it said is above"]}
        found: dict[str, Any] = json.loads(into.read_text(encoding="utf-8"))
    how["load"]["after"] = round(os.getloadavg()[0], 1)
    return {**how, "seconds": round(time.monotonic() - began, 1), "failures": [], **found}


if __name__ == "__main__":
    sys.exit(main())
