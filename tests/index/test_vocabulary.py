"""Sorted strings in arrays, held against a plain list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.vocabulary import Strings, Vocabulary, encode

WORDS = st.lists(st.text(alphabet="abé日本🙂", min_size=1, max_size=12), unique=True, max_size=60)


@given(words=WORDS, asked=st.text(alphabet="abé日本🙂", min_size=1, max_size=12))
def test_a_word_is_where_it_is_in_a_sorted_list(words: list[str], asked: str) -> None:
    held = sorted(words, key=encode)
    found = Vocabulary(Vocabulary.make(held))
    assert len(found) == len(held)
    assert [found[at] for at in range(len(found))] == held
    for word in [*held, asked]:
        start, end = found.span(word)
        assert held[start:end] == [one for one in held if one == word]
        start, end = found.span(word, prefix=True)
        assert held[start:end] == [one for one in held if one.startswith(word)]


def test_there_is_no_word_without_a_character() -> None:
    found = Vocabulary(Vocabulary.make(["a", "b"]))
    assert found.span("") == found.span("", prefix=True) == (0, 0)
    for word in ("\0", "a\0", "c"):
        start, end = found.span(word)
        assert start == end


def test_strings_keep_their_order_and_a_half_of_a_character_is_a_question_mark() -> None:
    assert [Strings(Strings.make(["b", "", "日本", "\ud800"]))[at] for at in range(4)] == ["b", "", "日本", "?"]
    assert len(Strings(Strings.make([]))) == 0
