"""Sentences become statements, each with its citations: itself, its copies, the heading it was chosen for."""

from __future__ import annotations

from dataclasses import replace

from index.records import Section
from qa.answer.citing import cited, numbered
from tests.qa.quoted import document, support

SENTENCES = ("先建北段", "市政府應先建北段。", "基金應共同管理。")


def test_a_statement_has_its_copies_beside_it_and_numbers_run_on() -> None:
    one, reprint = document("a", SENTENCES), document("b", SENTENCES)
    copied = replace(support(one, SENTENCES, 1), copies=(support(reprint, SENTENCES, 1),))
    citations, statements = cited([copied, support(one, SENTENCES, 2)])
    assert [(c.number, c.document.id, c.quote) for c in citations] == [
        (1, "a", SENTENCES[1]),
        (2, "b", SENTENCES[1]),
        (3, "a", SENTENCES[2]),
    ]
    assert [(s.text, s.citations, s.topic) for s in statements] == [
        (SENTENCES[1], (1, 2), ""),
        (SENTENCES[2], (3,), ""),
    ]


def test_a_sentence_chosen_for_a_heading_is_cited_with_it() -> None:
    made = document("a", SENTENCES)
    item = support(made, SENTENCES, 1)
    section = Section(len(SENTENCES[0]), len(made.text), made.sections[0].kind, path=made.sections[0].path)
    under = replace(item.hit.passage, section=section)
    citations, statements = cited(
        [replace(item, known=replace(item.known, hit=replace(item.hit, passage=under)), topic=SENTENCES[0])]
    )
    assert [c.quote for c in citations] == [SENTENCES[0], SENTENCES[1]]
    assert statements[0].topic == SENTENCES[0]
    assert statements[0].citations == (1, 2)


def test_a_heading_that_does_not_stand_above_is_not_cited() -> None:
    made = document("a", SENTENCES)
    citations, _ = cited([replace(support(made, SENTENCES, 1), topic="結論")])
    assert [c.quote for c in citations] == [SENTENCES[1]]


def test_sentences_beside_the_answer_are_numbered_without_copies() -> None:
    made = document("a", SENTENCES)
    item = replace(support(made, SENTENCES, 1), copies=(support(made, SENTENCES, 2),))
    assert [(c.number, c.quote) for c in numbered([item, support(made, SENTENCES, 2)])] == [
        (1, SENTENCES[1]),
        (2, SENTENCES[2]),
    ]
