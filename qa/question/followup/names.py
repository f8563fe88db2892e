"""The names in a question: people of the library, countries, years, and who else is plainly spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qa.question.followup.places import places
from qa.question.followup.records import Known, Mention, What

__all__ = ["mentions", "people"]

_HAN = "\u3400-\u9fff"
_NAME = rf"(?:[{_HAN}]{{1,6}}(?:[·.‧・•][{_HAN}A-Z]{{1,8}})+|[{_HAN}]{{2,4}}?)"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_CAPITALS = re.compile(
    r"\b(?:(?:de|van|von|bin|al) )?[A-Z][\w’'–-]*\.?(?:[ -](?:(?:of|de|van|von|bin|al|the) )?[A-Z][\w’'–-]*\.?)*"
)
_TITLE = (
    r"Prime Minister|President|Vice President|Chancellor|(?:Foreign |Defen[cs]e )?Minister|Secretary|Senator|Governor|Mayor|"
    r"Professor|Prof\.?|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Miss|Madam|Sir|Lady|Lord|General|Admiral|Ambassador|King|Queen|Pope"
)
_TITLED = re.compile(rf"^(?:{_TITLE})\s+(?=[A-Z])")
_WOMAN = re.compile(r"^(?:Mrs|Ms|Miss|Madam|Lady|Queen)\b|女士|小姐|夫人|여사|女史")
_MAN = re.compile(r"^(?:Mr|Sir|Lord|King|Pope)\b|先生")
_NOBODY = re.compile(
    r"^[A-Z.&–-]{2,}s?$|\b(?:University|Institute|Ministry|Council|Committee|Agency|Department|Shimbun|Times|Post|News|Party|Group|Treaty|"
    r"Network|Corporation|Forces?|Navy|Army|Act|Agreement|Declaration|Strategy|Summit|Alliance|House|Union|Nations|Pact|War|"
    r"Foundation|Association|Company|Street|Street Journal|Pentagon|Congress|Parliament|Diet|Camp|Sea|Strait|Peninsula|Islands?)\b"
)
_SAYING = (
    r"say|says|said|think|thinks|argue|argues|argued|claim|claims|claimed|believe|believes|recommend|recommends|recommended|"
    r"propose|proposes|proposed|suggest|suggests|suggested|write|writes|wrote|warn|warns|warned|advocate|advocates|advise|advises|see|view|assess"
)
_WHO = re.compile(r"\b[Ww]ho(?: is|'s|’s| was) $")
_SPEAKS = re.compile(rf"^\s+(?:(?:do|does|did) )?(?:{_SAYING})\b")
_OPENING = frozenset(
    "a an and are at but by can could did do does during for from give had has have how if in is it list may might name of on or please "
    "should since so tell the then there this that these those to under was were what when where which who whom whose why will with would "
    "according after before about explain describe compare why i my we our yes no not he she they his her their its".split()
)
_ROLES_ZH = "先生|女士|小姐|夫人|教授|博士|首相|总统|總統|总理|總理|外长|外長|防长|防長|部长|部長|主席|发言人|發言人|研究员|研究員|大使|议员|議員"
_ROLES_JA = "氏|さん|首相|大統領|教授|准教授|博士|外相|防衛相|長官|報道官|大臣|議員|主席|研究員|女史"
_ROLES_KO = "대통령|총리|교수|장관|박사|씨|의원|대사|여사|위원장|주석|연구원|대변인"
_ASKED = {
    "zh": re.compile(
        rf"(?:^|[，,：:；。 ]|关于|關於|对于|據|据|根据|根據)(?P<name>{_NAME})(?:(?:{_ROLES_ZH})|(?=(?:是谁|是誰|是什么人|是什麼人|是何许人|"
        r"说|說|认为|認為|怎么看|怎麼看|怎样看|怎樣看|如何看|提出|主张|主張|建议|建議|表示|警告|批评|批評|指出|对|對|关于|關於|向|在[^，]{0,12}[中上裡里]|为什么|為什麼|的(?:观点|觀點|看法|建议|建議|立场|立場|主张|主張))))"
    ),
    "ja": re.compile(
        rf"(?P<name>(?:[{_HAN}]{{2,6}}|[ァ-ヺー・＝]{{2,20}}))(?:(?:{_ROLES_JA})|(?=(?:は|が)[^、]{{0,40}}(?:誰|どんな人|どのような人|何者|述べ|言[いっ]|"
        r"主張|提言|提案|考え|評価|警告|語っ|批判|発言|指摘)|とは(?:誰|どんな人|どのような人|何者)))"
    ),
    "ko": re.compile(
        rf"(?P<name>[가-힣]{{2,}}(?: [가-힣]{{2,}})?)(?: ?(?:{_ROLES_KO})(?![가-힣]{{2}})|(?=(?:은|는|이|가) [^,]{{0,40}}(?:누구|말하|말했|말합|말씀|주장|제안|권고|생각|평가|경고|비판|"
        r"밝혔|언급|지적|어떤 사람)))"
    ),
}
_GROUP = re.compile(
    "(?:政府|军方|軍方|国|國|方|报|報|新闻|新聞|新聞社|社|省|部|厅|庁|軍|军|委员会|委員会|媒体|专家|專家|学者|學者|人士|人|们|們|文件|报告|報告|战略|戰略|小组|小組|机制|"
    "대학|정부|신문|부|군|국|위원회|전문가|언론|문서|보고서|그룹|전략|들|ケ|기구|협의그룹|グループ|専門家|国民|有識者|論者|両国|各国|米軍|首脳|저자|사람|누가|日米|韓国軍|自衛隊|本人|作者|著者|筆者|谁|誰|什么|什麼|何)$"
)


def mentions(question: str, language: str, known: Iterable[Known] = ()) -> tuple[Mention, ...]:
    """The names in a question of this language (`en`, `zh-Hans`, `zh-Hant`, `ja`, `ko`), in its order; none overlap."""
    found: list[Mention] = []

    def add(start: int, end: int, what: What, woman: bool | None = None, wrote: tuple[str, ...] = ()) -> None:
        text = question[start:end]
        if text.strip() and all(end <= one.start or one.end <= start for one in found):
            found.append(Mention(text, start, end, what, woman, wrote))

    for one in known:
        particle = re.search(r"\b(?:de|van|von|bin|al) $", question[: one.start])
        add(
            particle.start() if particle else one.start,
            one.end,
            What.PERSON,
            _gender(question, one.start, one.end),
            one.wrote,
        )
    if language == "en":
        for start, end, what in _capitalised(question):
            add(start, end, what, _gender(question, start, end))
    for match in places(language).finditer(question):
        add(*match.span(), What.PLACE)
    for match in _YEAR.finditer(question):
        add(*match.span(), What.YEAR)
    if language != "en":
        for match in _ASKED[language[:2]].finditer(question):
            if not _GROUP.search(match["name"]):
                add(*match.span("name"), What.PERSON, _gender(question, match.start("name"), match.end()))
        for match in re.finditer(r"[A-Z][A-Za-z–-]+(?: [A-Z][A-Za-z-]+)*", question):
            add(*match.span(), What.OTHER)
    return tuple(sorted(found, key=lambda one: one.start))


def people(names: Iterable[Mention]) -> tuple[Mention, ...]:
    """The people among them."""
    return tuple(one for one in names if one.what is What.PERSON)


def _capitalised(question: str) -> Iterator[tuple[int, int, What]]:
    """Runs of words written with a capital, without a question's first word and the titles of people."""
    country = places("en")
    for match in _CAPITALS.finditer(question):
        start, end = match.span()
        while (first := re.match(r"[A-Za-z’']+(?= )|[A-Za-z’']+$", question[start:end])) and first[
            0
        ].lower() in _OPENING:
            start += first.end()
            start += len(question[start:end]) - len(question[start:end].lstrip())
        end -= 2 if question[start:end].endswith(("'s", "’s")) else 0
        if start >= end:
            continue
        titled = _TITLED.match(question[start:end])
        start += titled.end() if titled else 0
        text = question[start:end]
        if country.fullmatch(text):
            yield start, end, What.PLACE
        elif titled or (not _NOBODY.search(text) and (_WHO.search(question[:start]) or _SPEAKS.match(question[end:]))):
            yield start, end, What.PERSON
        else:
            yield start, end, What.OTHER


def _gender(question: str, start: int, end: int) -> bool | None:
    """Whether the title before or after a name is a woman's; None where there is none, or it does not tell."""
    before, after = " ".join(question[:start].split()[-1:]), question[end : end + 4].lstrip()
    if _WOMAN.match(before) or _WOMAN.match(after):
        return True
    return False if _MAN.match(before) or _MAN.match(after) else None
