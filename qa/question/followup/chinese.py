"""Chinese, in either script: words that point out of the question, and questions left unfinished."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.question.followup.fragments import bare
from qa.question.followup.grammar import Grammar, plainly_put
from qa.question.followup.places import places
from qa.question.followup.records import (
    PERSONAL,
    Fragment,
    Mention,
    Pointer,
    PointerKind,
    Shape,
    What,
)
from qa.question.followup.topics import by_patterns

__all__ = ["SIMPLIFIED", "TRADITIONAL"]

_SOURCES = "(?:文章|报告|報告|报道|報道|報導|文件|简报|簡報|论文|論文|访谈|訪談|圆桌对话|圓桌對話|来源|來源|资料|資料|网页|網頁|文本|文)"
_THINGS = (
    "(?:机制|機制|机构|機構|组织|組織|小组|小組|国家|國家|国|國|条约|條約|协议|協議|协定|協定|计划|計劃|公司|战略|戰略|政策|声明|聲明|会议|會議|峰会|峰會|法案|部门|部門|数字|數字|说法|說法|观点|觀點|问题|問題|"
    "系统|系統|导弹|導彈|提议|提議|建议|建議|构想|構想|方案|决定|決定|概念|主张|主張|武器|地区|地區|理论|理論|措施|联盟|聯盟|同盟|事件|事|倡议|倡議|做法|安排|制度|名称|名稱|词|詞|要素|原则|原則|因素|结论|結論|目标|目標)"
)
_PEOPLE = "(?:作者|学者|學者|专家|專家|教授|官员|官員|发言人|發言人|研究员|研究員|分析人士|首相|总统|總統|人士|人|先生|女士|记者|記者|政治家|部长|部長)"
_MEASURE = "(?:个|個|些|份|篇|项|項|种|種|位|次|条|條|件|家|段|本|部|场|場|句|类|類|一|几个|幾個|三个|三個|两个|兩個)"
_PATTERNS: tuple[tuple[PointerKind, re.Pattern[str]], ...] = (
    (PointerKind.SOURCE, re.compile(f"(?:那[篇份]|同一?[篇份个個]|上述|前述|该|該|此)(?:这|一)?{_SOURCES}")),
    (PointerKind.THIS_SOURCE, re.compile(f"[这這][篇份个個一]*{_SOURCES}|本文|本报告|本報告")),
    (PointerKind.SOMEBODY, re.compile(f"(?:(?<![应應不])[该該]|[这這那][位个個名]|此|同一[位个個])(?:{_PEOPLE})(?![们們])")),
    (PointerKind.THEY, re.compile("(?:他|她|它|牠)[们們]|[这這那]些(?:人|国家|國家)")),
    (PointerKind.HE, re.compile("(?<![其吉排利无無])他(?![山国國人乡鄉方杀殺律者日处處妈媽们們心用])")),
    (PointerKind.SHE, re.compile("她(?![们們])")),
    (PointerKind.IT, re.compile("(?<!其)[它牠](?![们們])")),
    (PointerKind.IT, re.compile("(?<=[对對就为為])此(?![事人举舉])|此[事举舉]")),
    (PointerKind.THING, re.compile(f"(?:[这這那]{_MEASURE}|(?<![应應不就早也都])[该該]|上述|前述|此)(?:[核三七两兩]|军事|軍事|磋商)?{_THINGS}")),
    (PointerKind.IT, re.compile("(?<=[^刹])那(?=是[什谁誰怎何为為])|^[这這那](?=是(?:什么时|什麼時|何时|何時|谁|誰|哪|为什|為什|怎么发|怎麼發|在哪)|[会會将將]|有[什何多])|(?<=[对對把从從])[这這]")),
    (PointerKind.THERE, re.compile("(?<!支)那[里裡儿兒](?!的?人)|当地|當地")),
    (PointerKind.FORMER, re.compile("前者")),
    (PointerKind.LATTER, re.compile("[后後]者(?!诺|尼)")),
)  # fmt: skip
_OPENER = r"(?:那么|那麼|那|而且|而|还有|還有|然后|然後|至于|至於|另外|另|再|对了|對了|好|请问|請問|又)?[，,、 ]*"
_ITS = re.compile(
    rf"^{_OPENER}(?:关于|關於|对|對|根据|根據)?其(?=[观觀看立主建意内理原目结結态態成作影规規背依任职職效具首总總职核政军軍经經预預])(?!他|它|中|实|實|次|余|餘|间|間)"
)
_THEN = re.compile("^那(?=[么麼，, ]|[^个個些份篇项項种種位次条條件家段本部场場句类類里裡儿兒是])")
_SAYS = re.compile(
    "(?:说|說|称|稱|表示|认为|認為|指出|宣布|承诺|承諾|强调|強調|透露|相信|觉得|覺得|希望|承认|承認|警告|声称|聲稱|主张|主張|知道|否认|否認|解释|解釋|担心|擔心|以为|以為)(?:过|過|了|的)?$"
)
_LINK = re.compile("(?:和|与|與|及|跟|同|在|于|於|将|將|把|以及|的|为|為|向|从|從)$")
_ASKS = (
    "为什么不|為什麼不|为什么|為什麼|为何|為何|为啥|為啥|怎么会|怎麼會|什么时候|什麼時候|何时|何時|从什么时候开始|從什麼時候開始|自何时起|"
    "在哪里|在哪裡|在哪儿|在哪|哪里|哪裡|哪一年|哪年|谁|誰|是谁说的|是誰說的|谁说的|誰說的|有谁|多少人|多少钱|多少錢|多少|几个|幾個|多久|怎么做|怎麼做|如何做|如何|怎么办|怎麼辦|"
    "凭什么|憑什麼|根据是什么|根據是什麼|依据是什么|依據是什麼|理由是什么|理由是什麼|理由|原因是什么|原因是什麼|原因|依据|依據|根据|根據|哪些|哪几个|哪幾個|哪三个|哪三個"
)
_DROPPED = "(?:什么时候|什麼時候|何时|何時|在哪里|在哪裡|在哪|哪年|哪一年|由谁|由誰|谁|誰|怎么|怎麼|为什么|為什麼)(?![是说說])[一-鿿]{1,4}的"
_WHY = re.compile(rf"^{_OPENER}(?P<text>(?P<dropped>{_DROPPED})|{_ASKS})(?:呢|吗|嗎|呀|啊|的)?[？?。！!]*$")
_MORE = re.compile(
    rf"^{_OPENER}(?:还有(?:呢|什么|什麼|哪些|别的|別的|其他的|其它的)?(?:吗|嗎|呢)?|還有(?:呢|什麼|哪些|別的|其他的)?(?:嗎|呢)?|其他的?呢|其它的?呢|别的呢|別的呢|其余呢|其餘呢|"
    r"然后呢|然後呢|后来呢|後來呢|更多|继续|繼續|例如|比如|举例|舉例|比如说|比如說|除此之外呢|此外呢|说详细(?:一)?点|說詳細(?:一)?點|详细说说|詳細說說)[？?。！!]*$"
)
_ABOUT = re.compile(
    r"^(?P<opened>(?:那么|那麼|那|而且|而|还有|還有|至于|至於|另外|又|好)[，,、 ]*)?(?P<before>关于|關於|对于|對於|对|對|在|向|针对|針對|于|於)?"
    r"(?P<text>[^，,。？?！!]{1,14}?)(?P<after>方面|的话|的話|问题上|問題上|上)?(?P<tail>呢|怎么样|怎麼樣|怎样|怎樣|如何|又如何|又怎样|又怎麼樣|又怎么样|也是吗|也是嗎|也一样吗|也一樣嗎|也是这样吗|也是這樣嗎)[？?。！!]*$"
)
_WHOLE = re.compile(
    "什么|什麼|谁|誰|哪|怎|如何|为何|為何|几|幾|多少|吗|嗎|何|是|有没有|有沒有|会|會|应该|應該|可以|能|要不要|想|做|说|說|认为|認為|[一-鿿]不[一-鿿]"
)

_HAN = "\u3400-\u9fff"
_NAME = rf"(?:[{_HAN}]{{1,6}}(?:[·.‧・•][{_HAN}A-Z]{{1,8}})+|[{_HAN}]{{2,4}}?)"
_ROLES = "先生|女士|小姐|夫人|教授|博士|首相|总统|總統|总理|總理|外长|外長|防长|防長|部长|部長|主席|发言人|發言人|研究员|研究員|大使|议员|議員"
_ASKED = re.compile(
    rf"(?:^|[，,：:；。 ]|关于|關於|对于|據|据|根据|根據)(?P<name>{_NAME})(?:(?:{_ROLES})|(?=(?:是谁|是誰|是什么人|是什麼人|是何许人|"
    r"说|說|认为|認為|怎么看|怎麼看|怎样看|怎樣看|如何看|提出|主张|主張|建议|建議|表示|警告|批评|批評|指出|对|對|关于|關於|向|在[^，]{0,12}[中上裡里]|为什么|為什麼|的(?:观点|觀點|看法|建议|建議|立场|立場|主张|主張))))"
)
_TOPICS = (
    re.compile("^(?:请问|請問|那么|那麼|那)?(?:什么|什麼|何谓|何謂)(?:是|叫做|叫)(?P<x>.+)$"),
    re.compile("(?:关于|關於|对于|對於|对|對|看待|评价|評價|怎么看|怎麼看|如何看)(?P<x>[^，,]{2,20}?)(?:说了|說了|说|說|有|怎么|怎麼|怎样|怎樣|如何|是什么|是什麼|持|的看法|的观点|的觀點|抱|作|$)"),
    re.compile("^(?P<x>.+?)(?:的?全称|的?全稱|是什么|是什麼|是指|是谁|是誰|指的?是|有多少|有几|有幾|有哪|何时|何時|什么时候|什麼時候|是什么时候|在哪|是在|是何|哪|怎么|怎麼|怎样|怎樣|如何|为什么|為什麼|为何|為何|由谁|由誰|包括|需要|是否|会不会|會不會|能不能|多少|吗|嗎|存在|成立|于|於)"),
)  # fmt: skip


def pointers(question: str, names: Sequence[Mention]) -> list[Pointer]:
    """The words that point out of the question, in their order."""
    found: list[Pointer] = []
    spoken = _THEN.match(question)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(question):
            start, end = match.span()
            taken = any(start < other.end and other.start < end for other in found)
            if taken or (spoken and end <= spoken.end()) or _within(question, start, end, kind, names):
                continue
            found.append(Pointer(start, end, kind))
    if (its := _ITS.match(question)) and not found:
        found.append(Pointer(its.end() - 1, its.end(), PointerKind.IT, owner=True))
    return sorted(found, key=lambda pointer: pointer.start)


def fragment(question: str) -> Fragment | None:
    """The question as one that is not whole; None where it is."""
    if short := bare(question, _WHY, _MORE):
        return short
    match = _ABOUT.match(question)
    if not match or _WHOLE.search(match["text"]):
        return None
    opened = bool(match["opened"] or match["before"] or match["tail"] == "呢" or match["tail"].startswith(("也", "又")))
    return Fragment(Shape.ABOUT, match["text"], match["before"] or "", match["after"] or "", opened)


def _within(question: str, start: int, end: int, kind: PointerKind, names: Sequence[Mention]) -> bool:
    """Whether the question itself says who or what is meant."""
    before = question[:start]
    if kind in (PointerKind.FORMER, PointerKind.LATTER):
        return bool(re.search("[和与與跟及、]", before))
    if kind is PointerKind.THERE:
        return any(name.what is What.PLACE and name.end <= start for name in names)
    if kind is PointerKind.THEY:
        return _clauses(before) or bool(re.search("[们們国國人方]", before) and _joined(before))
    if kind in PERSONAL:
        people = [name for name in names if name.what is What.PERSON and name.end <= start]
        if not people and re.search("[一-鿿]{2}[和与與及跟]$", before):
            return True
        if not people:
            return bool(
                re.search("(?:总统|總統|首相|作者|领导人|領導人|部长|部長|教授|人)(?:说|說|认为|認為|[，,])", before)
            )
        owner = question[end : end + 1] == "的" and not before.endswith(("对", "對", "看", "看待", "评价", "評價"))
        return owner or _clauses(before[people[-1].end :]) or bool(_SAYS.search(before)) or _joined(before)
    if kind in (PointerKind.IT, PointerKind.THING):
        return _clauses(before) or (kind is PointerKind.IT and (bool(_SAYS.search(before)) or _joined(before)))
    return False


def _joined(before: str) -> bool:
    """Whether the words before are tied to the pointer: 北约和它的盟友."""
    return (
        bool(_LINK.search(before))
        and len(before) > 2
        and not re.match(f"^{_OPENER}(?:对|對|在|关于|關於|向|从|從|为|為|将|將|把)$", before)
    )


def _clauses(before: str) -> bool:
    """Whether a clause that says something stands before: more than an opener and a comma."""
    clauses = re.split("[，,；;：:。]", before)[:-1]
    return any(len(re.sub(f"^{_OPENER}", "", clause)) > 2 for clause in clauses)


def _put(question: str, pointer: Pointer, words: str) -> str:
    if pointer.owner:
        return f"{question[: pointer.start]}{words}的{question[pointer.end :]}"
    return plainly_put(question, pointer, words)


SIMPLIFIED = Grammar(
    pointers=pointers,
    fragment=fragment,
    says=lambda person, text: f"{person}怎么看{text}？",
    topic=lambda question, names: by_patterns(_TOPICS, question, names),
    places=lambda: places("zh-Hans"),
    asked=_ASKED,
    put=_put,
    joint="和",
    brackets=("（", "）"),
    question_mark="？",
    spaced=False,
    woman="女士|小姐|夫人",
    man="先生",
    nobody="政府|军方|軍方|国|國|方|报|報|新闻|新聞|社|部|厅|军|委员会|委員会|媒体|专家|專家|学者|學者|人士|人|们|們|文件|报告|報告|战略|戰略|小组|小組|机制|作者|谁|誰|什么|什麼",
    views="观点|觀點|看法|意见|意見|立场|立場",
    genitive="的",
)
TRADITIONAL = replace(SIMPLIFIED, says=lambda person, text: f"{person}怎麼看{text}？", places=lambda: places("zh-Hant"))
