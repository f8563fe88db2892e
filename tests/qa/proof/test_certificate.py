"""No quotation leaves that is not, character for character, where it says it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from index.offsets import OffsetMap
from index.records import Document, Passage, Section, SectionKind, Source
from qa.errors import CertificateError
from qa.proof.certificate import certify
from qa.records import Answer, Certificate, Citation, Generated, GeneratedSentence, Statement, Verdict, View

TEXT = "第一句。第二句。第三句。"
BODY = Section(0, 12, SectionKind.BODY)
DOCUMENT = Document("one", "one.txt", "0" * 64, Source(), TEXT, "zh-Hans", OffsetMap.identity(12), (BODY,))
PASSAGE = Passage("one", 0, 12, TEXT, BODY, "zh-Hans")
FIRST = Citation(1, DOCUMENT, PASSAGE, 0, 4, "第一句。", 0.9)
SECOND = Citation(2, DOCUMENT, PASSAGE, 4, 8, "第二句。", 0.8)
OTHER = replace(DOCUMENT, id="other", text="他文。")
CLEANING = 7


def answer(citations: Sequence[Citation], statements: Sequence[Statement], **more: Any) -> Answer:
    verdict = Verdict.ANSWERED if statements else Verdict.NOT_IN_LIBRARY
    given = {"passages": (), "library": {}, "model": "m", "seconds": 0.0, "verdict": verdict, **more}
    return Answer("问", "zh-Hans", statements=tuple(statements), citations=tuple(citations), **given)


def sealed(citations: Sequence[Citation], statements: Sequence[Statement], **more: Any) -> Answer:
    return certify(answer(citations, statements, **more), CLEANING, lambda name: (name, f"reprint of {name}"))


BOTH = (Statement("第一句。", (1,)), Statement("第二句。", (2,)))


def test_what_holds_passes_with_a_certificate() -> None:
    assert sealed((), ()) == answer((), ())
    passed = sealed((FIRST, SECOND), BOTH, nearest=(FIRST,))
    assert [citation.quote for citation in passed.citations] == ["第一句。", "第二句。"]
    assert passed.citations[1].certificate == Certificate.of(DOCUMENT, 4, 8, CLEANING)
    assert passed.nearest[0].certificate == passed.citations[0].certificate
    value = passed.citations[0].to_dict()["certificate"]
    text = sha256(TEXT.encode()).hexdigest()
    assert value == {"sha256": "0" * 64, "text_sha256": text, "cleaning": 7, "start": 0, "end": 4}
    assert sealed(passed.citations, BOTH) == replace(passed, nearest=())  # and again


@pytest.mark.parametrize(
    "wrong", [{"sha256": "1" * 64}, {"text_sha256": "1" * 64}, {"cleaning": CLEANING + 1}, {"start": 1}, {"end": 5}]
)
def test_a_certificate_of_something_else_fails(wrong: dict[str, Any]) -> None:
    other = replace(Certificate.of(DOCUMENT, 0, 4, CLEANING), **wrong)
    with pytest.raises(CertificateError, match="certificate of something else"):
        sealed((replace(FIRST, certificate=other),), BOTH[:1])


def test_what_comes_nearest_is_certified_too() -> None:
    for wrong, fault in [(replace(FIRST, quote="第一句"), "is not at 0–4"), (SECOND, r"nearest\[0\]: number 2")]:
        with pytest.raises(CertificateError, match=fault):
            sealed((), (), nearest=(wrong,))


REPRINT = replace(DOCUMENT, id="reprint", text="国家 衛生。")
ALIKE = (
    replace(FIRST, document=replace(DOCUMENT, text="国家卫生。"), end=5, quote="国家卫生。"),
    Citation(2, REPRINT, replace(PASSAGE, document="reprint"), 0, 6, "国家 衛生。", 0.8),
)


def test_a_statement_cites_the_same_words_in_another_script() -> None:
    sealed(ALIKE, (Statement("国家卫生。", (1, 2)),))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("国家 衛生。", (1, 2)),  # the words of the second, not of the first
        ("国家卫生。 国家 衛生。", (1, 2)),
        ("国家卫生", (1, 2)),
    ],
)
def test_a_statement_is_its_first_quotation(text: str, numbers: tuple[int, ...]) -> None:
    with pytest.raises(CertificateError, match="says what its citations do not"):
        sealed(ALIKE, (Statement(text, numbers),))


@pytest.mark.parametrize("text", ["第一句。 第二句。", "第一句。"])
def test_two_different_quotations_are_not_one_statement(text: str) -> None:
    with pytest.raises(CertificateError, match="says what its citations do not"):
        sealed((FIRST, SECOND), (Statement(text, (1, 2)),))


@pytest.mark.parametrize(
    ("citation", "fault"),
    [
        (replace(FIRST, quote="第一句"), "is not at 0–4 of one"),  # one character short
        (replace(FIRST, quote="第二句。"), "is not at 0–4 of one"),  # in the document, elsewhere
        (replace(FIRST, quote="第-句。"), "is not at 0–4 of one"),  # one character changed
        (replace(FIRST, quote=" 第一句。"), "is not at 0–4 of one"),
        (replace(FIRST, start=1), "is not at 1–4 of one"),
        (replace(FIRST, end=99, quote=TEXT[1:]), "is not at 0–99 of one"),
        (replace(FIRST, start=-12, end=-8), "does not belong|is not at"),  # a slice from the end
        (replace(FIRST, start=8, end=99, quote="第三句。"), "is not at 8–99 of one|does not belong"),  # past the end
        (replace(FIRST, start=4, end=4, quote=""), "is not at 4–4 of one"),
        (replace(FIRST, document=OTHER, quote="他文。", end=3), "does not belong"),  # another document's passage
        (replace(FIRST, passage=replace(PASSAGE, start=4), start=0), "does not belong"),  # outside its passage
        (replace(FIRST, passage=replace(PASSAGE, end=3)), "does not belong"),
        (replace(FIRST, number=2), "number 2 stands where 1 belongs"),
        (replace(FIRST, number=0), "number 0 stands where 1 belongs"),
    ],
)
def test_each_way_a_quotation_can_fail(citation: Citation, fault: str) -> None:
    with pytest.raises(CertificateError, match=fault):
        sealed((citation,), (Statement(citation.quote, (citation.number,)),))


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (Statement("第一句。", ()), "not all there"),
        (Statement("第一句。", (2,)), "not all there"),
        (Statement("第一句。", (1, 2)), "not all there"),
        (Statement("第一句。", (1, 1)), "not all there, each once"),
        (Statement("第一句", (1,)), "says what its citations do not"),
        (Statement("第一句。又。", (1,)), "says what its citations do not"),
    ],
)
def test_each_way_a_statement_can_fail(statement: Statement, fault: str) -> None:
    with pytest.raises(CertificateError, match=fault):
        sealed((FIRST,), (statement,))


HEADED = replace(FIRST, passage=replace(PASSAGE, section=replace(BODY, path=("甲部", "一节"))))


def test_a_topic_is_a_heading_above_the_quotation() -> None:
    sealed((HEADED,), (replace(BOTH[0], topic="一节"),))
    for topic in ("二节", "一", "甲部 › 一节"):
        with pytest.raises(CertificateError, match="does not stand under its topic"):
            sealed((HEADED,), (replace(BOTH[0], topic=topic),))


@pytest.mark.parametrize(
    ("citations", "statements", "more", "fault"),
    [
        ((FIRST, SECOND), (BOTH[1], BOTH[0]), {}, "cite 2, 1 in this order, and there are 1, 2"),
        ((FIRST, SECOND), BOTH[:1], {}, "cite 1 in this order, and there are 1, 2"),  # one that nothing cites
        ((FIRST,), BOTH[:1], {"verdict": Verdict.NOT_IN_LIBRARY}, "verdict: not_in_library with 1 citation"),
        ((), (), {"verdict": Verdict.ANSWERED}, "verdict: answered with 0 citations"),
        ((), (), {"verdict": Verdict.UNCERTAIN}, "verdict: uncertain with 0 citations"),
    ],
)
def test_the_parts_of_an_answer_fit(
    citations: Sequence[Citation], statements: Sequence[Statement], more: dict[str, Any], fault: str
) -> None:
    with pytest.raises(CertificateError, match=fault):
        sealed(citations, statements, **more)


@pytest.mark.parametrize(
    ("view", "silent", "fault"),
    [
        (View("甲", True, ("one",), (1, 2)), ("other",), ""),
        (View("甲", True, ("one", "reprint of one"), (1,)), (), ""),
        (View("甲", True, ("one",), (1, 3)), (), "not all there"),
        (View("甲", True, ("one",), ()), (), "not all there"),
        (View("甲", True, (), (1,)), (), "its documents are nothing, those of its citations one"),
        (View("甲", True, ("reprint of one", "one"), (1,)), (), "its documents are reprint of one, one"),
        (View("甲", True, ("one", "other"), (1,)), (), "what 甲 holds is not in other"),
        (View("甲", True, ("one",), (1,)), ("one",), "one says it and is called silent"),
    ],
)
def test_a_view_has_its_citations_and_their_documents(view: View, silent: tuple[str, ...], fault: str) -> None:
    if not fault:
        assert sealed((FIRST, SECOND), BOTH, views=(view,), silent=silent).views == (view,)
        return
    with pytest.raises(CertificateError, match=fault):
        sealed((FIRST, SECOND), BOTH, views=(view,), silent=silent)


@pytest.mark.parametrize(
    ("numbers", "supported", "holds"),
    [((1,), True, True), ((1, 2), True, False), ((), True, False), ((9,), False, True), ((), False, True)],
)
def test_a_generated_sentence_is_supported_by_what_is_there(
    numbers: tuple[int, ...], supported: bool, holds: bool
) -> None:
    made = Generated("m", (GeneratedSentence("Said.", numbers, 0.9, supported),))
    if holds:
        assert sealed((FIRST,), BOTH[:1], generated=made).generated == made
        return
    with pytest.raises(CertificateError, match="called supported by"):
        sealed((FIRST,), BOTH[:1], generated=made)
