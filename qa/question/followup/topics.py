"""What a question is about, as far as its shape tells: *it* in the next one stands for that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question.followup.records import Mention, What

__all__ = ["topic"]

_TRIM = ' \t?？!！。.,，、:：“”"「」'
_WHAT_IS = re.compile(
    r"^(?:and |but |so )?(?:what|which|who)(?:'s|’s| is| are| was| were) (?:exactly )?(?:meant by )?(?P<x>.+?)(?: exactly| about| like| for)?$",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|think of|view of|views on|opinion on|stance on|position on|see|view|explain|describe|define) (?P<x>.+)$",
    re.I,
)
_BREAK = re.compile(
    r"\b(?:a|an|the|and|or|but|if|in|on|at|of|for|from|to|by|with|about|according|as|than|what|which|who|whom|whose|when|where|why|how|many|much|is|are|was|were|be|been|"
    r"do|does|did|has|have|had|will|would|can|could|should|may|might|must|not|no|any|some|it|that|this|there|they|he|she|his|her|their|its|say|says|said|think|thinks|"
    r"become|became|happen|happened|exist|need|needs|want|wants|get|got|make|made|mean|means|tell|give|name|list|one|two|three|[a-z]{3,}ed|bought|held|begun|began|built|signed|come|came|go|went|work|works)\b",
    re.I,
)
_CHINESE = (
    re.compile("^(?:请问|請問|那么|那麼|那)?(?:什么|什麼|何谓|何謂)(?:是|叫做|叫)(?P<x>.+)$"),
    re.compile("(?:关于|關於|对于|對於|对|對|看待|评价|評價|怎么看|怎麼看|如何看)(?P<x>[^，,]{2,20}?)(?:说了|說了|说|說|有|怎么|怎麼|怎样|怎樣|如何|是什么|是什麼|持|的看法|的观点|的觀點|抱|作|$)"),
    re.compile("^(?P<x>.+?)(?:的?全称|的?全稱|是什么|是什麼|是指|是谁|是誰|指的?是|有多少|有几|有幾|有哪|何时|何時|什么时候|什麼時候|是什么时候|在哪|是在|是何|哪|怎么|怎麼|怎样|怎樣|如何|为什么|為什麼|为何|為何|由谁|由誰|包括|需要|是否|会不会|會不會|能不能|多少|吗|嗎|存在|成立|于|於)"),
)  # fmt: skip
_JAPANESE = (
    re.compile("(?P<x>[^、]+?)(?:について|に関して|に対して|をどう|への|に対する)"),
    re.compile("^(?P<x>[^、]+?)(?:とは|って|というのは|は|が|を|の(?:目的|内容|意味|定義|役割))"),
)
_KOREAN = (
    re.compile("(?:^|[은는이가] )(?P<x>[^,]+?)(?:에 대해|에 관해|에 대한|을 어떻게|를 어떻게|에 관한)"),
    re.compile("^(?P<x>[^,]+?)(?:이?란|[은는이가을를의])(?= )"),
)

_VERB = re.compile("[了过過给給将將会會]$|了")
"""What a thing's name does not hold in Chinese: 日本购买了."""


def topic(question: str, language: str, names: Sequence[Mention]) -> str:
    """The words for it in the question, as it writes them; empty where they are only a person's name, or cannot be told."""
    if language != "en":
        patterns = {"zh": _CHINESE, "ja": _JAPANESE, "ko": _KOREAN}[language[:2]]
        for pattern in patterns:
            if (match := pattern.search(question)) and (found := _clean(match["x"], names)):
                return "" if _VERB.search(found) else found
        return ""
    plain = question.strip(_TRIM)
    for pattern in (_WHAT_IS, _ABOUT):
        if (match := pattern.search(plain)) and (found := _clean(_phrase(match["x"]), names)):
            return found
    things = [name.text for name in names if name.what is What.OTHER]
    runs = [run.strip(_TRIM) for run in _BREAK.split(plain)]
    if things:
        return next((run for run in runs if things[-1] in run), things[-1])
    return next((run for run in runs if run and _clean(run, names) and not _place(run, names)), "") or next(
        (name.text for name in names if name.what is What.PLACE), ""
    )


def _phrase(words: str) -> str:
    """The noun phrase that `words` begin with: up to a verb of its own."""
    cut = re.search(r"\s(?:and (?:what|how|when|why|who)|according to|that|which|who|when|if|because|,)\b", words, re.I)
    return words[: cut.start()] if cut else words


def _clean(words: str, names: Sequence[Mention]) -> str:
    """`words` without what stands around them, and of what somebody has or does, that; empty for a person."""
    text = re.sub("^(?:a|an) ", "", words.strip(_TRIM), flags=re.I)
    for pair in ("“”", "「」", "()", "（）"):
        if text.count(pair[0]) != text.count(pair[1]):
            text = text.replace(pair[0], "").replace(pair[1], "")
    for name in names:
        if name.what is What.PERSON and name.text in text:
            text = text.rpartition("的")[2] if "的" in text.rpartition(name.text)[2] else ""
    return "" if len(text) < 2 else text


def _place(run: str, names: Sequence[Mention]) -> bool:
    return any(name.what is What.PLACE and name.text == run for name in names)
