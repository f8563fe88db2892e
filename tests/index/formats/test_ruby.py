"""Readings in a plain text: out of it, in the report, and only where 《》 are for readings."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import make_document
from index.formats import read
from index.records import READING, Source
from index.store.words import term_line
from index.text.script import tokens
from tests.index.documents import document
from tests.index.formats.test_docx import word

NOVEL = """水車小屋

　峠《とうげ》を越えると、小川の｜向う岸《むこうぎし》に水車小屋があった。［＃「小屋」に傍点］
　老人は黙って縁側《えんがわ》に座り、遠くの山脈《やまなみ》を眺めていた。
"""


def test_readings_are_no_words_of_the_text() -> None:
    read_text = read(NOVEL.encode(), "n.txt")
    assert (
        "　峠を越えると、小川の向う岸に水車小屋があった。\n　老人は黙って縁側に座り、遠くの山脈を眺めていた。"
        in read_text.text
    )
    readings = [one.text for one in read_text.dropped if one.reason == "reading of the characters before it"]
    assert readings == ["《とうげ》", "｜", "《むこうぎし》", "《えんがわ》", "《やまなみ》"]
    assert all(NOVEL[one.source_start : one.source_end] == one.text for one in read_text.dropped)


def test_every_character_that_is_left_leads_back_to_the_file() -> None:
    made = document(NOVEL)
    for i, char in enumerate(made.text.rstrip("\n")):
        span = made.source_span(i, i + 1)
        assert char == "\n" or NOVEL[span.start : span.end] == char


def test_titles_in_the_same_brackets_stay() -> None:
    for text in (
        "他读了《水车小屋》和《山中书》，又读《河》。\n" * 3,
        "映画《かぐや》と小説《こころ》、詩《春と修羅》、随筆《陰翳礼讃》を見た。",
    ):
        assert read(text.encode(), "t.txt").text == text


def test_headings_keep_their_place() -> None:
    text = "# 峠《とうげ》の小川《おがわ》\n\n山脈《やまなみ》が見えた。\n\n## 縁側《えんがわ》\n\n誰もいない。\n"
    read_text = read(text.encode(), "n.md")
    assert [read_text.text[one.start : one.end] for one in read_text.marked] == ["峠の小川", "縁側"]


RUBY = "<w:ruby><w:rt><w:r><w:t>とうげ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>峠</w:t></w:r></w:rubyBase></w:ruby>"
WAYS = [
    "<ruby>峠<rt>とうげ</rt></ruby>",
    "<ruby>峠<rp>（</rp><rt>とうげ</rt><rp>）</rp></ruby>",
    "<ruby><rb>峠<rt>とうげ</ruby>",
    "<ruby>峠<rp>(<rt>とうげ<rp>)</ruby>",
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("whole", [True, False])
def test_the_readings_of_a_page_are_no_words_of_its_text(way: str, whole: bool) -> None:
    said = f"<p>老人は{way}を越えて、遠くの水車小屋まで歩いた。</p><p>誰もいなかったので、老人は夜まで待った。</p>"
    page = f"<!DOCTYPE html><html><body><article>{said}</article></body></html>" if whole else f"<div>{said}</div>"
    found = read(page.encode(), "a.html")
    assert "老人は峠を越えて、遠くの水車小屋まで歩いた。" in found.text
    assert "とうげ" in [one.text for one in found.dropped if one.reason == READING]


def test_the_readings_of_a_word_file_are_no_words_of_its_text() -> None:
    body = f"<w:p><w:r><w:t>老人は</w:t></w:r><w:r>{RUBY}</w:r><w:r><w:t>を越えた。</w:t></w:r></w:p>"
    found = read(word(body), "a.docx")
    assert found.text == "老人は峠を越えた。\n"
    assert [(one.text, found.decoded[one.source_start : one.source_end]) for one in found.dropped] == [
        ("とうげ", "とうげ")
    ]


def test_a_passage_is_found_by_the_readings_its_file_gives() -> None:
    page = f"<!DOCTYPE html><html><body><article><p>老人は{WAYS[0]}を越えた。</p></article></body></html>"
    told = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in ("誰もいない。", "夜になった。"))
    file = word(f"{told}<w:p><w:r><w:t>老人は</w:t></w:r><w:r>{RUBY}</w:r><w:r><w:t>を越えた。</w:t></w:r></w:p>")
    made_of = (("a.html", page.encode()), ("a.docx", file))
    for made in (document(NOVEL), *(make_document(Path(name), data, Source()) for name, data in made_of)):
        passage = made.passage(0, len(made.text), made.sections[0], "ja")
        assert set(tokens("とうげ")) <= set(term_line(made, passage)[0].split())
        assert "とうげ" not in passage.text


def test_a_reading_in_a_word_file_belongs_where_its_characters_are() -> None:
    file = word(
        "<w:p><w:r><w:t>誰もいない。</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>老人は</w:t></w:r><w:r>{RUBY}</w:r><w:r><w:t>を越えた。</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>国</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>{RUBY}</w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    found = read(file, "a.docx")
    assert [found.decoded[one.beside : one.beside + 1] for one in found.dropped] == ["峠", "峠"]
