"""The question set: one JSON object a line, read strictly."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from index.faults import Fault
from qa.errors import EvaluationError, QuestionError
from qa.question.check import checked_question

__all__ = ["FILE_NAME", "Alternative", "Question", "questions_in", "read_questions"]

FILE_NAME = "questions.jsonl"
"""What a question file is called where none is named: one in the working directory, beside what it is about."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a fact: `quote` stands verbatim in the file of the document whose id begins with `document`."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in several languages, and the facts that a full answer rests on; each has alternatives.

    `wrong` are quotations that do not answer it, and must not be cited. `answerable` is None where they are all that is known. `line` is where it stands in its file, from 1.
    """

    id: str
    kind: str
    answerable: bool | None
    texts: dict[str, str]
    facts: tuple[tuple[Alternative, ...], ...]
    line: int = field(default=0, compare=False)
    wrong: tuple[Alternative, ...] = ()


def read_questions(path: Path) -> list[Question]:
    """Read a question file. Raises EvaluationError, naming the line, where it is not as documented."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EvaluationError(
            f"question file {path} cannot be read ({error.strerror}); name one: yinzheng evaluate FILE"
        ) from error
    return questions_in(data, str(path))


def questions_in(data: bytes, name: str) -> list[Question]:
    """The questions of a file that is called `name`. Raises EvaluationError, naming the line, where it is not as documented."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"question file {name} is not UTF-8 text; save it as UTF-8", Fault.NOT_TEXT) from error
    lines = text.split("\n")  # not splitlines: JSON may hold U+2028 in its strings
    found: dict[str, Question] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = _question(json.loads(line), number)
        except (ValueError, RecursionError) as error:
            told = f"{name}, line {number}, is not a question: {error}; correct or remove it"
            raise EvaluationError(told, Fault.QUESTION_LINE, str(number)) from error
        if question.id in found:
            told = f"{name}, line {number}, has the id {question.id} a second time; rename one"
            raise EvaluationError(told, Fault.QUESTION_LINE, str(number))
        found[question.id] = question
    if not found:
        raise EvaluationError(f"question file {name} holds no question; add one a line", Fault.EMPTY)
    return list(found.values())


def _question(value: object, line: int) -> Question:
    """Raises ValueError that says what is missing or of the wrong type."""
    fields = _checked(value, dict, "the line")
    texts = _checked(fields.get("question"), dict, "question")
    if not texts:
        raise ValueError("question names no language")
    facts = tuple(
        tuple(_alternative(given, "an alternative") for given in _checked(fact, list, "a fact"))
        for fact in _checked(fields.get("facts"), list, "facts")
    )
    wrong = tuple(
        _alternative(given, "a wrong quotation") for given in _checked(fields.get("wrong", []), list, "wrong")
    )
    unknown = bool(wrong) and not facts and fields.get("answerable") is None
    answerable = None if unknown else _checked(fields.get("answerable"), bool, "answerable")
    if not all(facts):
        raise ValueError("a fact has no alternative")
    if answerable and not facts:
        raise ValueError("it is answerable and has no facts")
    return Question(
        _text(fields.get("id"), "id"),
        _text(fields.get("kind"), "kind"),
        answerable,
        {language: _asked(text, language) for language, text in texts.items()},
        facts,
        line,
        wrong,
    )


def _alternative(value: object, name: str) -> Alternative:
    option = _checked(value, dict, name)
    return Alternative(_text(option.get("doc"), "doc"), _text(option.get("quote"), "quote"))


_T = TypeVar("_T")
_NAMES = {dict: "an object", list: "a list", bool: "true or false", str: "a text"}


def _checked(value: object, kind: type[_T], name: str) -> _T:
    if not isinstance(value, kind):
        raise ValueError(f"{name} is {'missing' if value is None else f'not {_NAMES[kind]}'}")
    return value


def _text(value: object, name: str) -> str:
    text = _checked(value, str, name)
    if not text.strip():
        raise ValueError(f"{name} is empty")
    return text


def _asked(value: object, language: str) -> str:
    try:
        return checked_question(_text(value, f"question.{language}"))
    except QuestionError as error:
        raise ValueError(f"question.{language}: {error}") from error
