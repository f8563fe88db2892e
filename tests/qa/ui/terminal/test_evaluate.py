"""`evaluate` and `remember` as they are typed, over the library of the seeds."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from index.settings import Settings
from qa.evaluation.baseline import compare
from qa.evaluation.question_file import read_questions
from qa.ui.terminal.cli import main
from qa.ui.terminal.evaluations import print_comparison, print_report
from tests.answers import answered
from tests.conftest import ROOT
from tests.qa.evaluations import quoted, refused, report, result
from tests.terminal import read_terminal

KISSINGER = "What did Kissinger say deterrence requires?"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    library_path: Path,
    tmp_path: Path,
) -> Run:
    """Run a command in an empty working directory: exit code, output, errors."""
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    monkeypatch.setenv("YINZHENG_LIBRARY", str(library_path))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(arguments))
        output = capsys.readouterr()
        return code, output.out, output.err

    return run


def test_from_an_answer_to_a_regression(run: Run, tmp_path: Path) -> None:
    """Ask, remember, evaluate, and find what a later run has lost; every file that can be asked for."""
    (tmp_path / "answer.json").write_text(run("ask", KISSINGER, "--json")[1], "utf-8")
    code, out, err = run("remember", "answer.json", "--citation", "1", "--kind", "quote")
    name = "what-did-kissinger-say-deterrence-requires"
    assert (code, out, err) == (0, f"{name} (en) rests on 1 fact · questions.jsonl\n", "")

    code, out, err = run(
        "evaluate", "--save", "base.json", "--junit", "r.xml", "--html", "r.html", "--require", "cited"
    )
    assert (code, err) == (0, "")
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0][:2] == ["question", "language"]
    assert rows[1][:7] == [name, "en", "answered", "yes", "1/1", "1/1", rows[1][6]]
    assert rows[1][6].split("/")[0] == rows[1][6].split("/")[1]
    assert rows[4][:3] == ["all", "1", "1"]
    assert out.splitlines()[-1].startswith("questions.jsonl · median ")
    (case,) = ET.parse(tmp_path / "r.xml").iter("testcase")
    assert (case.get("classname"), case.get("name")) == ("questions.en", name)
    assert "基辛格" in (tmp_path / "r.html").read_text("utf-8")

    # the baseline had another quotation, and cited a fact that is now asked for by an unfindable sentence
    base = json.loads((tmp_path / "base.json").read_text("utf-8"))
    question = json.loads((tmp_path / "questions.jsonl").read_text("utf-8"))
    elsewhere = {"doc": "004", "quote": "加强防卫能力"}
    question["facts"].append([elsewhere])
    (tmp_path / "questions.jsonl").write_text(json.dumps(question), "utf-8")
    wanted = {"document": "004_4265a66dfc9597a6", "language": "zh-Hans", "quote": elsewhere["quote"]}
    base["results"][0]["expected"].append({"alternatives": [wanted], "found": True, "answered": True})
    base["results"][0]["citations"][0]["quote"] = "An old quotation."
    (tmp_path / "base.json").write_text(json.dumps(base), "utf-8")
    code, out, err = run("evaluate", "--baseline", "base.json")
    assert code == 1
    assert err.startswith(f"yinzheng: broken: {name} (en): facts cited 2 → 1 of 2, facts found 2 → 1")
    assert "Beside the baseline: 1 broken, 0 fixed, 0 changed, 0 same, 0 new, 0 removed · base.json" in out
    assert "\n  - An old quotation.\n" in out
    assert "\n  + 美国前国务卿基辛格认为" in out
    code, out, err = run("evaluate", "--baseline", "base.json", "--require", "cited", "--json")
    assert code == 1
    assert err.splitlines()[1] == f"yinzheng: not as required: {name} (en): 1 of 2 facts cited"
    assert json.loads(out)["comparison"]["counts"]["broken"] == 1


def test_an_answer_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer = run("ask", "How do I make tonkotsu ramen?", "--json")[1].encode()
    for arguments, told in (
        (
            ("--json",),
            {"id": "how-do-i-make-tonkotsu-ramen", "answerable": False, "joined": False, "file": "questions.jsonl"},
        ),
        (("--id", "ramen", "--file", "own.jsonl", "--json"), {"id": "ramen", "file": "own.jsonl"}),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answer)))
        code, out, err = run("remember", "-", *arguments)
        assert (code, err) == (0, "")
        assert told.items() <= json.loads(out).items()
    other = json.loads(answer) | {"question": "豚骨ラーメンの作り方は？", "language": "ja"}
    (tmp_path / "ja.json").write_text(json.dumps(other), "utf-8")
    assert (
        run("remember", "ja.json", "--file", "own.jsonl", "--as", "ramen")[1]
        == "ramen (ja) must be refused · own.jsonl\n"
    )
    assert list(read_questions(tmp_path / "own.jsonl")[0].texts) == ["en", "ja"]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("evaluate", "q.jsonl", "--html", "none/r.html"), "the page cannot be written to none/r.html: there is no folder"),
        (("evaluate", "q.jsonl", "--junit", "."), "JUnit XML cannot be written to .: it is a folder"),
        (("evaluate", "q.jsonl", "--save", "q.jsonl/x"), "the run cannot be written to q.jsonl/x: there is no folder"),
        (("evaluate", "q.jsonl", "--baseline", "none.json"), "baseline none.json cannot be read (No such file"),
        (("evaluate", "q.jsonl", "--baseline", "q.jsonl"), "baseline q.jsonl is not a report of this version"),
        (("evaluate", "q.jsonl", "--require", "all"), "'all' is not one of 'verdict', 'found', 'cited'"),
        (("remember", "none.json"), "none.json cannot be read (No such file or directory); name a saved answer"),
        (("remember", "."), ". cannot be read (Is a directory)"),
        (("remember", "q.jsonl"), "q.jsonl is not an answer: it has no `schema`; save one with"),
        (("remember", "a.json", "--file", "none/q.jsonl"), "the question cannot be written to none/q.jsonl"),
        (("remember", "a.json", "--file", "a.json"), "a.json, line 1, is not a question"),
        (("remember", "a.json", "--as", "x", "--kind", "y"), "--as adds a language to x and changes nothing else"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_before_anything_is_asked(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], fault: str
) -> None:
    (tmp_path / "q.jsonl").write_text(
        (ROOT / "tests/questions/seeds.jsonl").read_text("utf-8").splitlines()[0], "utf-8"
    )
    (tmp_path / "a.json").write_text(json.dumps(answered().to_dict()), "utf-8")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert fault in err
    assert err.count("\n") == 1


def test_a_comparison_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    before = report(result(citations=(quoted("Old."), quoted("Both."))), result(id="gone"), yinzheng="0.9")
    now = report(refused(citations=(), nearest=(quoted("New."),)), result(id="new"))
    print_report(now, Path("set.jsonl"))
    print_comparison(compare(before, now), Path("base.json"))
    out = capsys.readouterr().out
    assert out[out.index("Beside") :] == (
        "Beside the baseline: 1 broken, 0 fixed, 0 changed, 0 same, 1 new, 1 removed · base.json\n"
        "note: the baseline was made by another version (0.9, now 1.0)\n"
        "\nbroken q (en): verdict answered → not_in_library, facts cited 1 → 0 of 1, the evidence differs\n"
        "    What?\n"
        "  - answered, 2 quotations\n"
        "  - Old.\n"
        "    one 0–4 · A. Author · Publisher\n"
        "  - Both.\n"
        "    one 0–5 · A. Author · Publisher\n"
        "  + not_in_library, 0 quotations\n"
        "  + nearest: New.\n"
        "    one 0–4 · A. Author · Publisher\n"
        "\nnew new (en)\n"
        "\nremoved gone (en)\n"
    )


def test_a_terminal_sees_all_of_both_sides() -> None:
    """Side by side, and not a character cut off, in a language without spaces either."""
    words = "日本的目标是通过导弹防御和提高国土强韧性来加强拒止性威慑能力并通过发展远程打击能力来补充报复性威慑能力"
    code = f"from qa.ui.terminal.draw import side_by_side; side_by_side(('before', [{words!r}, 'Both.']), ('now', ['Both.']))"
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "60", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=theirs):
        os.close(theirs)
        seen = read_terminal(ours).decode()
    lines = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in seen.splitlines()]
    left = "".join(line.split("│")[1].strip() for line in lines if line.startswith("│"))
    assert left == f"Both.{words}"
    assert [line.count("Both.") for line in lines if "Both." in line] == [2]
