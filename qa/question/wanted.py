"""What a text must hold to answer a question for a date, a number or an amount: more than anything of that kind.

"How many missiles does Taiwan want to buy?" is answered by no range in kilometres, by no date and by no number that the
question has itself; "in which year" by no month without a year. By question words, like `qa.question.answer_type`. Of 1,812 answers in the
public sets' training parts this takes out three more than the kind alone does, and 426 of the 5,876 other sentences that the kind
leaves (`benchmarks/results/wanted.json`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.text.numbers import MONTHS, NUMERAL, number_tokens, numbers_in
from qa.question.answer_type import AnswerType, asked_for, holds
from qa.question.quantities import asked_unit, quantities

__all__ = ["Wanted"]

_CLASSIFIER = "个個枚发發架艘颗顆所座家位名人种種项項条條辆輛支隻只篇首章场場届屆国國件台本次"
_COUNT = re.compile(
    f"(?<!第)(?:多少|几|幾)[十百千万萬亿億]*[{_CLASSIFIER}](?!月|小时|小時)"
    r"|\bhow many (?!(?:[\w-]+ ){0,2}?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centuries|times?|km|kilomet\w+|met(?:re|er)s?|miles?|feet|acres?|hectares?|square|tons?|tonnes?|kilograms?|pounds?|dollars?|euros?|yen|yuan|won|percent|degrees?|points?)\b)"
    r"|何\s?(?:個(?!月)|本|枚|回|件|社|人(?!か\W*$)|発|隻|機|基|台(?!地)|種類|カ国|か国|ヶ国|校|冊|曲|頭|匹|名|両|駅|戸|票)"
    r"|몇 ?(?:개(?!월)|명|발|기(?!간)|대|척|번|차례|곳|나라|마리|가지|종|권|채)",
    re.IGNORECASE,
)
_RANK = re.compile("第\\s?[几幾何多]|몇 ?(?:번째|위)|何(?:番目|位)")
_YEAR = re.compile(
    r"哪一?年|何年(?![間间も分前以代])|(?:于|於|在|是)[几幾]年|年份|\b(?:what|which) year\b|몇 ?년(?! ?(?:간|동안|이나|마다|대))|어느 ?해",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"[几幾]月[几幾][日号號]|何月何日|몇 ?월 ?(?:며칠|몇 ?일)|哪[一]?[天日](?!本)|\bon (?:what|which) (?:date|day)\b",
    re.IGNORECASE,
)
_HAS_YEAR = re.compile(
    r"\d\s?[年년]|(?<!\d)(?:[1-9]\d\d|1\d\d\d|20\d\d)(?!\d)|[一二三四五六七八九〇零十元]+年|[今去明前後后昨同翌本当當]年|年代|世[纪紀]"
    r"|올해|작년|내년|지난해|이듬해|\b(?:this|last|next|that|same|following) year\b|\byears? (?:later|ago|before|after)\b|年[前后後]",
    re.IGNORECASE,
)
_HAS_DAY = re.compile(
    r"\d\s?[日号號일]|[一二三四五六七八九十][日号號]|[今昨明当當同翌][天日]|上?周[一二三四五六日]|星期|曜日|요일|오늘|어제|내일"
    rf"|\b(?:{MONTHS})\.? \d|\d(?:st|nd|rd|th)?(?: of)? (?:{MONTHS})\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|yesterday|tomorrow)\b",
    re.IGNORECASE,
)
_OTHER_UNITS = frozenset({"money", "length", "weight", "time"})
"""Of numbers that count no things; a share of them tells how many, too."""
_DATE = re.compile(
    r"(?:1[5-9]|20)\d\d\s?年(?!间|間)|\d{1,2}\s?[月日号號](?!间|間)|(?:1\d\d\d|20\d\d)\s?년(?!간)|\d{1,2}\s?[월일](?!간)"
    r"|\b(?:in|since|by|from|until|between|and|to|of|,)\s(?:1[5-9]|20)\d\d\b(?! [a-z]+s\b)|\((?:1[5-9]|20)\d\d\)",
    re.IGNORECASE,
)
_NOT_A_COUNT = re.compile(
    "一(?:直|些|样|樣|般|致|定|旦|切|起|边|邊|方|贯|貫|向|系列|体|體|同|度|时|時|下|点|點|再|律|带|帶|面|味|心|手|生|共)|[进進更]一步"
    "|[统統唯之万萬逐单單同第]一|十分|百姓|千方|[二三四]战|[一二三四五六七八九十]大(?!概|约|約)"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for, its own numbers, and whether it asks for a count of things, a year, a day."""

    kind: AnswerType
    numbers: frozenset[str]
    count: bool
    year: bool
    day: bool

    @classmethod
    def of(cls, question: str) -> Wanted:
        """By the words of the question."""
        kind = asked_for(question)
        number, date = kind is AnswerType.NUMBER, kind is AnswerType.DATE
        count = (
            number
            and not _RANK.search(question)
            and (bool(_COUNT.search(question)) or asked_unit(question) == "people")
        )
        return cls(
            kind,
            frozenset(numbers_in(question)),
            count,
            date and bool(_YEAR.search(question)),
            date and bool(_DAY.search(question)),
        )

    def held_by(self, text: str) -> bool:
        """Whether `text` holds something that may be what is asked for; True for kinds of which that cannot be told."""
        if self.year and not _HAS_YEAR.search(text):
            return False
        if self.day and not _HAS_DAY.search(text):
            return False
        if self.kind is not AnswerType.NUMBER:
            return holds(text, self.kind)
        return holds(self._left(text), self.kind)

    def _left(self, text: str) -> str:
        """The text without the numbers that are no answer."""
        gone = [
            found.span()
            for found in NUMERAL.finditer(text)
            if self.numbers.issuperset(tokens := number_tokens(found)) and any(len(token) > 1 for token in tokens)
        ]
        if self.count:
            gone += [found.span() for found in _DATE.finditer(text)]
            gone += [found.span() for found in _NOT_A_COUNT.finditer(text)]
            other = (one for one in quantities(text) if one.unit in _OTHER_UNITS)
            gone += [(one.start, one.start + len(one.number)) for one in other]
        for start, end in gone:
            text = text[:start] + "·" * (end - start) + text[end:]
        return text
