"""A saved answer, or all evidence → its JSON, if it is that: what `yinzheng ask --json` or `evidence --json` printed, by their schemas."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from qa.errors import AnswerError
from qa.verdict import EVIDENCE_SCHEMA, EVIDENCED, SCHEMA
from qa.wording import short

__all__ = ["answer_schema", "check_answer", "evidence_schema", "read_answer"]

STDIN = Path("-")
_EARLIER: Mapping[str, Mapping[str, Any]] = {
    "urn:yinzheng:answer:1": {"left_out": [], "odds": None},
    "urn:yinzheng:answer:2": {"odds": None},
}
"""Earlier versions, each with what it did not know of; it is otherwise the same."""
_MOST_BYTES = 64_000_000
"""A hundred passages of the greatest length are a few megabytes; what is larger than this is no answer."""
_AGAIN = "save one with: yinzheng ask QUESTION --json > ANSWER.json"
_KINDS: Mapping[str, tuple[str, str]] = {
    SCHEMA: ("an answer", _AGAIN),
    EVIDENCE_SCHEMA: ("all evidence", "save it with: yinzheng evidence QUESTION --json > EVIDENCE.json"),
}


def read_answer(path: Path, *, or_evidence: bool = False) -> dict[str, Any]:
    """The JSON of the answer saved at `path`, or of all evidence where that will do; `-` is standard input.

    Raises AnswerError where there is none, or it is not that, or of another version.
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
    return parse_answer(data, name, or_evidence=or_evidence)


def parse_answer(data: bytes, name: str = "the answer", *, or_evidence: bool = False) -> dict[str, Any]:
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
    return check_answer(value, name, or_evidence=or_evidence)


def check_answer(value: object, name: str = "the answer", *, or_evidence: bool = False) -> dict[str, Any]:
    """`value`, one of an earlier version as this one writes it, if the schema holds of it; raises AnswerError, which names the first place where it does not."""
    if not isinstance(value, dict) or "schema" not in value:
        raise AnswerError(f"{name} is not an answer: it has no `schema`; {_AGAIN}")
    if isinstance(value["schema"], str) and value["schema"] in _EARLIER:
        value = {**value, "schema": SCHEMA, **_EARLIER[value["schema"]]}
    if value["schema"] == EVIDENCE_SCHEMA and not or_evidence:
        raise AnswerError(f"{name} is all evidence on a question, and no answer; {_AGAIN}")
    if value["schema"] not in (SCHEMA, EVIDENCE_SCHEMA):
        raise AnswerError(
            f"{name} is {short(repr(value['schema']), 80)}, this version reads {SCHEMA!r} and {EVIDENCE_SCHEMA!r}; ask again, or use the version "
            f"of yinzheng that saved it"
        )
    if fault := _fault(value):
        where, what = fault
        kind, again = _KINDS[value["schema"]]
        raise AnswerError(f"{name} is not {kind}: {where or 'the ' + kind.split()[-1]}: {short(what, 160)}; {again}")
    return value


_SAID = {
    "missing": "{name!r} is a required property",
    "extra_forbidden": "Additional properties are not allowed ({name!r} was unexpected)",
    "greater_than_equal": "{input!r} is less than the minimum of {ge}",
    "less_than_equal": "{input!r} is greater than the maximum of {le}",
    "too_short": "{input!r} is too short",
    "string_too_short": "{input!r} is too short",
    "dict_type": "{input!r} is not of type 'object'",
    "list_type": "{input!r} is not of type 'array'",
    "string_type": "{input!r} is not of type 'string'",
    "int_type": "{input!r} is not of type 'integer'",
    "float_type": "{input!r} is not of type 'number'",
    "bool_type": "{input!r} is not of type 'boolean'",
    "string_pattern_mismatch": "{input!r} does not match {pattern!r}",
    "literal_error": "{input!r} is not one of {expected}",
}
"""How a fault is put, by pydantic's name for it, in the words of JSON Schema."""


def _fault(value: dict[str, Any]) -> tuple[str, str] | None:
    """The place of the first of the faults that lie least deep, and what is wrong there; None where there is none."""
    from pydantic import ValidationError

    from qa.forms import adapter, evidence_adapter

    collected = value["schema"] == EVIDENCE_SCHEMA
    try:
        (evidence_adapter if collected else adapter)().validate_python(value)
    except ValidationError as error:
        first = min(error.errors(include_url=False), key=lambda one: len(one["loc"]))
        steps = list(first["loc"])
        last = steps.pop() if first["type"] in ("missing", "extra_forbidden") else ""
        where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
        given = first["input"]
        if first["type"] in ("too_short", "string_too_short") and not given:
            return where, f"{given!r} should be non-empty"
        said = _SAID.get(first["type"])
        return where, said.format(name=last, input=given, **first.get("ctx", {})) if said else first["msg"]
    if collected:
        return None
    evidence = value["verdict"] in EVIDENCED
    if value["verdict"] == "answered" and value.get("about") and not value["citations"] and not value["statements"]:
        return None
    for part in ("statements", "citations") if evidence else ("statements", "citations", "views"):
        if bool(value[part]) != evidence:
            return part, f"{value['verdict']} {'needs them' if evidence else 'has none'}"
    return None


@cache
def answer_schema() -> Mapping[str, Any]:
    """The JSON Schema of an answer (draft 2020-12), which `yinzheng schema` prints."""
    schema: dict[str, Any] = json.loads(files("qa.proof").joinpath("answer.schema.json").read_text("utf-8"))
    return schema


@cache
def evidence_schema() -> Mapping[str, Any]:
    """The JSON Schema of all evidence (draft 2020-12), which `yinzheng schema --evidence` prints."""
    schema: dict[str, Any] = json.loads(files("qa.proof").joinpath("evidence.schema.json").read_text("utf-8"))
    return schema


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
