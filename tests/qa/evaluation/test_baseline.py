"""What became of a question, over results made by hand; and a report that is written and read again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.errors import EvaluationError
from qa.evaluation.baseline import AnswerChange, compare, read_report
from qa.evaluation.results import Result
from tests.qa.evaluations import expected, facts, quoted, refused, report, result, uncertain

OTHER = (quoted("Other."),)


@pytest.mark.parametrize(
    ("before", "after", "change", "told"),
    [
        (result(), result(seconds=9.0), AnswerChange.SAME, ()),
        (refused(), result(), AnswerChange.FIXED, ("verdict", "facts cited 0 → 1 of 1", "the evidence differs")),
        (
            result(),
            refused(),
            AnswerChange.BROKEN,
            ("verdict answered → not_in_library", "facts cited 1 → 0", "evidence"),
        ),
        (
            result(expected=facts(2, 2, 1)),
            result(expected=facts(2, 2, 2)),
            AnswerChange.FIXED,
            ("facts cited 1 → 2 of 2",),
        ),
        (
            result(expected=facts(2, 2, 2)),
            result(expected=facts(2, 2, 1)),
            AnswerChange.BROKEN,
            ("facts cited 2 → 1 of 2",),
        ),
        (
            result(expected=(expected("A"), expected("B", answered=False))),
            result(expected=(expected("A", answered=False), expected("B"))),
            AnswerChange.BROKEN,  # one gained does not make up for one lost
            ("facts no longer cited 1, cited now 1",),
        ),
        (result(), result(citations=OTHER), AnswerChange.CHANGED, ("the evidence differs",)),
        (result(), result(citations=(quoted(start=9),)), AnswerChange.SAME, ()),  # the same words, a line further down
        (result(citations=(quoted(), *OTHER)), result(citations=(*OTHER, quoted())), AnswerChange.SAME, ()),
        (refused(), refused(nearest=OTHER), AnswerChange.CHANGED, ("the evidence differs",)),
        (
            result(expected=facts(1, 1, 1)),
            result(expected=facts(1, 0, 1)),
            AnswerChange.CHANGED,
            ("facts found 1 → 0 of 1",),
        ),
        (result(), result(verdict="disagree"), AnswerChange.CHANGED, ("verdict answered → disagree",)),
        (result(), result(question="Why?"), AnswerChange.CHANGED, ("the question was worded otherwise",)),
        (result(), result(expected=(expected("Another."),)), AnswerChange.CHANGED, ("other facts were expected",)),
        (
            result(),
            result(citations=(quoted(verified=False),)),
            AnswerChange.BROKEN,
            ("quotations not in their documents",),
        ),
        (
            result(citations=(quoted(verified=False),)),
            result(),
            AnswerChange.FIXED,
            ("quotations not in their documents",),
        ),
        (result(), uncertain(), AnswerChange.BROKEN, ("verdict answered → uncertain", "facts cited uncertainly 0 → 1")),
        (uncertain(), refused(), AnswerChange.BROKEN, ("verdict uncertain → not_in_library",)),
        (refused(), uncertain(), AnswerChange.FIXED, ("verdict", "facts cited uncertainly 0 → 1 of 1", "evidence")),
        (
            result(answerable=False, expected=()),
            uncertain(answerable=False, expected=()),
            AnswerChange.FIXED,
            ("verdict answered → uncertain",),
        ),
        (
            refused(answerable=False),
            result(answerable=False, expected=facts(1, 1, 0)),
            AnswerChange.BROKEN,
            ("verdict",),
        ),
    ],
)
def test_what_became_of_a_question(before: Result, after: Result, change: AnswerChange, told: tuple[str, ...]) -> None:
    (found,) = compare(report(before), report(after)).differences
    assert found.change is change
    assert all(any(part in line for line in found.told) for part in told)
    assert len(found.told) == len(told) or change is AnswerChange.BROKEN


def test_new_and_removed_questions_are_named() -> None:
    done = compare(report(result(id="a"), result(id="b")), report(result(id="b"), result(id="b", language="ja")))
    assert [(d.id, d.language, d.change.value) for d in done.differences] == [
        ("b", "en", "same"),
        ("b", "ja", "new"),
        ("a", "en", "removed"),
    ]
    value = done.to_dict()
    assert value["counts"] == {"broken": 0, "fixed": 0, "changed": 0, "same": 1, "new": 1, "removed": 1}
    assert value["removed"] == [{"id": "a", "language": "en", "told": []}]
    with pytest.raises(KeyError):
        done.at("c", "en")


def test_the_evidence_of_both_runs_is_in_the_json() -> None:
    (broken,) = compare(report(result()), report(refused())).to_dict()["broken"]
    assert broken["before"]["citations"][0]["quote"] == "Ten chars."
    assert (broken["after"]["verdict"], broken["after"]["citations"]) == ("not_in_library", [])


def test_a_baseline_from_elsewhere_says_so() -> None:
    before = report(result(), library={"corpus": "beef"}, yinzheng="0.9", model="another")
    remarks = compare(before, report(result())).remarks
    assert [
        part in remark
        for part, remark in zip(("corpus beef, now c0ffee", "0.9, now 1.0", "another"), remarks, strict=True)
    ] == [True] * 3
    assert compare(report(result()), report(result())).remarks == ()


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    nearest = (quoted("最近", language="zh-Hans", said="said by 某", odds=0.1234, verified=False, fact=True),)
    first = report(result(expected=facts(3, 2, 1)), refused(language="ja", nearest=nearest))
    path.write_text(json.dumps(first.to_dict()), "utf-8")
    again = read_report(path)
    assert again == replace(first, library={"documents": 2, "corpus": "c0ffee"})
    assert all(d.change is AnswerChange.SAME for d in compare(again, first).differences)
    path.write_text(json.dumps(first.to_dict() | {"comparison": {}}), "utf-8")  # what --json prints beside a baseline
    assert read_report(path) == again


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (None, "No such file"),
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a report of this version (the file"),
        ("{}", "not a report of this version (results: field required)"),
        ('{"results": [], "library": {}, "model": ""}', "holds no result"),
        ('{"results": [{"id": 1}], "library": {}, "model": ""}', "(results.0.id: input should be a valid string)"),
        ('{"results": [{"id": "a"}], "library": {}, "model": ""}', "(results.0.kind: field required)"),
    ],
)
def test_what_is_no_baseline(tmp_path: Path, text: str | None, fault: str) -> None:
    path = tmp_path / "run.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_report(path)
    assert fault in str(caught.value)
    assert "yinzheng evaluate --save FILE" in str(caught.value)
