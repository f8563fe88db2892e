"""Who holds a view: the people and bodies of a library that a question names, and what each of them says themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from math import log

from index.records import Document, Section
from index.speech.said import speech
from index.store.catalogue import Catalogue
from index.text.script import language_of
from qa.answer.cues import continues
from qa.records import Citation
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.names import same_name_across_scripts

__all__ = ["TELLING", "holder_of", "named_holders", "nobody", "passages_of", "published_by", "says"]

TELLING = log(1.0 + 9.0)
"""The least weight of a telling word: that of one which a tenth of the passages hold."""
_NOBODY = re.compile(
    "人士|专家|專家|学者|學者|分析|的人$|报道|報道|報導|文件$|[双雙各多三两兩]方|们$|們$|^一些|^有些|有些人|^多名|^许多|^許多|^部分|^越来越多|三国$|三國$"
    "|関係者|専門家|一部の|多くの|관계자|전문가|일부|많은"
    r"|\b(?:officials?|analysts?|experts?|people|sources?|reports?|observers|critics|some|many|others)\b",
    re.IGNORECASE,
)
"""Those who are quoted without a name: of them a question cannot be asked by name."""


_WORK = re.compile(
    "的?(?:报告|報告|文章|论文|論文|简报|簡報|社论|社論)$|の(?:報告書?|論文|記事|社説)$|報告書$|(?:의)? ?(?:보고서|논문|기사|사설|칼럼)$"
    r"|^the |['’]s?\b|\b(?:report|paper|study|article|brief|editorial|column)s?$",
    re.IGNORECASE,
)
"""What somebody wrote, beside the name of who wrote or published it."""


def named_holders(question: str, holder: str, leg: LexicalLeg, catalogue: Catalogue) -> tuple[str, ...]:
    """The authors and speakers of the library that a question names, each as the library writes them.

    A telling word of the question that stands in the name, in whatever script, names it; where `holder`, the words that
    say whose view is asked for, is the name or a part of it, that names it too, however common it is ("Japan").
    """
    asked, phrase = leg.concepts(question), leg.concepts(holder) if holder else None
    telling: dict[str, float] = {}
    whole: list[str] = []
    for name in _names(catalogue):
        if phrase is not None and same_name_across_scripts(name, leg, phrase):
            whole.append(name)
        if not _NOBODY.search(name):
            within = phrase if phrase is not None else asked
            weights = [c.weight for c in leg.met(within, name, _language(name)) if c.weight >= TELLING]
            if weights:
                telling[name] = sum(weights)
    most = max(telling.values(), default=0.0)
    return tuple(whole) or tuple(name for name, weight in telling.items() if weight * 1.25 >= most)


@lru_cache(maxsize=1 << 14)
def _language(name: str) -> str:
    return language_of(name)


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


def says(document: Document, section: Section, start: int, end: int, names: Collection[str]) -> bool:
    """Whether document.text[start:end] is said by one of them: quoted, reported, or written where nobody else speaks."""
    said = speech(document, start, end)
    if said.whole or set(said.innermost) & set(names):
        return bool(set(said.innermost) & set(names))
    return bool(set(section.written_by(document.source)) & set(names))


def holder_of(citation: Citation) -> tuple[str, bool]:
    """Whose view a quotation is, and whether that is somebody quoted and not the author.

    A sentence that says nothing but what somebody says ("the professor held that …") is theirs, however long it names
    them. Where no author is named it is the publisher, and where there is none either, the document's title.
    """
    said = citation.speech
    speakers = said.innermost if said.whole or _reports(citation) else _goes_on(citation)
    if speakers:
        return "、".join(speakers) if _eastern(speakers) else ", ".join(speakers), True
    source = citation.document.source
    authors = citation.passage.section.written_by(source)
    if authors:
        return "、".join(authors) if _eastern(authors) else ", ".join(authors), False
    return source.publisher or source.original_publisher or source.title or citation.document.id, False


def _goes_on(citation: Citation) -> tuple[str, ...]:
    """Who says the sentence before, where the quotation goes on with them: `She nevertheless holds …`."""
    before = [s for s in citation.passage.sentences if s.end <= citation.start][-1:]
    if citation.speech.innermost or not before or not continues(citation.quote):
        return ()
    return speech(citation.document, before[0].start, before[0].end).innermost


def _reports(citation: Citation) -> bool:
    """Whether the quotation is a sentence about one speaker that ends or begins with what they say."""
    document, start, end = citation.document, citation.start, citation.end
    if len(citation.speech.innermost) != 1:
        return False
    return any(
        not re.search(r"\w", document.text[min(said.end, end) : end])
        or not re.search(r"\w", document.text[start : max(said.start, start)])
        for said in document.said_in(start, end)
    )


def _eastern(names: Sequence[str]) -> bool:
    return language_of(names[0]) != "en"


def _names(catalogue: Catalogue) -> tuple[str, ...]:
    found: Iterable[str] = (name for p in catalogue.passages for name in (*p.authors, *p.speakers))
    return tuple(dict.fromkeys(found))
