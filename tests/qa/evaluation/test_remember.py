"""From a saved answer to a line of a question file, which is read again by what will ask it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.store.library import Library
from qa.engine import Engine
from qa.errors import EvaluationError
from qa.evaluation.evaluate import evaluate
from qa.evaluation.question_file import Alternative, read_questions
from qa.evaluation.remember import Saved, remember

KISSINGER = "What did Kissinger say deterrence requires?"


@pytest.fixture
def library(empty_library: Library, make_entry: Any) -> Library:
    vector = [[1.0, 0, 0]]
    empty_library.change(
        [make_entry("one", ["Ten chars.", "Last one."], vector * 2), make_entry("two", ["Other."], vector)]
    )
    return empty_library


def saved(**changes: Any) -> Saved:
    """Two statements; the second is in both documents."""
    value: dict[str, Any] = {
        "question": "What is it, then?",
        "language": "en",
        "verdict": "answered",
        "understood": None,
        "statements": [
            {"text": "Ten chars.", "citations": [1], "topic": ""},
            {"text": "Last one.", "citations": [2, 3], "topic": ""},
        ],
        "citations": [
            {"number": 1, "document": "one", "quote": "Ten chars."},
            {"number": 2, "document": "one", "quote": "Last one."},
            {"number": 3, "document": "two", "quote": "Other."},
        ],
    }
    return Saved.of(value | changes)


A_NO: dict[str, Any] = {"verdict": "not_in_library", "statements": [], "citations": []}


def test_a_statement_is_a_fact_and_its_citations_are_the_alternatives(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    done = remember(saved(), path, library)
    (question,) = read_questions(path)
    assert (question.id, question.kind, question.answerable) == ("what-is-it-then", "fact", True)
    assert question.texts == {"en": "What is it, then?"}
    assert question.facts == (
        (Alternative("one", "Ten chars."),),
        (Alternative("one", "Last one."), Alternative("two", "Other.")),
    )
    assert done.to_dict() == {
        "id": "what-is-it-then",
        "language": "en",
        "facts": 2,
        "answerable": True,
        "joined": False,
    }


def test_an_uncertain_answer_that_somebody_keeps_is_an_answer(library: Library, tmp_path: Path) -> None:
    assert remember(saved(verdict="uncertain"), tmp_path / "kept.jsonl", library).facts == 2
    assert not remember(saved(verdict="uncertain"), tmp_path / "no.jsonl", library, unanswerable=True).answerable


def test_some_citations_alone(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    remember(saved(), path, library, citations=[3], identifier="it", kind="definition")
    (question,) = read_questions(path)
    assert (question.id, question.kind, question.facts) == ("it", "definition", ((Alternative("two", "Other."),),))


@pytest.mark.parametrize(("changes", "unanswerable"), [(A_NO, False), ({}, True)])
def test_what_must_be_refused(library: Library, tmp_path: Path, changes: dict[str, Any], unanswerable: bool) -> None:
    path = tmp_path / "q.jsonl"
    done = remember(saved(**changes), path, library, unanswerable=unanswerable)
    (question,) = read_questions(path)
    assert (question.kind, question.answerable, question.facts, done.facts) == ("unanswerable", False, (), 0)


def test_other_lines_stay_as_they_are(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    before = (
        '\ufeff{"id": "a", "kind":"x",  "answerable": false, "facts": [], "question": {"en": "A?"}, "mine": 1}\r\n\r\n'
        '{"id": "b", "kind": "x", "answerable": false, "question": {"en": "B?"}, "facts": []}'
    ).encode()
    path.write_bytes(before)
    remember(saved(), path, library)
    assert path.read_bytes().startswith(before + b"\n{")
    remember(saved(question="那是什么？", language="zh-Hans"), path, library, join="a")
    (first, *_), data = read_questions(path), path.read_bytes()
    assert first.texts == {"en": "A?", "zh-Hans": "那是什么？"}
    assert b'"mine": 1' in data
    assert before.split(b"\r\n")[2] in data


def test_ids_are_the_first_words_in_any_script_and_unique(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    texts = ["基辛格认为威慑需要什么？", "基辛格认为威慑需要什么!", "A " + "long " * 30, "ÉTÉ_2024?", "字" * 99]
    assert [remember(saved(question=text), path, library).id for text in texts] == [
        "基辛格认为威慑需要什么",
        "基辛格认为威慑需要什么-2",
        "a-long-long-long-long-long-long-long-long-long",  # 1 + 9 × 5 characters; another would be over 48
        "été-2024",
        "字" * 48,
    ]


def test_a_question_of_a_conversation_is_kept_as_it_was_understood(library: Library, tmp_path: Path) -> None:
    understood = {"asked": "And he?", "question": "And Kissinger?", "carried": ["Kissinger"], "sources": []}
    path = tmp_path / "q.jsonl"
    remember(saved(question="And he?", understood=understood), path, library)
    assert read_questions(path)[0].texts == {"en": "And Kissinger?"}


@pytest.mark.parametrize(
    ("changes", "options", "fault"),
    [
        ({"question": "Held?"}, {}, "line 1, asks this already, as held; change it there"),
        ({}, {"identifier": "held"}, "line 1, has the id held already; choose another with --id"),
        ({}, {"join": "none"}, "has no question none"),
        ({}, {"join": "held"}, "held is asked in en already"),
        ({}, {"citations": [1, 4]}, "the answer has no citation 4; it has 1, 2, 3"),
        ({}, {"citations": [1], "unanswerable": True}, "has no citations to keep"),
        ({"statements": []}, {}, "cites nothing that could be held to"),
        ({"verdict": "outside_filters"}, {}, "because of its filters"),
        ({"citations": [{"number": 1, "document": "on", "quote": "x"}], "statements": [{"citations": [1], "topic": ""}]}, {}, "cites on, which the library does not hold"),
        ({"citations": [{"number": 1, "document": "one", "quote": "No."}], "statements": [{"citations": [1], "topic": ""}]}, {}, "'No.' is not in one as the library has it now; ask again"),
    ],
)  # fmt: skip
def test_what_is_refused(
    library: Library, tmp_path: Path, changes: dict[str, Any], options: dict[str, Any], fault: str
) -> None:
    path = tmp_path / "q.jsonl"
    remember(saved(question="Held?"), path, library)
    before = path.read_bytes()
    with pytest.raises(EvaluationError, match=fault):
        remember(saved(**changes), path, library, **options)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"question": "?"}, "cannot be remembered: the question is empty"),
        ({"language": " "}, "has a text that is empty"),
        ({"citations": []}, "has no citation 1, which it cites"),
    ],
)
def test_what_no_question_can_be_made_of(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(EvaluationError, match=fault):
        saved(**changes)


def test_what_is_remembered_of_the_seeds_passes(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    for question in (KISSINGER, "How do I make tonkotsu ramen?"):
        remember(Saved.of(engine.ask(question).to_dict()), path, engine.library)
    again = evaluate(engine, read_questions(path)).figures()
    assert (again["answered"], again["verdicts_right"], again["verified"]) == (1.0, 1.0, 1.0)
