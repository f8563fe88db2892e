"""The noun phrase in the words before a Chinese reporting verb: conjunctions, times, adverbs and adverbials taken off."""

from __future__ import annotations

import re

from index.offsets import Span

__all__ = ["noun_phrase", "past_openers"]

_TIME = (
    r"(?:当地时间|當地時間)?(?:\d{4} ?年)?(?:\d{1,2} ?月(?:份)?)?(?:\d{1,2} ?日)?(?<=[年月日份])|\d{4} ?年底|今年|去年|前年|上周|上週|本周|本週|上月|本月|"
    r"[周週](?:[一二三四五六日天])|星期[一二三四五六日天]|[昨今][天日晚早]|前天|日前|近日|最近|此前|随后|隨後|后来|後來|当天|當天|年底|早些时候|一段时间以来"
)
_OPENER = re.compile(
    rf"\s+|{_TIME}|但是|但|然而|不过|不過|而且|而|此外|另外|同时|同時|例如|比如|相反|其中|因此|所以|首先|其次|最后|最後|第[一二三四五]是?|[一二三四五]是|"
    r"无论|無論|不管|即|就是|[和与與及](?=[\u3400-\u9fff]{1,8}[·.‧・])|有(?![些的关關效权權人])|特别是|特別是|尤其是|至于|至於|虽然|雖然|尽管|儘管|因为|因為|由于|由於|并且|並且|并|並|且|又|还|還|也|则|則|就|却|卻|再|正如|正是|如同|"
    r"一度|[导導]致|[使让讓令]|当(?=[^地局选選事时時天年今])|新(?=《)|【[^】\n]{0,40}】"
)
_ADVERB = re.compile(
    rf"(?:{_TIME}|\s|曾经|曾經|曾|又|还|還|也|则|則|都|就|再次|再|仍然|仍|依然|亦|并|並|且|已经|已經|已|多次|反复|一直|始终|始終|坚决|堅決|公开|公開|进一步|進一步|"
    r"随即|明确|明確|单方面|單方面|每每|据此|據此|普遍|广泛|一致|坦率地?|[^\s，,]{1,3}地|同时|同時|接着|接著|当场|當場|共同|首先|同样|同樣|更|甚至|均|纷纷|紛紛|只|才|特别|特別|有时|有時)$"
)
_ADVERBIAL = re.compile(
    r"(?<=.)(?:在(?=.{0,80}(?:[中上时時里裡会會间間后後下前]|(?:中|上|时|會)(?:的.{1,10}))$)|[向对對](?![外])|就(?=..)|针对|針對|接受|受[访訪]|于(?=\d)|於(?=\d)|通过|通過|"
    r"曾|每每|又|早在|已经|已經|日前|近日|随后|隨後|此前|(?:\d{4} ?年|[一二三四五六七八九十]{1,2}月|\d{1,2} ?[月日]|[昨今][天日晚早]|前天|回[应應复覆]|答[复覆]|[周週][一二三四五六日天])|一再|多次|发表|發表|撰文|援引|引述|不顾)"
)
_STUDY = re.compile(
    "(?<=[的新])[一这這该該多几幾两兩数數][项項份篇个個次]?[^的，,]{0,12}(?:研究|报告|報告|调查|調查|民调|民調|论文|論文)$"
)
_SPEECH_FIRST = re.compile(r"(?:【[^】\n]{0,40}】)?在(.{1,60}?[中上里裡])(?:的)?$")


def past_openers(text: str, start: int, end: int) -> int:
    """Where text[start:end] goes on after conjunctions and times."""
    while start < end:
        match = _OPENER.match(text, start, end)
        if not match or match.end() == start:
            break
        start = match.end()
    return start


def _without_adverbs(words: str) -> str:
    while (adverb := _ADVERB.search(words)) and adverb.start() < len(words):
        words = words[: adverb.start()]
    return words


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
    cut = _ADVERBIAL.search(words)
    if cut and cut.start() > 0:
        words = _without_adverbs(words[: cut.start()])
    words = words.rstrip()
    return _behind_aspect(text, Span(start, start + len(words))) if words else None


def _behind_aspect(text: str, phrase: Span) -> Span:
    """A subject does not hold 了: what stands before that is another clause."""
    at = text.rfind("了", phrase.start, phrase.end)
    return Span(at + 1, phrase.end) if at >= 0 else phrase
