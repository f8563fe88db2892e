"""The people of a library, and which of them a question names, in whatever script."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.encoder.alignment import family
from index.speech.names import is_person
from index.store.catalogue import Catalogue
from index.text.script import fold, language_of
from qa.question.followup.records import Known
from qa.question.intent import AnswerKind, untitled
from qa.records import Hit
from qa.retrieval.concepts import TELLING, Concepts
from qa.retrieval.lexical import LexicalLeg, Words
from qa.retrieval.names import same_name_across_scripts
from qa.retrieval.search import Query

__all__ = [
    "Holders",
    "holders_of",
    "named_people",
    "nobody",
    "passages_of",
]


_HANGUL = re.compile("[\uac00-\ud7a3]+")
_HELD = 0.5
"""A passage names somebody where it holds half of the words of the name, by weight."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Those whose views a question asks for: `names` as the library writes them, and by which words the question names them.

    `unheard` where it asks by name for somebody whom none of the passages that were found names.
    """

    names: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    unheard: bool = False


def named_people(asked: Concepts, catalogue: Catalogue, leg: LexicalLeg) -> tuple[Known, ...]:
    """The authors and speakers whom a question names, in its order; none of them overlap. `asked` is `leg.concepts` of it.

    A name is met by words of the question that stand in it or, across scripts, that the library's bridge takes to it. Of
    names that the same words meet, the author's, then the one they meet most of, is meant.
    """
    question = asked.text
    found: list[tuple[bool, int, Known]] = []
    for name, wrote in _people(catalogue).items():
        met = [concept for concept in leg.met(asked, name, language_of(name)) if concept.weight >= TELLING]
        span = _span(question, [concept.asked for concept in met])
        if span and _enough(question[slice(*span)], name):
            start, end = span
            found.append((bool(wrote), end - start, Known(question[start:end], start, end, name, wrote)))
    chosen: list[Known] = []
    for _, _, one in sorted(found, key=lambda item: (-item[0], -item[1], item[2].start)):
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda one: one.start))


def _people(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Everybody by name, authors with the documents that are theirs in whole or in part."""
    wrote: dict[str, dict[str, None]] = {}
    for passage in catalogue.passages:
        for author in passage.authors:
            wrote.setdefault(author, {})[passage.document] = None
        for speaker in passage.speakers:
            if is_person(speaker):
                wrote.setdefault(speaker, {})
    return {name: tuple(documents) for name, documents in wrote.items()}


def _span(question: str, words: Iterable[str]) -> tuple[int, int] | None:
    """Where in the question words stand that follow one another; the longest such run."""
    plain = fold(question)
    if len(plain) != len(question):
        plain = question.casefold()
    places: set[int] = set()
    for word in words:
        folded = fold(word)
        for match in re.finditer(
            rf"(?<![a-z]){re.escape(folded)}(?![a-z])" if folded.isascii() else re.escape(folded), plain
        ):
            places.update(range(*match.span()))
    best: tuple[int, int] | None = None
    start = end = -1
    for place in sorted(places):
        gap = question[end:place] if end >= 0 else "x"
        if place != end and not (gap and (gap.isspace() or gap in "·.‧・•")):
            start = place
        end = place + 1
        if best is None or end - start > best[1] - best[0]:
            best = (start, end)
    return best


def _enough(text: str, name: str) -> bool:
    """Whether what stands in the question may be the name: a capital where there are capitals; of Chinese two characters."""
    if text.isascii():
        return text[:1].isupper() and len(text) > 2
    return len(text) >= 2 and (len(text) >= 3 or text in name or fold(text) in fold(name) or len(name) <= 4)


_NOBODY = re.compile(
    "人士|专家|專家|学者|學者|分析|的人$|报道|報道|報導|文件$|[双雙各多三两兩]方|们$|們$|^一些|^有些|有些人|^多名|^许多|^許多|^部分|^越来越多|三国$|三國$"
    "|関係者|専門家|一部の|多くの|관계자|전문가|일부|많은"
    r"|\b(?:officials?|analysts?|experts?|people|sources?|reports?|observers|critics|some|many|others)\b",
    re.IGNORECASE,
)
"""Those who are quoted without a name: of them a question cannot be asked by name."""


_WORK = re.compile(
    "的?(?:报告|報告|文章|论文|論文|简报|簡報|社论|社論)$|の(?:報告書?|論文|記事|社説)$|報告書$|(?:의)? ?(?:보고서|논문|기사|사설|칼럼)$"
    r"|^(?:the )?(?:report|paper|study|article|brief|editorial|column)s? (?:on|about|of|by|from) (?:the )?|^the |['’]s?\b"
    r"|\b(?:report|paper|study|article|brief|editorial|column)s?$",
    re.IGNORECASE,
)
"""What somebody wrote, beside the name of who wrote or published it."""


def named_holders(words: Words, holder: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The authors and speakers of the library that a question of these words names, each as the library writes them.

    A telling word of the question that stands in the name, in whatever script, names it; where `holder`, the words that
    say whose view is asked for, is the name or a part of it, that names it too, however common it is ("Japan").
    """
    leg, phrase = words.leg, words.leg.concepts(holder) if holder else None
    telling: dict[str, float] = {}
    whole: list[str] = []
    for name in _names(catalogue):
        if phrase is not None and same_name_across_scripts(name, leg, phrase):
            whole.append(name)
        if not _NOBODY.search(name):
            within = phrase if phrase is not None else words.asked
            met = leg.met(within, name, _language(name))
            if _language(name) != "ko":
                met = [one for one in met if not _inside_a_word(one.asked, within.text)]
            weights = [c.weight for c in met if c.weight >= TELLING]
            if weights:
                telling[name] = sum(weights)
    most = max(telling.values(), default=0.0)
    return tuple(whole) or tuple(name for name, weight in telling.items() if weight * 1.25 >= most)


def _inside_a_word(asked: str, question: str) -> bool:
    """Whether it is Hangul that no word of the question begins with: 판했 of 비판했나요 sounds like a name, and is none."""
    runs = [run for run in _HANGUL.findall(question) if asked in run]
    return bool(runs) and not any(run.startswith(asked) for run in runs)


@lru_cache(maxsize=1 << 14)
def _language(name: str) -> str:
    return language_of(name)


def holders_of(query: Query, hits: Sequence[Hit], catalogue: Catalogue) -> Holders:
    """Those whom a question names to ask for their views, of the library's authors and speakers."""
    words, holder = query.words, query.question.intent.holder
    names = named_holders(words, untitled(holder), catalogue)
    if not names and untitled(holder) != holder:  # a name that no bridge carries over may be known by its title
        names = named_holders(words, holder, catalogue)
    if not names and holder:
        names = published_by(holder, words.leg, catalogue)
    named_by = {concept.asked for name in names for concept in words.met(name, _language(name))}
    return Holders(names, frozenset(named_by), not names and _unheard_of(query, hits))


def _unheard_of(query: Query, hits: Sequence[Hit]) -> bool:
    """Whether the question asks by name for the view of somebody whom none of the passages names.

    Told of an alphabet alone, and of passages in the question's own language: between two, or between the ways in which
    Chinese writes a foreign name, a name may be there that no bridge finds.
    """
    question, holder = query.question, query.question.intent.holder
    if question.kind is AnswerKind.SPEECH or nobody(holder) or not (holder.isascii() and holder[:1].isupper()):
        return False
    if any(family(hit.passage.language) != family(question.language) for hit in hits):
        return False
    words = Words(query.words.leg, query.words.leg.concepts(holder))
    return all(words.coverage(hit.passage.text, hit.passage.language)[0] < _HELD for hit in hits)


def published_by(holder: str, leg: LexicalLeg, catalogue: Catalogue) -> tuple[str, ...]:
    """The authors of the documents whose publisher or title `holder` names: "the Institute's report"."""
    words = leg.concepts(_WORK.sub(" ", holder).strip() or holder)
    authors: dict[str, None] = {}
    for source in catalogue.sources.values():
        names = [name for name in (source.publisher, source.original_publisher, source.title) if name]
        if any(same_name_across_scripts(name, leg, words) for name in names):
            authors.update(dict.fromkeys(source.authors))
    return tuple(authors)


def nobody(holder: str) -> bool:
    """Whether those are meant whom texts quote without a name: experts, officials, 専門家."""
    return _NOBODY.search(holder) is not None


def passages_of(names: Collection[str], catalogue: Catalogue) -> list[int]:
    """The numbers of the passages that they wrote or are quoted or reported in."""
    return [p.number for p in catalogue.passages if not set(names).isdisjoint((*p.authors, *p.speakers))]


def _names(catalogue: Catalogue) -> tuple[str, ...]:
    found: Iterable[str] = (name for p in catalogue.passages for name in (*p.authors, *p.speakers))
    return tuple(dict.fromkeys(found))
