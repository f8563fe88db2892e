"""A project's own questions in its own test run: by pytest's own means, over the library of the seeds.

Each run is a process of its own: in this one pytest would import torch and faiss a second time, which they do not survive.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from index.settings import Settings
from tests.conftest import ROOT

pytest_plugins = ["pytester"]

SEEDS = {
    question["id"]: question
    for question in map(json.loads, (ROOT / "tests" / "questions" / "seeds.jsonl").read_text("utf-8").splitlines())
}
LOADED = ("-p", "no:yinzheng", "-p", "yinzheng.pytest_plugin")
"""By name, whether or not the installed package announces it."""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> pytest.Pytester:
    """A project that asks its own library, with warnings for errors."""
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    monkeypatch.setenv("YINZHENG_LIBRARY", str(pytester.path / "not-this-one.sqlite"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return pytester


def questions(*identifiers: str, **changes: object) -> str:
    return "\n".join(json.dumps(SEEDS[name] | changes, ensure_ascii=False) for name in identifiers)


def test_questions_pass_and_fail(project: pytest.Pytester, library_path: Path) -> None:
    (project.path / "mine.questions.jsonl").write_text(
        "\n".join(
            [
                questions("no-recipe"),
                questions("ncg-when", question={"zh-Hans": SEEDS["ncg-when"]["question"]["zh-Hans"]}),
                questions("no-recipe", id="wrong", answerable=True, facts=SEEDS["ncg-when"]["facts"], question={"en": "How do I make tonkotsu ramen?"}),
                questions("ncg-when", id="not-there", facts=[[{"doc": "000", "quote": "nowhere"}]]),
            ]
        ),
        "utf-8",
    )  # fmt: skip
    (project.path / "other.jsonl").write_text("not a question", "utf-8")
    project.makeini(f"[pytest]\nyinzheng_library = {library_path}\nfilterwarnings = error\naddopts = --strict-markers")
    done = project.runpytest_subprocess(
        *LOADED, "-v", "-k", "(no-recipe and [en]) or ncg-when or wrong or (not-there and ko)"
    )
    done.assert_outcomes(passed=2, failed=2, deselected=4)
    done.stdout.fnmatch_lines(
        [
            "mine.questions.jsonl::no-recipe[[]en[]] PASSED*",
            "mine.questions.jsonl::ncg-when[[]zh-Hans[]] PASSED*",
            "mine.questions.jsonl::wrong[[]en[]] FAILED*",
            "verdict not_in_library, expected an answer",
            "question: How do I make tonkotsu ramen?",
            "fact not found, not cited:",
            "    美國在2023年4月發表的華盛頓宣言中宣佈成立的核磋商小組 (000_*)",
            "question not-there: 'nowhere' is not in 000_*; correct the quote",
        ]
    )
    assert "Traceback" not in done.stdout.str()


def test_options_and_ini(project: pytest.Pytester, library_path: Path) -> None:
    """A file named in the ini file, a library beside it, and less required than that the facts are cited."""
    (project.path / "own.jsonl").write_text(questions("ncg-what", question={"en": SEEDS["ncg-what"]["question"]["en"]}), "utf-8")  # fmt: skip
    (project.path / "library.sqlite").symlink_to(library_path)
    project.makeini(
        "[pytest]\nyinzheng_questions = own.jsonl\nyinzheng_library = library.sqlite\nyinzheng_require = found"
    )
    project.runpytest_subprocess(*LOADED).assert_outcomes(passed=1)
    project.runpytest_subprocess(*LOADED, "-m", "not yinzheng").assert_outcomes(deselected=1)
    done = project.runpytest_subprocess(*LOADED, "--yinzheng-library", "none.sqlite")
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["there is no library at */none.sqlite; make one with: *"])


def test_a_file_that_holds_no_questions(project: pytest.Pytester) -> None:
    (project.path / "bad.questions.jsonl").write_text("{}", "utf-8")
    done = project.runpytest_subprocess(*LOADED)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(
        ["*bad.questions.jsonl, line 1, is not a question: question is missing; correct or remove it"]
    )
    assert "Traceback" not in done.stdout.str()


def test_a_level_that_there_is_not(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nyinzheng_require = all")
    done = project.runpytest_subprocess(*LOADED)
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["ERROR: yinzheng_require is 'all'; choose from: verdict, found, cited"])


def test_it_costs_nothing_where_there_are_no_questions(project: pytest.Pytester) -> None:
    """Nothing but the standard library and pytest is imported, by the plugin and by a run without a question file."""
    project.makepyfile(
        "import sys\ndef test_nothing():\n"
        "    ours = {m for m in sys.modules if m.split('.')[0] in ('yinzheng', 'qa', 'index')}\n"
        "    assert ours <= {'yinzheng', 'yinzheng.pytest_plugin'}\n"
        "    assert not {'numpy', 'pydantic', 'click', 'torch', 'rich'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *LOADED],
        env={"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATH": ""},
        cwd=project.path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_it_is_announced_to_pytest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"yinzheng": "yinzheng.pytest_plugin"}


def test_a_project_may_have_packages_of_the_same_names(project: pytest.Pytester) -> None:
    """Its tests run; a question file says what is in its way."""
    for name in ("qa", "index"):
        project.mkpydir(name)
    project.makepyfile("import qa\ndef test_mine():\n    assert 'engine' not in dir(qa)\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *LOADED]
    environment = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": f"{project.path}:{ROOT}", "PATH": ""}
    done = subprocess.run(command, env=environment, cwd=project.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    (project.path / "a.questions.jsonl").write_text(questions("no-recipe"), "utf-8")
    done = subprocess.run(command, env=environment, cwd=project.path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "another package called qa (" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
