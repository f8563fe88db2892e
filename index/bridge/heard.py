"""Names of a document by their sound: names in letters, in katakana, and foreign ones in Chinese characters.

Chinese writes Luke Kuechly 卢克·坎克利, and nothing marks where such a name begins and ends but the dot; so every short
end before it and beginning after it is listed, and a question's name is held against all of them. Without a dot, as in
哈德逊研究所 (Hudson Institute), runs of the characters with which foreign names are written are taken for names, whole and in
part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.bridge.sound import kana_key, key, pinyin_key
from index.text.script import fold

__all__ = ["heard_names", "strong"]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_DOTTED = re.compile(f"(?<=[{_HAN}])[·・‧•.．](?=[{_HAN}])")
_BEFORE = re.compile(f"[{_HAN}]{{2,6}}$")
_AFTER = re.compile(f"[{_HAN}]{{2,6}}")
_CARRIERS = (
    "斯尔克德特罗拉布利伯马西亚阿卡莱杰顿尼伊兰雷洛纳夫姆格米埃诺林维约赫霍弗科伦巴曼迪普多希恩森托哈兹莉乔艾瓦莎菲贝沃根吉奥丽瑟史威爱鲁玛萨妮撒麦逊勒塔基蒂翰比帕密迈思佛波士莫娅茨汤雅达丹朗琳汀凯泰娜福盖"
    "坦辛查韦欧索塞尤狄佩穆桑苏亨切列博梅登摩班蒙叶赖奇惠丝宾施昆杜朱茱丁鲍氏戈奎勃堡贾珀瑞仁柏齐培季库芬昂柯黎珊耶卢谢詹拜肯泽温默肖连邦彭彼毕勋舍申诗舒沙泡庞潘蓬奈涅纽努宁缪墨幕考康坎匡夸拐冈甘岗瓜汉豪怀"
    "喀劳楞廉梁龙隆略芒孟荣赛绍台唐陶腾廷图万旺魏翁乌伍吴夏香欣休延扬赞扎曾珍治佐祖钦琼丘"
)
"""Characters of foreign names, folded: those of CC-CEDICT's foreign names and the usual ones beside them, without the commonest
of plain words."""
_CARRIED = re.compile(f"[{_CARRIERS}]{{2,12}}")
_LONGEST_CARRIED = 6
_CONSONANTS = {2: 3}
"""So many consonants make a name of two characters (拜登, Biden); of longer ones two are enough."""
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{2,12}")
_LATIN = re.compile(r"\b[A-Z][a-z\u00df-\u024f]{2,}\b")


def heard_names(text: str) -> list[tuple[str, str]]:
    """Folded names that occur in `text`, each with its key, sorted; a word that is also written small is no name."""
    return sorted(set(_names(text)))


def _names(text: str) -> Iterator[tuple[str, str]]:
    small = set(re.findall(r"\b[a-z]{3,}\b", text))
    for word in set(_LATIN.findall(text)):
        if word.lower() not in small:
            yield from _keyed(fold(word), key(word))
    for word in set(_KATAKANA.findall(text)):
        yield from _keyed(fold(word), kana_key(word))
    plain = fold(text)
    for dot in _DOTTED.finditer(plain):
        before, after = _BEFORE.search(plain[max(0, dot.start() - 6) : dot.start()]), _AFTER.match(plain, dot.end())
        for name in (before.group()[at:] for at in range(len(before.group()) - 1)) if before else ():
            yield from _keyed(name, pinyin_key(name))
        for name in (after.group()[:end] for end in range(2, len(after.group()) + 1)) if after else ():
            yield from _keyed(name, pinyin_key(name))
    for run in set(_CARRIED.findall(plain)):
        for start in range(len(run) - 1):
            for end in range(start + 2, min(len(run), start + _LONGEST_CARRIED) + 1):
                kinds = pinyin_key(run[start:end])
                if len(strong(kinds)) >= _CONSONANTS.get(end - start, 2):
                    yield run[start:end], kinds


def _keyed(name: str, kinds: str) -> Iterator[tuple[str, str]]:
    if strong(kinds):
        yield name, kinds


def strong(kinds: str) -> str:
    """The consonants of a key that every script keeps."""
    return "".join(kind for kind in kinds if kind.isupper())
