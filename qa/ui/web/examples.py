"""Questions to try: the same four in each of the page's languages, the last one not answered by the default library."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "What is the US–ROK Nuclear Consultative Group (NCG)?",
            "What does Nobumasa Akiyama recommend to Japan?",
            "How many Tomahawk missiles did Japan agree to buy?",
            "Which patent did Xiamen Jingxin Electronics obtain?",
        ),
        "zh-Hans": (
            "美韩核磋商小组（NCG）是什么？",
            "秋山信将向日本提出了哪些建议？",
            "日本签约购买了多少枚战斧导弹？",
            "厦门晶欣电子取得了什么专利？",
        ),
        "zh-Hant": (
            "美韓「核磋商小組」（NCG）是什麼？",
            "秋山信將向日本提出了哪些建議？",
            "日本簽約購買了多少枚戰斧飛彈？",
            "廈門晶欣電子取得了什麼專利？",
        ),
        "ja": (
            "米韓の核協議グループ（NCG）とは何ですか。",
            "秋山信将は日本に何を提言していますか。",
            "日本はトマホークを最大何発購入する契約をしましたか。",
            "厦門晶欣電子はどのような特許を取得しましたか。",
        ),
        "ko": (
            "한미 핵협의그룹(NCG)이란 무엇입니까?",
            "아키야마 노부마사는 일본에 무엇을 권고합니까?",
            "일본은 토마호크 미사일을 몇 발 구매하기로 했습니까?",
            "샤먼 징신전자는 어떤 특허를 받았습니까?",
        ),
    }
)
