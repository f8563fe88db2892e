"""Near-duplicates: other scripts, reprints and excerpts are found, other articles are not."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import make_document
from index.offsets import OffsetMap
from index.records import SEARCHED, Document, Section, SectionKind, Source
from index.sources import read_sources
from index.store.duplicates import (
    Likeness,
    group_of,
    likeness,
    sketch,
)
from tests.conftest import SEEDS
from tests.examples import examples


def document(name: str, text: str) -> Document:
    section = Section(0, len(text), SectionKind.BODY)
    return Document(name, name, "", Source(), text, "zh", OffsetMap.identity(len(text)), (section,))


def alike(one: Document, other: Document) -> Likeness | None:
    first, second = sketch(one), sketch(other)
    return likeness(one.id, other.id, (len(first), len(second)), len(set(first) & set(second)))


@cache
def seed(number: str) -> Document:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return make_document(path, path.read_bytes(), read_sources(SEEDS)[path.name], number)


def searched(held: Document) -> str:
    return "\n".join(held.text[s.start : s.end] for s in held.sections if s.kind in SEARCHED)


def converted(text: str) -> str:
    from opencc import OpenCC

    return str(OpenCC("t2s" if "與" in text else "s2twp").convert(text))


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_seed_in_the_other_script_with_sentences_cut_is_found(number: str) -> None:
    sentences = re.split("(?<=[。！？])", converted(searched(seed(number))))
    cut = document("other", "".join(sentence for i, sentence in enumerate(sentences) if i % 5))
    found = alike(seed(number), cut)
    assert found
    assert found.same
    assert found.of_other > found.of_one


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_paragraph_of_a_seed_on_a_page_of_its_own_is_an_excerpt(number: str) -> None:
    body = searched(seed(number))
    middle = body[len(body) // 3 :][:400]
    found = alike(document("other", f"本站首页 新闻 国际\n{middle}\n分享 打印 返回顶部"), seed(number))
    assert found
    assert not found.same or len(body) < 900
    assert found.of_one > 0.8


def test_the_seeds_are_different_articles_on_one_subject() -> None:
    names = ["000", "001", "002", "003", "004"]
    assert not any(alike(seed(one), seed(other)) for one in names for other in names if one < other)


def test_an_article_that_quotes_the_same_words_is_another_article() -> None:
    quoted = "“我们将与当地居民一起重建这座桥，并且在明年雨季到来之前恢复两岸之间的交通，”市长表示。"
    one = document(
        "one",
        f"{quoted}洪水冲垮了石桥的三个桥墩，专家认为是上游水库开闸所致，保险公司尚未回应。学校改为线上授课，商户损失约两百万元。",
    )
    other = document(
        "other",
        f"{quoted}议会周二通过了追加预算，反对党批评招标程序不透明，要求成立调查委员会。审计部门将在下月公布报告，工会也提出质疑。",
    )
    assert alike(one, other) is None


def test_what_is_not_searched_does_not_count() -> None:
    held = seed("004")
    references = next(section for section in held.sections if section.kind is SectionKind.REFERENCES)
    listed = document("list", held.text[references.start : references.end])
    assert alike(held, listed) is None


def test_a_text_of_a_few_words_is_like_nothing() -> None:
    assert sketch(document("short", "日本")) == ()
    assert alike(document("one", "敬请期待后续报道。"), document("other", "敬请期待后续报道。")) is None


def link(one: str, other: str, of_one: float = 0.9, of_other: float = 0.9) -> Likeness:
    return Likeness(one, other, of_one, of_other)


def of(document: str, found: list[Likeness]) -> tuple[str, ...]:
    """The group of a document where these are all that are alike."""
    return group_of(document, lambda name: [one.seen_from(name) for one in found if name in (one.one, one.other)])


def test_reprints_of_reprints_are_one_group_and_excerpts_stand_beside() -> None:
    found = [link("a", "b"), link("b", "c"), link("part", "c", 0.9, 0.1), link("x", "y")]
    assert of("a", found) == ("a", "b", "c", "part")
    assert of("part", found) == ("a", "b", "c", "part")
    assert of("x", found) == ("x", "y")
    assert of("alone", found) == ("alone",)


def test_two_excerpts_from_one_collection_are_two_sources() -> None:
    found = [link("one", "collection", 1.0, 0.2), link("two", "collection", 1.0, 0.3)]
    assert of("one", found) == ("collection", "one")
    assert of("collection", found) == ("collection", "one", "two")


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.booleans()), max_size=12))
def test_the_group_of_each_document_is_that_of_the_definition(pairs: list[tuple[str, str, bool]]) -> None:
    found = [link(one, other, 0.9, 0.9 if same else 0.1) for one, other, same in pairs if one != other]

    def reprints(names: set[str]) -> set[str]:
        more = names.union(*({one.one, one.other} for one in found if one.same and {one.one, one.other} & names))
        return names if more == names else reprints(more)

    for name in "abcdefg":
        same = reprints({name})
        beside = same.union(*({one.one, one.other} for one in found if {one.one, one.other} & same))
        assert of(name, found) == tuple(sorted(reprints(beside)))


@examples(30)
@given(st.text(alphabet="日本美國国核子協议协議共享安全 abc，。", min_size=0, max_size=200))
def test_a_sketch_does_not_see_script_case_or_punctuation(text: str) -> None:
    changed = converted(text.upper()).replace("，", " ").replace("。", "\n")
    plain = document("plain", text.replace("，", " ").replace("。", " "))
    assert sketch(plain) == sketch(replace(document("plain", changed), id="other"))
