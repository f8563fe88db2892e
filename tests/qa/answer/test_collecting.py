"""All evidence: found batch by batch, each sentence certified and weighed for itself, nobody's words taken for another's."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import build
from index.encoder.embed import Embedder
from index.errors import LibraryError
from index.offsets import OffsetMap, Span
from index.records import Attribution, Document, Section, SectionKind, Sentence, Source
from index.settings import Settings
from qa.answer.all_evidence import AllEvidence
from qa.answer.collecting import batches, nothing_more, with_evidence
from qa.engine import Engine
from qa.errors import QuestionError
from qa.proof.certificate import fault
from qa.reading.candidate import Candidate
from qa.reading.evidence import Evidence
from qa.reading.span_reader import SpanReader
from qa.records import Hit
from qa.retrieval.finder import WIDE_PASSAGES
from qa.verdict import Ended
from tests.loading import Remembering

QUESTION = "How credible is the American nuclear umbrella?"
AKIYAMA = "What does Akiyama think about extended deterrence?"
BEGUN = AllEvidence("q", "en", 0.3, {"path": "l", "documents": 1, "passages": 1, "generation": 1, "corpus": "c"}, 9)


def made(identifier: str, text: str, odds: float) -> Evidence:
    """A document of one sentence, as evidence with these odds."""
    section = Section(0, len(text), SectionKind.BODY)
    document = Document(
        *(identifier, f"{identifier}.txt", "0" * 64, Source(title=identifier), text, "en"),
        OffsetMap.identity(len(text)),
        (section,),
    )
    sentence = Sentence(0, len(text), text)
    passage = document.passage(0, len(text), section, "en", (sentence,))
    return Evidence(Candidate(Hit(1, document, passage, 1.0), sentence), odds)


def alone(name: str) -> tuple[str, ...]:
    return (name,)


# --------------------------------------------------------------------------------------------------- reading


@given(st.integers(0, 500))
def test_the_batches_are_all_the_passages_each_once(count: int) -> None:
    parts = list(batches(count))
    assert [n for part in parts for n in range(count)[part]] == list(range(count))
    assert all(part.stop - part.start <= 12 for part in parts)
    assert not parts or parts[0].stop <= 2, "the first sentences come at once"


def test_reading_ends_where_nothing_likely_comes_but_not_among_the_first() -> None:
    unlikely = [made("a", "It rained.", 0.01)]
    assert nothing_more(unlikely, WIDE_PASSAGES, 0.3)
    assert not nothing_more(unlikely, WIDE_PASSAGES - 1, 0.3)
    assert not nothing_more([made("a", "It rained.", 0.2)], WIDE_PASSAGES, 0.3), "less than is wanted, and yet likely"
    assert not nothing_more(unlikely, WIDE_PASSAGES, 0.0), "whoever wants everything gets everything"


def test_what_was_found_only_grows_and_every_sentence_is_certified(engine: Engine) -> None:
    found = list(engine.evidence(QUESTION, at_least=0.02, most=16))
    assert [one.read for one in found] == [2, 4, 8, 16]
    assert [one.ended for one in found] == [None, None, None, Ended.MOST_READ]
    for before, after in pairwise(found):
        assert after.citations[: len(before.citations)] == before.citations, "numbers stay what they are"
    last = found[-1]
    assert len(last.citations) >= 3
    for place, citation in enumerate(last.citations, start=1):
        document = engine.library.document(citation.document.id)
        assert citation.number == place
        assert document.text[citation.start : citation.end] == citation.quote
        assert citation.certificate
        assert citation.certificate.sha256 == document.sha256
        assert not fault(document, citation.passage, citation.start, citation.end, citation.quote)
        assert citation.score >= 0.02
    cited = [number for statement in last.statements for number in statement.citations]
    assert sorted(cited) == [citation.number for citation in last.citations]
    assert sorted(number for view in last.views for number in view.citations) == sorted(cited)


def test_each_probability_is_its_own(engine: Engine) -> None:
    """What is read later takes nothing from what was read first, as it would where all share one."""
    few, more = (engine.all_evidence(QUESTION, at_least=0.0, most=most) for most in (2, 8))
    told = {(one.document.id, one.start): one.score for one in more.citations}
    assert few.citations
    for one in few.citations:
        assert told[one.document.id, one.start] == pytest.approx(one.score, abs=0.02)


def test_a_small_library_is_read_whole(engine: Engine) -> None:
    found = engine.all_evidence(QUESTION, sources="000", at_least=0.5)
    assert found.ended is Ended.ALL_READ
    assert 0 < found.read == found.passages < 50


def test_of_a_view_only_the_holders_own_sentences_count(engine: Engine) -> None:
    found = engine.all_evidence(AKIYAMA, at_least=0.01, most=8)
    assert found.holders == ("秋山信将",)
    assert found.statements
    for citation in found.citations:
        assert "秋山信将" in (citation.passage.author, *citation.speech.speakers)
    everybody = engine.all_evidence(AKIYAMA.replace("Akiyama", "Bodenschatz"), at_least=0.0, most=8)
    assert "秋山信将" not in everybody.holders


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"question": " "}, QuestionError),
        ({"at_least": 1.5}, QuestionError),
        ({"at_least": True}, QuestionError),
        ({"most": 0}, QuestionError),
        ({"sources": "nowhere"}, LibraryError),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_read(
    asked: dict[str, object], error: type[Exception], engine: Engine
) -> None:
    with pytest.raises(error):
        engine.evidence(**{"question": QUESTION, **asked})  # type: ignore[arg-type]


def test_reading_ends_where_the_library_becomes_another(
    library_path: Path, tmp_path: Path, settings: Settings, embedder: Embedder, reader: SpanReader
) -> None:
    library, more = tmp_path / "changing.sqlite", tmp_path / "more.txt"
    shutil.copy(library_path, library)
    engine = Engine.open(settings, library, embedder=embedder, reader=Remembering.of(reader))
    reading = engine.evidence(QUESTION, at_least=0.0)
    first = next(reading)
    more.write_text("The bakery of Lindow opens at six. It sells rye bread.\n", encoding="utf-8")
    build([more], library, embedder, settings, strict=True)
    last = list(reading)[-1]
    engine.close()
    assert last.ended is Ended.LIBRARY_CHANGED
    assert (last.read, last.citations) == (first.read, first.citations)


# ------------------------------------------------------------------------------------------- putting together


def test_the_same_words_in_a_reprint_are_one_sentence() -> None:
    def group(name: str) -> tuple[str, ...]:
        return ("one", "two") if name in ("one", "two") else (name,)

    words = "The bridge was closed in May."
    batch = [made("one", words, 0.9), made("two", words, 0.8), made("three", words, 0.7)]
    found = with_evidence(BEGUN, batch, 1, group)
    assert [one.citations for one in found.statements] == [(1, 2), (3,)], "an independent source says it for itself"
    assert [view.documents for view in found.views] == [("one", "two"), ("three",)]
    later = with_evidence(with_evidence(BEGUN, batch[:1], 1, group), batch[1:], 1, group)
    assert later.statements == found.statements


def test_a_sentence_comes_once_and_only_where_it_is_likely_enough() -> None:
    one = made("one", "The bridge was closed in May.", 0.31)
    found = with_evidence(with_evidence(BEGUN, [one], 1, alone), [one, made("two", "It rained.", 0.29)], 1, alone)
    assert [citation.quote for citation in found.citations] == ["The bridge was closed in May."]


def test_a_sentence_that_is_not_in_its_document_is_left_out_and_said_to_be() -> None:
    good = made("one", "The bridge was closed in May.", 0.9)
    other = replace(good.sentence, text="The bridge was opened in May.")
    found = with_evidence(BEGUN, [replace(good, known=Candidate(good.hit, other))], 1, alone)
    assert not found.citations
    assert [one.document for one in found.left_out] == ["one"]


def test_views_of_one_source_stand_together() -> None:
    text = "The bridge was closed. Adams said it was safe."
    first = made("one", text, 0.9)
    said = Attribution(23, len(text), ("Adams",), Span(23, 28), False)
    document = replace(first.hit.document, attributions=(said,))
    hit = replace(first.hit, document=document)
    own, theirs = (
        Evidence(Candidate(hit, Sentence(start, end, text[start:end])), 0.9)
        for start, end in ((0, 22), (23, len(text)))
    )
    found = with_evidence(BEGUN, [own, made("two", "It rained.", 0.9), theirs], 1, alone)
    assert [(view.documents[0], view.holder) for view in found.views] == [
        ("one", "one"),
        ("one", "Adams"),
        ("two", "two"),
    ]
    assert [view.citations for view in found.views] == [(1,), (3,), (2,)]
