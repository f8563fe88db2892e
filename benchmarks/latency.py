"""How long a user waits, and how much memory it takes: model, index, cold ask, warm retrieve and ask.

Run on an otherwise idle computer:

    python benchmarks/latency.py            # writes benchmarks/results/latency.json
    python benchmarks/latency.py --quick    # one cold ask, 20 questions; prints, writes nothing
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "latency.json"
QUESTIONS = ROOT / "tests" / "questions" / "seeds.jsonl"
QUESTION = "What is the US–ROK Nuclear Consultative Group (NCG)?"
GOALS = {"model": 60.0, "index": 20.0, "cold_ask": 10.0, "warm_retrieve": 0.060}
COMMAND = "python benchmarks/latency.py"

_MODEL = (
    "import os; from pathlib import Path; from index.settings import Settings; from qa.cross_encoder import load_reader; "
    "from index.bridge.dictionary import Dictionary; settings = Settings.load(os.environ); load_reader(settings); "
    "Dictionary.open(settings.cache)"
)
"""Makes what is made once: the encoder, the reader, the dictionary."""
_MEMORY = """
import json, resource, runpy, sys
sys.argv = json.loads(sys.argv[1])
try:
    runpy.run_module("qa", run_name="__main__")
except SystemExit as stop:
    assert not stop.code, stop.code
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def child(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds that a fresh process takes from start to end."""
    began = time.perf_counter()
    subprocess.run(arguments, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def megabytes(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Greatest resident size of a fresh process that runs this command, as the process itself reports it."""
    given = json.dumps(["yinzheng", *arguments])
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, given], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    )
    unit = 1024 if sys.platform == "darwin" else 1
    return int(done.stderr.split()[-1]) / unit / 1024


def warm(call: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """Median and 95th percentile of the seconds of one call for each question, after three that do not count."""
    from qa.metrics import percentile

    for question in questions[:3]:
        call(question)
    seconds: list[float] = []
    for question in questions:
        began = time.perf_counter()
        call(question)
        seconds.append(time.perf_counter() - began)
    return {"median": round(percentile(seconds, 0.5), 4), "p95": round(percentile(seconds, 0.95), 4)}


def measure(*, quick: bool) -> dict[str, Any]:
    """All figures, in seconds and megabytes."""
    program = str(Path(sys.executable).with_name("yinzheng"))
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("YINZHENG_")}
        environment |= {"YINZHENG_CACHE": f"{folder}/cache", "YINZHENG_LIBRARY": f"{folder}/library.sqlite"}
        model = child([sys.executable, "-c", _MODEL], environment)
        index = child([program, "index", "seeds"], environment)
        cold = [child([program, "ask", QUESTION], environment) for _ in range(1 if quick else 5)]
        help_ = [child([program, "--help"], environment) for _ in range(1 if quick else 5)]
        memory = {
            "ask": round(megabytes(["ask", QUESTION], environment)),
            "index": round(megabytes(["index", "--rebuild", "seeds"], environment)),
        }

        from index.settings import Settings
        from qa.engine import Engine
        from qa.questions import read_questions

        asked = [text for question in read_questions(QUESTIONS) for text in question.texts.values()]
        asked = asked[:20] if quick else asked
        engine = Engine.open(Settings.load(environment))
        try:
            unread = warm(partial(engine.retrieve, read=False), asked)
            retrieve, ask = warm(engine.retrieve, asked), warm(engine.ask, asked)
            held = engine.describe()
        finally:
            engine.close()
    return {
        "command": COMMAND,
        "seconds": {
            "model": round(model, 2),
            "index": round(index, 2),
            "cold_ask": {"median": round(statistics.median(cold), 2), "runs": [round(value, 2) for value in cold]},
            "help": {"median": round(statistics.median(help_), 2)},
            "warm_retrieve": {**unread, "calls": len(asked)},
            "warm_retrieve_and_read": {**retrieve, "calls": len(asked)},
            "warm_ask": {**ask, "calls": len(asked)},
        },
        "peak_megabytes": memory,
        "goals": GOALS,
        "library": {name: held[name] for name in ("documents", "passages")},
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
    }


def main() -> None:
    """Measure, and write the result or print it."""
    parser = argparse.ArgumentParser(description="Measure how long a user waits.")
    parser.add_argument("--quick", action="store_true", help="a first look; nothing is written")
    quick = parser.parse_args().quick
    text = json.dumps(measure(quick=quick), indent=2) + "\n"
    print(text, end="")
    if not quick:
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        RESULT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
