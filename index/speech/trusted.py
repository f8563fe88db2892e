"""Whether words name somebody who can speak: a person, an office, an institution, a group of people or a document.

What stands before a reporting verb is often something else: the end of a clause, a thing, a pronoun that points to nobody.
A speaker is shown only where the words have the shape of a name; else nobody is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.languages.chinese.words import tagged
from index.speech.names import entities, roles

__all__ = ["is_group", "may_speak"]

_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u30fa]")
_HANGUL = re.compile("[가-힣]")
_BROKEN = re.compile("^[\"'’”]|人[会會]$|[，。：；！？\ue000\n]|[,;:!?]|^[）)」』”》、]|[（(「『“《]$")
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"))
_QUOTED = re.compile('[“「『"‘]([^“”「」『』"‘’]+)[”」』"’]')
_LONGEST = 30
_PRONOUN = re.compile(
    r"^(?:それ|これ|あれ|この|その|あの|どの|[我你您咱](?:[们們]|自己)?|自己|大家|[这這那它此](?:个|個|些|一切)?|本文|笔者自己|什么|什麼|[谁誰]|其|[他她]|我们的|我們的|所以|因[为為]|如果|可是|只是|剛剛|刚刚|像)"
)
_ACTS = re.compile(
    r"(?:[人者员員民家师師长長士们們众眾手工友官兵生商客部局厅廳处處署院会會社报報台臺网網刊党黨派方国國省市县縣区區州镇鎮村乡鄉府军軍警团團队隊组組所馆館校厂廠司行店庁課紙室側氏様班股科系社企盟媒宫宮座委府屆届辈輩族友]"
    r"|中心|集[团團]|[机機][构構]|[组組][织織]|大[学學]|[学學]院|研究|[报報]告|[调調][查研]|[论論]文|文件|[数數][据據]|[条條]例|法案|法律|宪法|憲法|[规規]定|[媒][体體]|[当當]局|代表|消息|[决決][议議]|判[决決]|[书書]|年[鉴鑑]|[声聲]明|[战戰]略|[报報][道導]|文章|[统統][计計]|[记記][录錄]|[协協][议議]|公[报報]|[杂雜][志誌]|[华華]盛[顿頓]|[盟]|[国國][内內]|内外|さん|一派|[业業]界|各界|夫[妇婦]|先生|小姐|[团團][体體]|[群][体體]|民[调調]|[经經][济濟][学學]人|通[讯訊訊]?信?|[双雙]方)$"
)
_ENDS_IN_NAME = re.compile(
    r"[”」』》）)]$|[A-Za-zÀ-ɏ.’'][0-9-]*$|[\u30a1-\u30fa・ー]{2}$|[·.‧・•][\u3400-\u9fff]{1,8}$"
)
_DOT = re.compile("[·.‧・•]")
_JAPANESE_CLAUSE = re.compile(r"^(?:[にをはがとでもの]|そして|また|しかし|なお)|を|^「[^」]*$")
_CLAUSES = frozenset(
    "会 會 很 一直 所 应当 應當 应该 應該 是 要 不是 就是 请 請 再请 再請 給予 给予 有 没有 沒有 就 都 还 還 又 为 為 把 被 将 將 对 對 可以 能 能够 能夠 必须 必須 谢谢 謝謝 常常 "
    "当时 當時 只能 只是 提到 告诉 告訴 遵守 按照 在 于 於 据 據 例如 叫 听到 聽到 为了 為了 不仅仅 不僅僅 与此同时 與此同時 还在 還在 我 我们 我們 你 你们 你們 它 他 她 如果 因为 因為 所以 但是 而且 也 不 没 沒 了 着 過 过".split()
)
_NO_NOUNS = frozenset(("d", "v", "c", "p", "r", "u", "ul", "uj", "y", "t", "m", "vd", "ad"))
_NAMES = frozenset(("nr", "nrt", "nrfg", "ns", "nt", "nz", "j", "eng"))

_KOREAN = re.compile(
    r"(?:씨|장관|차관|대통령|총리|총재|의원|대변인|위원장|위원|교수|박사|기자|작가|감독|대표|회장|사장|소장|국장|과장|시장|지사|대사|목사|신부|판사|검사|변호사|전문가|관계자|당국자|당국|관리|측|씨|님|들|사람|주민|시민|농민|"
    r"[가-힣](?:청|부|처|원|국|사|당|회|단|시|도|군|서|소|실|성|부처|은행|대학|대학교|기업|신문|통신|일보|타임스|타임즈|타임지|방송|뉴스|연구|조사|보고서|자료|협회|위원회|정부|언론|매체|경찰|검찰|법원))$"
)
_KOREAN_CLAUSE = re.compile(r"^(?:이러한|이런|그러한|그런|그의|모든) |(?:된|하|르|던|는|을|를|될|할|려|며|면|해|에)$")
_KOREAN_NAME = re.compile(r"[가-힣]{2,5}(?: [가-힣]{2,5})?$")
_KOREAN_WORDS = 6

_NO_NAME = frozenset(
    "is was are were be been being am has have had do does did will would can could may might must shall should to what which who whom whose "
    "that this these those it i we you he she they there here not no so but if when because how why never also then than as me us him them "
    "said says called gave give gives made make makes everything nothing something anything yes".split()
)
_NO_START = re.compile(r"(?:of|in|on|at|for|with|by|from|and|or|as|into|about|\w+ing) ", re.I)
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_CONTRACTED = re.compile(r"(?:I|we|you|he|she|it|they|there|that|who|what)[’'](?:ve|m|re|s|d|ll)$", re.I)
_ENGLISH_WORD = re.compile(r"[A-Za-zÀ-ɏ][\w’'.-]*")
_GROUP = re.compile(
    r"^(?:people|men|women|police|family|families|company|companies|carmakers?|ministry|department|report|study|studies|survey|poll|paper|statement|source|government|court|embassy|party|office|agency|council|"
    r"committee|commission|management|board|bank|group|newspaper|website|magazine|industry|union|team|court|army|military|navy|club|school|university|college|hospital|church|firm|association|federation|organi[sz]ation|"
    r"authority|authorities|parliament|senate|congress|house|cabinet|administration|institute|records?|documents?|media|press|public|network|channel|station|crew|jury|staff|alliance|coalition|opposition|"
    r"bureau|service|centre|center|foundation|fund|society|community|city|town|state|country|nation|kingdom|palace|chief|head|boss|aide|spokes\w+|mayor|judge|king|queen|prince|princess|premier|witness(?:es)?|"
    r"\w+(?:ers?|ors?|ists?|ians?|men|man|women|woman|ants?|(?<!m)ents?|ees?|eers?|ics|crats?|ives?|ans|ates|mates?|ials?|nals|folk|owners?|makers?|ars|ets))$"
)
_NO_GROUP = frozenset(
    "number letter order matter winter summer water river weather power event "
    "percent amount point current content effort computer corner danger error factor figure former latter other another further never whether however rather after under over".split()
)


def may_speak(name: str, *, person: bool = False) -> bool:
    """Whether a name is one of somebody who can speak; `person` where the text has told that it is a person's."""
    name = name.strip()
    if quoted := _QUOTED.fullmatch(name):
        return may_speak(quoted[1], person=person)
    if not name or any(name.count(opened) != name.count(closed) for opened, closed in _PAIRS):
        return False
    if len(name) > _LONGEST * (1 if _HAN.search(name) else 4) or _BROKEN.search(name):
        return False
    if _HANGUL.search(name):
        return not _KOREAN_CLAUSE.search(name) and (person or _korean(name))
    if _HAN.search(name) or _KANA.search(name):
        return not _is_clause(name) and (person or _eastern(name))
    return _english(name, person=person)


@lru_cache(maxsize=4096)
def is_group(name: str) -> bool:
    """Whether a speaker's name is, by its last word or its article, that of an institution, an office, a group or a work."""
    if entities().fullmatch(name) or _ARTICLE.match(name):
        return True
    if _HANGUL.search(name):
        return bool(_KOREAN.search(name))
    if _HAN.search(name) or _KANA.search(name):
        return bool(_ACTS.search(name))
    words = _ENGLISH_WORD.findall(name)
    return len(words) > 1 and bool(_GROUP.match(words[-1].casefold()))


@lru_cache(maxsize=4096)
def _is_clause(name: str) -> bool:
    """Whether there is a word among those of a name that only clauses have, or the one word that it is is no noun."""
    if not _HAN.search(name) or "《" in name:
        return False
    if len(name) == 1 or _JAPANESE_CLAUSE.search(name):
        return True
    if entities().match(name):
        return False
    words = tagged(_DOT.split(name)[0])
    if _DOT.search(name):  # syllables of a foreign name may be anything
        return any(word in _CLAUSES and (len(word) > 1 or word in "在叫对對把被") for word, _ in words)
    return any(word in _CLAUSES for word, _ in words) or (len(words) == 1 and words[0][1] in _NO_NOUNS)


@lru_cache(maxsize=4096)
def _eastern(name: str) -> bool:
    if _PRONOUN.match(name) and not entities().match(name):
        return False
    if _ACTS.search(name) or _ENDS_IN_NAME.search(name) or entities().fullmatch(name):
        return True
    if any(role.end() == len(name) for role in roles().finditer(name)):
        return True
    return tagged(name)[-1][1] in _NAMES


def _korean(name: str) -> bool:
    words = name.split()
    return len(words) <= _KOREAN_WORDS and bool(_KOREAN.search(name) or _KOREAN_NAME.fullmatch(name))


def _english(name: str, *, person: bool) -> bool:
    words = _ENGLISH_WORD.findall(name)
    if words and _CONTRACTED.match(words[0]):
        return False
    if words and (_DAY.search(name) or "citing" in words):
        return False
    if words and (_NO_START.match(name) or (len(words) == 1 and words[0].endswith("ly"))):
        return False
    if not words or any(word.casefold() in _NO_NAME for word in words if word.upper() != word or word == "I"):
        return False
    head = re.split(r" (?:of|in|at|from|for|on|near|with|who|behind)\b", name)[0]
    last = _ENGLISH_WORD.findall(head)[-1:] or words[-1:]
    proper = any(word[0].isupper() for word in words[(1 if words[0].casefold() in _ARTICLES else 0) :])
    if proper and (last[0][0].isupper() or not last[0].islower()):
        return True
    return person or (last[0] not in _NO_GROUP and bool(_GROUP.match(last[0].casefold())))


_ARTICLE = re.compile("(?:the|an?) ", re.I)
_ARTICLES = frozenset("the a an one some many several most other two three his her their its our".split())
