"""Questions to try: of the default library the same four in each of the page's languages, of any other what it suggests itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from index.store.catalogue import Catalogue
from qa.ui.web.words.strings import PageStrings

__all__ = ["EXAMPLES", "examples"]

_SEEDS = ("000_2cb995d306f6a6b1", "004_4265a66dfc9597a6")
"""Documents of the default library that the questions below are about."""
_SAID, _WRITTEN = 2, 1


def examples(catalogue: Catalogue, words: PageStrings) -> list[tuple[str, bool]]:
    """Questions to try in the page's language, each with whether it is there to show a no."""
    if words.tag in EXAMPLES and all(name in catalogue.sources for name in _SEEDS):
        questions = EXAMPLES[words.tag]
        return [(text, text == questions[-1]) for text in questions]
    heard = Counter(name for passage in catalogue.passages for name in (*passage.authors, *passage.speakers))
    said = [words.example_says.format(name=name) for name, _ in heard.most_common(_SAID)]
    titles = [source.title for source in catalogue.sources.values() if source.title][:_WRITTEN]
    return [(text, False) for text in (*said, *(words.example_wrote.format(title=title) for title in titles))]


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
