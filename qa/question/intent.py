"""What kind of answer a question asks for, and what it asks about, by its wording in five languages.

Wording is all that is looked at: what is not recognised is an ordinary question, for which the likeliest sentences are
quoted.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from index.text.script import fold
from qa.question import forms

__all__ = ["LONGEST_FORM", "AnswerKind", "Intent", "asks_for_several_views", "intent_as", "intent_of", "untitled"]


class AnswerKind(StrEnum):
    """A kind of answer."""

    FACT = "fact"
    DEFINITION = "definition"
    PERSON = "person"
    RECOMMENDATION = "recommendation"
    VIEW = "view"
    """What somebody thinks: only that person's own words answer."""
    SPEECH = "speech"
    """What somebody said or proposed: that person's words, or what is told of them."""
    COMPARE = "compare"
    REFERENCE = "reference"
    """Where a figure or a claim is from: the footnote of the sentence that says it answers."""


@dataclass(frozen=True, slots=True)
class Intent:
    """`topic` is the question without the words that only ask, `holder` whose views it asks for; empty where not said."""

    kind: AnswerKind
    topic: str = ""
    holder: str = ""


_PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, patterns in (
        (AnswerKind.COMPARE, forms.COMPARE),
        (AnswerKind.REFERENCE, forms.REFERENCE),
        (AnswerKind.PERSON, forms.PERSON),
        (AnswerKind.RECOMMENDATION, forms.RECOMMENDATION),
        (AnswerKind.VIEW, forms.VIEW),
        (AnswerKind.SPEECH, forms.SPEECH),
        (AnswerKind.DEFINITION, forms.DEFINITION),
    )
    for pattern in patterns
)
_QUOTES = "\"'“”‘’「」『』《》〈〉?？。. "
_NOBODY = re.compile(
    r"^(?:it|that|this|there|who|which|what|i|we|you|one|(?:the )?(?:documents?|sources?|librar(?:y|ies)|texts?|articles?))$"
    "|^(?:这|這|那|此|谁|誰|哪|什么|什麼|何(?=$|[人者时時处處种種事物以故为為])|为什么|為什麼|如何|怎么|怎麼)",
    re.IGNORECASE,
)
_ROLE_OF = re.compile("的|の|의 |\\b(?:of|in|at|on|for|who|that|which)\\b|['’]s ", re.IGNORECASE)
"""Who holds an office is another question than who somebody is."""
_PART = re.compile(
    # a question for one detail of something is no question for what the thing is
    r"\b(?:name|number|amount|cost|price|date|year|share|percentage|rank|size|age|capital|result|reason|cause|purpose|goal|aim|role|core|"
    r"difference|relationship|budget|population|birthplace|wife|husband|title|main|two|three|four|five|seven)\b"
    "|(?:名字|姓名|数量|數量|多少|日期|年份|比例|原因|理由|目的|作用|区别|區別|关系|關係|核心|结果|結果|妻子|丈夫|预算|預算|人口|首都|哪[一二两三四五六七八九十几幾])"
    "|(?:理由|原因|目的|違い|関係|役割|名前|予算|人口|三要素)|(?:이유|원인|목적|차이|관계|역할|이름|예산|인구)"
)


_GOING_ON = re.compile(r"^(?:and|but|so|then|also|well)\b[,:]?\s+|^(?:那么|那麼|所以|还有|還有)[，,]?", re.IGNORECASE)
"""How a question goes on from the one before."""


def intent_of(question: str) -> Intent:
    """What `question` asks for, by its wording alone."""
    return _intent(question, tuple(AnswerKind)) or Intent(AnswerKind.FACT)


def intent_as(question: str, kind: AnswerKind) -> Intent:
    """What a question that is known to be of this kind asks about, and whose words it asks for, where its wording tells.

    Views, speeches and advice are held by somebody alike, so that a form of one tells the holder of another. Of a definition
    and a comparison, which are looked for by their topic, the whole question is the topic where no form tells it.
    """
    found = _intent(question, _HELD if kind in _HELD else (kind,))
    if found and found.kind is not AnswerKind.FACT:
        return Intent(kind, found.topic, found.holder)
    return Intent(kind, question if kind in (AnswerKind.DEFINITION, AnswerKind.COMPARE) else "")


_HELD = (AnswerKind.VIEW, AnswerKind.SPEECH, AnswerKind.RECOMMENDATION)
LONGEST_FORM = 300
"""Characters in the longest question whose form is looked at: forms are of one sentence, and a form with three gaps takes time
that grows with the third power of the length."""


def _intent(question: str, among: Collection[AnswerKind]) -> Intent | None:
    text = _GOING_ON.sub("", question.strip())
    if len(text) > LONGEST_FORM:
        return None
    for kind, pattern in _PATTERNS:
        found = pattern.match(text) if kind in among else None
        if found is None:
            continue
        parts = found.groupdict()
        topic, holder = _bare(parts.get("topic")), _bare(parts.get("holder"))
        topic = _ASKS_ONLY.sub("", topic)
        if holder and (dated := _DATED.search(holder)):
            holder, topic = holder[: dated.start()], dated.group() + topic
        if holder and (before := _BEFORE.match(holder)):
            holder, topic = holder[before.end() :], before["topic"] + topic
        if "holder" in parts and (not holder or _NOBODY.match(holder)):
            continue
        if kind is AnswerKind.PERSON and _ROLE_OF.search(holder):
            continue
        if kind is AnswerKind.DEFINITION and (not topic or _PART.search(topic) or _NOBODY.match(topic)):
            continue
        return Intent(kind, topic, holder)
    return None


_ASKS_ONLY = re.compile(
    "^(?:whether|if|how|why|that|about) |,? and (?:where|how) do they (?:differ|disagree)$| (?:should )?do$"
    "|^(?:了?(?:什么|什麼|哪些[^，,？?]{0,2}|何|怎样|怎樣|怎么|怎麼))$",
    re.IGNORECASE,
)
"""What of a topic asks, and says nothing of it."""
_TITLE = re.compile(
    r"^(?:the )?(?:(?:deputy|vice|prime|foreign|defen[cs]e|former|chief) )*(?:president|minister|mayor|governor|councill?or|professor|prof\.|dr\.?|doctor|mrs?\.?|ms\.?|sir|senator|general|admiral|secretary|auditor|spokes(?:man|woman|person)) (?=(?-i:[A-Z]))"
    "|(?<=[一-鿿ァ-ヶー]{2})(?:市長|市长|首相|教授|博士|議員|议员|大統領|総統|社長|会長|氏|さん|先生|女士)$| (?:교수|의원|대통령|총리|장관|시장|박사|대표|씨)$",
    re.IGNORECASE,
)
"""A title before or after a name, which the documents may leave out."""
_BEFORE = re.compile("(?P<topic>.+)(?:について|に関して|に対して|をめぐって|에 대해서?|에 관해서?)[、, ]*(?=.)")
"""A topic that stands before whose words are asked for."""
_DATED = re.compile("(?:[0-9]{4}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}[日号號])?$(?<=[年月日号號])")


def untitled(holder: str) -> str:
    """The holder without a title: `Mayor Lin` is Lin."""
    return _TITLE.sub("", holder)


def _bare(text: str | None) -> str:
    return (text or "").strip(_QUOTES + "，,、：:")


_ENGLISH = (
    r"\b(?:compar(?:e[ds]?|ing|isons?)|contrast(?:s|ed|ing)?|versus|vs|differ(?:s|ed|ing|ences?)?|disagree\w*|"
    r"(?:different|differing|opposing|other|both|various|each)\s+(?:views?|opinions?|perspectives?|positions?|sides?|sources?))\b"
)


_EASTERN = (
    "各方 各家 分歧 异同 比较 对比 不同看法 不同观点 不同意见 不同说法 不同立场 不同来源 有何不同 有什么不同 "
    "違い 違う 異な 相違 比較 比べ 各社 賛否 食い違 "
    "차이 비교 엇갈 이견 찬반 다른점 다른견해 다른의견 다른입장 다른관점 서로다 어떻게다 입장차 의견차"
)
"""Words, without their spaces, by which questions in Chinese of either script, Japanese and Korean ask for several views."""


def asks_for_several_views(question: str) -> bool:
    """Whether a question asks how sources, sides or things differ, and not for what any one passage may answer."""
    asked = fold(question)
    if re.search(_ENGLISH, asked):
        return True
    together = "".join(asked.split())
    return any(fold(word) in together for word in _EASTERN.split())
