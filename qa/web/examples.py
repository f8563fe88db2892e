"""Questions to try: the same five in each of the page's languages, the last one not answered by the default library."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "What is the US–ROK Nuclear Consultative Group (NCG)?",
            "What does Nobumasa Akiyama recommend to Japan?",
            "What will the United States put in writing for Japan for the first time?",
            "What does Guo Xiaobing say about the nuclear umbrella?",
            "Who won the 2022 football World Cup?",
        ),
        "zh-Hans": (
            "美韩核磋商小组（NCG）是什么？",
            "秋山信将向日本提出了哪些建议？",
            "美国将首次以文件形式向日本承诺什么？",
            "郭晓兵怎样看待“核保护伞”？",
            "2022年世界杯的冠军是谁？",
        ),
        "zh-Hant": (
            "美韓「核磋商小組」（NCG）是什麼？",
            "秋山信將向日本提出了哪些建議？",
            "美國將首次以文件形式向日本承諾什麼？",
            "郭曉兵怎樣看待「核保護傘」？",
            "2022年世界盃的冠軍是誰？",
        ),
        "ja": (
            "米韓の核協議グループ（NCG）とは何ですか。",
            "秋山信将は日本に何を提言していますか。",
            "米国が日本に初めて文書で約束するのは何ですか。",
            "郭暁兵は「核の傘」をどう見ていますか。",
            "2022年のサッカーワールドカップで優勝した国はどこですか。",
        ),
        "ko": (
            "한미 핵협의그룹(NCG)이란 무엇입니까?",
            "아키야마 노부마사는 일본에 무엇을 권고합니까?",
            "미국이 일본에 처음으로 문서로 약속하는 것은 무엇입니까?",
            "궈샤오빙은 핵우산을 어떻게 보고 있습니까?",
            "2022년 월드컵에서 우승한 나라는 어디입니까?",
        ),
    }
)
