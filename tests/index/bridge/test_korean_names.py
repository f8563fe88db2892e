"""Korean names in letters and in Hangul."""

from __future__ import annotations

import pytest

from index.bridge.korean import hangul_of_latin, latin_of_hangul
from index.bridge.readings import hangul, korean_syllables, same_hangul
from index.text.script import fold


@pytest.mark.parametrize(
    ("latin", "korean", "written"),
    [
        ("yoon suk yeol", "윤석열", "尹錫悅"),
        ("suk yeol yoon", "윤석열", "尹锡悦"),
        ("yun seok yeol", "윤석열", "尹錫悦"),
        ("moon jae in", "문재인", "文在寅"),
        ("moon jaein", "문재인", "文在寅"),
        ("lee jae myung", "이재명", "李在明"),
        ("park geun hye", "박근혜", "朴槿惠"),
        ("kim jong un", "김정은", "金正恩"),
        ("cho tae yong", "조태용", "趙太庸"),
        ("shin won sik", "신원식", "申源植"),
        ("roh moo hyun", "노무현", "盧武鉉"),
        ("noh moo hyun", "노무현", "卢武铉"),
        ("ban ki moon", "반기문", "潘基文"),
        ("han duck soo", "한덕수", "韓悳洙"),
        ("chun doo hwan", "전두환", "全斗煥"),
        ("choi jong kun", "최종건", "崔鍾建"),
    ],
)
def test_a_name_in_letters_is_one_in_hangul_and_in_characters(latin: str, korean: str, written: str) -> None:
    words = latin.split()
    name = same_hangul(korean)
    assert name in hangul_of_latin(words)
    assert hangul(fold(written)) == name
    assert tuple(words) in latin_of_hangul(name, lambda word: word in words)


@pytest.mark.parametrize("words", ["president yoon", "joe biden", "nuclear consultative group", "yoon", ""])
def test_what_is_no_korean_name_is_none(words: str) -> None:
    assert hangul_of_latin(words.split()) == []


def test_a_name_is_spelt_only_in_words_that_there_are() -> None:
    assert latin_of_hangul("윤석열", lambda word: False) == []
    assert latin_of_hangul("윤석열", {"yoon", "sukyeol"}.__contains__) == [("yoon", "sukyeol"), ("sukyeol", "yoon")]
    assert latin_of_hangul("윤", lambda word: True) == []
    assert latin_of_hangul("abc", lambda word: True) == []


def test_syllables_are_those_that_characters_have_with_and_without_the_initial_sound_law() -> None:
    assert {"리", "이", "김", "석", "률", "율"} <= set(korean_syllables())
    assert "뷁" not in korean_syllables()
