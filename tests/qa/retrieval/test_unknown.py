"""Which words of a question no passage has."""

from __future__ import annotations

import pytest

from qa.engine import Engine


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("厦门晶欣电子取得了什么专利？", ("厦门晶欣电子", "专利")),
        ("廈門晶欣電子取得了什麼專利？", ("廈門晶欣電子", "專利")),
        ("巴西总统对ChatGPT有什么看法？", ("巴西", "ChatGPT")),
        ("秋山信将向日本提出了哪些建议？", ()),
        ("美韩核磋商小组（NCG）是什么？", ()),
    ],
)
def test_the_words_that_no_passage_has(engine: Engine, question: str, words: tuple[str, ...]) -> None:
    assert engine.unknown_words(question) == words


def test_nothing_is_told_where_a_dictionary_alone_carries_over(engine: Engine) -> None:
    assert engine.unknown_words("Which patent did Xiamen Jingxin Electronics obtain?") == ()
