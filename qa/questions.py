"""The question set: one JSON object a line, read strictly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import EvaluationError

__all__ = ["Alternative", "Question", "read_questions"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a fact: `quote` stands verbatim in the file of the document whose id begins with `document`."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in several languages, and the facts that a full answer rests on; each has alternatives."""

    id: str
    kind: str
    answerable: bool
    texts: dict[str, str]
    facts: tuple[tuple[Alternative, ...], ...]


def read_questions(path: Path) -> list[Question]:
    """Read a question file. Raises EvaluationError, naming the line, where it is not as documented."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise EvaluationError(
            f"question file {path} cannot be read ({error.strerror}); name one: yinzheng evaluate FILE"
        ) from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"question file {path} is not UTF-8 text; save it as UTF-8") from error
    found: list[Question] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_question(json.loads(line)))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise EvaluationError(
                f"{path}, line {number}, is not a question ({error!r}); correct or remove it"
            ) from error
    twice = {q.id for q in found if sum(other.id == q.id for other in found) > 1}
    if twice or not found:
        fault = f"has the id {min(twice)} twice; rename one" if twice else "holds no question; add one a line"
        raise EvaluationError(f"question file {path} {fault}")
    return found


def _question(value: Mapping[str, Any]) -> Question:
    facts = tuple(
        tuple(Alternative(str(option["doc"]), str(option["quote"])) for option in fact) for fact in value["facts"]
    )
    texts = {str(language): str(text) for language, text in value["question"].items()}
    if not texts or (value["answerable"] and not facts) or any(not fact for fact in facts):
        raise ValueError("needs a question, and facts where it is answerable")
    return Question(str(value["id"]), str(value["kind"]), bool(value["answerable"]), texts, facts)
