"""A question set in a project's own pytest run: each question in each language is a test.

Loaded by pytest wherever this package is installed, so it stands in a package that no project has of its own, imports
nothing but pytest and does nothing until there is a question file: one called `*.questions.jsonl`, or one that
`yinzheng_questions` names. The engine is opened once, by the first question.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from qa.engine import Engine
    from qa.evaluation.question_file import Question
    from qa.evaluation.results import Result

__all__ = ["QuestionFailed", "QuestionFile", "QuestionItem"]

_ENGINE = pytest.StashKey["Engine"]()
_LEVELS = ("verdict", "found", "cited")


class QuestionFailed(Exception):
    """A question did not reach what is required."""

    def __init__(self, result: Result, shortfall: str) -> None:
        super().__init__(shortfall)
        self.result = result


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, in `--help` under yinzheng."""
    group = parser.getgroup("yinzheng", "questions over documents")
    group.addoption("--yinzheng-library", metavar="FILE", help="library file that the questions are asked of")
    group.addoption("--yinzheng-require", choices=_LEVELS, help="what a question must reach (ini: yinzheng_require)")
    parser.addini(
        "yinzheng_library", "library file that the questions are asked of, from the ini file's folder", default=""
    )
    parser.addini("yinzheng_questions", "patterns of question files", type="args", default=["*.questions.jsonl"])
    parser.addini("yinzheng_require", "what a question must reach: verdict, found or cited", default="cited")


def pytest_configure(config: pytest.Config) -> None:
    """The marker, to choose the questions or leave them out with `-m`; the level that is required is looked at."""
    config.addinivalue_line("markers", "yinzheng: a question of a question file")
    if (level := _level(config)) not in _LEVELS:
        raise pytest.UsageError(f"yinzheng_require is {level!r}; choose from: {', '.join(_LEVELS)}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the engine, if one was opened."""
    if engine := config.stash.get(_ENGINE, None):
        engine.close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> QuestionFile | None:
    """A question file, by its name."""
    if file_path.suffix == ".jsonl" and any(file_path.match(p) for p in parent.config.getini("yinzheng_questions")):
        return QuestionFile.from_parent(parent, path=file_path)
    return None


class QuestionFile(pytest.File):
    """A question file, read strictly."""

    def collect(self) -> Iterator[QuestionItem]:
        """An item for each question in each of its languages."""
        _check_not_hidden()
        from qa.evaluation.question_file import read_questions

        for question in read_questions(self.path):
            for language in question.texts:
                yield QuestionItem.from_parent(self, question=question, language=language)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *given: Any, **named: Any) -> Any:
        """Our errors are one line that says what to do."""
        return _told(excinfo) or super().repr_failure(excinfo, *given, **named)


class QuestionItem(pytest.Item):
    """One question in one language; `-k` chooses by id, kind and `[language]`."""

    def __init__(self, *, question: Question, language: str, **given: Any) -> None:
        super().__init__(name=f"{question.id}[{language}]", **given)
        self.question, self.language = question, language
        self.add_marker("yinzheng")
        self.extra_keyword_matches.add(question.kind)

    def runtest(self) -> None:
        """Ask it. Raises QuestionFailed where the answer is not as required."""
        from qa.evaluation.evaluate import evaluate_one
        from qa.evaluation.requirement import Require, shortfall

        result = evaluate_one(_engine(self.config), self.question, self.language)
        if fault := shortfall(result, Require(_level(self.config))):
            raise QuestionFailed(result, fault)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *given: Any, **named: Any) -> Any:
        """What was expected and what came, instead of a traceback."""
        if isinstance(excinfo.value, QuestionFailed):
            from qa.evaluation.requirement import explained

            return "\n".join([str(excinfo.value), *explained(excinfo.value.result)])
        return _told(excinfo) or super().repr_failure(excinfo, *given, **named)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the question file."""
        return self.path, max(self.question.line - 1, 0), self.name


def _check_not_hidden() -> None:
    """Raises pytest.UsageError where the project has a package `qa` or `index` of its own, which hides that of yinzheng."""
    from yinzheng import check_not_hidden

    try:
        check_not_hidden()
    except ImportError as error:
        raise pytest.UsageError(str(error)) from error


def _told(excinfo: pytest.ExceptionInfo[BaseException]) -> str:
    if isinstance(excinfo.value, pytest.UsageError):
        return str(excinfo.value)
    from index.errors import YinzhengError

    return str(excinfo.value) if isinstance(excinfo.value, YinzhengError) else ""


def _level(config: pytest.Config) -> str:
    return str(config.getoption("yinzheng_require") or config.getini("yinzheng_require"))


def _engine(config: pytest.Config) -> Engine:
    """The engine of this run, opened at the first question."""
    if _ENGINE not in config.stash:
        from index.settings import Settings
        from qa.engine import Engine

        config.stash[_ENGINE] = Engine.open(Settings.load(os.environ), _library(config))
    return config.stash[_ENGINE]


def _library(config: pytest.Config) -> Path | None:
    """The library named on the command line or in the ini file; None: the default one."""
    if given := config.getoption("yinzheng_library"):
        return config.invocation_params.dir / Path(given).expanduser()
    if named := config.getini("yinzheng_library"):
        return (config.inipath.parent if config.inipath else config.rootpath) / Path(named).expanduser()
    return None
