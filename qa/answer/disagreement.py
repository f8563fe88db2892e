"""Whether what independent sources say of one matter can not all be so: other figures for one thing, for and against.

Only plain cases are called a disagreement; where in doubt both are quoted and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from index.text.numbers import NUMERAL, number_tokens
from index.when.dates import dates_in
from qa.question.answer_type import TOLD, AnswerType
from qa.question.parsed import ParsedQuestion
from qa.question.quantities import quantities
from qa.reading.evidence import Evidence

__all__ = ["disagree"]

_SURE = 0.3
"""The least share of the likeliest sentence's odds with which another source is taken to answer as well."""
_PLAINLY = 0.5
"""The least share of the plainest sentence's score with which another source is taken to speak to the same topic."""
_ANSWERS = 0.05
"""The least odds: of two sentences that hardly answer neither contradicts the other."""
_FOR = re.compile(
    "支持|赞成|贊成|欢迎|歡迎|有助|有利于|有利於|值得|(?<!不)合理|(?<!不)必要(?!性?不)|希望|愿望|願望|呼吁(?!停止)|主张|主張|推动|推動|加强|加強|重要的一步|受益"
    "|賛成|支持|歓迎|必要(?:だ|である|が)|望まし|찬성|지지|환영|필요하|바람직"
    r"|\b(?:support\w*|welcom\w+|favou?r\w*|endors\w+|benefit\w*|necessary|important step|advocat\w+|helps?|worth\w*)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    "反对|反對|谴责|譴責|危险|危險|侵蚀|侵蝕|损人|損人|破坏|破壞|加剧|加劇|恶化|惡化|错误|錯誤|绝非|絕非|拒绝|拒絕|违反|違反|违背|違背|抹黑|不满|不滿|不降反增|诟病|詬病|严重(?:侵|违|損|损)|炒作|陈词滥调|陳詞濫調|欺骗|欺騙|误导|誤導|无关|無關|无必要|無必要|威胁|威脅"
    "|反対|批判|危険|懸念|違反|脅威|반대|비판|위험|우려|위반|위협"
    r"|\b(?:oppos\w+|condemn\w*|danger\w*|erode\w*|undermin\w+|violat\w+|worsen\w*|harm\w*|reject\w*|wrong\w*|threat\w*|mislead\w*|smear\w*)\b",
    re.IGNORECASE,
)


def disagree(
    question: ParsedQuestion,
    chosen: Sequence[Evidence],
    group: Callable[[str], Collection[str]],
    sides: bool,
    names: Callable[[Evidence], bool] = lambda _: True,
) -> bool:
    """Whether two independent sources among `chosen` contradict each other on what is asked.

    With `sides`, where a question asks how the sources see something: whether one speaks only for it and another only
    against, in sentences that name it (`names`), or whether they give other figures of what is asked. Otherwise whether
    those that answer give different figures or dates.
    """
    by_source = _by_source(chosen, group)
    most = max((item.odds for item in chosen), default=0.0)
    if len(by_source) < 2:
        return False
    if sides:
        plainly = _by_source([item for item in chosen if item.odds >= most * _PLAINLY and names(item)], group)
        leaning = [_leaning(_together(items)) for items in plainly]
        if max(leaning, default=0) > 0 > min(leaning, default=0):
            return True
        unit = question.topic_unit
        given = [_figures(_together(items), AnswerType.NUMBER) for items in by_source]
        measured = [figures[unit] for figures in given if unit in figures]
        return any(not _agree(one, other) for place, one in enumerate(measured) for other in measured[:place])
    kind = question.answer_type
    if kind not in TOLD:
        return False
    told = [
        _figures(_together([item for item in items if item.odds >= max(most * _SURE, _ANSWERS)]), kind)
        for items in by_source
    ]
    return any(
        unit in other and not _agree(figures, other[unit])
        for place, one in enumerate(told)
        for other in told[:place]
        for unit, figures in one.items()
    )


def _by_source(chosen: Sequence[Evidence], group: Callable[[str], Collection[str]]) -> list[list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for item in chosen:
        found.setdefault(min(group(item.hit.document.id), default=item.hit.document.id), []).append(item)
    return list(found.values())


def _together(items: Sequence[Evidence]) -> str:
    return " ".join(item.sentence.text for item in items)


def _agree(one: Collection[str], other: Collection[str]) -> bool:
    """Whether any figure is in both; a date agrees with one that is less exact."""
    return any(a == b or ("-" in a + b and (a.startswith(b) or b.startswith(a))) for a in one for b in other)


def _leaning(text: str) -> int:
    """1 for words of favour alone, -1 for words of disfavour alone, 0 for both or neither."""
    return bool(_FOR.search(text)) - bool(_AGAINST.search(text))


def _figures(text: str, kind: AnswerType) -> dict[str, frozenset[str]]:
    """The figures of a text by what they are measured in; those of which that cannot be told are not compared."""
    if kind is AnswerType.DATE:
        dates = frozenset(date.value for date in dates_in(text) if date.resolved)
        return {"date": dates} if dates else {}
    found: dict[str, frozenset[str]] = {}
    for quantity in quantities(text):
        numeral = NUMERAL.search(quantity.words)
        if quantity.unit and numeral:
            found[quantity.unit] = found.get(quantity.unit, frozenset()) | frozenset(number_tokens(numeral))
    return found
