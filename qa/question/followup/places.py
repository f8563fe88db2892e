"""Names of countries, as CLDR and the newspapers of five languages write them."""

from __future__ import annotations

import re
from functools import cache

from index.bridge.packed import Packed

__all__ = ["places"]

_SHORT = {
    "en": "US USA U.S. America UK U.K. Britain England EU ROK DPRK PRC Korea Soviet_Union Europe Asia Africa Hong_Kong Okinawa Guam "
    "Hawaii Washington Beijing Tokyo Seoul Pyongyang Taipei Moscow Kyiv Hiroshima",
    "zh-Hans": "北韩 南韩 苏联 欧洲 亚洲 非洲 欧盟 北约 香港 冲绳 关岛 夏威夷 华盛顿 北京 东京 首尔 平壤 台北 莫斯科 半岛 两岸",
    "zh-Hant": "朝鮮 韓國 蘇聯 歐洲 亞洲 非洲 歐盟 北約 香港 沖繩 關島 夏威夷 華盛頓 北京 東京 首爾 平壤 台北 臺灣 莫斯科 半島",
    "ja": "米国 アメリカ 英国 ソ連 欧州 ヨーロッパ アジア アフリカ 香港 沖縄 グアム ハワイ ワシントン 北京 東京 ソウル 平壌 台北 モスクワ 広島",
    "ko": "한국 남한 소련 유럽 아시아 아프리카 홍콩 오키나와 괌 하와이 워싱턴 베이징 도쿄 서울 평양 타이베이 모스크바 히로시마",
}


@cache
def places(language: str) -> re.Pattern[str]:
    """Any of them, the longest first; of those in letters whole words only."""
    names = {*Packed().territories()[language], *(name.replace("_", " ") for name in _SHORT[language].split())}
    ordered = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?:{ordered})(?!\w)" if language == "en" else ordered)
