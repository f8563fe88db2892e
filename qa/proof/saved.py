"""A saved answer → its JSON, if it is one: what `yinzheng ask --json` printed, as `answer.schema.json` describes it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from qa.errors import AnswerError
from qa.records import SCHEMA
from qa.wording import short

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

__all__ = ["STDIN", "answer_schema", "check_answer", "parse_answer", "read_answer"]

STDIN = Path("-")
_FIRST = "urn:yinzheng:answer:1"
"""What knew of nothing left out, and is otherwise the same."""
_MOST_BYTES = 64_000_000
"""A hundred passages of the greatest length are a few megabytes; what is larger than this is no answer."""
_AGAIN = "save one with: yinzheng ask QUESTION --json > ANSWER.json"


def read_answer(path: Path) -> dict[str, Any]:
    """The JSON of the answer saved at `path`; `-` is standard input.

    Raises AnswerError where there is none, or it is not an answer, or of another version.
    """
    name = "standard input" if path == STDIN else str(path)
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise AnswerError(f"{name} cannot be read ({error.strerror}); name a saved answer") from error
    if len(data) > _MOST_BYTES:
        raise AnswerError(f"{name} is larger than any answer ({_MOST_BYTES // 1_000_000} MB); name a saved answer")
    return parse_answer(data, name)


def parse_answer(data: bytes, name: str = "the answer") -> dict[str, Any]:
    """The answer that `data`, called `name` in messages, holds as JSON; raises AnswerError as `read_answer` does.

    What JSON does not have (NaN, Infinity), and a key that stands twice, of which every program takes another, is refused.
    """
    try:
        value = json.loads(
            data.decode("utf-8-sig"), parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_once
        )
    except UnicodeDecodeError as error:
        raise AnswerError(f"{name} is not UTF-8 text (byte {error.start}); {_AGAIN}") from error
    except RecursionError as error:
        raise AnswerError(f"{name} is nested too deeply to be an answer; {_AGAIN}") from error
    except ValueError as error:
        raise AnswerError(f"{name} is not JSON ({error}); {_AGAIN}") from error
    return check_answer(value, name)


def check_answer(value: object, name: str = "the answer") -> dict[str, Any]:
    """`value`, one of the first version as this one writes it, if the schema holds of it; raises AnswerError, which names the first place where it does not."""
    if not isinstance(value, dict) or "schema" not in value:
        raise AnswerError(f"{name} is not an answer: it has no `schema`; {_AGAIN}")
    if value["schema"] == _FIRST:
        value = {**value, "schema": SCHEMA, "left_out": []}
    if value["schema"] != SCHEMA:
        raise AnswerError(
            f"{name} is {short(repr(value['schema']), 80)}, this version reads {SCHEMA!r}; ask again, or use the version "
            f"of yinzheng that saved it"
        )
    from jsonschema.exceptions import best_match

    wrong = best_match(_validator().iter_errors(value))
    if wrong is not None:
        where = wrong.json_path.removeprefix("$").removeprefix(".") or "the answer"
        raise AnswerError(f"{name} is not an answer: {where}: {short(wrong.message, 160)}; {_AGAIN}")
    return value


@cache
def answer_schema() -> Mapping[str, Any]:
    """The JSON Schema of an answer (draft 2020-12), which `yinzheng schema` prints."""
    schema: dict[str, Any] = json.loads(files("qa.proof").joinpath("answer.schema.json").read_text("utf-8"))
    return schema


@cache
def _validator() -> Validator:
    """It takes 3 for an integer and not 3.0, which no text can be cut at."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    whole = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    made: Validator = extend(Draft202012Validator, type_checker=whole)(answer_schema())
    return made


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {short(twice, 40)!r} stands twice in one object")
    return found


def _finite(number: str) -> float:
    value = float(number)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{short(number, 40)} is too large a number")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
