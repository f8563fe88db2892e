"""The bridge: readings, names by sound, pairs that documents give, and the dictionary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.bridge.dictionary import Dictionary
from index.bridge.english import bases, lemmas
from index.bridge.pairs import name_pairs
from index.bridge.readings import hangul, reading_tokens, same_hangul
from index.bridge.sound import (
    alike,
    hangul_key,
    japanese_names,
    kana_of_hangul,
    kana_of_latin,
    key,
    pinyin_key,
    readings_of_name,
    syllables,
)
from index.document import make_document
from index.records import Document, Source
from index.settings import Settings
from index.text.script import fold


@pytest.fixture(scope="module")
def dictionary(settings: Settings) -> Dictionary:
    return Dictionary.open(settings.cache)


def document(text: str) -> Document:
    return make_document(Path("names.txt"), text.encode(), Source(), "names")


@pytest.mark.parametrize(
    ("han", "read"), [("駐日美軍", "주일미군"), ("女子", "여자"), ("勞動", "노동"), ("金正恩", "김정은")]
)
def test_korean_readings_whatever_the_initial_sound_law(han: str, read: str) -> None:
    assert hangul(fold(han)) == same_hangul(read)


def test_passages_list_their_readings() -> None:
    found = reading_tokens("驻日美军、项昊宇", "zh")
    assert {"주일", "미군", "xianghao", "haoyu"} <= set(found)
    assert reading_tokens("Nuclear weapons of the States", "en") == ["nuclear", "weapon", "state"]
    assert reading_tokens("여자", "ko") == [same_hangul("여자")]


@pytest.mark.parametrize(
    ("latin", "korean", "written"),
    [
        ("Akiyama", "아키야마", "秋山"),
        ("Kishida", "기시다", "岸田"),
        ("Nobumasa", "노부마사", "信将"),
        ("Abe", "아베", "安倍"),
    ],
)
def test_japanese_names_in_letters_and_hangul(latin: str, korean: str, written: str) -> None:
    assert written in japanese_names(kana_of_latin(latin))
    assert written in japanese_names(kana_of_hangul(korean))
    assert latin.lower() in readings_of_name(written)


def test_what_is_no_name_is_none() -> None:
    assert kana_of_latin("deterrence") == []
    assert japanese_names([]) == []
    assert syllables("kishida") == []
    assert syllables("haoyu") == [["hao", "yu"]]


def test_names_that_sound_alike() -> None:
    assert alike(key("Addison"), pinyin_key("爱迪生")) > 0.8
    assert alike(key("Biden"), hangul_key("바이든")) > 0.8
    assert alike(key("Brummer"), pinyin_key("布鲁默")) > 0.8
    assert alike(key("Brummer"), pinyin_key("斯奈德")) < 0.5
    assert alike("", "") == 0.0


def test_pairs_that_a_document_gives() -> None:
    text = "日本首相岸田文雄（Fumio Kishida）说。政策研究大学教授马修.布鲁默(Matthew Brummer)说。秋山信将（あきやま のぶまさ）。国家安全保障战略(NSS)。"
    found = set(name_pairs(document(text)))
    assert {("fumio kishida", "岸田文雄"), ("kishida", "岸田"), ("brummer", "布鲁默"), ("matthew", "马修")} <= found
    assert {(right, left) for left, right in found} == found
    assert not any("nss" in pair for pair in found)
    plain = document("没有名字。")
    assert name_pairs(plain) == []
    both = replace(plain, source=replace(plain.source, authors=("秋山信将", "Nobumasa Akiyama")))
    assert ("akiyama", "秋山") in name_pairs(both)


def test_the_dictionary_goes_both_ways(dictionary: Dictionary) -> None:
    assert "deterrence" in {meaning.gloss for meaning in dictionary.glosses("zh", ["威慑"])["威慑"]}
    assert "威慑" in {meaning.word for meaning in dictionary.words("zh", ["deterrence"])["deterrence"]}
    assert "ミサイル" in {meaning.word for meaning in dictionary.words("ja", ["missile"])["missile"]}
    assert {m.gloss for m in dictionary.glosses("ko", ["러시아"])["러시아"]} == {"russia"}
    assert dictionary.glosses("zh", ["无此词"]) == dictionary.words("zh", []) == {}


def test_english_words_as_dictionaries_list_them() -> None:
    assert lemmas("The defences recommended missiles") == lemmas("defense recommends a missile")
    assert "intercept" in bases("interception")
