"""A saved answer → a line of a question file: what was asked, and what the answer to it must rest on from now on."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.store.library import Library
from qa.errors import EvaluationError, QuestionError
from qa.evaluation.files import write_whole
from qa.evaluation.question_file import Question, read_questions
from qa.question.check import checked_question
from qa.verdict import EVIDENCED, Verdict

__all__ = ["Saved", "remember"]

_LONGEST_ID = 48


@dataclass(frozen=True, slots=True)
class Saved:
    """What is kept of an answer that was saved: of each statement, the number, document and quote of what it cites."""

    question: str
    language: str
    verdict: str
    statements: tuple[tuple[tuple[int, str, str], ...], ...]

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Saved:
        """From what `qa.proof.saved.read_answer` gives. Raises EvaluationError where no question can be made of it."""
        asked = answer["understood"] or answer  # as it was understood, it can be asked on its own
        numbered = {item["number"]: (item["number"], item["document"], item["quote"]) for item in answer["citations"]}
        try:
            saved = cls(
                checked_question(asked["question"]),
                answer["language"],
                answer["verdict"],
                tuple(
                    tuple(numbered[number] for number in item["citations"] if numbered[number][2] != item["topic"])
                    for item in answer["statements"]
                ),
            )
        except QuestionError as error:
            raise EvaluationError(f"the saved answer cannot be remembered: {error}") from error
        except KeyError as error:
            raise EvaluationError(f"the saved answer has no citation {error}, which it cites; save it again") from error
        texts = [saved.language, *(part for s in saved.statements for _, *rest in s for part in rest)]
        if not all(map(str.strip, texts)):
            raise EvaluationError("the saved answer has a text that is empty; save it again")
        return saved

    @property
    def answered(self) -> bool:
        """Whether it is an answer rather than a no: an uncertain one is, once somebody has read it and keeps it."""
        return self.verdict in EVIDENCED


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was written: the question's id, its language, how many facts it rests on, and whether it joined another."""

    id: str
    language: str
    facts: int
    answerable: bool | None
    joined: bool

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "id": self.id,
            "language": self.language,
            "facts": self.facts,
            "answerable": self.answerable,
            "joined": self.joined,
        }


def remember(
    saved: Saved,
    path: Path,
    library: Library,
    *,
    identifier: str = "",
    kind: str = "",
    join: str = "",
    citations: Collection[int] = (),
    unanswerable: bool = False,
) -> Remembered:
    """Add the question of a saved answer to the question file at `path`, which is made where there is none.

    Each statement becomes a fact, its citations the alternatives; `citations`, where given, are the numbers of those to
    keep. A no, or `unanswerable`, becomes a question that must be refused. Documents are named by their whole id: a
    prefix that is unique today may name two tomorrow. `join` names a question of the file that this one puts in another
    language; that question's facts stay as they are. Without `identifier` the id is made of the question's words.

    Raises EvaluationError where a quotation is not in its document as the library has it now, where the question or the
    id is there already, and where there would be nothing to hold an answer to.
    """
    held = {question.id: question for question in read_questions(path)} if _filled(path) else {}
    for question in held.values():
        if question.texts.get(saved.language) == saved.question:
            raise EvaluationError(f"{path}, line {question.line}, asks this already, as {question.id}; change it there")
    if join:
        return _join(saved, path, join, held.get(join))
    if identifier in held:
        raise EvaluationError(
            f"{path}, line {held[identifier].line}, has the id {identifier} already; choose another with --id, or add "
            f"another language to that question with --as {identifier}"
        )
    answerable = saved.answered and not unanswerable
    if saved.verdict == Verdict.OUTSIDE_FILTERS and not unanswerable:
        raise EvaluationError(
            "the answer is a no because of its filters, which a question file does not keep; ask without them"
        )
    if citations and not answerable:
        raise EvaluationError("a question that must be refused has no citations to keep; leave out --citation")
    facts = _facts(saved, library, citations) if answerable else []
    value = {
        "id": identifier or _identifier(saved.question, held),
        "kind": kind or ("fact" if answerable else "unanswerable"),
        "answerable": answerable,
        "question": {saved.language: saved.question},
        "facts": facts,
    }
    before = _text(path) if _filled(path) else ""
    gap = "\n" if before and not before.endswith("\n") else ""
    write_whole(path, f"{before}{gap}{_line(value)}\n")
    return Remembered(str(value["id"]), saved.language, len(facts), answerable, joined=False)


def _join(saved: Saved, path: Path, join: str, question: Question | None) -> Remembered:
    if question is None:
        raise EvaluationError(f"{path} has no question {join}; --as names the one that this puts in another language")
    if saved.language in question.texts:
        raise EvaluationError(
            f"{path}, line {question.line}: {join} is asked in {saved.language} already; leave out --as to add a new one"
        )
    lines = _text(path).split("\n")
    value = json.loads(lines[question.line - 1].removeprefix("\ufeff"))
    value["question"][saved.language] = saved.question
    lines[question.line - 1] = _line(value)
    write_whole(path, "\n".join(lines))
    return Remembered(join, saved.language, len(question.facts), question.answerable, joined=True)


def _facts(saved: Saved, library: Library, citations: Collection[int]) -> list[list[dict[str, str]]]:
    numbers = {number for statement in saved.statements for number, _, _ in statement}
    if unknown := sorted(set(citations) - numbers):
        raise EvaluationError(f"the answer has no citation {unknown[0]}; it has {', '.join(map(str, sorted(numbers)))}")
    facts = [
        [
            {"doc": document, "quote": quote}
            for number, document, quote in statement
            if not citations or number in citations
        ]
        for statement in saved.statements
    ]
    facts = [fact for fact in facts if fact]
    if not facts:
        raise EvaluationError("the answer cites nothing that could be held to; use --unanswerable if that is right")
    for option in (option for fact in facts for option in fact):
        _check(option, library)
    return facts


def _check(option: Mapping[str, str], library: Library) -> None:
    """Raises EvaluationError unless the document, as the library has it now, holds the quotation word for word."""
    if option["doc"] not in library.document_ids():
        raise EvaluationError(f"the answer cites {option['doc']}, which the library does not hold; name its --library")
    if option["quote"] not in library.document(option["doc"]).text:
        raise EvaluationError(f"{option['quote']!r} is not in {option['doc']} as the library has it now; ask again")


def _filled(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _text(path: Path) -> str:
    """The file as it is: the ends of its lines are its owner's."""
    return path.read_bytes().decode()


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _identifier(question: str, held: Collection[str]) -> str:
    """The question's first words, in whatever script; with a number where they are taken."""
    words: list[str] = re.findall(r"[^\W_]+", question.casefold())
    name = words[0][:_LONGEST_ID]
    for word in words[1:]:
        if len(name) + 1 + len(word) > _LONGEST_ID:
            break
        name = f"{name}-{word}"
    number, free = 1, name
    while free in held:
        number += 1
        free = f"{name}-{number}"
    return free
