"""Where the processor's time of a warm question goes, stage by stage, now and at an earlier commit.

    python -m benchmarks.stages [--commit COMMIT] [--rounds N] [--most N]

Both trees are asked every question of the fixed set in each of its languages, in turn, each round in a process of its own;
the table gives milliseconds of processor time for a question, of the round that took least. The stages are the same
functions in both trees, timed from outside.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "stages.json"
QUESTIONS = ROOT / "tests" / "questions" / "seeds.jsonl"
BEFORE = "23bd2b1"
WARM = ("Who met whom in Washington?", "谁在华盛顿会见了谁？", "ワシントンで誰が誰に会いましたか？")
"""Questions that are asked first and do not count."""
FUNCTIONS = {
    "understand": ("qa.engine.Engine._asked", "qa.engine._matched", "qa.composing.matched"),
    "search": ("qa.reading.desk.Desk.retrieve", "qa.retrieval.finder.Finder.retrieve"),
    "weigh": ("qa.reading.desk.support", "qa.reading.desk.measure"),
    "choose": ("qa.engine.answering", "qa.composing.answering"),
    "certify": ("qa.engine.certify", "qa.composing.certify"),
}
"""What a stage is in either tree: a function of the first name that is there, or of each."""


def main() -> None:
    """Measure both trees, write the result file and print the table."""
    parser = argparse.ArgumentParser(description="Where the time of a warm question goes.")
    parser.add_argument("--commit", default=BEFORE, help="what to compare with")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--most", type=int, default=1_000, help="how many questions, at even distances")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measured(arguments.most)))
        return
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "before"
        subprocess.run(
            ["git", "worktree", "add", "--quiet", "--detach", before, arguments.commit], cwd=ROOT, check=True
        )
        try:
            rounds = [
                {
                    name: _child(tree, Path(folder) / f"{name}.sqlite", arguments.most)
                    for name, tree in (("before", before), ("now", ROOT))
                }
                for _ in range(arguments.rounds)
            ]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", before], cwd=ROOT, check=True)
    result = {
        "command": " ".join(["python -m benchmarks.stages", *sys.argv[1:]]),
        "before": arguments.commit,
        "milliseconds of processor time for a question": {
            call: _table([one["before"][call] for one in rounds], [one["now"][call] for one in rounds])
            for call in ("ask", "retrieve(read=False)")
        },
        "questions": rounds[0]["now"]["questions"],
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))


def _child(tree: Path, library: Path, most: int) -> dict[str, Any]:
    own = {"YINZHENG_SEEDS": ROOT / "seeds", "YINZHENG_LIBRARY": library}
    own["YINZHENG_CACHE"] = library.with_name(f"{library.name} models")  # each tree removes those of the other
    environment = {
        **os.environ,
        "PYTHONPATH": f"{tree}{os.pathsep}{ROOT}",
        **{name: str(path) for name, path in own.items()},
    }
    command = [sys.executable, str(Path(__file__).resolve()), "--measure", "--most", str(most)]
    done = subprocess.run(command, env=environment, cwd=tree, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _table(before: Sequence[dict[str, float]], now: Sequence[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Each stage before and now, of the rounds that took least."""
    sides = {
        name: min(rounds, key=lambda one: sum(one.values())) for name, rounds in (("before", before), ("now", now))
    }
    stages = list(dict.fromkeys([*sides["before"], *sides["now"]]))
    table = {stage: {name: round(side.get(stage, 0.0), 2) for name, side in sides.items()} for stage in stages}
    models = ("read", "embed")
    table["all"] = {name: round(sum(side.values()), 2) for name, side in sides.items()}
    without = {name: sum(value for stage, value in side.items() if stage not in models) for name, side in sides.items()}
    table["all but the models"] = {name: round(value, 2) for name, value in without.items()}
    return table


def measured(most: int) -> dict[str, Any]:
    """Milliseconds of each stage for a question, of the tree that is imported."""
    import benchmarks.earlier  # noqa: F401 - before what an earlier commit has elsewhere
    from index.settings import Settings
    from qa.engine import Engine
    from qa.evaluation.question_file import read_questions

    stages = _stages()
    settings = Settings.load(os.environ)
    engine = Engine.open(settings)  # the default library, which is made of the seeds where there is none
    for name, places in FUNCTIONS.items():
        for place in places:
            _watch(*_found(place), name, stages)
    _watch(type(engine.embedder), "questions", "embed", stages)
    _watch(type(engine._reader), "read", "read", stages)
    texts = [text for question in read_questions(QUESTIONS) for text in question.texts.values()]
    texts = texts[:: max(1, len(texts) // most)][:most]
    calls: dict[str, Callable[[Engine, str], object]] = {
        "ask": lambda asked, text: asked.ask(text),
        "retrieve(read=False)": lambda asked, text: asked.retrieve(text, read=False),
    }
    found: dict[str, Any] = {"questions": len(texts)}
    for name, call in calls.items():
        asked = Engine.open(settings, embedder=engine.embedder, reader=engine._reader)  # which has kept nothing
        for text in WARM:
            call(asked, text)
        with stages.timed() as took:
            for text in texts:
                with stages.stage("the rest"):
                    call(asked, text)
        found[name] = {stage: 1000 * one.processor / len(texts) for stage, one in took.took.items()}
        asked.close()
    engine.close()
    return found


def _stages() -> ModuleType:
    """The stop watch of this tree, which an earlier one has not."""
    spec = importlib.util.spec_from_file_location("stages", ROOT / "qa" / "timings.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["stages"] = module
    spec.loader.exec_module(module)
    return module


def _found(place: str) -> tuple[Any, str]:
    """What holds a function, and the function's name; nothing where there is none of that name."""
    parts = place.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            holder: Any = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:-1]:
            holder = getattr(holder, name, None)
        return holder, parts[-1]
    raise ModuleNotFoundError(place)


def _watch(holder: Any, name: str, stage: str, stages: ModuleType) -> None:
    """Time a function as a stage."""
    function = vars(holder).get(name) if holder else None  # what is inherited is timed where it is from
    if function is None:
        return

    def timed(*values: Any, **named: Any) -> Any:
        with stages.stage(stage):
            return function(*values, **named)

    setattr(holder, name, timed)


if __name__ == "__main__":
    main()
