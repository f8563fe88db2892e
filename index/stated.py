"""What a plain text says of itself before it begins: its title, who wrote it, when and for which paper.

Only lines that are nothing but such a statement count, never a sentence of the text: a date with a place or a paper beside
it, names behind a word for whoever writes (*By*, 記者, 文／) or before one (기자).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, takewhile

from index.languages.date_form import Moment
from index.languages.registry import Languages, composed, pattern
from index.records import Document, SectionKind, Source
from index.speech.names import may_be_personal
from index.text.script import width
from index.when.dates import dates_in

__all__ = ["authors_in", "date_in", "first_line", "stated"]

_LINES = 8
_LINE_WIDTH, _REST_WIDTH, _NAME_WIDTH = 42, 30, 14
_MOST_AUTHORS = 8
_ENDED = re.compile(r"[。.!?！？：:；;，,][”’」』\"'）)】\]]*$")
_LABELLED = re.compile(r"^[^\s:：]{1,24}(?: [^\s:：]{1,16}){0,3}\s?[:：]\s?\S")
_EDGES = "()（）【】[]〔〕<>《》|｜*_-–—~·•>/／,，:： \t\u3000\xa0"
_MARKS, _LED = "()（）【】[]|｜·•,，:：/／\u3000", 2
_DAY_FIRST = re.compile(r"\d{4}-\d\d-\d\d\s+\S")
"""A title that begins with the day, as those of transcripts do."""
_CLOCK = re.compile(r"^[ T]?\d{1,2}:\d\d(?::\d\d)?")
_SEGMENT = re.compile(r"(?<!\s)\s*[\u3000|｜•\t]\s*+|\s{2,}|\s[–—-]\s|(?<=[^\d]),\s(?=.{0,300}\d)")
_AMONG = re.compile(r"(?<!\s)(?:\s*[、,，;；/／&＆\u3000]\s*+|\s++(?:and|und|et|y)\s++|\s*+[和与與]\s*+)")
_LETTERS = re.compile(r"[^\W\d_]")
_HAN_NAME = re.compile(r"[\u3400-\u9fff々]{2,5}$")
_LATIN_NAME = re.compile(
    r"(?:[A-Z][\w.’'-]*|de|da|van|von|bin|al|la|of)(?: (?:[A-Z][\w.’'-]*|de|da|van|von|bin|al|la)){1,4}$"
)
_ONE_OF_HANGUL = r"(?P<name>[가-힣]{2,4})\s?"
_desk = pattern(lambda one: one.page.desk)
_reported = pattern(lambda one: one.page.reported, "(?:{})$")
_later = pattern(lambda one: one.page.updated, flags=re.I)
_paper = pattern(lambda one: one.page.papers, r"(?<=.)(?:{})$")


@composed
def _before(known: Languages) -> re.Pattern[str]:
    """A word for whoever writes, the names behind it; `sure` where a colon or a stroke tells that names follow."""
    words = known.joined(lambda one: one.page.byline)
    return re.compile(rf"^(?:{words})(?:(?P<sure>\s*[:：／/｜|=＝・\u3000]\s*+)|\s++)(?P<names>\S.*)$")


@composed
def _joined(known: Languages) -> re.Pattern[str]:
    """The same in Chinese or Japanese without a space, with the place that is reported from."""
    words = known.joined(lambda one: one.page.byline_joined)
    return re.compile(
        rf"^(?:{words})(?P<name>[\u3400-\u9fff]{{2,3}})(?:[／/].*|\s.*|[\u3400-\u9fff]{{2,6}}(?:{words}|[报報]道|報導|[电電]|\d+日[电電])|$)"
    )


@composed
def _after(known: Languages) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = known.joined(lambda one: one.page.byline_ends)
    return re.compile(rf"(?:^|[\s\u3000=）)]){_ONE_OF_HANGUL}(?:{words})(?![가-힣])"), re.compile(
        rf"^(?P<name>[\u3400-\u9fff々]{{2,5}})[\s\u3000]?(?:{words})$"
    )


def stated(document: Document) -> Source:
    """What the head of `document` says where `document.source` says nothing, and a note that the text says it."""
    source = document.source
    head = list(_head(document))
    authors = () if source.authors else next(filter(None, map(authors_in, head)), ())
    published = "" if source.published else _published(document, head)
    publisher = "" if source.publisher else next(filter(None, map(_publisher_in, head)), "")
    told = [name for name, value in (("date", published), ("author", authors), ("publisher", publisher)) if value]
    if not told:
        return source
    note = f"{' and '.join(filter(None, (', '.join(told[:-1]), told[-1])))} as stated in the text"
    return replace(
        source,
        authors=source.authors or authors,
        published=source.published or published,
        publisher=source.publisher or publisher,
        note="; ".join(filter(None, (source.note, note))),
    )


def _head(document: Document) -> Iterator[str]:
    """The lines before the text begins, those under the title before those over it, and the credits around it."""
    front = [section for section in document.sections if section.kind is SectionKind.FRONT]
    lines = list(takewhile(lambda line: not _is_text(line), document.text.split("\n", _LINES)[:_LINES]))
    title = next((section.start for section in document.sections if section.kind is SectionKind.TITLE), 0)
    over = document.text.count("\n", 0, title)
    yield from (*lines[over:], *lines[:over])
    for section in front:
        yield from (line for line in document.text[section.start : section.end].split("\n") if not _is_text(line))


def _is_text(line: str) -> bool:
    """Whether a line is a sentence, or too long to be anything else."""
    if authors_in(line) or date_in(line):
        return False
    return width(line) > _LINE_WIDTH or bool(_ENDED.search(line)) or bool(_LABELLED.match(line))


def first_line(text: str) -> str:
    """The first line of the file where it stands apart as a title does; empty where it does not."""
    lines = [line.strip("\ufeff \t\u3000\xa0") for line in text.lstrip("\ufeff \t\r\n\u3000").splitlines()]
    if len(lines) < 3:
        return ""
    first, second = lines[0], lines[1]
    apart = not second or bool(date_in(second)) or bool(authors_in(second))
    plain = bool(_LETTERS.search(first)) and not _LABELLED.match(first) and not _ENDED.search(first)
    dated = bool(date_in(first)) and (not _DAY_FIRST.match(first) or bool(_publisher_in(first)))
    if not apart or not plain or width(first) > _LINE_WIDTH or authors_in(first) or dated:
        return ""
    return first if first[0].isalnum() or first[0] in "“‘「『《【〈\"'" else ""


@lru_cache(maxsize=256)
def date_in(line: str) -> str:
    """The date that a line gives, or a part of it, which gives little else; empty where there is none."""
    line = line.strip(_EDGES)
    if _ENDED.search(line) or width(line) > _LINE_WIDTH:
        return ""
    return next(filter(None, map(_date_of, dict.fromkeys((*_segments(line), line)))), "")


def _date_of(part: str) -> str:
    """The date with which a part of a line begins or ends, other words apart from it."""
    for date in dates_in(part):
        moment = Moment.parse(date.value)
        before, after = part[: date.start], _CLOCK.sub("", part[date.end :])
        if date.relative or not moment or not moment.month or (before and after):
            continue
        led = len(before.split()) <= _LED and bool(moment.day) if before.isascii() else False
        apart = not before or before[-1] in _MARKS or led or (before[-1] in _EDGES and not before.isascii())
        behind = not after or after[0] in _EDGES or after[0].isdigit()
        if apart and behind and width(before + after) <= _REST_WIDTH:
            return date.value
    return ""


def _published(document: Document, head: list[str]) -> str:
    """The first date of the head that is not one of a change; else the day in the title."""
    dated = [(line, day) for line in head if (day := date_in(line))]
    first = [day for line, day in dated if not _later().search(line)]
    if first or dated:
        return (first or [day for _, day in dated])[0]
    title = document.source.title
    for date in dates_in(title):
        moment = Moment.parse(date.value)
        if moment and moment.day and not date.relative and (not date.start or date.end == len(title)):
            return date.value
    return ""


def _segments(line: str) -> list[str]:
    return [part for part in (segment.strip(_EDGES) for segment in _SEGMENT.split(line.strip(_EDGES))) if part]


@lru_cache(maxsize=256)
def authors_in(line: str) -> tuple[str, ...]:
    """Who wrote it, where a line says nothing but that, or that beside a date and a paper."""
    line = line.strip(_EDGES)
    if width(line) > _LINE_WIDTH or re.search(r"[。！!？?]", line):
        return ()
    segments = _segments(line)
    for whole in dict.fromkeys((line, *segments)):
        if names := _named(whole):
            return names
    if len(segments) > 2 and date_in(line) and any(_paper().search(one) for one in segments):
        last = segments[-1]
        return (last,) if _HAN_NAME.match(last) and not _paper().search(last) else ()
    for role, name in pairwise(segments):  # the word and the name apart: 记者　顾明远
        if names := _named(f"{role}\u3000{name}"):
            return names
    return ()


def _named(words: str) -> tuple[str, ...]:
    hangul, han = _after()
    if found := (hangul.search(words) or han.match(words)):
        return (found["name"],)
    if found := _joined().match(words):
        return (found["name"],) if may_be_personal(found["name"]) else ()
    found = _before().match(words)
    if not found:
        return ()
    sure = bool(found["sure"])
    names: list[str] = []
    for part in (name for some in _AMONG.split(found["names"]) for name in _apart(some)):
        name = re.split(r"\s(?:in|for|at|from)\s|(?<!\s)\s*+[|｜(（]", part.strip(_EDGES))[0].strip()
        if not _is_name(name, sure=sure):
            break
        names.append(name)
    return tuple(names[:_MOST_AUTHORS])


def _apart(words: str) -> list[str]:
    """Names in characters that spaces part; one where it is its family's name and its own that a space parts."""
    parts = words.split()
    return parts if len(parts) > 1 and may_be_personal(parts[0]) else [words]


def _is_name(name: str, *, sure: bool) -> bool:
    if not _LETTERS.search(name) or width(name) > _NAME_WIDTH or any(char.isdigit() for char in name):
        return False
    if _desk().search(name):
        return False
    if _LATIN_NAME.match(name) or may_be_personal(name) or re.fullmatch("[가-힣]{2,4}", name):
        return True
    return (
        sure and len(name) > 1 and not _reported().search(name) and len(name.split()) <= 4 and not _paper().search(name)
    )


def _publisher_in(line: str) -> str:
    """The paper that a date line names."""
    if not date_in(line):
        return ""
    return next(
        (
            one
            for one in (*_segments(line), *re.split(r"\s", line))
            if _paper().search(one) and not authors_in(one) and not date_in(one)
        ),
        "",
    )
