"""Foreign names in a text by their sound, with a dot between their parts and without."""

from __future__ import annotations

import pytest

from index.bridge.heard import heard_names, strong
from index.bridge.sound import alike, key


def likest(text: str, name: str) -> str:
    """The longest of the names of `text` that sound like a name in letters, as questions take them."""
    found = {other: alike(key(name), theirs) for other, theirs in heard_names(text) if not other.isascii()}
    least = max(0.8, max(found.values(), default=0.0) - 0.05)
    return max((other for other, likeness in found.items() if likeness >= least), key=len, default="")


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("他为哈德逊研究所撰写了一篇文章。", "Hudson", "哈德逊"),
        ("為華盛頓智庫哈德遜研究所撰寫過一篇文章", "Hudson", "哈德逊"),
        ("美国总统拜登与日本首相会谈。", "Biden", "拜登"),
        ("美国国务卿布林肯表示", "Blinken", "布林肯"),
        ("与卢克·坎克利会谈", "Luke", "卢克"),
    ],
)
def test_a_name_is_heard_in_running_text(text: str, name: str, written: str) -> None:
    assert likest(text, name) == written


@pytest.mark.parametrize("text", ["他在会议上表示反对。", "双方计划在年内完成文件制定工作", "", "安全保障政策"])
def test_plain_words_are_no_names(text: str) -> None:
    assert heard_names(text) == []


def test_two_characters_need_three_consonants() -> None:
    names = dict(heard_names("拜登在巴黎"))
    assert "拜登" in names
    assert len(strong(names["拜登"])) == 3
    assert "巴黎" not in names
