"""Every regular expression that meets what a user gives is linear in practice."""

from __future__ import annotations

import re

from benchmarks.trust.crafted import attacks
from benchmarks.trust.found_patterns import Found, found_patterns
from benchmarks.trust.patterns import grown, worst

_TRIED = 3
"""Attacks on each pattern, the likeliest; all of them are tried by `make trust`."""


def test_a_pattern_that_is_not_linear_is_found() -> None:
    for pattern, method in ((r"\s*;", "search"), (r"(?:a|<!--.*?-->)*x", "match"), ("^.+?は.+?を.*?何$", "match")):
        found = worst(Found(re.compile(pattern), "here", (method,)))
        assert found
        assert found.steep
    for pattern, method in ((r"(?<!\s)\s*+;", "search"), (r"(?:a|(?><!--.*?-->))*+x", "match"), (r"\d+\.", "match")):
        found = worst(Found(re.compile(pattern), "here", (method,)))
        assert not found or not found.steep


def test_every_pattern_is_found() -> None:
    found = {one.where for one in found_patterns()}
    assert len(found) > 400
    assert {
        "index.formats.web.page._PAGE",
        "index.structure.furniture._credit",
        "qa.question.intent._PATTERNS",
    } <= found
    assert all(attacks(one.pattern) for one in found_patterns() if one.pattern.pattern)


def test_no_pattern_is_steeper_than_its_text() -> None:
    steep = [(one.where, one.attack, one.seconds) for one in grown(_TRIED) if one.steep]
    assert steep == []
