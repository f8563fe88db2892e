"""Which sentences are quoted: on a library of three passages with vectors written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bridge.dictionary import Dictionary
from index.offsets import OffsetMap
from index.passages import passages
from index.records import Document, Section, SectionKind, Sentence, Source
from index.store.entries import Entry
from index.store.library import Library
from index.store.schema import BuildFacts
from index.text.script import tokens
from qa.answer.choose import LEAST, LEAST_OF_SEVERAL, MOST_STATEMENTS, choose, least_for, worth
from qa.question.parsed import ParsedQuestion
from qa.reading.candidate import Candidate
from qa.reading.evidence import Evidence
from qa.reading.features import FEATURES, READER_FEATURES
from qa.reading.odds import OddsModel
from qa.reading.reader import Reading
from qa.reading.weigh import _says, evidence_of, measure
from qa.reading.written import as_written, to_read
from qa.records import Hit, Match
from qa.retrieval.dense import Dense
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import Query
from tests.qa import quoted

PARAGRAPHS = ("舰队三日返航。天气晴朗。", "粮食价格上涨。农民高兴。", "舰队规模扩大。海员增加。")


def _document(paragraphs: tuple[str, ...], identifier: str) -> Document:
    text = "\n".join(paragraphs)
    starts = [sum(len(p) + 1 for p in paragraphs[:i]) for i in range(len(paragraphs))]
    sections = tuple(Section(a, a + len(p), SectionKind.BODY) for a, p in zip(starts, paragraphs, strict=True))
    offsets = OffsetMap.identity(len(text))
    return Document(identifier, f"{identifier}.txt", identifier, Source(), text, "zh-Hans", offsets, sections)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    document = _document(PARAGRAPHS, "fleet")
    cut = passages(document, 300)
    vectors = np.eye(3, 4, dtype=np.float32)
    inside = tuple(np.stack([vector, -vector]) for vector in vectors)
    with Library.create(tmp_path / "library.sqlite", BuildFacts("by hand", "", 4, 300, 0)) as made:
        made.change([Entry(document, cut, vectors, inside)])
        yield made


VECTOR = np.array([0.9, 0.3, 0.3, 0.0], dtype=np.float32)
ASKED = "舰队何时返航"


def _query(library: Library, dictionary: Dictionary, question: str = ASKED) -> tuple[Query, Dense]:
    dense = Dense.of(library)
    return Query.of(question, dense.question(question, VECTOR), LexicalLeg(library, dictionary)), dense


def _hits(library: Library, cosines: list[float]) -> list[Hit]:
    found = []
    for rank, (number, cosine) in enumerate(zip(library.passage_numbers(), cosines, strict=True), start=1):
        passage = library.passage(number)
        ranks = {"dense": rank, "lexical": rank}
        found.append(Hit(number, library.document("fleet"), passage, 1 / rank, ranks, {"dense": cosine}))
    return found


def test_words_weigh_by_how_rare_they_are(library: Library, dictionary: Dictionary) -> None:
    query, _ = _query(library, dictionary, "舰队价格为何")
    concepts = {concept.asked: concept for concept in query.words.asked.by_family["zh"]}
    # log(1 + (3 - n + 0.5) / (n + 0.5)): 舰队 in two passages, 价格 in one, 为何 in none
    assert concepts["舰队"].weight == pytest.approx(np.log(1 + 1.5 / 2.5))
    assert concepts["价格"].weight == pytest.approx(np.log(1 + 2.5 / 1.5))
    assert concepts["为何"].weight == pytest.approx(np.log(1 + 3.5 / 0.5))
    assert [concept.asked for concept in concepts.values() if concept.held] == ["舰队", "价格"]


def test_every_sentence_is_measured_once_in_the_order_of_the_hits(library: Library, dictionary: Dictionary) -> None:
    query, dense = _query(library, dictionary)
    # a passage's score is the mean of its own cosine and that of its best sentence: 0.9, 0.3 and 0.3
    found, rows = measure(_hits(library, [0.9, 0.3, 0.3]), query, dense, "zh-Hans", library)
    assert [sentence.text for _, sentence in found] == [
        "舰队三日返航。",
        "天气晴朗。",
        "粮食价格上涨。",
        "农民高兴。",
        "舰队规模扩大。",
        "海员增加。",
    ]
    # of these the mean is 0.5 and the deviation 0.28284; 0.4 and -0.2 above it
    near = [0.4 / 0.2828427] * 2 + [-0.2 / 0.2828427] * 4
    assert rows[:, FEATURES.index("passage_cosine")] == pytest.approx(near)
    # margin of the first (0.9 - 0.3), of the others (0.3 - 0.9)
    assert rows[:, FEATURES.index("margin")] == pytest.approx([0.6 / 0.2828427] * 2 + [-0.6 / 0.2828427] * 4)
    cosines = np.array([0.9, -0.9, 0.3, -0.3, 0.3, -0.3])
    assert rows[:, FEATURES.index("sentence_cosine")] == pytest.approx((cosines - 0.5) / 0.2828427)
    assert np.exp(rows[:, FEATURES.index("library_size")]) == pytest.approx(np.full(6, 3.0))
    assert not rows[:, -READER_FEATURES:].any()  # nobody has read


def test_a_reading_is_measured_where_its_words_stand(library: Library, dictionary: Dictionary) -> None:
    query, dense = _query(library, dictionary)
    hits = _hits(library, [0.9, 0.3, 0.3])
    text = to_read(hits[2])
    assert text.endswith("舰队规模扩大。海员增加。")
    starts = np.zeros(len(text))
    starts[text.index("海员")] = 1.0
    readings = {hits[2].number: Reading(3.0, (0, 0), 1.0, starts, np.roll(starts, 1))}
    found, rows = measure(hits, query, dense, "zh-Hans", library, readings)
    inside = dict(zip([sentence.text for _, sentence in found], rows[:, FEATURES.index("answer_inside")], strict=True))
    assert inside["海员增加。"] == pytest.approx(np.log(1.001))
    assert inside["舰队规模扩大。"] == pytest.approx(np.log(0.001))
    assert inside["舰队三日返航。"] == 0.0  # in a passage that nobody read
    assert rows[:, FEATURES.index("relevance")].tolist() == [0.0] * 4 + [3.0] * 2


def test_supports_come_best_first_and_sum_to_at_most_one(library: Library, dictionary: Dictionary) -> None:
    query, dense = _query(library, dictionary)
    model = OddsModel.default("nothing")
    found = evidence_of(_hits(library, [0.9, 0.3, 0.3]), query, dense, "zh-Hans", library, model)
    odds = [item.odds for item in found]
    assert len(found) == 6
    assert odds == sorted(odds, reverse=True)
    assert sum(odds) <= 1
    assert found[0].sentence.text == "舰队三日返航。"
    for item in found:
        document = item.hit.document
        assert document.text[item.sentence.start : item.sentence.end] == item.sentence.text


@pytest.mark.parametrize(
    ("question", "asked", "met", "how", "expected"),
    [
        ("Who is Akiyama?", "Akiyama", "秋山", "sound", "Who is 秋山?"),
        ("What is deterrence?", "deterrence", "威慑", "dictionary", "What is deterrence?"),  # no name
        ("주일미군은 몇 명입니까?", "미군", "美军", "reading", "주일美军은 몇 명입니까?"),
        (
            "핵공유에서 누가 통제합니까?",
            "핵공",
            "核共",
            "reading",
            "핵공유에서 누가 통제합니까?",
        ),  # 핵공 is no word of it
    ],
)
def test_a_question_is_read_with_its_names_as_the_passage_writes_them(
    question: str, asked: str, met: str, how: str, expected: str
) -> None:
    sentences = ("秋山表示美军实行核共享。",)
    hit = quoted.support(quoted.document("a", sentences), sentences, 0).hit
    assert as_written(question, replace(hit, matches=(Match(asked, met, how, 1.0),))) == expected


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("駐日美軍有多少人？", "zh-Hans", "驻日美军有多少人？"),
        ("驻日美军有多少人？", "zh-Hant", "駐日美軍有多少人？"),
        ("NCG是什麼？", "zh-Hans", "NCG是什么？"),  # letters keep their case
        ("駐日美軍有多少人？", "zh-Hant", "駐日美軍有多少人？"),
        (
            "在日米軍は何人いますか？",
            "zh-Hans",
            "在日米軍は何人いますか？",
        ),  # Japanese is not Chinese in another script
        ("駐日美軍有多少人？", "en", "駐日美軍有多少人？"),
    ],
)
def test_a_chinese_question_is_read_in_the_script_of_the_passage(question: str, language: str, expected: str) -> None:
    sentences = ("秋山表示美军实行核共享。",)
    hit = quoted.support(quoted.document("a", sentences), sentences, 0).hit
    assert as_written(question, replace(hit, passage=replace(hit.passage, language=language))) == expected


def test_no_hits_support_nothing(library: Library, dictionary: Dictionary) -> None:
    query, dense = _query(library, dictionary)
    for read in ("evidence", "relevance", "nothing"):
        assert evidence_of([], query, dense, "zh-Hans", library, OddsModel.default(read)) == []


def _supports(odds: list[float], starts: list[int] | None = None) -> list[Evidence]:
    document = _document(("甲乙丙丁。" * 20,), "many")
    passage = passages(document, 300)[0]
    hit = Hit(1, document, passage, 1.0)
    places = starts or [i * 5 for i in range(len(odds))]
    found = [
        Evidence(Candidate(hit, Sentence(a, a + 5, document.text[a : a + 5])), o, bearing=o)
        for a, o in zip(places, odds, strict=True)
    ]
    return sorted(found, key=lambda item: -item.odds)


def test_nothing_is_quoted_where_nothing_was_found() -> None:
    assert choose([]) == []


def test_of_the_likeliest_few_a_share_of_the_best_odds_is_enough_and_others_must_be_worth_it() -> None:
    evidence = _supports([0.5, 0.26, 0.06, 0.04])
    assert [item.odds for item in choose(evidence)] == [0.5, 0.26, 0.06]  # 0.5 * 0.1 = 0.05
    assert worth(0.2, 0.5, (0.8, 0.5)) == pytest.approx(sqrt(0.5 * 1 * 0.25))
    bearing = [*evidence[:3], replace(evidence[3], bearing=0.3)]
    assert choose(bearing) == bearing
    many = [replace(item, bearing=bears) for item, bears in zip(_supports([0.1] * 7), [0.3] * 6 + [0.01], strict=True)]
    assert choose(many) == many[:6]  # the seventh is beyond the few, and worth nothing


def test_where_it_is_asked_how_things_compare_less_is_enough() -> None:
    assert least_for(ParsedQuestion.of("How do the two laws differ on fines?")) == LEAST_OF_SEVERAL
    assert least_for(ParsedQuestion.of("How high are the fines?")) == LEAST > LEAST_OF_SEVERAL


def test_the_same_place_is_quoted_once() -> None:
    evidence = _supports([0.3, 0.3, 0.2], starts=[0, 0, 5])
    assert [item.sentence.start for item in choose(evidence, least=0.0, most=3)] == [0, 5]


def test_the_same_words_in_another_place_are_another_quotation() -> None:
    evidence = _supports([0.3, 0.3], starts=[0, 5])
    assert evidence[0].sentence.text == evidence[1].sentence.text
    assert len(choose(evidence, least=0.0, most=3)) == 2


def _in(identifier: str, text: str, odds: float) -> Evidence:
    document = _document((text,), identifier)
    passage = passages(document, 300)[0]
    return Evidence(Candidate(Hit(1, document, passage, 1.0), Sentence(0, len(text), text)), odds, bearing=odds)


def test_what_a_reprint_repeats_is_a_copy_and_not_a_further_statement() -> None:
    one, copy, other = _in("one", "国家卫生。", 0.4), _in("copy", "國家衛生。", 0.01), _in("other", "国家卫生。", 0.3)
    same = {"one": ("copy", "one"), "copy": ("copy", "one"), "other": ("other",)}
    chosen = choose([one, other, copy], least=0.2, most=2, group=same.__getitem__)
    assert [(item.hit.document.id, [c.hit.document.id for c in item.copies]) for item in chosen] == [
        ("one", ["copy"]),
        ("other", []),  # the same words in a source of its own
    ]
    assert choose([one, copy], least=0.0) == [one, copy]


def test_a_line_of_signs_is_no_sentence(library: Library, dictionary: Dictionary) -> None:
    document = _document(("舰队三日返航。", "---", "* * *"), "signs")
    cut = passages(document, 300)
    vectors = np.eye(len(cut), 4, dtype=np.float32)
    inside = tuple(np.stack([v] * len(p.sentences)) for p, v in zip(cut, vectors, strict=True))
    library.change([Entry(document, cut, vectors, inside)])
    hits = [
        Hit(n, document, library.passage(n), 1.0, scores={"dense": 0.5})
        for n in library.passage_numbers()
        if library.passage(n).document == "signs"
    ]
    assert any(s.text == "---" for hit in hits for s in hit.passage.sentences)
    query, dense = _query(library, dictionary, "舰队")
    found = evidence_of(hits, query, dense, "zh-Hans", library, OddsModel.default("nothing"))
    assert [item.sentence.text for item in found] == ["舰队三日返航。"]


@pytest.mark.parametrize(
    ("text", "question", "says"),
    [
        ("Anna Brandt", "What did Anna Brandt write?", False),
        ("Anna Brandt", "Who wrote it?", True),
        ("电动渡轮", "电动渡轮怎么样？", False),
        ("The harbour is open.", "Is the harbour open?", True),
        ("—", "Is the harbour open?", False),
    ],
)
def test_a_line_that_only_repeats_the_question_says_nothing(text: str, question: str, says: bool) -> None:
    assert _says(text, frozenset(tokens(question))) is says


@given(st.lists(st.floats(0, 1), max_size=20), st.integers(1, 5), st.floats(0, 1))
def test_choice_is_a_short_prefix_without_duplicates(odds: list[float], most: int, least: float) -> None:
    evidence = _supports(odds)
    chosen = choose(evidence, least, most)
    assert chosen == evidence[: len(chosen)]
    assert len(chosen) <= most
    assert len({item.sentence.start for item in chosen}) == len(chosen)
    assert bool(chosen) == bool(odds)


def test_the_default_is_a_few_sentences() -> None:
    assert len(choose(_supports([0.1] * 10))) == MOST_STATEMENTS
