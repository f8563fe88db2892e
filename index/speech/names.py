"""From the words before a reporting verb to a name: affiliation, role and title taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from index.offsets import Span
from index.text.words import tagged

__all__ = ["ENTITY", "ROLE", "Name", "is_person", "leading", "may_be_personal", "name_of", "together", "untitled"]

_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇"
    "卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷"
    "钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫季俞章鲁魯葛伍韦韋申尤毕畢聂聶焦柳邢路岳齐齊梅莫"
    "庄莊辛管祝左涂谷祁舒耿牟卜欧歐詹习習"
)
_COMMON_ENDS = frozenset(
    "件方府国國者员員士人家们們界部省市校局社报報院会會所台网網团團军軍厅廳司书書法案层層署队隊党黨体體业業道声聲意种種"
)
_ROLE = re.compile(
    r"主任|主席|总书记|總書記|书记|書記|主编|主編|主管|主播|教授|讲师|講師|研究员|研究員|发言人|發言人|总统|總統|总理|總理|首相|大臣|外相|防相|财相|国务卿|國務卿"
    r"|[部處处局院館馆社會会市省州署所校廠厂司組组隊队船書书事行站村鎮镇縣县區区廳厅議议科團团店次室]長|"
    r"[部处局院馆社会市省州署所校厂司组队船书事行站村镇县区厅议科团店次室]长"
    r"|学者|學者|专家|專家|分析师|分析師|工程师|工程師|律师|律師|医师|醫師|医生|醫生|老师|老師|教练|教練|球员|球員|选手|選手|记者|記者|编辑|編輯|作家|导演|導演"
    r"|议员|議員|委员|委員|参赞|參贊|大使|领事|領事|上将|上將|中将|中將|少将|少將|上校|司令|总监|總監|经理|經理|总裁|總裁|董事|顾问|顧問|会员"
    r"|博士|院士|先生|女士|小姐|负责人|負責人|创始人|創始人|秘书|秘書|代表|官员|官員|政治学者|经济学家|經濟學家|科学家|科學家|历史学家|歷史學家"
    r"|[村居市农農渔漁牧选選股网網]民|学生|學生|店主|业主|業主|司机|司機|护士|護士|[学學艺藝画畫业業行动動论論史作]家|[员員师師者官](?=[\u3400-\u9fff]{2})|総裁|首席|(?:[领領][导導]|候[选選]|主持|代理|[证證]|合伙|合夥|[经經][纪紀]|[发發]起|[联聯][络絡系]|[当當]事|目[击擊][证證])人|领袖|領袖|担当|氏(?=$)|さん(?=$)|准教授|所員"
)
ROLE = _ROLE
"""Titles and offices, as they stand before or after a name."""
_DOTTED = re.compile(r"[\u3400-\u9fffA-Z]{1,16}(?:[·.‧・•][\u3400-\u9fffA-Z]{1,10}){1,4}$")
_GLOSS = re.compile(r"\s*[（(][^（()）]{1,80}[)）]\s*$")
_TITLE = re.compile(r"《[^《》\n]{1,40}》")
_HAN = re.compile(r"[\u3400-\u9fff]+$")
_LAND = (
    "中国|中國|中华人民共和国|美国|美國|日本|韩国|韓國|南韩|南韓|朝鲜|朝鮮|北韩|北韓|俄罗斯|俄羅斯|英国|英國|法国|法國|德国|德國|印度|"
    "台湾|臺灣|台灣|越南|泰国|泰國|菲律宾|菲律賓|印尼|马来西亚|馬來西亞|新加坡|澳大利亚|澳洲|加拿大|墨西哥|巴西|阿根廷|南非|埃及|以色列|"
    "伊朗|伊拉克|土耳其|乌克兰|烏克蘭|波兰|波蘭|意大利|西班牙|欧盟|歐盟|联合国|聯合國|北约|北約|白宫|白宮|华盛顿|華盛頓|北京方面|东京方面|莫斯科"
)
_ENTITY = re.compile(
    rf"(?:{_LAND}|[中美日韩韓朝俄英法德印澳台][中美日韩韓朝俄英法德印澳台]{{1,2}}|[三两兩四]国|[三两兩四]國|[双雙各中美日韩韓朝俄英法德]方)"
    r"(?:政府|军方|軍方|当局|當局|国防部|國防部|国务院|國務院|外交部|外务省|外務省|防卫省|共产党|共產黨|国会|國會|官方|国内|國內|媒体|媒體)?"
)
ENTITY = _ENTITY
"""Countries, alliances, and what stands for them."""

_EASTERN = re.compile("[\u3400-\u9fff\u3041-\u30fa\uac00-\ud7a3]")
_LATIN = re.compile(
    r"(?P<article>the )?(?P<role>(?:(?:[a-z][\w’'-]* ){0,8}?(?:Prime Minister|President|Vice President|Chancellor|Minister|Secretary|Senator|Governor|Mayor|Judge|Justice|Professor|Prof\.|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Sir|General|Admiral|Ambassador|Representative|CEO|CFO|COO|CTO|Chair|Chairman|Chairwoman|Director|Dean|Rev\.|Sen\.|Rep\.|Gov\.|Gen\.|Lt\.|Col\.|Capt\.|Sgt\.|King|Queen|Prince|Princess|Pope|Bishop|Lord|Lady|Dame|Congressman|Congresswoman|Councillor) )?(?:[a-z][\w’'-]* ){0,8})(?P<name>[A-Z][\w.’'-]*(?: (?:(?:of|de|van|von|bin|al) )?[A-Z][\w.’'-]*){0,5})$"
)
_FOREIGN = re.compile(r"(?<=[\u3400-\u9fff ])[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){0,3}$", re.A)
_HANGUL = re.compile(
    r"(?<![가-힣])(?P<name>[김이박최정강조윤장임한오서신권황안송류전홍고문손양배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용][가-힣]{2})(?P<role>(?: [가-힣]{1,12}){0,5} ?(?:교수|연구사|연구원|장관|차관|대표|의원|대변인|회장|사장|소장|센터장|국장|과장|위원장|총리|대통령|기자|변호사|원장|시장|팀장|작가|감독|씨|박사))$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """text[start:end] names somebody; `person` is whether a person, `role` what was taken off before it."""

    start: int
    end: int
    person: bool = False
    role: str = ""


def name_of(text: str, phrase: Span) -> Name | None:
    """The name in a noun phrase of `text`; the phrase itself where it names a group, an institution or a document."""
    found = _name_in(text[phrase.start : phrase.end])
    return found and replace(found, start=found.start + phrase.start, end=found.end + phrase.start)


@lru_cache(maxsize=4096)
def _name_in(words: str) -> Name | None:
    start, end = 0, len(words)
    gloss = _GLOSS.search(words)
    if gloss:
        end = gloss.start()
    words = words[:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    words = words.strip()
    if not words:
        return None
    if not _EASTERN.search(words):
        return _abroad(words, start, end)
    if hangul := _HANGUL.search(words):
        return Name(start + hangul.start("name"), start + hangul.end("name"), person=True, role=hangul["role"])
    if (foreign := _FOREIGN.search(words)) and _ROLE.search(words[: foreign.start()]):
        return Name(start + foreign.start(), end, person=True, role=words[: foreign.start()])
    titles = list(_TITLE.finditer(words))
    if titles and titles[-1].end() == len(words):
        return Name(start + titles[-1].start(), end)
    roles = list(_ROLE.finditer(words))
    dotted = _DOTTED.search(words)
    if dotted:
        cut = max([dotted.start(), *(role.end() for role in roles), _after_nouns(words)])
        return Name(start + max(cut, words.rfind("的") + 1), end, person=True, role=words[:cut])
    if roles:
        last = roles[-1].end()
        tail = words[last:].lstrip("、兼的 ")
        apart = len(roles[-1][0]) == 1 or words.startswith("的", last)  # a thing of theirs may follow
        named = bool(gloss) or (_looks_personal(tail) if apart else tail[-1:] not in _COMMON_ENDS)
        if named and 2 <= len(tail) <= (8 if gloss else 4) and _HAN.match(tail):
            return Name(end - len(tail), end, person=True, role=words[:last])
        if not tail:
            return _titled(words, roles[-1].start(), start, end)
    tail = words.rpartition("的")[2]
    if len(tail) < len(words) and ((gloss and len(tail) <= 8) or _looks_personal(tail)):
        return Name(end - len(tail), end, person=True)
    return Name(start, end, person=_looks_personal(words))


def _after_nouns(words: str) -> int:
    """Where the name begins in `主教练罗德·里德`: behind the last common noun before the word at its first dot."""
    at = cut = 0
    noun = False
    for word, tag in tagged(re.split("[·.‧・•]", words)[0]):
        cut = at if noun else cut
        at += len(word)
        noun = tag in ("n", "nt", "ns") and len(word) > 1
    return cut


def _abroad(words: str, start: int, end: int) -> Name:
    """A name in the Latin alphabet."""
    match = _LATIN.match(words)
    if not match:
        return Name(start, end)
    if re.search(r"\b(?:of|for|in|at) $", match["role"]):
        return Name(start, end)  # an office: the mayor of St. Ives
    person = (
        bool(match["role"] or " " in match["name"]) and not match["article"] and not match["name"].startswith("The ")
    )
    return Name(start + match.start("name"), end, person=person, role=match["role"])


def _titled(words: str, cut: int, start: int, end: int) -> Name:
    """`words` end in a title: the name before it, where there is one."""
    head = words[:cut].rpartition("の")[2]
    shift = start + cut - len(head)
    if head != words[:cut] and 2 <= len(head) <= 6:
        return Name(shift, start + cut, person=True, role=words[cut:])
    if _looks_personal(words[:cut]):
        return Name(start, start + cut, person=True, role=words[cut:])
    return Name(start, end)


def _looks_personal(words: str) -> bool:
    return may_be_personal(words) and words[0] in _SURNAMES


def may_be_personal(words: str) -> bool:
    """Whether two to four Chinese characters may be somebody's name, whose surname is a common one if there are not three."""
    return (
        2 <= len(words) <= 4
        and bool(_HAN.match(words))
        and (words[0] in _SURNAMES or len(words) == 3)
        and words[-1] not in _COMMON_ENDS
        and not _ENTITY.match(words)
    )


@lru_cache(maxsize=4096)
def untitled(words: str) -> str:
    """`words` without a title at their end: `佐藤教授` → 佐藤."""
    roles = list(_ROLE.finditer(words))
    return words[: roles[-1].start()] if roles and roles[-1].end() == len(words) else words


def together(text: str, phrase: Span) -> tuple[Span, ...]:
    """The parts of a phrase that joins names by "and": `甲和乙` → 甲, 乙."""
    words = text[phrase.start : phrase.end]
    joint = re.search(r"\s*[和与與及、]\s*(?:以及)?", words)
    if not joint:
        return (phrase,)
    return (Span(phrase.start, phrase.start + joint.start()), Span(phrase.start + joint.end(), phrase.end))


def leading(text: str, start: int, end: int) -> Span | None:
    """The country, institution or titled document with which text[start:end] begins."""
    match = _TITLE.match(text, start, end) or _ENTITY.match(text, start, end)
    return Span(match.start(), match.end()) if match else None


_NO_PERSON = re.compile(
    "[《》“”%0-9]|^(?:the |[一几多许越各双雙兩两三])|"
    "(?:人士|专家|專家|学者|學者|政府|媒体|媒體|记者|記者|官员|官員|人|方|国|國|报|報|社|部|党|黨|厅|院|军|軍|文件|报道|報道|国内|本|日美|美日|政治家|台|网|會|会|署|局|省|机构)$"
)


def is_person(name: str) -> bool:
    """Whether a speaker's name is a person's, and not a country's, a paper's or a group's."""
    return len(name) > 1 and not _NO_PERSON.search(name)
