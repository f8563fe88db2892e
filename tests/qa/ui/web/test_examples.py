"""The questions that the page offers get the verdict that they are offered for."""

from __future__ import annotations

import pytest

from qa.engine import Engine
from qa.ui.web.examples import EXAMPLES

NCG, AKIYAMA, TOMAHAWK, PATENT = range(4)


def test_the_same_questions_in_every_language() -> None:
    assert {len(questions) for questions in EXAMPLES.values()} == {4}
    assert set(EXAMPLES) == {"en", "zh-Hans", "zh-Hant", "ja", "ko"}


@pytest.mark.parametrize("language", EXAMPLES)
def test_what_the_library_holds_is_answered_from_the_document_that_holds_it(engine: Engine, language: str) -> None:
    for place, document in ((NCG, "000"), (TOMAHAWK, "003")):
        answer = engine.ask(EXAMPLES[language][place])
        assert answer.verdict == "answered"
        assert {citation.document.id[:3] for citation in answer.citations} == {document}
    said = engine.ask(EXAMPLES[language][TOMAHAWK])
    assert any("最多达400枚" in citation.quote for citation in said.citations)


@pytest.mark.parametrize("language", EXAMPLES)
def test_akiyama_is_answered_part_by_part(engine: Engine, language: str) -> None:
    answer = engine.ask(EXAMPLES[language][AKIYAMA])
    assert len(answer.statements) == 3
    assert {citation.document.id[:3] for citation in answer.citations} == {"004"}


@pytest.mark.parametrize("language", EXAMPLES)
def test_what_only_the_page_around_an_article_said_is_refused(engine: Engine, language: str) -> None:
    assert engine.ask(EXAMPLES[language][PATENT]).verdict == "not_in_library"
