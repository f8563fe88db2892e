"""Questions that name an author and a part of what the author wrote."""

from __future__ import annotations

import pytest

from index.bridge.dictionary import Dictionary
from qa.engine import Engine
from qa.retrieval.concepts import Concept, Concepts
from qa.retrieval.crossing.renderings import Rendering
from qa.retrieval.lexical import LexicalLeg, Words
from qa.retrieval.sections import asked_sections
from qa.verdict import EVIDENCED

PARTS = ["加强防卫能力", "加强日美韩三国协调", "通过战略对话减少威胁"]


def headings(engine: Engine, question: str) -> list[str]:
    return [statement.topic for statement in engine.ask(question).statements]


@pytest.mark.parametrize("question", ["秋山信将向日本提出了哪些建议？", "秋山信將向日本提出了哪些建議？"])
def test_each_part_under_the_named_heading_is_quoted_once_in_its_order(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.verdict in EVIDENCED
    assert headings(engine, question) == PARTS
    assert {citation.document.id[:3] for citation in answer.citations} == {"004"}
    quoted = {citation.passage for citation in answer.citations if citation.quote not in PARTS}
    assert quoted <= {hit.passage for hit in answer.passages}


def test_each_named_part_is_among_the_first_passages(engine: Engine) -> None:
    found = engine.retrieve("秋山信将向日本提出了哪些建议？", 5)
    assert set(PARTS) <= {hit.passage.section.path[-1] for hit in found}
    assert all("named" in hit.ranks for hit in found[:3])


@pytest.mark.parametrize(
    "question", ["谁提出了哪些建议？", "廉德瑰向日本提出了哪些建议？", "秋山信将的妻子叫什么名字？"]
)
def test_an_author_and_a_heading_of_that_author_must_both_be_named(engine: Engine, question: str) -> None:
    assert not any("named" in hit.ranks for hit in engine.retrieve(question, 50))


def test_of_two_authors_only_the_named_one_is_quoted(engine: Engine) -> None:
    answer = engine.ask("廉德瑰怎样看待日韩寻求“核共享”？")
    assert answer.citations[0].passage.section.authors == ("廉德瑰",)
    # what the editors say of all three is nobody's
    assert {citation.passage.section.authors for citation in answer.citations} <= {("廉德瑰",), ()}


def test_a_word_that_most_passages_hold_names_no_part(engine: Engine, dictionary: Dictionary) -> None:
    hits = engine.retrieve("秋山信将向日本提出了哪些建议？", 50)
    leg = LexicalLeg(engine.library, dictionary)

    def asked(**weights: float) -> Words:
        concepts = tuple(Concept(word, w, (Rendering((word,), 1.0, "same"),)) for word, w in weights.items())
        return Words(leg, Concepts("", "zh", {"zh": concepts}))

    author = {"秋山": 4.0, "山信": 4.0, "信将": 4.0, "日本": 0.6}
    assert asked_sections(hits, asked(**author)) == []
    assert asked_sections(hits, asked(**author, 建议=2.2)) == []
    sections = asked_sections(hits, asked(**author, 建议=2.4))
    assert [section[0].passage.section.path[-1] for section in sections] == PARTS
    assert asked_sections(hits, asked(建议=2.4)) == []  # no author


def test_a_name_is_an_author_in_whatever_script_it_is_asked(engine: Engine, dictionary: Dictionary) -> None:
    hits = engine.retrieve("秋山信将向日本提出了哪些建议？", 50)
    leg = LexicalLeg(engine.library, dictionary)
    name = Concept("Akiyama", 4.0, (Rendering(("秋山",), 1.0, "sound"),))
    heading = Concept("recommendations", 4.0, (Rendering(("建议",), 1.0, "dictionary"),))
    asked = Words(leg, Concepts("", "en", {"zh": (name, heading)}))
    assert [section[0].passage.section.path[-1] for section in asked_sections(hits, asked)] == PARTS
    assert asked_sections(hits, Words(leg, Concepts("", "en", {"zh": (heading,)}))) == []
