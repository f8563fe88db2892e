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
            "What did President Yoon Suk-yeol say about nuclear weapons in January 2023?",
            "Which patent did Xiamen Jingxin Electronics obtain?",
        ),
        "zh-Hans": (
            "美韩核磋商小组（NCG）是什么？",
            "秋山信将向日本提出了哪些建议？",
            "尹锡悦2023年1月说了什么？",
            "厦门晶欣电子取得了什么专利？",
        ),
        "zh-Hant": (
            "美韓「核磋商小組」（NCG）是什麼？",
            "秋山信將向日本提出了哪些建議？",
            "尹錫悅2023年1月說了什麼？",
            "廈門晶欣電子取得了什麼專利？",
        ),
        "ja": (
            "米韓の核協議グループ（NCG）とは何ですか。",
            "秋山信将は日本に何を提言していますか。",
            "尹錫悦大統領は2023年1月に何と述べましたか。",
            "厦門晶欣電子はどのような特許を取得しましたか。",
        ),
        "ko": (
            "한미 핵협의그룹(NCG)이란 무엇입니까?",
            "아키야마 노부마사는 일본에 무엇을 권고합니까?",
            "윤석열 대통령은 2023년 1월 핵무기에 대해 무엇이라고 말했습니까?",
            "샤먼 징신전자는 어떤 특허를 받았습니까?",
        ),
    }
)
