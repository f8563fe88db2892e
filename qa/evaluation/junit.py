"""A report as JUnit XML, which build servers read: a suite for each language, a test case for each question in it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from index.text.visible import visible
from qa.evaluation.baseline import AnswerChange, Comparison
from qa.evaluation.requirement import Require, explained, shortfall
from qa.evaluation.results import Report, Result

if TYPE_CHECKING:
    from junitparser import TestCase

__all__ = ["junit_xml"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 file may hold, not even escaped."""


def junit_xml(
    report: Report, name: str, require: Require = Require.CITED, comparison: Comparison | None = None
) -> bytes:
    """UTF-8 XML. `name` is that of the question set; a case fails where its result is not as `require` says.

    A failure's text says what was expected and what came; its type is `broken` where the baseline had it better,
    else `uncertain` where the answer is. Each suite says how many are. A
    quotation that is not in its document is an error. A case that passes has its evidence as its output.
    """
    from junitparser import JUnitXml, TestSuite

    suites = JUnitXml(_clean(f"yinzheng evaluate {name}"))
    for language in dict.fromkeys(result.language for result in report.results):
        suite = TestSuite(_clean(f"{name}.{language}"))
        for key, value in (("corpus", report.corpus), ("model", report.model), ("yinzheng", report.yinzheng)):
            suite.add_property(key, _clean(value))
        suite.add_property("uncertain", str(sum(r.uncertain for r in report.results if r.language == language)))
        suite.add_testcases(
            [_case(result, name, require, comparison) for result in report.results if result.language == language]
        )
        suites.add_testsuite(suite)
    for count in ("tests", "failures", "errors", "time"):  # not `skipped`: the schema of Jenkins has none here
        setattr(suites, count, sum(getattr(suite, count) for suite in suites))
    suites.time = round(suites.time, 3)
    written = io.BytesIO()
    suites.write(written)
    return written.getvalue()


def _case(result: Result, name: str, require: Require, comparison: Comparison | None) -> TestCase:
    from junitparser import Error, Failure, TestCase

    case = TestCase(_clean(result.id), _clean(f"{name}.{result.language}"), round(result.seconds, 3))
    text = _clean("\n".join(explained(result)))
    if fault := shortfall(result, require):
        sound = result.verified == len(result.quotations)
        change = comparison.at(result.id, result.language) if comparison else None
        broken = change is not None and change.change is AnswerChange.BROKEN
        kind = _kind(result, require, sound=sound, broken=broken)
        told = f"{fault} (broken: {', '.join(change.told)})" if change and broken else fault
        outcome = (Failure if sound else Error)(_clean(told), kind)
        outcome.text = text
        case.result = outcome
    else:
        case.system_out = text
    return case


def _kind(result: Result, require: Require, *, sound: bool, broken: bool) -> str:
    """The type of a failure: the first of what there is to say of it."""
    if broken:
        return "broken"
    if not sound:
        return "quotation"
    return result.verdict if result.uncertain else require.value


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", visible(text))
