"""Questions about the library itself: which they are, which documents they mean, what is told of those."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.offsets import Span
from qa.about.answer import about
from qa.about.subjects import Subject, Subjects
from qa.engine import Engine
from qa.errors import CertificateError
from qa.evaluation.question_file import read_questions
from qa.proof.certificate import certify
from qa.proof.saved import answer_schema, check_answer
from qa.proof.verification import verify_in
from qa.question.followup.conversation import Conversation
from qa.question.parsed import ParsedQuestion
from qa.records import Answer, Property, Verdict
from qa.retrieval.filters import Filters

QUESTIONS = Path(__file__).resolve().parents[2] / "questions"


def values(answer: Answer, name: Property) -> dict[str, list[str]]:
    """By the beginning of a document's id, the values of a property."""
    found: dict[str, list[str]] = {}
    for fact in answer.about:
        if fact.name is name:
            found.setdefault(fact.document.id[:3], []).append(fact.value)
    return found


@pytest.fixture(scope="module")
def subjects() -> Subjects:
    return Subjects.shared()


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Who wrote the report?", Subject.AUTHOR),
        ("作者是谁", Subject.AUTHOR),
        ("誰が書いた", Subject.AUTHOR),
        ("저자는 누구입니까?", Subject.AUTHOR),
        ("When was it published?", Subject.DATE),
        ("什么时候发表的", Subject.DATE),
        ("언제 발행됐나", Subject.DATE),
        ("What documents do you have?", Subject.DOCUMENTS),
        ("How many documents are there", Subject.DOCUMENTS),
        ("有哪些文件", Subject.DOCUMENTS),
        ("Who is quoted?", Subject.SPEAKERS),
        ("發言人有哪些", Subject.SPEAKERS),
        ("hello", Subject.TALK),
        ("ありがとうございます", Subject.TALK),
        ("你是谁？", Subject.TALK),
        ("When was the NCG established?", Subject.CONTENT),
        ("Who wrote the treaty?", Subject.CONTENT),
        ("秋山信将是谁？", Subject.CONTENT),
        ("What does the author recommend?", Subject.CONTENT),
    ],
)
def test_subject(question: str, subject: Subject, subjects: Subjects) -> None:
    assert subjects.told([question]) == [subject]


def test_no_fixed_question_is_about_the_library(engine: Engine) -> None:
    texts = [
        t for path in sorted(QUESTIONS.glob("*.jsonl")) for one in read_questions(path) for t in one.texts.values()
    ]
    documents = [document.id for document in engine.documents()]
    with engine._snapshots.newest() as desk:
        likely = [
            text for text in texts if Subjects.shared().likeliest(text)[1] > 0.2
        ]  # the others are told without a library
        taken = [text for text in likely if about(desk, desk.query(ParsedQuestion.of(text)), text, lambda: documents)]
    assert len(texts) > 200
    assert len(taken) * 300 <= len(texts), taken


@pytest.mark.parametrize("question", ["作者是谁", "Who are the authors?", "著者は誰ですか？", "작성자가 누구인가요?"])
def test_authors_of_every_document(question: str, engine: Engine) -> None:
    answer = engine.ask(question)
    assert answer.verdict is Verdict.ANSWERED
    assert values(answer, Property.AUTHOR) == {
        "000": [""],
        "001": ["严珊珊"],
        "002": ["廉德瑰", "郭晓兵", "项昊宇"],
        "003": [""],
        "004": ["秋山信将"],
    }


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the report on strategic risk in East Asia?",
        "《东亚战略风险评估》是谁写的？",
        "who wrote the European Leadership Network report",
    ],
)
def test_the_document_that_is_named(question: str, engine: Engine) -> None:
    assert values(engine.ask(question), Property.AUTHOR) == {"004": ["秋山信将"]}


def test_the_document_that_is_filtered(engine: Engine) -> None:
    answer = engine.ask("When was it published?", filters=Filters.of("004"))
    assert values(answer, Property.PUBLISHED) == {"004": ["2024-04"]}
    [fact] = answer.about
    assert "2024" in fact.quote
    assert fact.certificate is not None
    assert fact.document.text[fact.certificate.start : fact.certificate.end] == fact.quote


def test_dates_come_newest_first_with_where_they_are_stated(engine: Engine) -> None:
    answer = engine.ask("什么时候发表的")
    dates = [fact.value for fact in answer.about if fact.name is Property.PUBLISHED]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 5
    told = {fact.document.id[:3]: fact for fact in answer.about if fact.name is Property.PUBLISHED}
    assert told["000"].quote.startswith("2024年10月5日")
    assert told["001"].span is None  # inferred, as sources.toml says


def test_documents(engine: Engine) -> None:
    titles = values(engine.ask("What documents do you have?"), Property.TITLE)
    assert list(titles) == ["000", "001", "002", "003", "004"]
    assert titles["003"] == ["拜登与岸田文雄会晤期间将考虑升级美日同盟关系"]


def test_speakers(engine: Engine) -> None:
    answer = engine.ask("Who is quoted?", filters=Filters.of("000"))
    assert answer.verdict is Verdict.ANSWERED
    assert len(answer.about) > 2
    for fact in answer.about:
        assert fact.span is None or fact.document.text[fact.span.start : fact.span.end] == fact.value


def test_what_no_document_states_is_said_so(engine: Engine) -> None:
    answer = engine.ask("Who wrote it?", filters=Filters.of("003"))
    assert answer.verdict is Verdict.NOT_IN_LIBRARY
    assert values(answer, Property.AUTHOR) == {"003": [""]}
    assert not answer.citations
    check_answer(json.loads(json.dumps(answer.to_dict())))


def test_a_document_that_is_not_there_is_left_to_the_evidence(engine: Engine) -> None:
    answer = engine.ask("Who wrote the report on underwater basketball?")
    assert not answer.about
    assert answer.verdict is Verdict.NOT_IN_LIBRARY


@pytest.mark.parametrize("question", ["When was the NCG established?", "核磋商小组是什么时候成立的？"])
def test_the_world_is_asked_of_the_evidence(question: str, engine: Engine) -> None:
    answer = engine.ask(question)
    assert not answer.about
    assert answer.citations or answer.nearest


@pytest.mark.parametrize("word", ["hello", "你好", "こんにちは", "안녕하세요", "thanks", "Who are you?"])
def test_small_talk(word: str, engine: Engine) -> None:
    answer = engine.ask(word)
    assert answer.verdict is Verdict.SMALL_TALK
    assert not answer.passages
    assert [fact.name for fact in answer.about] == [Property.TITLE] * 3
    check_answer(json.loads(json.dumps(answer.to_dict())))


def test_a_follow_up_keeps_to_its_document(engine: Engine) -> None:
    first = engine.ask("What does Nobumasa Akiyama recommend to Japan?")
    talk = Conversation().then(first)
    question = "When was this report published?"
    answer = engine.ask(question, understood=talk.resolve(question, engine.named))
    assert answer.verdict is Verdict.ANSWERED
    assert "004" in values(answer, Property.PUBLISHED)


@pytest.mark.parametrize(
    "question",
    [
        "And who wrote it?",
        "Thank you! And who wrote it?",
        "它是谁写的？",
        "谁写的？",
        "誰が書きましたか？",
        "이건 누가 썼어요?",
    ],
)
def test_it_is_what_was_quoted_where_its_author_is_asked(question: str, engine: Engine) -> None:
    first = engine.ask("What does Nobumasa Akiyama recommend to Japan?")
    assert {citation.document.id[:3] for citation in first.citations} == {"004"}
    understood = engine.understood(Conversation().then(first), question)
    assert understood is not None
    assert (understood.asked, understood.carried) == (question, ())
    answer = engine.ask(question, understood=understood)
    assert list(values(answer, Property.AUTHOR)) == ["004"]


@pytest.mark.parametrize(
    "question", ["이건 언제 발표됐나요?", "이것은 언제 발표되었습니까?", "それはいつ発表されましたか？"]
)
def test_a_word_that_points_names_no_document(question: str, engine: Engine) -> None:
    understood = engine.understood(Conversation().then(engine.ask("NCG는 무엇입니까?")), question)
    assert understood is not None
    assert (understood.question, understood.carried) == (question, ())
    assert understood.sources


def test_what_is_no_document_is_carried_over_as_before(engine: Engine) -> None:
    first = engine.ask("What is the US–ROK Nuclear Consultative Group?")
    understood = engine.understood(Conversation().then(first), "And when was it established?")
    assert understood is not None
    assert understood.carried == ("the US–ROK Nuclear Consultative Group",)
    assert not understood.sources


def test_a_saved_answer_is_held_against_the_library(engine: Engine) -> None:
    saved = json.loads(json.dumps(engine.ask("什么时候发表的").to_dict()))
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(saved, answer_schema())
    assert verify_in(engine.library, saved).holds
    stated = next(fact for fact in saved["about"] if fact["stated"])
    stated["value"] = "1999-01-01"
    found = verify_in(engine.library, saved)
    assert not found.holds
    assert [check.said[0][0] for check in found.checks if check.said] == ["published"]


def test_what_is_not_known_is_not_certified(engine: Engine) -> None:
    answer = engine.ask("作者是谁")
    known = next(fact for fact in answer.about if fact.value)
    for wrong in (replace(known, value="somebody"), replace(known, span=Span(0, 10**9))):
        with pytest.raises(CertificateError):
            certify(replace(answer, about=(wrong,)), engine.library.cleaning, lambda name: (name,))
