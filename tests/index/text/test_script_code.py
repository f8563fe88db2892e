"""Scripts by their code in ISO 15924."""

from __future__ import annotations

import pytest

from index.text.script_code import script_code


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("zh-Hans", "国", "Hans"),
        ("zh-Hant", "國", "Hant"),
        ("ja", "核", "Jpan"),
        ("ko", "핵", "Kore"),
        ("en", "fleet", "Latn"),
        ("ru", "флот", "Cyrl"),
        ("el", "στόλος", "Grek"),
        ("mixed", "国家安全保障会议认为这说明问题", "Hans"),
        ("mixed", "What is the plan of the fleet?", "Latn"),
        ("mixed", "これはひとつの文です。", "Jpan"),
        ("und", "ᐃᓄᒃᑎᑐᑦ", "Zyyy"),
        ("und", "2024", "Zyyy"),
        ("und", "", "Zyyy"),
        ("xx", "მშვიდობა", "Zyyy"),
    ],
)
def test_codes(language: str, text: str, code: str) -> None:
    assert script_code(language, text) == code
