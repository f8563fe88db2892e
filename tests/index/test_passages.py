"""Passages: cut at sentence ends, within sections, with offsets that hold to the character of the file."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.offsets import OffsetMap
from index.passages import passages
from index.records import SEARCHED, Document, Passage, Section, SectionKind, Source
from index.text.script import width
from index.text.sentences import sentences
from tests.index.documents import NAMES, document, seed, seed_text

LENGTH = 300


def plain(text: str, *kinds: SectionKind) -> Document:
    """A document of one section for each kind, all over the text's lines in order."""
    starts = [0]
    for _ in kinds[1:]:
        starts.append(text.index("\n", starts[-1]) + 1)
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    sections = tuple(Section(*span, kind) for *span, kind in zip(starts, ends, kinds, strict=True))
    return Document("d", "d.txt", "", Source(), text, "und", OffsetMap.identity(len(text)), sections)


def check(made: Document, found: tuple[Passage, ...], length: int) -> None:
    """All that must hold of the passages of any document."""
    for passage in found:
        assert made.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert passage.section in made.sections
        assert passage.section.start <= passage.start < passage.end <= passage.section.end
        assert passage.id == f"{made.id}:{passage.start}-{passage.end}"
    assert all(a.end <= b.start for a, b in pairwise(found))
    for section in made.sections:
        own = [passage for passage in found if passage.section is section]
        if section.kind not in SEARCHED:
            assert own == []
            continue
        bare = "".join(made.text[section.start : section.end].split())
        assert "".join("".join(passage.text.split()) for passage in own) == bare  # disjoint, and nothing is left out
        whole = sentences(made.text, section.start, section.end)
        for sentence in whole:
            inside = [p for p in own if p.start < sentence.end and sentence.start < p.end]
            assert len(inside) == 1 or width(sentence.text) > length, sentence.text
            parts = [part for p in inside for part in p.sentences if sentence.start <= part.start < sentence.end]
            assert len(parts) == len(inside)  # whole, or one part in each passage that it runs through
            assert "".join("".join(part.text.split()) for part in parts) == "".join(sentence.text.split())
        if all(width(sentence.text) <= length for sentence in whole):
            assert all(width(passage.text) <= 2 * length for passage in own)
        for passage in own:
            for part in passage.sentences:
                assert passage.start <= part.start < part.end <= passage.end
                assert made.text[part.start : part.end] == part.text == part.text.strip()
                assert any(one.start <= part.start and part.end <= one.end for one in whole)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("length", [120, LENGTH, 600])
def test_passages_of_a_seed(name: str, length: int) -> None:
    check(seed(name), passages(seed(name), length), length)


@pytest.mark.parametrize("name", NAMES)
def test_passages_of_the_seeds_are_of_a_size_that_can_be_read(name: str) -> None:
    found = passages(seed(name), LENGTH)
    running = [p for p in found if p.section.kind is SectionKind.BODY]
    assert all(width(passage.text) <= 1.35 * LENGTH for passage in found)
    short = [p for p in running if width(p.text) < LENGTH / 3 and p.section.end - p.section.start > LENGTH / 3]
    assert len(short) <= len(running) // 8


@pytest.mark.parametrize("name", NAMES)
def test_a_passage_of_a_seed_is_word_for_word_in_the_file(name: str) -> None:
    """The file's ranges, without markup, footnote marks and white space, are the passage without white space."""
    made, raw = seed(name), seed_text(name)
    for passage in passages(made, LENGTH):
        source = "".join(raw[s.start : s.end] for s in made.offsets.sources(passage.start, passage.end))
        source = html.unescape(re.sub(r"<[^>]*>", "", source)) if name == "003" else source
        source = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", source)
        assert "".join(source.split()) == "".join(passage.text.split())
        span = made.source_span(passage.start, passage.end)
        assert 0 <= span.start < span.end <= len(raw)


def test_language_is_that_of_the_passage() -> None:
    chinese, english = "日本正在寻求与美国实现核共享。" * 20, "Japan seeks nuclear sharing with its ally. " * 20
    found = passages(plain(f"{chinese}\n{english}", SectionKind.BODY, SectionKind.BODY), LENGTH)
    assert {p.language for p in found if p.start < len(chinese)} == {"zh-Hans"}
    assert {p.language for p in found if p.start > len(chinese)} == {"en"}


@pytest.mark.parametrize("kind", SectionKind)
def test_only_searched_kinds_have_passages(kind: SectionKind) -> None:
    assert bool(passages(plain("一句话。", kind), LENGTH)) == (kind in SEARCHED)


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("一。", [2]),
        ("一二三四五六七八九。" * 5, [50]),
        ("一二三四五六七八九。" * 20, [100, 100]),
        ("一二三四五六七八九。" * 11, [110]),  # ten more are no passage of their own: they are joined
        ("天" * 350, [100, 100, 100, 50]),  # no sentence end: cut where it must be
        ("天" * 60 + "，" + "地" * 60 + "。", [61, 61]),  # one long sentence is cut at a clause
    ],
)
def test_where_a_section_is_cut(text: str, lengths: list[int]) -> None:
    made = plain(text, SectionKind.BODY)
    found = passages(made, 100)
    check(made, found, 100)
    assert sum(len(p.text) for p in found) == len(text)
    assert [len(passage.text) for passage in found] == lengths


ZH = st.text(st.sampled_from(list("天地玄黄宇宙洪荒，、；")), min_size=1, max_size=60).map(lambda s: s + "。")
EN = st.lists(
    st.sampled_from("the alliance deters e.g. 3.5 Dr. No and (so on) U.S. forces".split()), min_size=1, max_size=25
)
SENTENCES = st.one_of(
    ZH,
    EN.map(lambda words: " ".join(words) + ". "),
    st.sampled_from(
        [
            "“他说。她说。”他走了。",
            "什么？！",
            "「不。」",
            "……",
            "\n",
            " ",
            "\u3000",
            "54,000名。",
            "a" * 400,
            "地" * 200,
        ]
    ),
)


@given(st.lists(SENTENCES, min_size=1, max_size=40).map("".join), st.sampled_from([50, 100, 300]))
def test_passages_of_any_text(text: str, length: int) -> None:
    made = plain(text, SectionKind.BODY)
    check(made, passages(made, length), length)


@given(st.lists(SENTENCES, min_size=1, max_size=30).map("".join))
def test_from_a_file_to_passages(text: str) -> None:
    made = document(text) if text.strip() else None
    if made:
        found = passages(made, LENGTH)
        check(made, found, LENGTH)
        for passage in found:
            source = "".join(text[s.start : s.end] for s in made.offsets.sources(passage.start, passage.end))
            assert "".join(source.split()) == "".join(passage.text.split())


# Whose text it is, and who speaks in it


def pieces(name: str, words: str) -> Passage:
    return next(p for p in passages(seed(name), LENGTH) if words in p.text)


def test_the_author_of_a_passage_is_who_wrote_that_part() -> None:
    assert pieces("002", "戴高乐曾向美国").author == "郭晓兵"
    assert pieces("002", "编者按").author == ""  # none of the three wrote it
    assert pieces("002", "廉德瑰:").author == ""
    assert pieces("004", "习近平主席在 2022 年").author == "秋山信将"
    assert pieces("000", "詹姆斯.肖夫").author == ""


def test_the_path_of_a_passage_begins_with_the_title() -> None:
    made = seed("004")
    passage = pieces("004", "习近平主席在 2022 年")
    assert passage.path == (made.source.title, *passage.section.path)


def test_the_speakers_of_a_passage() -> None:
    assert pieces("002", "戴高乐曾向美国").speakers == ("基辛格", "戴高乐")
    assert set(pieces("003", "霍尔补充说").speakers) >= {"杰弗里·J·霍尔"}
    for name in NAMES:
        for passage in passages(seed(name), LENGTH):
            assert passage.attributions == seed(name).said_in(passage.start, passage.end)
            assert all(said.start < passage.end and passage.start < said.end for said in passage.attributions)
