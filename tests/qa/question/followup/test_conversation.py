"""Questions that lean on the one before them, and questions that do not."""

from __future__ import annotations

import json

import pytest

from benchmarks.followups import Case, cases, read, right
from qa.engine import Engine
from qa.errors import QuestionError
from qa.question.followup.conversation import Conversation
from qa.question.followup.records import Known
from qa.question.followup.turns import Turn
from qa.records import Understood, Verdict
from qa.verdict import EVIDENCED

KNOWN_FAULTS = {"那里的司令是什么级别？", "드골은요?", "Where do those figures come from?"}
"""Read wrongly, as docs/follow-up.md says: a country inside a word, a name that is not known, the wrong one of two things."""


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.language}-{case.asked}")
def test_what_leans_is_resolved_and_what_stands_alone_is_left_alone(engine: Engine, case: Case) -> None:
    assert right(case, read(case, engine)) != (case.asked in KNOWN_FAULTS)


def test_the_table_has_a_dozen_of_each_kind_in_each_language() -> None:
    for language in ("en", "zh-Hans", "zh-Hant", "ja", "ko"):
        for leans in (True, False):
            assert sum(case.leans == leans for case in cases() if case.language == language) >= 12


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("What does Akiyama recommend Japan do?", "and what does he say about China?", "Akiyama"),
        ("秋山信将是谁？", "他对中国怎么看？", "秋山信将"),
        ("秋山信將向日本提出了哪些建議？", "他對中國有什麼看法？", "秋山信將"),
        pytest.param(
            "秋山信将とはどのような人物ですか？",
            "彼は中国について何と言っていますか？",
            "秋山信将",
            marks=pytest.mark.xfail(
                reason="not told as a question for what he says: the note on his life is quoted too"
            ),
        ),
        ("아키야마 노부마사는 누구입니까?", "그는 중국에 대해 무엇이라고 말합니까?", "아키야마 노부마사"),
        ("秋山信将是谁？", "and what does he say about China?", "秋山信将"),
    ],
)
def test_what_he_says_of_china_is_quoted_from_his_own_brief(engine: Engine, first: str, second: str, name: str) -> None:
    talk = Conversation().then(engine.ask(first))
    understood = talk.resolve(second, engine.named)
    assert understood is not None
    assert understood.asked == second
    assert name in understood.question
    assert understood.carried == (name,)
    answer = engine.ask(second, understood=understood)
    assert answer.verdict in EVIDENCED
    assert answer.understood == understood
    assert answer.question == understood.question
    for citation in answer.citations:
        assert citation.document.id.startswith("004")
        assert citation.passage.author == "秋山信将"
    # 中国, 中日, 中朝; what is counted out with one of them ("second, …") need not say it again
    assert sum("中" in citation.quote for citation in answer.citations) * 2 > len(answer.citations)


def test_what_he_does_not_speak_of_is_a_no(engine: Engine) -> None:
    talk = Conversation().then(engine.ask("What does Akiyama recommend Japan do?"))
    understood = talk.resolve("what does he say about pizza?", engine.named)
    assert understood is not None
    assert engine.ask("", understood=understood).verdict in (Verdict.NOT_IN_LIBRARY, Verdict.OUTSIDE_FILTERS)


def test_filters_of_the_user_outweigh_the_sources_of_the_conversation(engine: Engine) -> None:
    understood = Understood("he?", "What does Akiyama say about China?", ("Akiyama",), ("004",))
    answer = engine.ask("he?", sources="002", understood=understood)
    assert {citation.document.id[:3] for citation in answer.citations} <= {"002"}


def test_a_conversation_goes_on_over_several_turns(engine: Engine) -> None:
    talk = Conversation()
    for question in ("Who is Nobumasa Akiyama?", "and what does he say about China?", "What about Taiwan?"):
        understood = talk.resolve(question, engine.named)
        talk = talk.then(engine.ask(question, understood=understood))
    assert understood is not None
    assert understood.question == "What does Nobumasa Akiyama say about Taiwan?"
    assert len(talk.turns) == 3


def person(question: str) -> tuple[Known, ...]:
    at = question.find("Aoki")
    return (Known("Aoki", at, at + 4, "青木直子"),) if at >= 0 else ()


def test_he_is_nobody_whom_a_title_or_the_user_calls_a_woman() -> None:
    titled = Conversation((Turn("What does Ms Aoki say about Korea?"),))
    assert titled.resolve("What does he think of China?", person) is None
    called = Conversation((Turn("What does Aoki say?", "What does she say?", ("Aoki",)),))
    assert called.resolve("What does he think of China?", person) is None
    again = called.resolve("What does she think of China?", person)
    assert again is not None
    assert again.question == "What does Aoki think of China?"


def test_he_is_no_country_and_no_paper() -> None:
    for question in (
        "What does China say about Japan?",
        "《读卖新闻》说了什么？",
        "What does the Yomiuri Shimbun say?",
    ):
        assert Conversation((Turn(question),)).resolve("What does he think of Korea?") is None


def test_the_same_question_once_more_is_understood_as_before() -> None:
    turn = Turn("How many US troops are stationed in Japan?")
    talk = Conversation((turn, Turn("How many US troops are stationed in South Korea?", "and in South Korea?")))
    again = talk.resolve("and in South Korea?")
    assert again is not None
    assert again.question == "How many US troops are stationed in South Korea?"


def test_nothing_leans_on_a_conversation_that_has_not_begun() -> None:
    assert Conversation().resolve("and what does he say about China?") is None


def test_an_answer_as_json_is_as_good_as_the_answer(engine: Engine) -> None:
    answer = engine.ask("秋山信将向日本提出了哪些建议？")
    assert Conversation.of([json.loads(json.dumps(answer.to_dict()))]) == Conversation.of([answer])


@pytest.mark.parametrize("held", [{}, {"question": "x"}, [], "x", {"question": "x", "citations": [1]}])
def test_what_is_no_answer_is_said_to_be_none(held: object) -> None:
    with pytest.raises(QuestionError, match="not an answer"):
        Conversation.of([held])  # type: ignore[list-item]
