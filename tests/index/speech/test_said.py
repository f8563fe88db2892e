"""Who says a quotation, in records, in JSON and in words."""

from __future__ import annotations

import pytest

from index.offsets import OffsetMap, Span
from index.records import Attribution, Document, Section, SectionKind, Source
from index.speech.said import Speech, speech
from qa.records import Citation

SENTENCES = ("报道称，甲表示，乙会来，而丙和他的朋友都不会来。", "天气很好，甲说“好”。", "没有人说话。")
TEXT = "".join(SENTENCES)
FIRST, SECOND, THIRD = ((TEXT.index(words), TEXT.index(words) + len(words)) for words in SENTENCES)


def said(words: str, *speakers: str, verb: str = "说", direct: bool = False) -> Attribution:
    at, on = TEXT.index(words), TEXT.index(verb)
    return Attribution(at, at + len(words), speakers, Span(on, on + len(verb)), direct)


def made(*found: Attribution) -> Document:
    section = Section(0, len(TEXT), SectionKind.BODY)
    offsets = OffsetMap.identity(len(TEXT))
    source = Source(authors=("丁",))
    return Document("d", "d.txt", "", source, TEXT, "zh-Hans", offsets, (section,), attributions=found)


DOCUMENT = made(
    said("甲表示，乙会来，而丙和他的朋友都不会来", "报道"),
    said("乙会来，而丙和他的朋友都不会来", "报道", "甲"),
    said("好”", "甲", direct=True),
)


@pytest.mark.parametrize(
    ("found", "place", "speakers", "direct", "line"),
    [
        (DOCUMENT, FIRST, ("报道", "甲"), False, "said by 甲, as 报道 says"),  # the innermost that makes up half of it
        (DOCUMENT, THIRD, (), False, ""),
        (made(said("甲表示，乙会来，而丙和他的朋友都不会来", "报道")), FIRST, ("报道",), False, "said by 报道"),
        (
            made(said("乙会来，而丙和他的朋友都不会来", "甲"), said("乙会来，而丙和他的朋友都不会来", "乙")),
            FIRST,
            ("甲", "乙"),
            False,
            "said by 甲 and 乙",
        ),
        (made(said("好", "甲", direct=True)), SECOND, ("甲",), True, "quotes 甲"),
        (made(said("好", "甲")), SECOND, ("甲",), False, "reports what 甲 says"),
        (
            made(said("天气很好", "甲", direct=True)),
            (SECOND[0] + 1, SECOND[0] + 3),
            ("甲",),
            True,
            "said by 甲",
        ),  # a part of a statement
    ],
)
def test_who_says_a_quotation(
    found: Document, place: tuple[int, int], speakers: tuple[str, ...], direct: bool, line: str
) -> None:
    who = speech(found, *place)
    assert (who.speakers, who.direct, who.line()) == (speakers, direct, line)


def test_a_citation_says_whose_text_it_is_and_who_speaks_in_it() -> None:
    passage = DOCUMENT.passage(0, len(TEXT), DOCUMENT.sections[0], "zh-Hans")
    assert passage.speakers == ("报道", "甲")
    value = Citation(1, DOCUMENT, passage, *FIRST, TEXT[slice(*FIRST)], 0.5).to_dict()
    assert (value["author"], value["speakers"], value["direct"]) == ("丁", ["报道", "甲"], False)


def test_nobody() -> None:
    assert Speech().line() == ""
    assert Speech().speakers == ()


def test_who_says_it_and_who_tells_of_it_each_once() -> None:
    said_by = Speech((("甲", "乙"), ("丙", "乙"), ("丁",)), whole=True)
    assert said_by.innermost == ("乙", "丁")
    assert said_by.tellers == ("甲", "丙")
    assert said_by.line() == "said by 乙 and 丁, as 甲 and 丙 says"
    assert (Speech().innermost, Speech().tellers) == ((), ())
