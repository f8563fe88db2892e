"""The noun phrase in the words before a Chinese reporting verb: conjunctions, times, adverbs and adverbials taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.languages.chinese.names import COMMON_ENDS, ROLES, SURNAMES
from index.languages.chinese.words import tagged, word_ends
from index.offsets import Span

__all__ = ["noun_phrase", "past_openers"]

_TIME = (
    r"(?:当地时间|當地時間)?(?:\d{4} ?年)?(?:\d{1,2} ?月(?:份)?)?(?:\d{1,2} ?日)?(?<=[年月日份])|\d{4} ?年底|今年|去年|前年|上周|上週|本周|本週|上月|本月|"
    r"[周週](?:[一二三四五六日天])|星期[一二三四五六日天]|[昨今][天日晚早]|前天|日前|近日|最近|此前|随后|隨後|后来|後來|当天|當天|年底|早些时候|一段时间以来"
)
_TIMES = re.compile(_TIME)
_OPENER = re.compile(
    rf"\s+|{_TIME}|但是|但|然而|不过|不過|而且|而|此外|另外|同时|同時|例如|比如|相反|其中|因此|所以|首先|其次|最后|最後|第[一二三四五]是?|[一二三四五]是|"
    r"尽管如此|儘管如此|与此同时|與此同時|[据據][闻聞悉说說传傳报報]|[据據](?=[\u3400-\u9fff])|无论|無論|不管|即|就是|[和与與及](?=[\u3400-\u9fff]{1,8}[·.‧・])|有(?![些的关關效权權人])|特别是|特別是|尤其是|至于|至於|虽然|雖然|尽管|儘管|因为|因為|由于|由於|并且|並且|并|並|且|又|还|還|也|则|則|就|却|卻|再|正如|正是|如同|"
    r"一度|[导導]致|[使让讓令]|当(?=[^地局选選事时時天年今])|新(?=《)|【[^】\n]{0,40}】"
)
_ADVERB = re.compile(
    rf"(?:{_TIME}|\s|曾经|曾經|曾|又|还|還|也|则|則|都|就|再次|再|仍然|仍|依然|亦|并|並|且|已经|已經|已|多次|反复|一直|始终|始終|坚决|堅決|公开|公開|进一步|進一步|"
    r"随即|明确|明確|单方面|單方面|每每|据此|據此|普遍|广泛|一致|坦率地?|[^\s，,]{1,3}地|同时|同時|接着|接著|当场|當場|共同|首先|同样|同樣|更|甚至|均|纷纷|紛紛|只|才|特别|特別|有时|有時)$"
)
_ADVERBIAL = re.compile(
    r"(?<=.)(?:在(?=.{0,80}(?:[中上时時里裡会會间間后後下前]|(?:中|上|时|會)(?:的.{1,10}))$)|[向对對](?![外])|跟(?=..)|就(?=..)|针对|針對|接受|受[访訪]|[于於](?=\s?[\d周週星礼禮上下本昨今前])|通过|通過|"
    r"曾|每每|又|早在|已经|已經|日前|近日|随后|隨後|此前|(?:\d{4} ?年|[一二三四五六七八九十]{1,2}月|\d{1,2} ?[月日]|[昨今][天日晚早]|前天|回[应應复覆]|答[复覆]|[周週][一二三四五六日天])|一再|多次|发表|發表|撰文|援引|引述|不顾)"
)
_ROLE = re.compile(ROLES)
_FOREIGN = re.compile("[·.‧・•][\u3400-\u9fff]{1,8}$")
"""The end of a foreign name, of which jieba knows few."""
_HAN = re.compile("[\u3400-\u9fff]")
_STUDY = re.compile(
    "(?<=[的新])[一这這该該多几幾两兩数數][项項份篇个個次]?[^的，,]{0,12}(?:研究|报告|報告|调查|調查|民调|民調|论文|論文)$"
)
_SPEECH_FIRST = re.compile(r"(?:【[^】\n]{0,40}】)?在(.{1,60}?[中上里裡])(?:的)?$")


_CONTEXT = 12
"""Characters after a place that tell which words meet there."""
_ABBREVIATED = frozenset("美中日韩韓朝俄英法德印澳台臺欧歐他她它我其该該这這那两兩双雙各某有")
_COUNTED = re.compile("[一两兩三首][任位名个個批次届屆家]")


def past_openers(text: str, start: int, end: int) -> int:
    """Where text[start:end] goes on after conjunctions and times; a word that only begins like one is none."""
    while start < end:
        match = _OPENER.match(text, start, end)
        if not match or match.end() == start or not _opens(text[start : min(end, match.end() + _CONTEXT)], match[0]):
            break
        start = match.end()
    return start


def _opens(words: str, opener: str) -> bool:
    """Whether `words` begin with `opener` as a word of its own: not 也 of 也门, 让 of 让·马克, 最后 of 最后一任校长."""
    at = len(opener)
    if at >= len(words) or not _HAN.match(opener[0]):
        return True
    if words[at] in "·.‧・•":
        return False
    if _COUNTED.match(words, at):  # 最后一任校长 is a phrase, 但一名 and 据闻一名 are none
        return opener[0] in "据據" or tagged(words)[0] == (opener, "c")
    if at not in word_ends(words):
        return len(opener) > 1 and not _HAN.match(opener[-1])
    following, tag = next((w, t) for w, t in _from(words, at))
    return (
        at > 1
        or len(following) > 1
        or tag not in ("ng", "g", "x")
        or following in _ABBREVIATED
        or following in SURNAMES
    )


def _from(words: str, at: int) -> Iterator[tuple[str, str]]:
    """The words from a place on, each with its part of speech."""
    begin = 0
    for word, tag in tagged(words):
        if begin >= at:
            yield word, tag
        begin += len(word)


def _without_adverbs(words: str) -> str:
    while (adverb := _ADVERB.search(words)) and adverb.start() < len(words) and _apart(words, adverb.start()):
        words = words[: adverb.start()]
    return words


def _without_acts(words: str) -> str:
    """Without the verb between a name and the verb that reports: 李克强致电(表示)."""
    found = tagged(words)
    if len(found) > 1 and len(found[-1][0]) > 1 and found[-1][1] in ("v", "vn"):
        before, tag = found[-2]
        if len(before) > 1 and tag in ("nr", "nrt", "nrfg"):
            return words[: -len(found[-1][0])]
    return words


def _apart(words: str, at: int) -> bool:
    """Whether a word ends at words[at], and what follows is no name that an office stands before: 教授曾志强."""
    if _FOREIGN.search(words, 0, at):
        return True
    if not 0 < at < len(words) or not _HAN.match(words[at]) or not _HAN.match(words[at - 1]):
        return True
    if (
        words[at] in SURNAMES
        and len(words) - at in (2, 3, 4)
        and words[-1] not in COMMON_ENDS
        and not _TIMES.fullmatch(words, at)
        and (role := list(_ROLE.finditer(words, 0, at)))
        and role[-1].end() == at
    ):
        return False
    return at in word_ends(words)


def noun_phrase(text: str, span: Span) -> Span | None:
    """The subject in text[span], None where it is left out."""
    start = past_openers(text, span.start, span.end)
    words = text[start : span.end]
    if _SPEECH_FIRST.match(words):
        return None
    study = _STUDY.search(words)
    if study:
        return _behind_aspect(text, Span(start + study.start(), start + len(words)))
    words = _without_adverbs(words)
    cuts = (m for m in _ADVERBIAL.finditer(words) if _apart(words, m.start()) and _apart(words, m.end()))
    cut = next(cuts, None)
    if cut and cut.start() > 0:
        words = _without_adverbs(words[: cut.start()])
    words = _without_acts(words.rstrip())
    return _behind_aspect(text, Span(start, start + len(words))) if words else None


def _behind_aspect(text: str, phrase: Span) -> Span:
    """A subject does not hold 了: what stands before that is another clause."""
    at = text.rfind("了", phrase.start, phrase.end)
    return Span(at + 1, phrase.end) if at >= 0 else phrase
