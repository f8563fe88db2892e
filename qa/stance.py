"""Questions of what somebody says about something: that person's own words that speak of it answer.

No sentence of a text answers "what does its author say about China?" better than another that speaks of China, so that
the odds of each are low; whether it speaks of that, and whose words it is, is known without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.catalogue import Catalogue
from index.script import fold
from qa.lexical import LexicalLeg, Words
from qa.people import named_people
from qa.records import Hit
from qa.speech import speech

if TYPE_CHECKING:
    from qa.compose import Support

__all__ = ["Stance", "asked_about"]

_SPEAKS = 0.6
"""The least share, by weight, of what is asked about that a sentence must hold."""
_WHAT = "(?:有|持|抱|是|作|作出|做出|提出)?(?:过)?(?:什么|何|怎样|怎么|如何|哪些|哪种)"
_PATTERNS = (
    re.compile(
        r"\b(?:say|says|said|think|thinks|thought|write|writes|wrote|argue|argues|argued|believe|believes|claim|claims|warn|warns)"
        r"(?: anything| something)? (?:about|of|on|regarding|concerning) (?P<x>[^?.!,]+)"
        r"|\b(?:views?|opinions?|position|stance) (?:of|on|about|regarding|towards?) (?P<y>[^?.!,]+)",
        re.I,
    ),
    re.compile(
        f"(?:对|关于|就|针对)(?P<x>[^,，?？]{{1,20}}?)(?:问题|方面)?(?:还|又|都)?(?:{_WHAT}(?:看|说|评价|看法|观点|态度|意见|立场|表示|认为)|说了(?:什么|些什么|哪些)|怎么说|的(?:看法|观点|态度|立场|意见))"
        "|(?:怎么|怎样|如何)(?:看待|看|评价|评论)(?P<y>[^,，?？]{1,20})"
    ),
    re.compile("(?:^|[はが、,])(?P<x>[^はが、,]{1,20}?)(?:について|に関して|に対して|をどう(?:見|み|考|評価|思|捉)|への(?:見方|見解|考え))"),
    re.compile("(?:^|[은는이가,] )(?P<x>[^,?]{1,20}?)(?:에 대해|에 관해|에 대한 (?:생각|견해|입장|의견|시각)|[을를] 어떻게 (?:보|평가|생각))"),
)  # fmt: skip


def asked_about(question: str) -> str:
    """What somebody's words are asked about, folded; empty for other questions."""
    plain = fold(question)
    for pattern in _PATTERNS:
        if match := pattern.search(plain):
            about = next(words for words in match.groups() if words)
            return re.split("[은는이가] ", about)[-1].strip()
    return ""


@dataclass(frozen=True, slots=True)
class Stance:
    """What `people`, by the names that the library has them under, say about something; `about` is how passages write that."""

    people: frozenset[str]
    about: Words

    @classmethod
    def asked(cls, words: Words, catalogue: Catalogue, leg: LexicalLeg) -> Stance | None:
        """None where a question asks for no one's words, or names nobody who is an author or a speaker in the library."""
        about = asked_about(words.question)
        people = frozenset(one.name for one in named_people(words.asked, catalogue, leg)) if about else frozenset()
        return cls(people, Words(leg, leg.concepts(about))) if people else None

    def theirs(self, catalogue: Catalogue, among: Sequence[int] | None) -> list[int]:
        """The numbers of the passages that are theirs, or in which they are quoted or reported; of `among`, if given."""
        within = None if among is None else set(among)
        return [
            passage.number
            for passage in catalogue.passages
            if (within is None or passage.number in within)
            and not self.people.isdisjoint((*passage.authors, *passage.speakers))
        ]

    def heard(self, hits: Sequence[Hit]) -> list[Hit]:
        """Those that speak of it."""
        return [hit for hit in hits if self._speaks(hit.passage.text, hit.passage.language)]

    def said(self, supports: Sequence[Support]) -> list[Support]:
        """The sentences that are their words and speak of it."""
        return [
            item
            for item in supports
            if self.people & _whose(item) and self._speaks(item.sentence.text, item.hit.passage.language)
        ]

    def _speaks(self, text: str, language: str) -> bool:
        return self.about.coverage(text, language)[0] >= _SPEAKS


def _whose(item: Support) -> set[str]:
    """Whose words a sentence is: those who are quoted or reported in most of it, else its author."""
    said = speech(item.hit.document, item.sentence.start, item.sentence.end)
    return set(said.innermost) if said.whole else set(item.hit.passage.section.written_by(item.hit.document.source))
