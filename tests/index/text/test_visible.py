"""What is not seen is shown by a sign, and nothing else is touched."""

from __future__ import annotations

import json
import re
import unicodedata
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.visible import _JOINING, _shaped, sign, visible, visible_html, visible_json

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a plain line\nand\ta tab", "a plain line\nand\ta tab"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x1b[8mhidden\x1b[0m", "␛[8mhidden␛[0m"),
        ("\x9b2J \x7f \r", "<U+009B>2J ␡ ␍"),
        ("invoice\u202egpj.exe\u202c", "invoice<U+202E>gpj.exe<U+202C>"),
        ("pass\u200bword \ufeff\u2060\xad", "pass<U+200B>word <U+FEFF><U+2060><U+00AD>"),
        ("\U000e0041\U000e0042", "<U+E0041><U+E0042>"),
        ("\u3164\u115f\uffa0", "<U+3164><U+115F><U+FFA0>"),
        ("half \ud83d", "half <U+D83D>"),
        ("a\u2028b", "a<U+2028>b"),
        ("核共享,「戴高乐之问」\u3000한국어 日本語\u00a0ё", "核共享,「戴高乐之问」\u3000한국어 日本語\u00a0ё"),
        ("می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष"),
        ("👩\u200d🚀 👍🏽\u200d 1\ufe0f\u20e3 葛\U000e0100", "👩\u200d🚀 👍🏽\u200d 1\ufe0f\u20e3 葛\U000e0100"),
        ("a\u200db 中\u200d国", "a<U+200D>b 中<U+200D>国"),
        ("葛\U000e0100\U000e0101 a\ufe01", "葛\U000e0100<U+E0101> a<U+FE01>"),
        ("\ufe0f", "<U+FE0F>"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.one_of(st.characters(), st.sampled_from(_BIDI + "\x1b\x9b\x07\u200b")), max_size=20))
def test_nothing_is_left_that_drives_a_terminal_or_turns_a_line(text: str) -> None:
    shown = visible(text)
    assert not set(shown) & set(_BIDI)
    assert all(char in "\n\t" or unicodedata.category(char) != "Cc" for char in shown)
    assert visible(shown) == shown


@given(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(_BIDI + "\x1b\x9b")), max_size=20))
def test_json_is_of_the_same_value(text: str) -> None:
    written = visible_json(json.dumps({"text": text}, ensure_ascii=False, indent=2))
    assert json.loads(written) == {"text": text}
    assert visible(written) == written


@given(st.text(st.sampled_from("ab<>&\"' \u202e\x1b\u200b"), max_size=20))
def test_html_keeps_its_text_and_shows_the_rest(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")
    html = f'<p title="{escaped}">{escaped}</p><textarea>{escaped}</textarea>'
    shown = visible_html(html)
    inner = shown.partition(">")[2].partition("</p>")[0]
    assert unescape(re.sub("<[^>]*>", "", inner)) == text
    assert inner.count("<span ") == sum(char in "\u202e\x1b\u200b" for char in text)
    assert shown.startswith(f'<p title="{escaped}">')
    assert shown.endswith(f"<textarea>{escaped}</textarea>")


def test_a_sign_for_each() -> None:
    assert [sign(char) for char in "\0\x1b\x7f\x80\U000e0001"] == ["␀", "␛", "␡", "<U+0080>", "<U+E0001>"]


def test_of_what_stands_before_a_joiner_one_character_is_looked_at() -> None:
    looked = []

    class Watched(str):
        __slots__ = ()

        def __getitem__(self, key: Any) -> str:
            looked.append(str.__getitem__(self, key))
            return looked[-1]

    text = Watched("می\u200cخواهم a\ufe0f" * 100)
    assert "".join(_shaped(found, sign) for found in _JOINING.finditer(text)) == "\u200c<U+FE0F>" * 100
    assert looked == ["ی", "a"] * 100
