"""What kind of thing a question asks for, and whether a text holds anything of that kind.

"How much will it cost?" is answered by no sentence without an amount, whatever the sentence is about. By question words, in
Chinese of both scripts, English, Japanese and Korean; in other languages nothing is said of the kind.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.text.numbers import DIGIT, HAN_NUMERAL, numbers_in

__all__ = ["TOLD", "AnswerType", "asked_for", "holds"]


class AnswerType(StrEnum):
    """What is asked for."""

    PERSON = "person"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    PERCENTAGE = "percentage"
    PLACE = "place"
    DEFINITION = "definition"
    REASON = "reason"
    OTHER = "other"


TOLD = frozenset({AnswerType.DATE, AnswerType.NUMBER, AnswerType.MONEY, AnswerType.PERCENTAGE})
"""The kinds that can be told from a text that holds none; a name of a person or a place may look like any word."""

_COST = "费用|費用|花费|花費|耗费|耗費|经费|經費|[学學房车車票运運]费|[学學房车車票运運]費|价格|價格|价值|價值|票价|票價|售价|售價|造价|造價|钱|錢|资金|資金|投资|投資|预算|預算|成本|金额|金額|款|薪|收入|年俸"
_CURRENCY = "美元|日元|日圆|日圓|欧元|歐元|人民币|人民幣|英镑|英鎊|韩元|韓元|港元|新台币|新臺幣|台币|元|円|圓|ドル|ユーロ|ポンド|ウォン|달러|원|엔|유로|위안"
_ASKED = (
    (
        AnswerType.PERCENTAGE,
        "百分之[几幾多]|百分比|[几幾多]少?成(?![为為立员員])|比例(?:是|为|為|有)?多|(?:占|佔).{0,8}(?:多少|多大)?比[例重]|几个百分点|多少个?百分[点點]"
        r"|(?:率|占比|比重)(?:大约|大約|约|約)?(?:是|为|為|有|达|達)?(?:多少|多高|几|幾)"
        r"|\b(?:what|which) (?:percent\w*|share|proportion|fraction)\b|\bhow (?:many|much) percent|\bpercent\w* (?:of|is|was|does|did)\b.*\?"
        r"|何\s?(?:%|％|パーセント|割)|(?:割合|比率|率|シェア)は(?:どの|どれ|いくつ|何|\?|？|$)|몇\s?(?:%|％|퍼센트|프로)|(?:비율|비중|\S율)[은는이] ?(?:얼마|몇|어느)",
    ),
    (
        AnswerType.MONEY,
        rf"多少[钱錢]|多少(?:[万萬亿億千百]*)(?:{_CURRENCY})|[几幾](?:[万萬亿億千百]+)?(?:{_CURRENCY})|(?:{_COST}).{{0,8}}多少|多少.{{0,3}}(?:{_COST})"
        r"|\bhow much (?:money|funding|revenue|profit|debt)\b|\bhow much\b.*\b(?:cost|costs|spend|spent|pay|paid|worth|earn|earns|earned|invest|invested|raise|raised|charge|charged|donate|donated|price|budget|sell|sold)\b"
        r"|\bhow many (?:[a-z]+ )?(?:dollars|euros|pounds|yen|yuan|won)\b|\bwhat (?:is|was|were|are|will be|did|does) .{0,40}\b(?:cost|price|budget|salary|revenue|fee)\b(?! of living)"
        rf"|何[百千万億兆]*(?:円|ドル|ユーロ|ポンド|ウォン)|(?:費用|[^消]費|価格|値段|予算|金額|料金|給料|年収|売上|資金).{{0,8}}(?:いくら|どのくらい|どれくらい|どれほど)"
        rf"|몇 ?[백천만억조]*\s?(?:원|달러|엔|유로|위안)|(?:비용|예산|가격|금액|연봉|월급|요금|값|돈).{{0,10}}(?:얼마|몇)|얼마(?:입니까|인가|인지|예요|였|이며|의 (?:비용|예산|돈))",
    ),
    (
        AnswerType.DATE,
        "什[么麼]时候|什[么麼]時候|什[么麼]时间|什[么麼]時間|甚[么麼]時候|何时|何時(?!間)|何年(?![間间も分前以])|何月|何日(?![間间も本])|哪一?[年天月日]|哪[一]?个?(?:月|年代|世纪|世紀|朝代|时期|時期|時代)|哪個(?:月|年代|世紀|朝代|時期)"
        "|几[几]?年[几]?月|[几幾][月号號](?![份个])|[几幾]世[纪紀]|(?:年份|日期|时间|時間)(?:是|为|為)?(?:什|何|哪|多少|$)|哪.{0,2}(?:日期|年份)|[几幾]点|幾點|(?:于|於|在|是)[几幾]年"
        r"|^\W*(?:(?:since|until|till|from|by|in|on|and|so)\s)?(?:when|what year|which year)\b(?!ce)|\b(?:what|which) (?:\w+ )?(?:year|date|day|month|century|decade|era)\b|\bhow long ago\b|\bsince when\b"
        "|いつ|何世紀|何時代|何曜日|何年代|언제|몇 ?년(?! ?(?:간|동안|이나|마다))|몇 ?월|며칠|어느 ?(?:해|날|달|시기|시대)|몇 ?세기|몇 ?시(?![간])|무슨 요일",
    ),
    (AnswerType.REASON, "为什[么麼]|為什[么麼]|为甚|為甚|为何|為何|何以|何故|原因|(?:^|[^a-z])why\\b|\\bwhat (?:\\w+ )?reasons?\\b|\\bhow come\\b|なぜ|何故|どうして|理由|왜(?![가-힣])|이유|까닭"),
    (
        AnswerType.NUMBER,
        r"多少|第[几幾]|[几幾](?:[个個位名人次种種座所家年天岁歲度层層岁條条项項部本台辆輛间間支只隻颗顆场場站期届屆倍分公米小周週月级級万萬千百亿億十篇首章]|$)|多[大高长長远遠久深重宽寬快厚](?![的学家])"
        r"|\bhow (?:many|much|old|long|far|large|big|tall|high|deep|wide|fast|heavy|often|frequently)\b|\bwhat (?:number|population|age|length|height|speed|size|distance|temperature|area)\b|\bwhat (?:is|was) the (?:\w+ )?(?:number|population|length|height|speed|size|distance|temperature|area|age)\b"
        r"|いくつ|いくら|^(?=.*[ぁ-ん]).*何\s?(?:人(?!か\W*$)|個|本|枚|発|回|件|社|歳|才|年(?:間|分|も)|日間|時間|分|秒|メートル|キロ|ｋｍ|km|m|センチ|種類|つ(?!か)|番|位|台(?!地)|隻|基|頭|匹|名|階|層|カ国|か国|ヶ国|箇国|か月|カ月|ヶ月|度|トン|グラム|リットル|平方|倍|世帯|[万億]|冊|曲|作|校|両|駅|戸|票|勝|敗|点|代目|機|両|ヘクタール|行|文字|区)"
        r"|どのくらい|どれくらい|どれほど|どれだけ|몇|얼마나|얼마",
    ),
    (AnswerType.PERSON, r"谁|誰|哪一?位|何人|什[么麼]人|哪[一]?[个個]人|\bwho(?:m|se)?\b|だれ|どなた|누구|누가"),
    (
        AnswerType.PLACE,
        r"哪里|哪裡|哪裏|哪儿|哪兒|何处|何處|何地|什[么麼]地方|哪[一]?[个個]?(?:国|國|城|省|市|州|县|縣|地|洲|区|區)|\bwhere\b|\b(?:what|which) (?:country|countries|city|cities|state|province|town|place|location|continent|region|county)\b"
        r"|どこ|何処|何県|何市|どの(?:国|都市|県|地域|町|街)|어디|어느 ?(?:나라|도시|지역|곳|지방)",
    ),
    (
        AnswerType.DEFINITION,
        r"^\W*什[么麼]是|^\W*何[谓謂為]|(?:是|指的是|是指|叫做?|意味着)(?:什[么麼]|甚[么麼])(?:意思|概念|东西|東西)?\W*$|定义|定義|含义|含義|是什[么麼]意思"
        r"|^\W*what(?:'s| is| are| was| were) (?:an? |the )?(?!name\b)[^,]{1,60}\?*$(?<! for\?)|\bwhat does .{1,60}\bmean\b|\bwhat is meant by\b|\bdefin(?:e|ition)\b|\bmeaning of\b"
        r"|とは(?:何|なん|なに|どのような|どんな|\W*$)|って(?:何|なん|なに)|意味|(?:이란|란) ?(?:무엇|뭐|\W*$)|(?:은|는) 무엇(?:입니까|인가|이며|인지)\W*\S*$|의미|뜻|정의",
    ),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ASKED)

_DIGIT = re.compile(DIGIT)
_FEW = re.compile(
    rf"{HAN_NUMERAL}|(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열) |하나|둘|셋"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|half|once|twice|single|both|none|no)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:1\d|20)\d\d(?!\d)|\d{1,4}\s?[年月日世號号]|[一二三四五六七八九十〇零元]+[年月日世]|\d{1,4}\s?(?:년|월|일|세기)"
    "|世[纪紀]|年代|[时時]期|[时時]代|朝|今[年天日]|去年|明年|昨[天日]|本[月年]|上周|上週|周[一二三四五六日]|曜日|올해|작년|내년|지난|시대|시기|어제|오늘"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|tomorrow)\b"
    r"|\b(?:centur(?:y|ies)|decades?|years?|era|age|war|spring|summer|autumn|winter|last|next|ago)\b|\d{1,4}\s?(?:BCE?|AD|CE)\b|\b(?:BCE?|AD)\s?\d",
    re.IGNORECASE,
)
_MONEY = re.compile(
    rf"[$€£¥￥₩]|(?:[0-9０-９一二三四五六七八九十百千万萬亿億兆数數几幾]|만|억|조|천|백)\s?(?:{_CURRENCY})"
    r"|\b(?:dollars?|euros?|pounds?|yen|yuan|won|francs?|marks?|rubles?|rupees?|cents?|USD|EUR|GBP|JPY|CNY|RMB|KRW)\b|免费|免費|無料|무료|\bfree\b|法郎|马克|馬克|盧比|卢比|卢布|盧布|(?<=[0-9十百千万萬])[两兩]|フラン|マルク|ルピー|ルーブル",
    re.IGNORECASE,
)
_PERCENTAGE = re.compile(
    r"[%％]|百分|分之|[一二三四五六七八九十两兩半0-9０-９]\s?成|\bpercent|\bper cent|パーセント|[0-9０-９一二三四五六七八九十]\s?割|퍼센트|프로|[0-9]\s?할|분의|半数|半數|一半|半分|絶半|절반|过半|過半|\bhalf\b|\bthirds?\b|\bquarters?\b|\bmajority\b|\bfifths?\b|(?:全部|所有|すべて|全て)|\ball\b|大部分|多数|多數|대부분",
    re.IGNORECASE,
)


def asked_for(question: str) -> AnswerType:
    """The kind of thing that a question asks for; `OTHER` where no question word tells."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(question)), AnswerType.OTHER)


def holds(text: str, kind: AnswerType) -> bool:
    """Whether `text` holds something that may be of that kind; True for kinds of which that cannot be told (`TOLD`)."""
    if kind is AnswerType.DATE:
        return _DATE.search(text) is not None
    if kind is AnswerType.MONEY:
        return _MONEY.search(text) is not None
    if kind is AnswerType.PERCENTAGE:
        return _PERCENTAGE.search(text) is not None or (_DIGIT.search(text) is not None and "率" in text)
    if kind is AnswerType.NUMBER:
        return _DIGIT.search(text) is not None or _FEW.search(text) is not None or bool(numbers_in(text))
    return True
