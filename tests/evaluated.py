"""The fixed questions, asked once in a run: every answer, and what all of them are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from qa.engine import Engine
from qa.evaluation.evaluate import evaluate
from qa.evaluation.question_file import Question
from qa.evaluation.results import Report
from qa.records import Answer, Hit

__all__ = ["Evaluated"]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """`answers` by question and language, as `id/language`."""

    answers: Mapping[str, Answer]
    report: Report

    @classmethod
    def of(cls, engine: Engine, questions: Sequence[Question]) -> Evaluated:
        """Evaluate as `yinzheng evaluate` does, and keep the answers, which a report does not hold whole."""
        heard: dict[str, Answer] = {}
        ask = engine.ask_and_retrieve

        def heard_as_well(question: str, k: int = 5) -> tuple[Answer, list[Hit]]:
            heard[question], hits = ask(question, k)
            return heard[question], hits

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "ask_and_retrieve", heard_as_well)
            report = evaluate(engine, questions)
        names = {f"{q.id}/{language}": text for q in questions for language, text in q.texts.items()}
        return cls({name: heard[text] for name, text in names.items()}, report)
