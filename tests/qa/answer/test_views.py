"""Who holds what, by source and speaker, and who is silent."""

from __future__ import annotations

from index.records import Source
from qa.answer.views import silent_sources, views_of
from qa.records import Statement
from tests.qa.quoted import citation, document, group_of

SENTENCES = ("甲说：“我们宁愿晚三个月。”", "电车本身不是目的。")
SAID = (("我们宁愿晚三个月", "甲", True),)
ONE, REPRINT, OTHER = (document(name, SENTENCES, SAID, Source(authors=("丁",))) for name in ("a", "b", "c"))
CITATIONS = (
    citation(ONE, SENTENCES, 0, 1),
    citation(REPRINT, SENTENCES, 0, 2),
    citation(ONE, SENTENCES, 1, 3),
    citation(OTHER, SENTENCES, 1, 4),
)
STATEMENTS = (Statement(SENTENCES[0], (1, 2)), Statement(SENTENCES[1], (3,)), Statement(SENTENCES[1], (4,)))
GROUP = group_of("a", "b")


def test_a_view_is_of_one_holder_in_one_source_and_a_reprint_is_no_source_of_its_own() -> None:
    views = views_of(CITATIONS, STATEMENTS, lambda name: GROUP.get(name, (name,)))
    assert [(view.holder, view.speaker, view.documents, view.citations) for view in views] == [
        ("甲", True, ("a", "b"), (1, 2)),
        ("丁", False, ("a", "b"), (3,)),
        ("丁", False, ("c",), (4,)),
    ]


def test_a_source_in_which_nobody_holds_a_view_is_silent() -> None:
    views = views_of(CITATIONS, STATEMENTS, lambda name: GROUP.get(name, (name,)))
    assert silent_sources(views, ["a", "b", "c", "e"]) == ("e",)
    assert silent_sources((), ["a", "e"]) == ("a", "e")
