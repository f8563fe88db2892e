"""What is searched: filters resolved to passages, over a library made by hand and over the seeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bridge.dictionary import Dictionary
from index.offsets import OffsetMap, Span
from index.records import Attribution, Document, Passage, Section, SectionKind, Sentence, Source
from index.store.catalogue import Catalogue
from index.store.entries import Entry
from index.store.library import Library
from index.store.schema import BuildFacts
from qa.engine import Engine
from qa.errors import NotHeld, QuestionError
from qa.records import Verdict
from qa.retrieval.dense import Dense
from qa.retrieval.filters import Filters, matching
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import Query, retrieve_hits
from tests.examples import examples

EAST = np.array([1, 0, 0], dtype=np.float32)
KINDS = (SectionKind.BODY, SectionKind.EDITOR_NOTE, SectionKind.CAPTION)


def made(name: str, source: Source, languages: Sequence[str], speakers: Sequence[str], vectors: float) -> Entry:
    """A document of a passage in each language: body, editor's note, caption, and again, each said by one of `speakers`."""
    pieces = [f"pear {name} {n}" for n in range(len(languages))]
    text = " ".join(pieces)
    sections, passages, said, at = [], [], [], 0
    for n, piece in enumerate(pieces):
        section = Section(at, at + len(piece), KINDS[n % 3])
        sections.append(section)
        if speakers:
            said.append(Attribution(at, at + 4, (speakers[n % len(speakers)],), Span(at + 5, at + 6), direct=False))
        sentence = Sentence(at, at + len(piece), piece)
        passages.append(Passage(name, at, at + len(piece), piece, section, languages[n], (sentence,)))
        at += len(piece) + 1
    offsets = OffsetMap.identity(len(text))
    document = Document(
        name, name, name, source, text, languages[0], offsets, tuple(sections), attributions=tuple(said)
    )
    array = np.asarray([[vectors / (n + 1), 1, 0] for n in range(len(pieces))], dtype=np.float32)
    return Entry(document, tuple(passages), array, tuple(array[n : n + 1] for n in range(len(pieces))))


ENTRIES = (
    made("east", Source("E", "人民報", "美國之音", ("秋山信将",), "2024-04"), ["zh-Hans"] * 7, ["尹錫悅"], 0.9),
    made("west", Source("W", "The Lake News", authors=("Ann Kim", "Bo Kimura"), published="2024-04-03"), ["en"] * 5, [], 0.1),
    made("north", Source("N", authors=("Ann Kim",), published="2025"), ["zh-Hant", "en", "zh-Hans"], ["Kissinger", "日本"], 0.5),
    made("undated", Source("U", "The Lake News"), ["ko"] * 60, ["日本"], 0.7),
)  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    facts = BuildFacts("by hand", "0", 3, 300, 1)
    with Library.create(tmp_path_factory.mktemp("filters") / "by-hand.sqlite", facts) as made_library:
        made_library.change(list(ENTRIES))
        yield made_library


@pytest.fixture(scope="module")
def catalogue(library: Library) -> Catalogue:
    return library.catalogue()


def documents(filters: Filters, catalogue: Catalogue) -> set[str]:
    numbers = matching(filters, catalogue)
    assert numbers is not None
    return {listed.document for listed in catalogue.passages if listed.number in numbers}


# ------------------------------------------------------------------------------------------------ each field


def test_no_filter_is_no_restriction(catalogue: Catalogue) -> None:
    assert not Filters()
    assert not Filters.of(sources=[], authors=(), after="", before=None)
    assert matching(Filters(), catalogue) is None


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("east", {"east"}),
        ("e", {"east"}),
        ("lake news", {"west", "undated"}),
        ("美国之音", {"east"}),
        ("人民报", {"east"}),
    ],
)
def test_sources(catalogue: Catalogue, source: str, found: set[str]) -> None:
    assert documents(Filters.of(source), catalogue) == found
    assert documents(Filters.of([source, "north"]), catalogue) == found | {"north"}


@pytest.mark.parametrize(
    ("author", "found"), [("秋山", {"east"}), ("ann kim", {"west", "north"}), ("Kim", {"west", "north"}), ("KIMURA", {"west"})]
)  # fmt: skip
def test_authors(catalogue: Catalogue, author: str, found: set[str]) -> None:
    assert documents(Filters.of(authors=author), catalogue) == found


def test_an_editors_note_is_not_the_authors(catalogue: Catalogue) -> None:
    kinds = {listed.number: listed.kind for listed in catalogue.passages}
    numbers = matching(Filters.of(authors="秋山信将"), catalogue)
    assert numbers
    assert {kinds[number] for number in numbers} == {SectionKind.BODY, SectionKind.CAPTION}


def test_speakers(catalogue: Catalogue) -> None:
    assert documents(Filters.of(speakers="尹锡悦"), catalogue) == {"east"}
    assert documents(Filters.of(speakers=["kissinger"]), catalogue) == {"north"}
    assert documents(Filters.of(speakers=["日本"], languages="zh"), catalogue) == set()  # in north it is English
    assert documents(Filters.of(speakers=["日本"]), catalogue) == {"north", "undated"}


@pytest.mark.parametrize(
    ("after", "before", "found"),
    [
        ("2024", "", {"east", "west", "north"}),
        ("2025", "", {"north"}),
        ("2025-12-31", "", {"north"}),
        ("", "2024", {"east", "west"}),
        ("2024-04", "2024-04", {"east", "west"}),
        ("2024-04-03", "2024-04-03", {"east", "west"}),  # what is of April may be of the third
        ("2024-04-04", "", {"east", "north"}),
        ("", "2024-04-02", {"east"}),
        ("2023", "2023", set()),
        ("２０２５", None, {"north"}),
        (date(2024, 4, 4), datetime(2024, 12, 31, 10), {"east"}),
    ],
)
def test_dates(catalogue: Catalogue, after: str | date, before: str | date | None, found: set[str]) -> None:
    assert documents(Filters.of(after=after, before=before), catalogue) == found


@pytest.mark.parametrize(
    ("language", "count"), [("zh", 9), ("zh-Hant", 1), ("zh-hans", 8), ("en", 6), ("ko", 60)]
)  # fmt: skip
def test_languages(catalogue: Catalogue, language: str, count: int) -> None:
    assert len(matching(Filters.of(languages=language), catalogue) or ()) == count


def test_kinds(catalogue: Catalogue) -> None:
    kinds = {listed.number: listed.kind for listed in catalogue.passages}
    numbers = matching(Filters.of(kinds=["caption", SectionKind.EDITOR_NOTE]), catalogue)
    assert numbers
    assert {kinds[number] for number in numbers} == {SectionKind.CAPTION, SectionKind.EDITOR_NOTE}
    assert matching(Filters.of(kinds="biography"), catalogue) == ()  # there could be one


# ------------------------------------------------------------------------------------------------ what cannot be


@pytest.mark.parametrize(
    ("given_filters", "fault"),
    [
        (
            {"sources": "south"},
            "'south' names no document; the library holds: east, north, undated, west; published by:",
        ),
        ({"sources": ""}, "'' names no document"),
        ({"authors": "Smith"}, "no passage has the author 'Smith'; the library has: .*秋山信将"),
        ({"authors": ["秋山", ""]}, "no passage has the author ''"),
        ({"speakers": "秋山"}, "no passage has the speaker '秋山'; the library has: 日本, 尹錫悅, Kissinger"),
        ({"languages": "fr"}, "no passage has the language 'fr'; the library has: ko, zh-Hans, en, zh-Hant"),
        ({"languages": "z"}, "no passage has the language 'z'"),
    ],
)
def test_what_the_library_does_not_know(catalogue: Catalogue, given_filters: dict[str, str], fault: str) -> None:
    with pytest.raises(NotHeld, match=fault):
        matching(Filters.of(**given_filters), catalogue)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["24", "2024/04", "2024-13", "2024-02-30", "0000", "last week", 2024])
@pytest.mark.parametrize("field", ["after", "before"])
def test_what_is_not_a_date(field: str, value: str) -> None:
    with pytest.raises(QuestionError, match=f"{field} is .*, not a date; write it as 2024, 2024-04 or 2024-04-03"):
        Filters.of(**{field: value})  # type: ignore[arg-type]


def test_what_no_passage_could_match() -> None:
    with pytest.raises(QuestionError, match="nothing is both after 2025 and before 2024-12"):
        Filters(after="2025", before="2024-12")
    assert Filters(after="2024-12-31", before="2024")
    with pytest.raises(
        QuestionError, match="'title' is not a kind of section that is searched; choose from: biography"
    ):
        Filters.of(kinds="title")
    with pytest.raises(QuestionError, match=r"authors holds one of 501 characters; give it in at most 500"):
        Filters(authors=("a", "a" * 501))
    with pytest.raises(QuestionError, match="speakers holds one of 60,000 characters"):
        Filters.of(speakers="a" * 60_000)
    with pytest.raises(QuestionError, match="sources holds 4, which is not text"):
        Filters.of(sources=[4])  # type: ignore[list-item]


# ------------------------------------------------------------------------------------------------ before the search

FILTERS = st.builds(
    Filters.of,
    st.lists(st.sampled_from(["east", "west", "lake news", "und"]), max_size=2),
    authors=st.lists(st.sampled_from(["秋山", "Ann", "Kimura"]), max_size=2),
    speakers=st.lists(st.sampled_from(["日本", "kissinger", "尹锡悦"]), max_size=2),
    after=st.sampled_from(["", "2023", "2024-04-03"]),
    before=st.sampled_from(["", "2024-04-04", "2025", "2030-01"]),
    languages=st.lists(st.sampled_from(["zh", "en", "ko", "zh-Hant"]), max_size=2),
    kinds=st.lists(st.sampled_from(["body", "caption", "biography"]), max_size=2),
)


def as_written(filters: Filters, entry: Entry, passage: Passage) -> bool:
    """The same, said again from the records, for the values that the property test draws."""
    source, names = entry.document.source, {"秋山": "秋山信将", "Ann": "Ann Kim", "Kimura": "Bo Kimura"}
    spoken = {"日本": "日本", "kissinger": "Kissinger", "尹锡悦": "尹錫悅"}
    publishers = {"lake news": "The Lake News"}
    known = {"": ("9999", "0000"), "2024-04": ("2024-04-30", "2024-04-01"), "2025": ("2025-12-31", "2025-01-01")}
    latest, earliest = known.get(source.published, (source.published, source.published))
    authors = () if passage.section.kind is SectionKind.EDITOR_NOTE else source.authors
    speakers = entry.document.passage(passage.start, passage.end, passage.section, passage.language).speakers
    return all(
        (
            not filters.sources
            or any(entry.document.id.startswith(s) or publishers.get(s) == source.publisher for s in filters.sources),
            not filters.authors or any(names[a] in authors for a in filters.authors),
            not filters.speakers or any(spoken[s] in speakers for s in filters.speakers),
            not filters.after or (source.published and latest >= filters.after),
            not filters.before or (source.published and earliest <= f"{filters.before}-99"),
            not filters.languages or any(passage.language.startswith(tag) for tag in filters.languages),
            not filters.kinds or passage.section.kind in filters.kinds,
        )
    )


@examples(80)
@given(FILTERS, st.integers(1, 100), st.sampled_from(["pear", "pear west 1 durian", "고래"]))
def test_all_that_match_and_nothing_else_is_found(
    library: Library, catalogue: Catalogue, dictionary: Dictionary, filters: Filters, k: int, question: str
) -> None:
    numbers = {(p.document, p.start): n for n in library.passage_numbers() for p in [library.passage(n)]}
    expected = [
        numbers[entry.document.id, passage.start]
        for entry in ENTRIES
        for passage in entry.passages
        if as_written(filters, entry, passage)
    ]
    among = matching(filters, catalogue)
    assert sorted(expected) == list(among if among is not None else numbers.values())
    dense = Dense.of(library)
    query = Query.of(question, dense.question(question, EAST), LexicalLeg(library, dictionary))
    hits, _ = retrieve_hits(query, library, dense, k, among)
    assert {hit.number for hit in hits} <= set(expected)
    assert len(hits) == len({hit.number for hit in hits}) == min(k, len(expected))
    # each leg ranks what is left as it ranks it among all
    whole, _ = retrieve_hits(query, library, dense, len(numbers))
    ranked = sorted((hit for hit in whole if hit.number in expected), key=lambda hit: hit.ranks["dense"])
    order = {hit.number: rank for rank, hit in enumerate(ranked, start=1)}
    assert all(hit.ranks["dense"] == order[hit.number] for hit in hits if "dense" in hit.ranks)
    scores = {hit.number: hit.scores for hit in whole}
    assert all(scores[hit.number].get(leg) == score for hit in hits for leg, score in hit.scores.items())


# ------------------------------------------------------------------------------------------------ asked


def test_an_engine_keeps_to_them(engine: Engine) -> None:
    for filters in (
        Filters.of(speakers="基辛格"),
        Filters.of(authors="郭晓兵", kinds="body"),
        Filters.of(after="2024-05", before="2024-10-05"),
        Filters.of(languages="zh-Hant"),
        Filters.of("美国之音", kinds="caption"),
    ):
        among = matching(filters, engine.catalogue())
        assert among
        for k in (1, 3, 100):
            hits = engine.retrieve("核共享", k, filters=filters)
            assert {hit.number for hit in hits} <= set(among)
            assert len(hits) == min(k, len(among))


def test_one_source_may_be_a_str(engine: Engine) -> None:
    assert engine.retrieve("核共享", 3, "002") == engine.retrieve("核共享", 3, ["002"])
    assert engine.retrieve("核共享", 3, "002", Filters.of(sources="003")) == engine.retrieve("核共享", 3, "002")


def test_an_answer_from_outside_shows_only_what_is_outside(engine: Engine) -> None:
    question = "基辛格认为有效威慑需要哪三大要素？"
    assert engine.ask(question, filters=Filters.of(speakers="基辛格")).verdict is Verdict.ANSWERED
    for filters in (
        Filters.of(kinds="caption"),
        Filters.of(authors="秋山", kinds="caption"),
        Filters.of(before="2023"),
    ):
        answer = engine.ask(question, filters=filters)
        among = matching(filters, engine.catalogue())
        assert answer.verdict is Verdict.OUTSIDE_FILTERS
        assert among is not None
        assert not answer.citations
        assert len(answer.passages) == 5
        assert not {hit.number for hit in answer.passages} & set(among)
        assert any("三大要素" in hit.passage.text for hit in answer.passages)
        assert len(engine.retrieve(question, filters=filters)) == min(5, len(among))


def test_what_is_nowhere_is_not_said_to_be_outside(engine: Engine) -> None:
    nowhere = Filters.of(authors="秋山", kinds="caption")
    answer = engine.ask("红烧肉怎么做？", filters=nowhere)
    assert answer.verdict is Verdict.NOT_IN_LIBRARY
    assert answer.passages
    assert engine.retrieve("红烧肉怎么做？", filters=nowhere) == []


def test_the_catalogue_is_read_once_for_each_generation(
    library: Library, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    first = engine.catalogue()
    assert engine.catalogue() is first
    engine.retrieve("核共享", filters=Filters.of(languages="zh"))
    assert engine.catalogue() is first
    again = engine._desk_over(engine.library).catalogue()
    assert again == first
    assert again is not first
