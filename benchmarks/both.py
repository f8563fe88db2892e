"""Two trees in turn: each command and each question on one, then on the other, and what both cost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.latency_figures import paired
from benchmarks.machine import described
from benchmarks.trees import ROOT, Cost, Tree

__all__ = ["SEEDS", "Both", "Pair"]

SEEDS = str(ROOT / "seeds")
CLIENTS = 8
_COUNT = (
    "import runpy, sys; sys.argv[0] = 'yinzheng'\n"
    "try: runpy.run_module('qa', run_name='__main__')\n"
    "except SystemExit as stop: assert not stop.code, stop.code\n"
    "finally: print(len(sys.modules))"
)
Pair = dict[str, Any]


class Both:
    """The two trees, and a folder for what they make."""

    def __init__(self, trees: Mapping[str, Tree], folder: Path) -> None:
        self.folder = folder
        self.trees = {name: tree.at(**self._places(name, "made once")) for name, tree in trees.items()}

    def _places(self, name: str, state: str) -> dict[str, str]:
        place = self.folder / name / state
        place.mkdir(parents=True, exist_ok=True)
        return {"YINZHENG_CACHE": str(place / "cache"), "YINZHENG_LIBRARY": str(place / "library.sqlite")}

    def run(self, commands: Sequence[Sequence[str]], refused: Sequence[int] = (), library: str = "made once") -> Pair:
        """Each command on one tree, then on the other."""
        runs: dict[str, list[Cost]] = {name: [] for name in self.trees}
        for command in commands:
            for name, tree in self.trees.items():
                own = tree.at(YINZHENG_LIBRARY=self._places(name, library)["YINZHENG_LIBRARY"])
                runs[name].append(own.run("-m", "qa", *command, refused=refused)[0])
        return paired({name: [cost.to_dict() for cost in costs] for name, costs in runs.items()})

    def set_up(self, question: str, times: int) -> Pair:
        """What an empty cache adds to the first `index` and the first `ask`: the models and the dictionary."""
        runs: dict[str, list[Mapping[str, float]]] = {name: [] for name in self.trees}
        for number in range(times):
            for name, tree in self.trees.items():
                fresh = tree.at(**self._places(name, f"empty {number}"))
                commands = (["index", SEEDS], ["ask", question])
                first = [fresh.run("-m", "qa", *command)[0] for command in commands]
                again = [fresh.run("-m", "qa", *command)[0] for command in (["index", "--rebuild", SEEDS], commands[1])]
                runs[name].append(
                    {
                        "wall": sum(one.wall for one in first) - sum(one.wall for one in again),
                        "processor": sum(one.processor for one in first) - sum(one.processor for one in again),
                    }
                )
        return paired(runs)

    def modules(self, question: str) -> Pair:
        """How many modules a cold `ask` has imported when it ends."""
        counts = {
            name: [{"modules": float(tree.run("-c", _COUNT, "ask", question)[1].split()[-1])}]
            for name, tree in self.trees.items()
        }
        return paired(counts)

    def calls(self, do: str, warming: Sequence[str], questions: Sequence[str]) -> Pair:
        """Each question once in a process of each tree that has answered `warming`; no question comes twice."""
        runs: dict[str, list[Mapping[str, float]]] = {name: [] for name in self.trees}
        drivers = {name: tree.driver("benchmarks.asking", self._library(tree)) for name, tree in self.trees.items()}
        try:
            for place, question in enumerate([*warming, *questions]):
                for name, driver in drivers.items():
                    found = driver.call(do=do, question=question)
                    if place >= len(warming):
                        runs[name].append(found)
        finally:
            for driver in drivers.values():
                driver.close()
        return paired(runs)

    def clients(self, warming: Sequence[str], questions: Sequence[str]) -> Pair:
        """The same questions by one client and, in a process of its own, by eight at once: how much longer each waits."""
        shares = [list(questions[place::CLIENTS]) for place in range(CLIENTS)]
        cores = int(described()["cores"])
        result: Pair = {}
        for name, tree in self.trees.items():
            with tree.driver("benchmarks.asking", self._library(tree)) as driver:
                for question in warming:
                    driver.call(do="ask", question=question)
                alone = [[driver.call(do="ask", question=question) for question in share] for share in shares]
            with tree.driver("benchmarks.asking", self._library(tree)) as driver:
                for question in warming:
                    driver.call(do="ask", question=question)
                crowd = driver.call(do="clients", shares=shares)
            slower = [
                sum(one["wall"] for one in many) / sum(one["wall"] for one in single)
                for many, single in zip(crowd, alone, strict=True)
            ]
            flat = [one for share in alone for one in share]
            wall, used = (sum(one[unit] for one in flat) / len(flat) for unit in ("wall", "processor"))
            result[name] = {
                "alone": {"wall": round(wall, 4), "processor": round(used, 4)},
                "times as long for each client": [round(value, 2) for value in sorted(slower)],
                "greatest": round(max(slower), 2),
                "least possible": round(CLIENTS * used / cores / wall, 2),
            }
        return result

    def beside(self, warming: Sequence[str], questions: Sequence[str], asked: Sequence[str]) -> Pair:
        """`retrieve` without reading while another thread asks."""
        runs: dict[str, list[Mapping[str, float]]] = {}
        for name, tree in self.trees.items():
            with tree.driver("benchmarks.asking", self._library(tree)) as driver:
                for question in warming:
                    driver.call(do="ask", question=question)
                runs[name] = [
                    {"wall": one["wall"]} for one in driver.call(do="beside", questions=questions, asked=asked)
                ]
        return paired(runs)

    def embedding(self, folder: str) -> Pair:
        """This tree's embedding against Sentence Transformers' own."""
        _, output = self.trees["tree"].run("-m", "benchmarks.embedding", folder, drivers=True)
        found: Pair = json.loads(output)
        for other in ("one text at a time", "one call"):
            found[f"times as fast as {other}"] = {
                unit: round(found[other][unit] / found["ours"][unit], 2) for unit in ("wall", "processor")
            }
        return found

    def tests(self) -> Pair:
        """The test suite of each, once; one that fails is measured all the same."""
        runs = {name: [tree.run("-m", "pytest", "-q", refused=(1,))[0].to_dict()] for name, tree in self.trees.items()}
        return paired(runs)

    @staticmethod
    def _library(tree: Tree) -> str:
        return tree.variables["YINZHENG_LIBRARY"]
