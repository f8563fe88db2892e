"""What is shown of a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.offsets import OffsetMap
from index.records import Document, Passage, Section, SectionKind, Source
from qa.question.intent import asks_for_several_views
from qa.records import Hit
from qa.retrieval.diversity import diverse, of_each_source


def ranked(*places: tuple[str, int, str]) -> list[Hit]:
    """Hits, best first, from (document, section, text)."""
    hits = []
    for number, (name, at, text) in enumerate(places):
        section = Section(at * 1000, at * 1000 + 1000, SectionKind.BODY)
        offsets = OffsetMap.identity(0)
        document = Document(name, name, "", Source(), "", "en", offsets, (section,))
        passage = Passage(name, number, number + len(text), text, section, "en")
        hits.append(Hit(number, document, passage, 1.0 / (number + 1)))
    return hits


def alone(document: str) -> Collection[str]:
    return (document,)


def reprints(document: str) -> Collection[str]:
    return ("a", "b") if document in "ab" else (document,)


def numbers(hits: Sequence[Hit]) -> list[int]:
    return [hit.number for hit in hits]


def test_a_section_has_three_of_five_places() -> None:
    hits = ranked(*[("a", 0, f"a{n}") for n in range(6)], ("a", 1, "other"), ("b", 0, "b"), ("c", 0, "c"))
    assert numbers(diverse(hits, 5, alone)) == [0, 1, 2, 6, 7]
    assert numbers(diverse(hits, 3, alone)) == [0, 1, 2]
    assert numbers(diverse(hits, 9, alone)) == list(range(9))


def test_it_has_more_where_there_is_nothing_else() -> None:
    hits = ranked(*[("a", 0, f"a{n}") for n in range(6)], ("b", 0, "b"))
    assert numbers(diverse(hits, 5, alone)) == [0, 1, 2, 3, 6]
    assert numbers(diverse(hits[:6], 5, alone)) == [0, 1, 2, 3, 4]
    assert diverse([], 5, alone) == []


def test_a_reprint_has_no_second_place_unless_nothing_else_is_there() -> None:
    text = "The treaty of the lakes was signed in the old town hall."
    hits = ranked(
        ("a", 0, text), ("b", 0, text.upper()), ("b", 0, "Quite another passage follows here"), ("c", 0, text)
    )
    assert numbers(diverse(hits, 3, reprints)) == [0, 2, 3]
    assert numbers(diverse(hits, 4, reprints)) == [0, 1, 2, 3]
    assert numbers(diverse(hits[:2], 2, reprints)) == [0, 1]
    assert numbers(diverse(hits, 3, alone)) == [0, 1, 2]


def test_a_reprint_in_the_other_script_and_cut_elsewhere_is_the_same() -> None:
    first, second = "日本政府计划在年内与美国签署文件", "承诺以核武器保护日本免受攻击"
    hits = ranked(("a", 0, first), ("a", 0, second), ("b", 0, "與美國簽署文件承諾以核武器保護日本"), ("c", 0, "其他"))
    assert numbers(diverse(hits, 3, reprints)) == [0, 1, 3]


def test_each_source_has_a_place_where_views_are_asked_for() -> None:
    hits = ranked(*[("a", n, f"a{n}") for n in range(6)], ("b", 0, "b0"), ("b", 1, "b1"), ("c", 0, "c"))
    assert numbers(diverse(hits, 5, alone)) == [0, 1, 2, 3, 4]
    assert numbers(diverse(hits, 5, alone, several=True)) == [0, 1, 2, 6, 8]
    assert numbers(diverse(hits, 2, alone, several=True)) == [0, 6]


def test_a_source_far_from_the_question_has_none() -> None:
    hits = ranked(*[(name, n, f"{name}{n}") for name in "abcd" for n in range(3)], ("e", 0, "e"))
    assert numbers(diverse(hits, 5, alone, several=True)) == [0, 1, 3, 6, 9]  # twelve places are taken before e
    assert 12 not in numbers(diverse(hits, 6, alone, several=True))
    assert 12 in numbers(diverse(hits, 7, alone, several=True))  # among fourteen


def test_reprints_are_one_source() -> None:
    hits = ranked(("a", 0, "x"), ("b", 0, "y"), ("c", 0, "z"))
    assert numbers(of_each_source(hits, reprints)) == [0, 2]
    assert numbers(of_each_source(hits, alone)) == [0, 1, 2]


def test_a_source_that_says_much_hides_no_other() -> None:
    """However many passages a source has before it, they take three of the places within which others are heard."""
    hits = ranked(*[("a", n, f"a{n}") for n in range(40)], ("b", 0, "b"), ("c", 0, "c"))
    assert numbers(of_each_source(hits, alone, 10)) == [0, 40, 41]
    assert numbers(of_each_source(hits, alone, 4)) == [0, 40]  # 3 places for a, 1 for b: all four are taken
    assert numbers(of_each_source(hits, alone, 3)) == [0]
    assert numbers(diverse(hits, 5, alone, several=True)) == [0, 1, 2, 40, 41]


def test_a_source_no_nearer_than_the_average_has_nothing_to_say() -> None:
    hits = ranked(("a", 0, "a"), ("b", 0, "b"), ("c", 0, "c"))
    hits = [replace(hit, score=score) for hit, score in zip(hits, (1.5, 0.1, 0.0), strict=True)]
    assert numbers(of_each_source(hits, alone, 10)) == [0, 1]
    assert numbers(of_each_source(hits, alone)) == [0, 1, 2]  # all of them where that is not asked
    assert of_each_source([replace(hits[0], score=-0.5)], alone, 10) == []


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2), st.text("xyz ", max_size=5)), max_size=30),
    st.integers(1, 30),
    st.booleans(),
)
def test_as_many_as_there_are_each_once_and_in_order(places: list[tuple[str, int, str]], k: int, several: bool) -> None:
    hits = ranked(*places)
    found = diverse(hits, k, reprints, several=several)
    assert len(found) == min(k, len(hits))
    assert numbers(found) == sorted(set(numbers(found)))
    if hits:
        assert found[0] is hits[0]
    if not several:
        assert set(numbers(diverse(hits, max(1, k - 1), reprints))) <= set(numbers(found))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=30))
def test_a_section_has_more_than_three_of_five_only_where_all_that_is_left_out_has_three(
    places: list[tuple[str, int]],
) -> None:
    hits = ranked(*((name, at, "x") for name, at in places))
    found = diverse(hits, 5, alone)
    held = Counter((hit.document.id, hit.passage.section.start) for hit in found)
    left = {(hit.document.id, hit.passage.section.start) for hit in hits if hit not in found}
    assert max(held.values(), default=0) <= 3 or all(held[section] >= 3 for section in left)


@pytest.mark.parametrize(
    "question",
    [
        "How do the sources differ on sanctions?",
        "Compare the two treaties",
        "Do the papers disagree about the date?",
        "What are the different views of the pact?",
        "各方怎么看这项条约？",
        "報紙對此有何不同看法？",
        "比較甲和乙",
        "甲与乙的异同",
        "両紙の報道の違いは何ですか",
        "条約への賛否は？",
        "두 조약의 차이는 무엇입니까?",
        "언론은 서로 다르게 보도했습니까?",
    ],
)
def test_questions_for_several_views(question: str) -> None:
    assert asks_for_several_views(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the source of the figures?",
        "When was the treaty signed?",
        "Is the summit any different?",
        "条约是何时签署的？",
        "双方何时签署条约？",
        "条約はいつ署名されましたか",
        "조약은 언제 체결되었습니까?",
    ],
)
def test_questions_for_one(question: str) -> None:
    assert not asks_for_several_views(question)
