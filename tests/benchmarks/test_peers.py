"""The comparison with other libraries: processes that are timed, what is judged of what they show, and the tables."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peer_tables import compared
from benchmarks.peers import child, judging
from benchmarks.peers.__main__ import rows_of
from benchmarks.peers.costs import costs, together
from benchmarks.peers.environments import ENVIRONMENTS, ROOT
from benchmarks.peers.judging import Text
from benchmarks.peers.parts import PARTS, Part, Shelf
from benchmarks.peers.rows import PRODUCT, ROWS
from benchmarks.peers.runs import Runs
from qa.evaluation.question_file import Alternative, Question

PLAIN = "Sentence Transformers + FAISS"
TEXTS = [("a", "The first text."), ("b", "The second text."), ("c", "The third text.")]
ASKED = ["third?", "second?", "first?"]


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Three texts along three axes, and questions that lie near one of them each."""

    def make(_: Path, place: Path, __: int | None) -> list[Shelf]:
        place.mkdir(parents=True, exist_ok=True)
        axes = np.eye(3, 384, dtype=np.float32)
        np.save(place / "texts.npy", axes)
        np.save(place / "questions.npy", axes[::-1] * 0.9 + 0.01)
        return [Shelf("", TEXTS, ASKED, lambda shown, _: {"first": [one[0][0] for one in shown]}, vectors=True)]

    monkeypatch.setitem(PARTS, "tiny", Part(make, (), cut=True, asked=2))  # type: ignore[arg-type]
    return Runs("tiny", tmp_path, tmp_path / "environments", tmp_path / "work", tmp_path, "none", None)


def test_a_process_makes_an_index_and_others_ask_it(runs: Runs) -> None:
    assert runs.run([PLAIN]) == {}
    shelf = runs.shelves[0]
    (made,), asked = runs.found(PLAIN, shelf, "index"), runs.found(PLAIN, shelf, "ask")
    assert shelf.judge(asked[0]["shown"], False) == {"first": ["c", "b", "a"]}
    assert [len(one["seconds"]) for one in asked] == [2, 2], "the first question counts as cold"
    assert asked[1]["shown"] == [], "shown once"
    assert 0 < made["loaded"] < made["loaded"] + made["index"] <= made["processor"]
    assert 0 < asked[0]["loaded"] < asked[0]["cold"] <= asked[0]["processor"]
    assert made["megabytes"] > 10
    assert made["disk"] > 0
    assert asked[0]["versions"]["faiss-cpu"] != "not installed"


def test_what_is_done_is_not_done_again_unless_the_questions_change(runs: Runs) -> None:
    runs.run([PLAIN])
    files = sorted(runs.place.rglob("ask-*.json"))
    before = [path.stat().st_mtime_ns for path in files]
    assert len(files) == 2
    runs.run([PLAIN])
    assert [path.stat().st_mtime_ns for path in files] == before
    (runs.place / "questions.json").write_text(json.dumps(ASKED[:2]), encoding="utf-8")
    runs.run([PLAIN])
    assert all(path.stat().st_mtime_ns > was for path, was in zip(files, before, strict=True))


def test_a_library_that_is_not_installed_is_told_and_the_others_go_on(runs: Runs) -> None:
    failed = runs.run(["txtai", PLAIN])
    assert list(failed) == ["txtai"]
    assert "txtai" in failed["txtai"]
    assert runs.found(PLAIN, runs.shelves[0], "ask")


def test_time_of_processes_that_were_begun_counts() -> None:
    import subprocess

    before = child.spent()
    busy = "import time, sys\nwhile time.process_time() < .3: pass\nprint(1, flush=True)\nsys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        alive = child.spent() - before
        process.communicate()
    if sys.platform == "linux":
        assert alive >= 0.25
    assert child.spent() - before >= 0.25


def test_rows_of_a_part() -> None:
    assert set(rows_of("seeds, files", [])) == set(ROWS) - {PLAIN}
    assert PRODUCT not in rows_of("seeds, cleaned", [])
    same = rows_of("news", [])
    assert PRODUCT in same
    assert not [name for name in same if not ROWS[name].prompts]
    assert rows_of("100000", ["txtai", "Hay"]) == ["Haystack, E5's prompts", "txtai"]


def test_every_row_has_an_environment_and_every_package_a_pin() -> None:
    assert {row.environment for row in ROWS.values()} - {""} == set(ENVIRONMENTS)
    pins = (ROOT / "benchmarks" / "peers.txt").read_text() + (ROOT / "constraints.txt").read_text()
    for environment in ENVIRONMENTS.values():
        for package in (*environment.packages, *environment.alone):
            assert f"\n{package.partition('[')[0]}==" in pins, package


TEXT = "One sentence.\n\nAnother  one¹ here. One sentence."


def test_a_part_of_a_text_is_found_by_its_characters_without_white_space() -> None:
    text = Text.of(TEXT)
    assert text.bare == "Onesentence.Anotheronehere.Onesentence."
    assert text.place("Another one here.") == (12, 27)
    assert text.place("Another two here.") == (0, 0)
    assert text.span(TEXT.index("Another"), TEXT.index("here") + 5) == (12, 27)
    assert text.all("One sentence.") == [(0, 12), (27, 39)]


def test_facts_in_what_is_shown() -> None:
    places = {"doc-1": Text.of(TEXT), "doc-2": Text.of("Other.")}
    facts = ((Alternative("doc-1", "Another one"),), (Alternative("doc-2", "Nothing"), Alternative("doc-2", "noted")))
    question = Question("q", "fact", True, {"en": "?"}, facts)
    assert judging.found(question, [["doc-1", "Another one¹ here."]], places) == 1
    assert judging.found(question, [["doc-2", "Other.", "as noted"], ["doc-1", "Another  one"]], places) == 2
    assert judging.found(question, [["doc-1", "one here."]], places) == 0
    assert judging.found_in("doc-1", [(15, 22)], [["doc-2", "Other."], ["doc-1", "Another one"]], places) == [
        False,
        True,
    ]


def test_what_is_shown_verbatim_and_within_the_budget() -> None:
    shown = [["a", TEXT], ["a", "x" * 2000], ["a", "never reached"]]
    assert judging.verbatim([shown[:2]], {"a": TEXT}) == 0.5
    cut = judging.within(shown)
    assert [len(one[1]) for one in cut] == [39, judging.BUDGET - 39]


def test_costs_are_medians_and_several_libraries_are_added_up() -> None:
    made = [{"index": 2.0, "processor": 3.0, "megabytes": 9, "disk": 1.0}]
    asked = [
        {"cold": cold, "cold, by the clock": cold, "megabytes": 100, "seconds": times}
        for cold, times in ((1.0, [0.1, 0.2]), (9.0, [0.9, 0.2]), (2.0, [0.1, 0.4]))
    ]
    one = costs(made, asked)
    assert (one["cold seconds"], one["question seconds"], one["questions timed"]) == (2.0, 0.15, 2)
    both = together([one, {**one, "index seconds": 4.0, "cold seconds": 4.0}])
    assert (both["index seconds"], both["cold seconds"], both["questions timed"]) == (6.0, 3.0, 4)


def test_the_best_of_a_column_is_bold_and_what_is_missing_a_dash() -> None:
    def row(found: float, **costs: float) -> dict[str, object]:
        return {
            "seeds, passages": {"all": {"found": found}, **{name.replace("_", " "): n for name, n in costs.items()}}
        }

    runs = {"A": row(0.9), "B, E5's prompts": row(0.8, cold_seconds=1.0), "C": {}, "D": row(0.7, cold_seconds=2.0)}
    held = {"peers": {"runs": {"x": runs}}, "retrieval": {"encoders": {"product": "x"}}}
    lines = compared(held, "peers in one run").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == ["", "facts found", "first hits, s"], "what nobody was asked is no column"
    assert cells[2:] == [["A", "**.900**", "–"], ["B", ".800", "**1.00**"], ["D", ".700", "2.00"]]
    assert compared(held, "peers many") == "Not measured yet."
