"""Questions of what somebody says about something."""

from __future__ import annotations

import pytest

from qa.engine import Engine
from qa.records import Verdict
from qa.stance import asked_about


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("What does Akiyama say about China?", "china"),
        ("秋山信将对中国怎么看？", "中国"),
        ("秋山信將對台灣問題有什麼看法？", "台湾"),
        ("秋山信将如何看待北朝鲜？", "北朝鲜"),
        ("秋山信将は中国について何と言っていますか？", "中国"),
        ("아키야마 노부마사는 북한에 대해 무엇이라고 말합니까?", "북한"),
        ("What is extended deterrence?", ""),
        ("驻日美军有多少人？", ""),
        ("秋山信将的妻子叫什么名字？", ""),
        ("在日米軍は何人いますか？", ""),
        ("주일미군은 몇 명입니까?", ""),
    ],
)
def test_what_is_asked_about(question: str, about: str) -> None:
    assert asked_about(question) == about


def test_of_three_authors_only_the_one_who_is_asked_about_is_quoted(engine: Engine) -> None:
    answer = engine.ask("郭晓兵怎么看日本？")
    assert {citation.passage.author for citation in answer.citations} == {"郭晓兵"}
    assert {citation.passage for citation in answer.citations} <= {hit.passage for hit in answer.passages}


@pytest.mark.parametrize("question", ["What does Akiyama say about pizza?", "秋山信将怎么看红烧肉？"])
def test_what_nobody_speaks_of_is_a_no(engine: Engine, question: str) -> None:
    assert engine.ask(question).verdict is Verdict.NOT_IN_LIBRARY


def test_the_people_a_question_names_are_found_in_any_script(engine: Engine) -> None:
    for question, text in (
        ("What does Akiyama say?", "Akiyama"),
        ("아키야마 노부마사는 누구입니까?", "아키야마 노부마사"),
        ("秋山信將是誰？", "秋山信將"),
    ):
        (one,) = engine.named(question)
        assert (one.text, one.name) == (text, "秋山信将")
        assert question[one.start : one.end] == text
        assert [name[:3] for name in one.wrote] == ["004"]
    assert engine.named("What does Japan want from China?") == ()
