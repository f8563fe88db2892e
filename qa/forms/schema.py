"""The JSON Schemas (draft 2020-12) of an answer and of all evidence, made of the types."""

from __future__ import annotations

import re
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from qa.forms.answer import adapter
from qa.forms.evidence import evidence_adapter
from qa.verdict import EVIDENCE_SCHEMA, EVIDENCED, SCHEMA, Verdict

__all__ = ["made_evidence_schema", "made_schema"]


class _Plain(GenerateJsonSchema):
    """Without titles, which only say the names again."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Never."""
        return False


_WITH_EVIDENCE = {"statements": {"minItems": 1}, "citations": {"minItems": 1}}
_OF_DOCUMENTS = {
    "verdict": {"const": Verdict.ANSWERED.value},
    "statements": {"maxItems": 0},
    "citations": {"maxItems": 0},
    "about": {"minItems": 1},
}
_WITHOUT = {"statements": {"maxItems": 0}, "citations": {"maxItems": 0}, "views": {"maxItems": 0}}


def made_schema() -> dict[str, Any]:
    """The JSON Schema of an answer (draft 2020-12), made of these types: `answer.schema.json`."""
    made, definitions = _made(adapter())
    return {
        **_head(SCHEMA, "Answer", made),
        "if": {"properties": {"verdict": {"enum": [verdict.value for verdict in EVIDENCED]}}},
        "then": {
            "anyOf": [{"properties": _WITH_EVIDENCE}, {"properties": _OF_DOCUMENTS, "required": ["about"]}],
        },
        "else": {"properties": _WITHOUT},
        "$defs": definitions,
    }


def made_evidence_schema() -> dict[str, Any]:
    """The JSON Schema of all evidence (draft 2020-12), made of these types: `evidence.schema.json`."""
    made, definitions = _made(evidence_adapter())
    return {**_head(EVIDENCE_SCHEMA, "All evidence", made), "$defs": definitions}


def _made(types: TypeAdapter[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of these types, and what it refers to by name."""
    made = _plain(types.json_schema(schema_generator=_Plain))
    return made, {_name(name): part for name, part in made.pop("$defs").items()}


def _head(identifier: str, title: str, made: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identifier,
        "title": title,
        **{key: made[key] for key in ("description", "type", "properties", "required", "additionalProperties")},
    }


def _plain(part: Any) -> Any:
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _plain(value) for key, value in part.items() if not (key == "title" and isinstance(value, str))}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = "#/$defs/" + _name(found["$ref"].rpartition("/")[2])
    return found


def _name(name: str) -> str:
    plain = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    return "passage" if plain == "hit" else plain
