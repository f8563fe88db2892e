"""No quotation leaves that is not, character for character, where it says it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.offsets import OffsetMap
from index.records import Document, Kind, Passage, Section, Source
from qa.certificate import certify
from qa.errors import CertificateError
from qa.records import Citation, Statement

TEXT = "第一句。第二句。第三句。"
BODY = Section(0, 12, Kind.BODY)
DOCUMENT = Document("one", "one.txt", "0" * 64, Source(), TEXT, "zh-Hans", OffsetMap.identity(12), (BODY,))
PASSAGE = Passage("one", 0, 12, TEXT, BODY, "zh-Hans")
FIRST = Citation(1, DOCUMENT, PASSAGE, 0, 4, "第一句。", 0.9)
SECOND = Citation(2, DOCUMENT, PASSAGE, 4, 8, "第二句。", 0.8)
OTHER = replace(DOCUMENT, id="other", text="他文。")


def test_what_holds_passes() -> None:
    certify((), ())
    certify((FIRST, SECOND), (Statement("第一句。", (1,)), Statement("第二句。", (2,))))


REPRINT = replace(DOCUMENT, id="reprint", text="国家 衛生。")
ALIKE = (
    replace(FIRST, document=replace(DOCUMENT, text="国家卫生。"), end=5, quote="国家卫生。"),
    Citation(2, REPRINT, replace(PASSAGE, document="reprint"), 0, 6, "国家 衛生。", 0.8),
)


def test_a_statement_cites_the_same_words_in_another_script() -> None:
    certify(ALIKE, (Statement("国家卫生。", (1, 2)),))
    certify(ALIKE, (Statement("国家 衛生。", (2, 1)),))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("国家 衛生。", (1, 2)),  # the words of the second, not of the first
        ("国家卫生。 国家 衛生。", (1, 2)),
        ("国家卫生。", (1, 1)),
        ("国家卫生", (1, 2)),
    ],
)
def test_a_statement_is_its_first_quotation(text: str, numbers: tuple[int, ...]) -> None:
    with pytest.raises(CertificateError, match="says what its citations do not"):
        certify(ALIKE, (Statement(text, numbers),))


@pytest.mark.parametrize("text", ["第一句。 第二句。", "第一句。"])
def test_two_different_quotations_are_not_one_statement(text: str) -> None:
    with pytest.raises(CertificateError, match="says what its citations do not"):
        certify((FIRST, SECOND), (Statement(text, (1, 2)),))


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
        (replace(FIRST, number=2), "does not belong"),
        (replace(FIRST, number=0), "does not belong"),
    ],
)
def test_each_way_a_quotation_can_fail(citation: Citation, fault: str) -> None:
    with pytest.raises(CertificateError, match=fault):
        certify((citation,), ())


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (Statement("第一句。", ()), "not all there"),
        (Statement("第一句。", (2,)), "not all there"),
        (Statement("第一句。", (1, 2)), "not all there"),
        (Statement("第一句", (1,)), "says what its citations do not"),
        (Statement("第一句。又。", (1,)), "says what its citations do not"),
    ],
)
def test_each_way_a_statement_can_fail(statement: Statement, fault: str) -> None:
    with pytest.raises(CertificateError, match=fault):
        certify((FIRST,), (statement,))
