"""What is too long is cut between words, and what is left is of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.shortening import beginning, ending


@pytest.mark.parametrize(
    ("text", "most", "begins", "ends"),
    [
        ("Share of organic farms", 14, "Share of…", "…organic farms"),
        ("at 3,100 tonnes", 6, "at…", "…onnes"),
        ("整整一个没有空格的句子", 6, "整整一个没…", "…空格的句子"),
        ("short", 5, "short", "short"),
        ("unbreakable", 6, "unbre…", "…kable"),
        ("여객선에 준공영제가", 6, "여객선에…", "…준공영제가"),
    ],
)
def test_no_word_is_broken(text: str, most: int, begins: str, ends: str) -> None:
    assert (beginning(text, most), ending(text, most)) == (begins, ends)


@given(st.text(alphabet="ab 1,中。가", max_size=40), st.integers(2, 20))
def test_it_is_of_the_text_and_no_longer_than_was_asked(text: str, most: int) -> None:
    for short, at in ((beginning(text, most), text.startswith), (ending(text, most), text.endswith)):
        assert len(short) <= most
        assert at(short.strip("…")) or short == text
