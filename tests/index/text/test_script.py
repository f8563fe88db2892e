"""Script, language and the folded tokens of lexical search: what is the same in another script must meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.script import (
    _HAN_RUN,
    _converter,
    columns,
    fold,
    in_script,
    language_of,
    same_words,
    spaced,
    tokens,
    traditional,
    width,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("核磋商小組", "核磋商小组"),
        ("延伸威懾", "延伸威慑"),
        ("臺灣", "台湾"),
        ("広島", "廣島"),
        ("広島", "广岛"),
        ("防衛", "防卫"),
        ("戦略", "战略"),
        ("価値", "价值"),
        ("汚染", "污染"),
        ("防衞", "防衛"),
        ("ＮＣＧ", "ncg"),
        ("５４０００", "54000"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("㍻", "平成"),
        ("STRASSE", "straße"),
    ],
)
def test_fold_makes_variants_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_fold_is_stable_for_tokens(text: str) -> None:
    """Tokens of the index and of a question are folded alike, whatever the text; none is blank or holds a space."""
    found = tokens(text)
    assert all(token and not any(char.isspace() for char in token) for token in found)
    assert tokens(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("核磋商小组", ["核磋", "磋商", "商小", "小组"]),
        ("核", ["核"]),
        ("核, 武器", ["核", "武器"]),
        ("美日NEXT聯盟", ["美日", "next", "联盟"]),
        ("54,000名", ["54000", "名"]),
        ("５４０００名", ["54000", "名"]),
        ("1,234,567", ["1234567"]),
        ("2023,100人", ["2023", "100", "人"]),
        ("12,34", ["12", "34"]),
        ("the deterrence of the NCG", ["deterrence", "ncg"]),
        ("핵협의그룹", ["핵협", "협의", "의그", "그룹"]),
        ("核抑止力のニーズ", ["核抑", "抑止", "止力", "力の", "のニ", "ニー", "ーズ"]),
        ("a_b", ["b"]),
        ("R&D 2+2", ["r", "d", "2", "2"]),
        ("“”。！ \n", []),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_a_question_in_any_script_meets_the_text() -> None:
    assert set(tokens("華盛頓宣言")) == set(tokens("华盛顿宣言"))
    assert set(tokens("日米同盟の抑止力")) & set(tokens("同盟的抑止力"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("美国承诺保护日本", "zh-Hans"),
        ("美國承諾保護日本", "zh-Hant"),
        ("日本", "zh-Hans"),
        ("什麼是NCG?", "zh-Hant"),
        ("什么是US–ROK Nuclear Consultative Group？", "zh-Hans"),
        ("What is the 核磋商小组?", "en"),
        ("US–ROK Nuclear Consultative Groupとは何ですか", "ja"),
        ("US–ROK Nuclear Consultative Group란 무엇인가요?", "ko"),
        ("Kenji Minemura (峯村健司)", "en"),
        ("秋山信将教授(Nobumasa Akiyama)", "zh-Hans"),
        ("秋山信将は日本に何を提言していますか。", "ja"),
        ("NCGとは何ですか", "ja"),
        ("核共有", "zh-Hans"),
        ("カタカナ", "ja"),
        ("한미 핵협의그룹이란 무엇인가요?", "ko"),
        ("NCG란?", "ko"),
        ("核協議그룹은 무엇인가", "ko"),
        ("What does Akiyama recommend?", "en"),
        ("Qu'est-ce que le NCG ?", "en"),
        ("x", "en"),
        ("美", "zh-Hans"),
        ("國", "zh-Hant"),
        ("2024", "und"),
        ("?!", "und"),
        ("", "und"),
    ],
)
def test_language_of(text: str, expected: str) -> None:
    assert language_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("核武器", 3), ("abc", 1), ("核武器abc", 4), ("", 0), ("핵무기", 3), ("ひらがな", 4), ("。。。", 1)],
)
def test_width_counts_in_chinese_characters(text: str, expected: float) -> None:
    assert width(text) == pytest.approx(expected)


@pytest.mark.parametrize(("text", "expected"), [("abc", 3), ("核a", 3), ("，", 2), ("ｱ", 1), ("가", 2)])
def test_columns(text: str, expected: int) -> None:
    assert columns(text) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("e", "t", True),
        ("é", "ü", True),
        ("가", "나", True),
        ("가", "a", True),
        ("国", "家", False),
        ("国", "a", False),
        ("，", "a", False),
        ("の", "国", False),
    ],
)
def test_a_joined_line_has_a_space_where_the_script_has_one(left: str, right: str, expected: bool) -> None:
    assert spaced(left, right) is expected


def test_converters_change_nothing_but_chinese_characters() -> None:
    others = "".join(char for char in map(chr, range(1, 0x110000)) if char.isprintable() and not _HAN_RUN.match(char))
    for name in ("t2s", "jp2t"):
        assert _converter(name).convert(others) == others


def test_half_a_character_is_folded_like_any_sign() -> None:
    assert fold("漢\ud800字") == "汉?字"
    assert tokens("漢字\ud800 A1") == ["汉字", "a1"]
    assert traditional("汉\udc00") == "漢?"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("駐日美軍", "zh-Hans", "驻日美军"),
        ("驻日美军", "zh-Hant", "駐日美軍"),
        ("NCG 是什麼", "zh-Hans", "NCG 是什么"),
        ("在日米軍は何人ですか", "zh-Hans", "在日米軍は何人ですか"),
        ("駐日美軍", "ja", "駐日美軍"),
        ("\ud800驻", "zh-Hant", "?駐"),
    ],
)
def test_chinese_in_the_script_of_another_text(text: str, language: str, expected: str) -> None:
    assert in_script(text, language) == expected


@pytest.mark.parametrize(
    ("written", "meant"), [("⻄⻑⾨", "西長門"), ("⺠⽣", "民生"), ("⿓の⾥", "龍の里"), ("㈱と㍼", "(株)と昭和")]
)
def test_radicals_and_compatibility_forms_are_matched_as_what_they_stand_for(written: str, meant: str) -> None:
    assert fold(written) == fold(meant)
    assert tokens(written) == tokens(meant)
    assert same_words(written, meant)
