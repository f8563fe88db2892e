"""What counts as found and answered, over answers made by hand whose overlap is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from index.records import Note
from index.store.entries import Entry
from index.store.library import Library
from qa.engine import Engine
from qa.errors import EvaluationError
from qa.evaluation.baseline import AnswerChange, compare
from qa.evaluation.evaluate import evaluate, evaluate_one, judge
from qa.evaluation.floors import below
from qa.evaluation.question_file import Alternative, Question, read_questions
from qa.evaluation.requirement import shortfall
from qa.evaluation.results import Report
from qa.records import Answer, Citation, Hit, Verdict
from tests.conftest import ROOT
from tests.qa.evaluations import facts, quoted, refused, report, result

MakeEntry = Callable[..., Entry]
VECTOR = [[1.0, 0, 0]]
PIECES = ["Ten chars.", "Then⁷ more.", "Ten chars.", "Last one."]
#          0–10          11–22          23–33         34–43


@pytest.fixture
def library(empty_library: Library, make_entry: MakeEntry) -> Library:
    notes = [Note("7", 15, "Poll by X (2021)."), Note("8", 43, "")]
    empty_library.change(
        [make_entry("one", PIECES, VECTOR * 4, notes), make_entry("two", ["Ten chars.", "Other."], VECTOR * 2)]
    )
    return empty_library


def question(
    *facts: list[tuple[str, str]], answerable: bool | None = True, wrong: Sequence[tuple[str, str]] = ()
) -> Question:
    return Question(
        "q",
        "fact",
        answerable,
        {"en": "Q"},
        tuple(tuple(Alternative(*option) for option in fact) for fact in facts),
        wrong=tuple(Alternative(*one) for one in wrong),
    )


def answer(
    library: Library,
    passages: list[tuple[str, int]] = [],  # noqa: B006
    quotes: list[tuple[str, int, int]] = [],  # noqa: B006
    verdict: Verdict = Verdict.ANSWERED,
) -> Answer:
    """An answer that shows these passages (document, which one) and quotes these spans."""
    numbers = {name: library.passage_numbers([name]) for name in library.document_ids()}
    hits = tuple(
        Hit(numbers[name][at], library.document(name), library.passage(numbers[name][at]), 1.0) for name, at in passages
    )
    cited = tuple(
        Citation(i, document, library.passage(numbers[name][0]), start, end, document.text[start:end], 1.0)
        for i, (name, start, end) in enumerate(quotes, start=1)
        for document in [library.document(name)]
    )
    return Answer("Q", "en", verdict, (), cited, hits, {}, "by hand", 0.0)


def counts(library: Library, asked: Question, given: Answer) -> tuple[int, int, int]:
    result = judge(asked, "en", given, library)
    return result.facts, result.found, result.answered


@pytest.mark.parametrize(
    ("quotes", "verdict", "right", "right_of_unknown"),
    [
        ([("one", 34, 43)], Verdict.ANSWERED, True, True),
        ([("one", 34, 43), ("two", 0, 10)], Verdict.ANSWERED, False, False),
        ([("one", 34, 43), ("two", 0, 10)], Verdict.UNCERTAIN, False, False),
        ([("one", 34, 43)], Verdict.UNCERTAIN, False, True),
        ([], Verdict.NOT_IN_LIBRARY, False, True),
    ],
)
def test_what_is_called_wrong_must_not_be_cited(
    library: Library, quotes: list[tuple[str, int, int]], verdict: Verdict, right: bool, right_of_unknown: bool
) -> None:
    given, wrong = answer(library, quotes=quotes, verdict=verdict), [("two", "Ten chars.")]
    known = judge(question([("one", "Last one.")], wrong=wrong), "en", given, library)
    unknown = judge(question(answerable=None, wrong=wrong), "en", given, library)
    assert (known.right, unknown.right) == (right, right_of_unknown)
    assert known.wrong == unknown.wrong == quotes.count(("two", 0, 10))
    assert ("called wrong" in shortfall(unknown)) == (not right_of_unknown)
    figures = Report((unknown,), {}, "by hand").figures()
    assert (figures["verdicts_right"], figures["unanswerable_refused"]) == (float(right_of_unknown), None)
    assert figures["answerable_answered"] is figures["answers_right"] is None


def test_what_is_called_wrong_and_comes_back_is_broken(library: Library) -> None:
    asked = question([("one", "Last one.")], wrong=[("two", "Ten chars.")])
    before, after = (
        Report((judge(asked, "en", answer(library, quotes=quotes), library),), {}, "by hand")
        for quotes in ([("one", 34, 43)], [("one", 34, 43), ("two", 0, 10)])
    )
    (difference,) = compare(before, after).differences
    assert difference.change is AnswerChange.BROKEN
    assert "quotations called wrong 0 → 1" in difference.told


def test_nothing_shown_finds_nothing(library: Library) -> None:
    assert counts(library, question([("one", "Last one.")]), answer(library)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("quote", "passages", "found"),
    [
        ("Last one.", [("one", 3)], 1),
        ("Last one.", [("one", 2)], 0),
        ("Ten chars.", [("one", 2)], 1),  # it stands twice in the document; either will do
        ("Ten chars.", [("two", 0)], 0),  # the same words in another document are not the fact
        ("chars. Last", [("one", 2), ("one", 3)], 1),  # over two passages and the white space between them
        ("chars. Last", [("one", 3)], 0),
        ("Then more", [("one", 1)], 1),  # the footnote mark in the text is no part of the quote
        ("Then⁷ more", [("one", 1)], 1),
        ("T h e n", [("one", 1)], 1),
        ("Last one.", [("two", 0), ("two", 1), ("one", 0), ("one", 1), ("one", 2), ("one", 3)], 0),  # sixth
    ],
)
def test_found_is_whole_within_the_first_five_passages(
    library: Library, quote: str, passages: list[tuple[str, int]], found: int
) -> None:
    assert counts(library, question([("one", quote)]), answer(library, passages)) == (1, found, 0)


@pytest.mark.parametrize(
    ("start", "end", "answered"),
    [
        (34, 43, 1),
        (0, 43, 1),
        (34, 38, 1),  # "Last" is 4 of 8: exactly half
        (34, 37, 0),
        (34, 40, 1),
        (36, 43, 1),
        (40, 43, 0),  # "ne." is 3 of 8
        (34, 34, 0),
    ],
)
def test_answered_is_half_within_the_quotations(library: Library, start: int, end: int, answered: int) -> None:
    """The fact is "Last one.": 8 characters without the white space, of which 4 are half."""
    given = answer(library, quotes=[("one", start, end)])
    assert counts(library, question([("one", "Last one.")]), given) == (1, 0, answered)


def test_quotations_count_together_and_only_in_their_document(library: Library) -> None:
    wanted = question([("one", "Last one.")])
    assert counts(library, wanted, answer(library, quotes=[("one", 34, 36), ("one", 39, 41)])) == (
        1,
        0,
        1,
    )  # 2 + 2 of 8
    assert counts(library, wanted, answer(library, quotes=[("one", 34, 36), ("one", 34, 36)])) == (1, 0, 0)  # 2 of 8
    assert counts(library, wanted, answer(library, quotes=[("two", 0, 10)])) == (1, 0, 0)


def test_one_alternative_satisfies_a_fact_and_each_fact_counts_once(library: Library) -> None:
    wanted = question([("two", "Other."), ("one", "Last one.")], [("two", "Ten chars.")])
    assert counts(library, wanted, answer(library, [("one", 3), ("two", 1)], [("one", 34, 43)])) == (2, 1, 1)


def test_a_fact_of_a_reference_list_counts_where_its_footnote_is_shown(library: Library, make_entry: MakeEntry) -> None:
    references = "Poll by X (2021)."
    with_list = make_entry("one", [*PIECES, references], VECTOR * 5, [Note("7", 15, references)])
    library.change([with_list, make_entry("two", ["Ten chars."], VECTOR, [Note("1", 3, references)])])
    wanted = question([("one", references)])
    assert counts(library, wanted, answer(library, [("one", 1)], [("one", 11, 22)])) == (1, 1, 1)
    assert counts(library, wanted, answer(library, [("one", 0)], [("one", 23, 33)])) == (1, 0, 0)  # no mark in it
    assert counts(library, wanted, answer(library, [("two", 0)], [("two", 0, 10)])) == (1, 0, 0)  # another's footnote


@pytest.mark.parametrize(
    ("document", "quote", "fault"),
    [
        ("one", "Not there.", "question q: 'Not there.' is not in one; correct the quote"),
        ("one", "⁷", "is not in one"),  # nothing is left of it
        ("three", "Ten", "question q: 'three' names no document"),
    ],
)
def test_a_fact_that_is_not_in_its_document(library: Library, document: str, quote: str, fault: str) -> None:
    with pytest.raises(EvaluationError, match=fault):
        judge(question([(document, quote)]), "en", answer(library), library)


def test_an_evaluation_stops_before_it_asks_where_a_fact_is_not_there(engine: Engine) -> None:
    asked: list[int] = []
    good = read_questions(ROOT / "tests" / "questions" / "seeds.jsonl")[0]
    bad = replace(good, id="bad", facts=((Alternative("000", "这句话不在文中"),),))
    with pytest.raises(EvaluationError, match="question bad: '这句话不在文中' is not in 000_"):
        evaluate(engine, [good, bad], lambda done, total: asked.append(done))
    assert asked == []


@pytest.mark.parametrize(
    ("verdict", "answerable", "right"),
    [
        (Verdict.ANSWERED, True, True),
        (Verdict.DISAGREE, True, True),
        (Verdict.NOT_IN_LIBRARY, True, False),
        (Verdict.OUTSIDE_FILTERS, True, False),
        (Verdict.UNCERTAIN, True, False),  # no wrong answer,
        (Verdict.UNCERTAIN, False, False),  # and no refusal either
        (Verdict.ANSWERED, False, False),
        (Verdict.DISAGREE, False, False),
        (Verdict.NOT_IN_LIBRARY, False, True),
    ],
)
def test_verdicts(library: Library, verdict: Verdict, answerable: bool, right: bool) -> None:
    facts = [[("one", "Last one.")]] if answerable else []
    assert (
        judge(question(*facts, answerable=answerable), "en", answer(library, verdict=verdict), library).right is right
    )


def test_what_an_uncertain_answer_cites_is_shown_and_not_answered(library: Library) -> None:
    wanted = question([("one", "Last one.")], [("one", "Ten chars.")])
    quotes = [("one", 34, 43)]
    sure, uncertain = (
        judge(wanted, "en", answer(library, quotes=quotes, verdict=verdict), library)
        for verdict in (Verdict.ANSWERED, Verdict.UNCERTAIN)
    )
    assert (sure.answered, sure.shown) == (1, 1)
    assert (uncertain.answered, uncertain.shown) == (0, 1)
    assert [fact.possible for fact in uncertain.expected] == [True, False]
    figures = report(sure, uncertain, refused(answerable=False, expected=())).figures()
    assert (figures["answered"], figures["shown"]) == (1 / 4, 2 / 4)
    assert (figures["answerable_answered"], figures["answerable_uncertain"]) == (1 / 2, 1 / 2)
    assert (figures["unanswerable_refused"], figures["unanswerable_uncertain"]) == (1.0, 0.0)


def test_an_uncertain_answer_to_what_cannot_be_answered_is_a_figure_of_its_own() -> None:
    figures = report(result(answerable=False, expected=(), verdict="uncertain")).figures()
    assert (figures["unanswerable_refused"], figures["unanswerable_uncertain"]) == (0.0, 1.0)
    assert figures["unanswerable_unanswered"] == 1.0
    assert figures["statements"] is None  # of answers alone


REPORT = report(
    result(expected=facts(2, 1, 0), citations=(quoted(), quoted("Other."))),
    result(language="ja", expected=facts(2, 2, 1), statements=4, seconds=0.3),
    refused(language="ja", kind="date", expected=facts(1, 1, 1), nearest=(quoted(verified=False),), seconds=0.2),
    refused(language="ko", answerable=False, expected=(), kind="none", seconds=0.4),
)


def test_each_quotation_is_compared_with_its_document_anew(library: Library) -> None:
    given = answer(library, quotes=[("one", 34, 43), ("one", 0, 10)])
    right, other = given.citations
    elsewhere = replace(library.document("two"), id="gone")
    given = replace(
        given,
        citations=(right, replace(other, quote="Ten chars!")),
        nearest=(replace(other, start=1, end=11), replace(other, document=elsewhere)),
    )
    judged = judge(question([("one", "Last one.")]), "en", given, library)
    assert [item.verified for item in judged.citations] == [True, False]
    assert [item.verified for item in judged.nearest] == [False, False]
    assert [item.fact for item in judged.quotations] == [True, False, False, False]
    assert (judged.verified, judged.question, judged.citations[0].quote) == (1, "Q", "Last one.")
    assert judged.expected[0].alternatives[0].document == "one"
    assert "one.txt" not in judged.citations[0].place  # a file lies elsewhere on every computer


def test_figures() -> None:
    assert REPORT.figures() == {
        "questions": 4,
        "facts": 5,  # 2 + 2 + 1 + 0
        "found": pytest.approx(4 / 5),  # 1 + 2 + 1 + 0
        "answered": pytest.approx(2 / 5),  # 0 + 1 + 1 + 0
        "shown": pytest.approx(2 / 5),
        "verified": pytest.approx(3 / 4),  # 2 of 2, 1 of 1, 0 of 1
        "statements": pytest.approx(5 / 2),  # 1 and 4; the others say no
        "answers_right": 1 / 2,  # the first cites neither of its facts
        "answerable_answered": pytest.approx(2 / 3),
        "answerable_uncertain": 0.0,
        "unanswerable_refused": 1.0,
        "unanswerable_unanswered": 1.0,
        "unanswerable_uncertain": 0.0,
        "verdicts_right": pytest.approx(3 / 4),
    }
    assert list(REPORT.by("language")) == ["en", "ja", "ko"]
    assert REPORT.by("language")["ja"]["found"] == 1.0  # 3 / 3
    assert REPORT.by("language")["ko"]["found"] is None  # no facts
    assert REPORT.by("language")["ko"]["verified"] is None  # nothing quoted
    assert REPORT.by("language")["en"]["unanswerable_refused"] is None
    assert REPORT.by("kind")["fact"]["found"] == pytest.approx(3 / 4)


def test_the_report_as_json() -> None:
    value = REPORT.to_dict()
    assert list(value) == ["yinzheng", "library", "model", "all", "by_language", "by_kind", "seconds", "results"]
    assert value["library"] == {"documents": 2, "corpus": "c0ffee"}  # the same on every computer
    assert value["seconds"] == {"median": 0.2, "p95": 0.4}
    assert value["all"]["answerable_answered"] == 0.667
    first = value["results"][0]
    assert (first["right"], first["facts"], first["found"], first["answered"]) == (True, 2, 1, 0)
    assert (first["quotations"], first["verified"], first["question"]) == (2, 2, "What?")
    assert [item["quote"] for item in first["citations"]] == ["Ten chars.", "Other."]
    assert [fact["found"] for fact in first["expected"]] == [True, False]


@pytest.mark.parametrize(
    ("floors", "faults"),
    [
        ({}, []),
        ({"all": {"found": 0.8, "answered": 0.4}}, []),
        ({"all": {"found": 0.8004}}, []),  # figures are told to three places
        ({"all": {"found": 0.801}}, ["all: found is 0.800, the floor is 0.801"]),
        (
            {"en": {"found": 0.9, "answered": 0.1}},
            ["en: found is 0.500, the floor is 0.900", "en: answered is 0.000, the floor is 0.100"],
        ),
        ({"ko": {"found": 0.1}}, ["ko: found is nothing, the floor is 0.100"]),
        ({"all": {"questions": 5}}, ["all: questions is 4.000, the floor is 5.000"]),
    ],
)
def test_floors(floors: dict[str, dict[str, float]], faults: list[str]) -> None:
    assert below(REPORT, floors) == faults


@pytest.mark.parametrize("floors", [{"fr": {"found": 0.1}}, {"all": {"fund": 0.1}}])
def test_a_floor_under_nothing(floors: dict[str, dict[str, float]]) -> None:
    with pytest.raises(EvaluationError, match="names nothing that is measured"):
        below(REPORT, floors)


def test_what_is_found_in_the_seeds_is_what_evaluate_reports(engine: Engine) -> None:
    """Two questions of the fixed set, counted again by plain search in the raw passages."""
    questions = read_questions(ROOT / "tests" / "questions" / "seeds.jsonl")[:2]
    got = evaluate(engine, questions)
    assert len(got.results) == sum(len(q.texts) for q in questions)
    assert got.figures()["verified"] == 1.0
    for q in questions:
        for language, text in q.texts.items():
            shown = ["".join(hit.passage.text.split()) for hit in engine.retrieve(text, 5)]
            found = sum(
                any("".join(option.quote.split()) in passage for option in fact for passage in shown)
                for fact in q.facts
            )
            (counted,) = [r for r in got.results if (r.id, r.language) == (q.id, language)]
            assert counted.found == found


def test_one_question_alone_is_judged_alike(engine: Engine) -> None:
    question = read_questions(ROOT / "tests" / "questions" / "seeds.jsonl")[1]
    alone = evaluate_one(engine, question, "en")
    (among,) = [r for r in evaluate(engine, [question]).results if r.language == "en"]
    assert replace(alone, seconds=0) == replace(among, seconds=0)
