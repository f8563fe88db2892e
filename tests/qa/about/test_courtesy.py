"""A question without what is said around it to be polite, and what is never taken for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.about.courtesy import plainly
from qa.engine import Engine
from qa.evaluation.question_file import read_questions

QUESTIONS = Path(__file__).resolve().parents[2] / "questions"


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("Dear all, I hope this finds you well. Who is Akiyama? Thank you very much!", "Who is Akiyama?"),
        ("你好！ 核共享是什么？ 非常感谢您！", "核共享是什么？"),
        ("いつもお世話になっております。拡大抑止とは何ですか。よろしくお願いします。", "拡大抑止とは何ですか。"),
        ("拡大抑止とは何か よろしくお願いします", "拡大抑止とは何か"),
        ("안녕하세요. 핵공유란 무엇인가요? 도와주셔서 고맙습니다.", "핵공유란 무엇인가요?"),
        ("I should be most obliged if you were able to tell me how old the bridge is.", "how old the bridge is."),
        ("不好意思，打扰一下，我想请教您，那座桥有多少年历史？", "那座桥有多少年历史？"),
        ("お手数ですが、もしお分かりでしたら、その橋は築何年ですか？", "その橋は築何年ですか？"),
        ("번거로우시겠지만, 괜찮으시면 알려 주세요: 그 다리는 몇 년 되었나요?", "그 다리는 몇 년 되었나요?"),
        ("Hello, I am from Oslo. Could you tell me who wrote it?", "who wrote it?"),
        ("WHO IS KENNETH WALTZ?", "who is kenneth waltz?"),
        ("WHAT DID THE US SAY?", "what did the US say?"),
    ],
)
def test_what_is_asked_is_left(asked: str, plain: str) -> None:
    assert plainly(asked) == plain


@pytest.mark.parametrize(
    "question",
    [
        "hello",
        "你好！谢谢",
        "NATO?",
        "To which camp was she sent, and why?",
        "Please her as he might, what did he want?",
        "NCG是什么？",
        "What did he say? And why?",
        "North Korea: what did it test?",
        "Japan is an ally. Does it want nuclear weapons?",
    ],
)
def test_what_says_something_stays(question: str) -> None:
    assert plainly(question) == question


def test_no_fixed_question_loses_a_word() -> None:
    texts = [
        t for path in sorted(QUESTIONS.glob("*.jsonl")) for one in read_questions(path) for t in one.texts.values()
    ]
    assert len(texts) > 400
    assert [text for text in texts if plainly(text) != text] == []


def test_a_polite_question_is_answered_as_a_plain_one(engine: Engine) -> None:
    polite = engine.ask("Hello there! What did Kissinger say deterrence requires? Thank you very much!")
    plain = engine.ask("What did Kissinger say deterrence requires?")
    assert polite.question.startswith("Hello there!")
    assert polite.verdict is plain.verdict
    assert [one.quote for one in polite.citations] == [one.quote for one in plain.citations] != []
