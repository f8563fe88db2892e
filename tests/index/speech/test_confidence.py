"""Who is not sure to speak is not shown: pronouns after others, things that are only called so, verbs that tell nothing."""

from __future__ import annotations

import pytest

from benchmarks.attributions import plain
from index.speech.speakers import attributions


def speakers(text: str) -> list[tuple[str, ...]]:
    return [said.speakers for said in attributions(plain(text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("当地居民称，水位已经下降。", "当地居民"),
        ("気象予報士のオーラ・ベックさんは「雪は続く」と話している。", "オーラ・ベック"),
        ("The keeper said the gate would stay shut.", "The keeper"),
    ],
)
def test_who_is_sure_is_shown(text: str, name: str) -> None:
    assert speakers(text)[:1] == [(name,)]


@pytest.mark.parametrize(
    "text",
    [
        "山里人称之为石耳，是一种地衣。",
        "区画は、面積が五十平方メートル以下であることを基準としている。",
        "委員会は、来月に橋を閉鎖しようとしている。",
        "市長は橋と言うよりも堤防に近いものを望んだ。",
        "Wren told her off for leaving the gate open.",
        "The engine failure added to the delay of the ferry.",
    ],
)
def test_what_tells_nothing_has_no_speaker(text: str) -> None:
    assert speakers(text) == []


def test_she_is_nobody_of_whom_the_text_goes_on_with_he() -> None:
    text = (
        "Estate manager Aldo Brenner says the old mill is ideal. He has kept it for years, and his dogs guard it. "
        "Nora Whitfield, of the trust, asked others to help. She said: “We have a lot to learn about them.”"
    )
    assert ("Aldo Brenner",) not in [
        said.speakers for said in attributions(plain(text)) if "lot to learn" in text[said.start : said.end]
    ]
