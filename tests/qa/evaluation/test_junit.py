"""JUnit XML: what build servers read of it, and nothing that they would refuse."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml
from lxml import etree

from qa.evaluation.baseline import compare
from qa.evaluation.junit import junit_xml
from qa.evaluation.requirement import Require
from tests.qa.evaluations import expected, facts, quoted, refused, report, result, uncertain

ALLOWED = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "time", "tests", "failures", "errors", "skipped"},
        {"properties", "testcase"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname", "time"}, {"failure", "error", "system-out"}),
    "failure": ({"message", "type"}, set()),
    "error": ({"message", "type"}, set()),
    "system-out": (set(), set()),
}
"""Of each element that is written, the attributes and children that the schemas of Jenkins and of Ant both know."""
REPORT = report(
    result(),
    result(id="half", expected=facts(2, 2, 1), seconds=0.25),
    refused(id="no", language="ja"),
    result(id="false", language="ja", citations=(quoted(verified=False),)),
)


def parsed(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def test_a_case_for_each_question_in_each_language() -> None:
    root = parsed(junit_xml(REPORT, "set"))
    cases = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert cases == [("set.en", "q"), ("set.en", "half"), ("set.ja", "no"), ("set.ja", "false")]
    assert [suite.get("name") for suite in root] == ["set.en", "set.ja"]
    counts = [(e.get("tests"), e.get("failures"), e.get("errors"), e.get("time")) for e in (root, *root)]
    assert counts == [("4", "2", "1", "0.55"), ("2", "1", "0", "0.35"), ("2", "1", "1", "0.2")]  # .1 + .25, .1 + .1
    properties = {p.get("name"): p.get("value") for p in root.findall("testsuite[1]/properties/property")}
    assert properties == {"corpus": "c0ffee", "model": "by hand", "yinzheng": "1.0", "uncertain": "0"}


def test_a_failure_says_what_was_expected_and_what_came() -> None:
    root = parsed(junit_xml(REPORT, "set"))
    half, no = root.iter("failure")
    (false,) = root.iter("error")
    assert (half.get("type"), half.get("message")) == ("cited", "1 of 2 facts cited")
    assert "fact found, not cited:\n    Fact 1. (one)" in half.text
    assert "cited:\n    Ten chars.\n    one 0–10 · A. Author · Publisher" in half.text
    assert no.get("message") == "verdict not_in_library, expected an answer"
    assert (false.get("type"), false.get("message")) == ("quotation", "1 quotation not in its document")
    assert len(list(parsed(junit_xml(REPORT, "set", Require.VERDICT)).iter("failure"))) == 1


def test_what_is_uncertain_is_told_apart() -> None:
    root = parsed(junit_xml(report(uncertain(), result(id="sure")), "set"))
    (failure,) = root.iter("failure")
    assert (failure.get("type"), failure.get("message")) == ("uncertain", "verdict uncertain, expected an answer")
    assert [p.get("value") for p in root.iter("property") if p.get("name") == "uncertain"] == ["1"]


def test_what_the_baseline_had_better_is_marked() -> None:
    before = report(result(id="half", expected=facts(2, 2, 2)), refused(id="no", language="ja"))
    half, no = parsed(junit_xml(REPORT, "set", comparison=compare(before, REPORT))).iter("failure")
    assert (half.get("type"), half.get("message")) == ("broken", "1 of 2 facts cited (broken: facts cited 2 → 1 of 2)")
    assert no.get("type") == "cited"  # it failed before


def test_elements_and_attributes_are_those_of_the_schemas() -> None:
    for element in parsed(junit_xml(REPORT, "set")).iter():
        attributes, children = ALLOWED[element.tag]
        assert set(element.attrib) <= attributes
        assert {child.tag for child in element} <= children


def test_other_readers_read_it() -> None:
    again = JUnitXml.fromstring(junit_xml(REPORT, "set"))
    assert [(suite.name, suite.tests, suite.failures, suite.errors) for suite in again] == [
        ("set.en", 2, 1, 0),
        ("set.ja", 2, 1, 1),
    ]


@given(st.text(st.characters(codec=None), min_size=1))
def test_whatever_a_document_holds(text: str) -> None:
    """Control characters, halves of characters and markup: the file is well-formed and says the rest."""
    given_up = report(
        result(
            id=text, question=text, language=text, expected=(expected(text, answered=False),), citations=(quoted(text),)
        )
    )
    root = parsed(junit_xml(given_up, text))
    (failure,) = root.iter("failure")
    assert failure.get("message") == "0 of 1 fact cited"


@pytest.mark.parametrize("text", ["]]><evil/>", "\x00\x1b[31m", "\ud800", "\ufffe", "<b>&amp;"])
def test_what_is_no_xml(text: str) -> None:
    root = parsed(junit_xml(report(result(question=text)), "set"))
    assert [element.tag for element in root.iter("testcase", "evil", "b")] == ["testcase"]
    assert next(root.iter("system-out")).text.startswith("question: ")
