"""A question file is read strictly: a line that is not as documented is named, with what is wrong in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.errors import EvaluationError
from qa.evaluation.question_file import Alternative, Question, read_questions
from tests.conftest import ROOT

SEEDS = ROOT / "tests" / "questions" / "seeds.jsonl"

GOOD: dict[str, Any] = {
    "id": "one",
    "kind": "fact",
    "answerable": True,
    "question": {"en": "What?", "zh-Hans": "什么？"},
    "facts": [[{"doc": "004", "quote": "甲"}, {"doc": "000", "quote": "乙"}]],
}


def write(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines), "utf-8"
    )
    return path


def test_a_question(tmp_path: Path) -> None:
    expected = Question(
        "one",
        "fact",
        True,
        {"en": "What?", "zh-Hans": "什么？"},
        ((Alternative("004", "甲"), Alternative("000", "乙")),),
    )
    assert read_questions(write(tmp_path, GOOD, "", "  ")) == [expected]


def test_what_must_not_be_cited(tmp_path: Path) -> None:
    wrong = {"doc": "001", "quote": "丙"}
    alone = {**GOOD, "id": "two", "answerable": None, "facts": [], "wrong": [wrong]}
    with_facts, without = read_questions(write(tmp_path, {**GOOD, "wrong": [wrong]}, alone))
    assert with_facts.wrong == without.wrong == (Alternative("001", "丙"),)
    assert (with_facts.answerable, without.answerable) == (True, None)


def test_what_json_allows_in_a_string_does_not_end_the_line(tmp_path: Path) -> None:
    separated = {**GOOD, "facts": [[{"doc": "004", "quote": "甲\u2028乙\u0085丙"}]]}
    path = write(tmp_path, separated)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))  # as some editors save it
    assert read_questions(path)[0].facts == ((Alternative("004", "甲\u2028乙\u0085丙"),),)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("not json", "Expecting value"),
        ("[1]", "the line is not an object"),
        ("null", "the line is missing"),
        ("[" * 100_000, "is not a question"),
        ({k: v for k, v in GOOD.items() if k != "id"}, "id is missing"),
        ({k: v for k, v in GOOD.items() if k != "facts"}, "facts is missing"),
        ({**GOOD, "id": ""}, "id is empty"),
        ({**GOOD, "id": 3}, "id is not a text"),
        ({**GOOD, "kind": None}, "kind is missing"),
        ({**GOOD, "answerable": "yes"}, "answerable is not true or false"),
        ({**GOOD, "question": "What?"}, "question is not an object"),
        ({**GOOD, "question": {}}, "question names no language"),
        ({**GOOD, "question": {"en": None}}, r"question\.en is missing"),
        ({**GOOD, "question": {"en": "  "}}, r"question\.en is empty"),
        ({**GOOD, "question": {"en": "x" * 2001}}, r"question\.en: the question has 2,001 characters"),
        ({**GOOD, "facts": {}}, "facts is not a list"),
        ({**GOOD, "facts": []}, "answerable and has no facts"),
        ({**GOOD, "answerable": None}, "answerable is missing"),
        ({**GOOD, "answerable": None, "facts": []}, "answerable is missing"),
        ({**GOOD, "wrong": {}}, "wrong is not a list"),
        ({**GOOD, "wrong": [{"doc": "004"}]}, "quote is missing"),
        ({**GOOD, "facts": [[]]}, "a fact has no alternative"),
        ({**GOOD, "facts": ["x"]}, "a fact is not a list"),
        ({**GOOD, "facts": [[{"doc": "004"}]]}, "quote is missing"),
        ({**GOOD, "facts": [[{"doc": "004", "quote": " "}]]}, "quote is empty"),
    ],
)
def test_what_is_no_question(tmp_path: Path, line: object, fault: str) -> None:
    with pytest.raises(EvaluationError, match=rf"questions\.jsonl, line 2, .*{fault}") as caught:
        read_questions(write(tmp_path, {**GOOD, "id": "first"}, line))
    assert len(str(caught.value).splitlines()) == 1


def test_an_id_twice(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="line 3, has the id one a second time"):
        read_questions(write(tmp_path, GOOD, "", GOOD))


@pytest.mark.parametrize(
    ("data", "fault"), [(b"", "holds no question"), (b"\n\n", "holds no question"), (b"\xff\xfe{}", "not UTF-8")]
)
def test_files_without_questions(tmp_path: Path, data: bytes, fault: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(data)
    with pytest.raises(EvaluationError, match=fault):
        read_questions(path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"No such file.*yinzheng evaluate FILE"):
        read_questions(tmp_path / "none.jsonl")
    with pytest.raises(EvaluationError, match="directory"):
        read_questions(tmp_path)


def test_the_fixed_set_is_readable_and_asks_in_five_languages() -> None:
    questions = read_questions(SEEDS)
    assert len(questions) == len(SEEDS.read_text("utf-8").splitlines())
    assert {language for q in questions for language in q.texts} == {"zh-Hans", "zh-Hant", "en", "ja", "ko"}
    assert {q.answerable for q in questions} == {True, False}
