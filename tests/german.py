"""A sixth language as another package would add it: a little of German."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.languages.cue import Cue, Quotation, cue_of
from index.languages.date_form import Form
from index.languages.language import Language, Names, PageWords, Speech
from index.offsets import Span
from qa.question.followup.grammar import Grammar
from qa.question.followup.records import Fragment, Mention, Pointer, PointerKind, Shape
from qa.ui.web.words.en import ENGLISH

__all__ = ["GERMAN", "GRAMMAR", "PAGE"]

_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
_DATE = re.compile(rf"(?P<day>\d{{1,2}})\. (?P<month>{'|'.join(_MONTHS)}) (?P<year>[12]\d{{3}})")
_SAID = re.compile(r"(?P<who>(?:[A-ZÄÖÜ][\wäöüß-]+ ?){1,4}) (?P<verb>sagte|erklärte), ")
_HE = re.compile(r"\b[Ee]r\b")
_AND = re.compile(r"^Und (?P<text>[^?]{1,40})\?$")


def dates(text: str) -> Iterator[tuple[int, int, Form]]:
    for match in _DATE.finditer(text):
        month = _MONTHS.index(match["month"]) + 1
        yield match.start(), match.end(), Form(year=int(match["year"]), month=month, day=int(match["day"]))


def cues(masked: str, sentence: Span, quotes: Sequence[Quotation]) -> Iterator[Cue]:
    for match in _SAID.finditer(masked, sentence.start, sentence.end):
        content = Span(match.end(), sentence.end)
        yield cue_of(masked, Span(*match.span("who")), Span(*match.span("verb")), content, sentence, quotes)


def pointers(question: str, _names: Sequence[Mention]) -> list[Pointer]:
    return [Pointer(*match.span(), PointerKind.HE) for match in _HE.finditer(question)]


def fragment(question: str) -> Fragment | None:
    match = _AND.match(question)
    return Fragment(Shape.ABOUT, match["text"]) if match else None


GERMAN = Language(
    tags={"de": "Latn"},
    name="German",
    stop_words=frozenset("der die das und ist sind hat haben ein eine wer was wann wie zu mit von den dem".split()),
    dates=dates,
    speech=Speech(cues=cues, full_stops=True, so_called=("sogenannte", "sogenannten"), no_names="Ich|ich|Wir|wir"),
    names=Names(titles="Bundeskanzler|Ministerin|Minister"),
    page=PageWords(abbreviations=r"Nr|Dr|z\.B|bzw", buttons="teilen drucken anmelden", reference_lists="Literatur"),
)
GRAMMAR = Grammar(
    pointers=pointers, fragment=fragment, says=lambda person, text: f"Was sagt {person} über {text}?", capital=True
)
PAGE = replace(ENGLISH, tag="de", name="Deutsch", ask="Fragen")
