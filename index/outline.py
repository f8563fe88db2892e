"""Lines → a document: its text, sections, authors of sections, footnote marks, and the parts that are not content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.clean import Line
from index.levels import heading_levels
from index.offsets import OffsetMap, TextBuilder
from index.pullquotes import pull_quotes
from index.records import Extracted, Kind, Note, Section, Source
from index.script import spaced, width

__all__ = ["Outline", "outline"]

_HEADING_WIDTH = 28
_HEADINGS_TOGETHER = 3
_OPEN_END = re.compile(r"[。！？!?.,，、;；:：…）)\]】]$")
_WORDS = re.compile(r"[^\W\d_]")
_EDITOR = re.compile(r"^(?:编者按|編者按|編按|编按|编者的话|Editor[’']s note|編集部注|편집자\s*주)\s*[:：]", re.I)
_CONTRIBUTOR = re.compile(r"^([^\s:：，,。]{2,30}(?: [^\s:：，,。]{1,20}){0,3})\s*[:：]\s*\S")
_BIOGRAPHY = re.compile(
    r"^(?:作者简介|作者簡介|关于作者|關於作者|About the authors?|著者紹介|執筆者紹介|著者略歴|저자 소개)$", re.I
)
_REFERENCES = re.compile(
    r"^(?:References|Notes|Endnotes|Bibliography|Works cited|参考文献|參考文獻|参考资料|參考資料|注释|註釋|尾注|尾註|参考資料|注|脚注|참고문헌|각주)$",
    re.I,
)
_ENTRY = re.compile(r"^(?:[-*•]\s*)?[\[（(]?(\d{1,3})[\]）).、]?\s+(\S.*)$")
_BIBLIOGRAPHY = re.compile(r"^(?:References|Bibliography|Works cited|参考文献|參考文獻|참고문헌)$", re.I)
_CITED = re.compile(r"\b(?:19|20)\d\d\b|https?://|\[[JMNCDR]\]")
_WRAPPED_ENTRY = 6
"""How many lines an entry may run on before the next number."""
_IMPRINT = re.compile(
    r"©|版权所有|版權所有|出版发行|出版發行|\bISBN\b|All rights reserved|Creative Commons|知识共享|知識共享|联系方式|聯絡方式|著作権|発行所"
)
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_POWER = re.compile(r"(?:(?<![A-Za-z])(?:[kcmdnµμ]?m|ft|yd|s)|(?<!\d)\d{1,3})$")
"""What a raised digit belongs to as a power: m², 10⁶."""
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000]+(?=[\u3400-\u9fff])")
_SENTENCE_FINAL = re.compile(r"[。！？!?.…：:；;][”’」』\"'）)\]】]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_BRACKETED = re.compile(r"^\[[^\]]+\]$")
"""Words in brackets that supply a pull quote's subject."""
_CUT_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's text and structure; `offsets` lead to the text it was made from."""

    text: str
    offsets: OffsetMap
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One or more lines that make one paragraph (more where a page break or a pull quote cut it)."""

    lines: tuple[Line, ...]
    kind: Kind
    path: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def alone(self) -> bool:
        return self.lines[0].alone and len(self.lines) == 1


def outline(extracted: Extracted, lines: Sequence[Line], source: Source) -> Outline:
    """Structure `lines` of `extracted.text`.

    Paragraphs come in the order of the file, pull quotes after everything else, so that the sentence which one of them
    cut in two is whole again.
    """
    parts = [_Part((line,), line.kind) for line in lines]
    parts = _back_matter(parts)
    parts = _named(parts, source)
    parts = _with_paths(_rejoined(_pull_quotes(parts)))
    entries = _entries(parts)
    return _assemble(parts, entries, extracted.text)


def _back_matter(parts: list[_Part]) -> list[_Part]:
    """Name the reference list and, behind it or at the very end, the imprint."""
    start = next((i for i in range(len(parts) - 1, -1, -1) if _REFERENCES.match(parts[i].text)), None)
    if start is None:
        return parts
    end = _end_of_entries(parts, start + 1, unnumbered=_BIBLIOGRAPHY.match(parts[start].text) is not None)
    if end == start + 1:
        return parts
    named = [replace(part, kind=Kind.REFERENCES) for part in parts[start + 1 : end]]
    after = parts[end:]
    if any(_IMPRINT.search(part.text) for part in after):
        after = [replace(part, kind=Kind.IMPRINT) for part in after]
    return [*parts[:start], replace(parts[start], kind=Kind.HEADING), *named, *after]


def _end_of_entries(parts: Sequence[_Part], start: int, *, unnumbered: bool) -> int:
    """Index behind the last entry from `start` on; lines that an entry runs on over belong to it."""
    end, label = start, 0
    for i in range(start, len(parts)):
        entry = _ENTRY.match(parts[i].text)
        if entry and (i == end or int(entry.group(1)) == label + 1):
            end, label = i + 1, int(entry.group(1))
        elif unnumbered and not label and i == end and _CITED.search(parts[i].text):
            end = i + 1
        elif i - end >= _WRAPPED_ENTRY or not label:
            break
    return end


def _named(parts: list[_Part], source: Source) -> list[_Part]:
    """Name editor's notes, contributors, bylines and headings among the body's lines."""
    alone = {part.text for part in parts}
    names = {m.group(1) for part in parts if (m := _CONTRIBUTOR.match(part.text)) and m.group(1) in alone}
    names |= set(source.authors) & alone
    found: list[_Part] = []
    for part in parts:
        contributor = _CONTRIBUTOR.match(part.text)
        if part.kind is not Kind.BODY:
            found.append(part)
        elif _EDITOR.match(part.text):
            found.append(replace(part, kind=Kind.EDITOR_NOTE))
        elif contributor and contributor.group(1) in names:
            found.append(replace(part, kind=Kind.BIOGRAPHY))
        elif part.text in names:
            found.append(replace(part, kind=Kind.FRONT, authors=(part.text,)))
        else:
            found.append(part)
    headings = _headings(found)
    return [replace(part, kind=Kind.HEADING) if i in headings else part for i, part in enumerate(found)]


def _headings(parts: Sequence[_Part]) -> set[int]:
    """Indices of the headings: a few short lines with something under them. More in a row are a list or a poem."""
    found: set[int] = set()
    run: list[int] = []
    for i, part in enumerate(parts):
        if part.kind is Kind.BODY and _is_heading(part):
            run.append(i)
            continue
        if len(run) <= _HEADINGS_TOGETHER and part.kind not in (Kind.HEADING, Kind.IMPRINT):
            found.update(run)
        run = []
    return found


def _is_heading(part: _Part) -> bool:
    line = part.lines[0]
    return (
        part.alone
        and not line.prose
        and width(line.text) <= _HEADING_WIDTH
        and bool(_WORDS.search(line.text))
        and not _OPEN_END.search(line.text)
    )


def _rejoined(parts: list[_Part]) -> list[_Part]:
    """Join a paragraph that stops in mid-sentence with the next one, over any pull quotes between them."""
    found: list[_Part] = []
    for part in parts:
        before = next((i for i in range(len(found) - 1, -1, -1) if found[i].kind is not Kind.PULL_QUOTE), None)
        if (
            before is not None
            and part.kind is found[before].kind is Kind.BODY
            and part.alone
            and width(found[before].text) >= _CUT_WIDTH
            and not _SENTENCE_FINAL.search(found[before].text)
        ):
            found[before] = replace(found[before], lines=found[before].lines + part.lines)
        else:
            found.append(part)
    return found


def _pull_quotes(parts: list[_Part]) -> list[_Part]:
    """Name the pull quotes among the body's paragraphs, and with each a line in brackets right before it."""
    body = [i for i, part in enumerate(parts) if part.kind is Kind.BODY]
    found = {body[at] for at in pull_quotes([parts[i].text for i in body], [parts[i].alone for i in body])}
    found |= {i - 1 for i in found if i and parts[i - 1].kind is Kind.BODY and _BRACKETED.match(parts[i - 1].text)}
    return [replace(part, kind=Kind.PULL_QUOTE) if i in found else part for i, part in enumerate(parts)]


def _with_paths(parts: list[_Part]) -> list[_Part]:
    """Give each part the headings above it and the author of its section; name biographies by their heading."""
    flow = [(i, part) for i, part in enumerate(parts) if part.kind is not Kind.PULL_QUOTE]
    headings = [(n, _HAN_GAP.sub("", part.text)) for n, (_, part) in enumerate(flow) if part.kind is Kind.HEADING]
    levels = dict(zip((n for n, _ in headings), heading_levels(headings), strict=True))
    path: list[str] = []
    authors: tuple[str, ...] = ()
    found = list(parts)
    for n, (i, part) in enumerate(flow):
        if part.kind is Kind.HEADING:
            path = [*path[: levels[n] - 1], _HAN_GAP.sub("", part.text)]
            authors = () if levels[n] == 1 else authors
        elif part.kind is Kind.FRONT and part.authors:
            authors = part.authors
        kind = Kind.BIOGRAPHY if part.kind is Kind.BODY and any(map(_BIOGRAPHY.match, path)) else part.kind
        if kind in (Kind.TITLE, Kind.IMPRINT, Kind.EDITOR_NOTE) or (kind is Kind.FRONT and not part.authors):
            found[i] = replace(part, kind=kind)
        else:
            found[i] = replace(part, kind=kind, path=tuple(path), authors=authors)
    return found


def _entries(parts: Iterable[_Part]) -> dict[str, str]:
    """The reference list: label → entry."""
    found: dict[str, str] = {}
    label = ""
    for part in parts:
        if part.kind is not Kind.REFERENCES:
            continue
        entry = _ENTRY.match(part.text)
        if entry and (not label or entry.group(1) not in found):
            label = entry.group(1)
            found[label] = entry.group(2).strip()
        elif label:
            found[label] += f" {part.text.strip()}"
    return found


def _assemble(parts: list[_Part], entries: dict[str, str], text: str) -> Outline:
    """Write the parts one after another, footnote marks left out and kept as notes."""
    running = [part for part in parts if part.kind is not Kind.PULL_QUOTE]
    quotes = [part for part in parts if part.kind is Kind.PULL_QUOTE]
    builder = TextBuilder()
    notes: list[Note] = []
    spans: list[tuple[_Part, int, int]] = []
    for part in [*running, *quotes]:
        start = builder.length
        for before, line in zip((None, *part.lines), part.lines, strict=False):
            if before and spaced(before.text[-1], line.text[0]):
                builder.add(" ", line.start, line.start)
            notes += _write(builder, line, entries, text, heading=part.kind is Kind.HEADING)
        spans.append((part, start, builder.length))
        builder.add("\n", part.lines[-1].end, part.lines[-1].end)
    sections: list[Section] = []
    for (kind, path, authors), group in groupby(spans, key=lambda span: (span[0].kind, span[0].path, span[0].authors)):
        if kind is not Kind.HEADING:
            members = list(group)
            sections.append(Section(members[0][1], members[-1][2], kind, path, authors))
    built, offsets = builder.build()
    return Outline(built, offsets, tuple(sections), tuple(notes))


def _write(builder: TextBuilder, line: Line, entries: dict[str, str], text: str, *, heading: bool) -> list[Note]:
    """Append one line, without its footnote marks (and, in a heading, the spaces of its line wrap)."""
    notes: list[Note] = []
    gaps = _HAN_GAP.finditer(line.text) if heading else ()
    marks = [m for m in _SUPERSCRIPT.finditer(line.text) if entries and not _POWER.search(line.text, 0, m.start())]
    cuts = sorted([(m.start(), m.end(), False) for m in gaps] + [(m.start(), m.end(), True) for m in marks])
    at = 0
    for start, end, is_mark in cuts:
        builder.add(text[line.start + at : line.start + start], line.start + at, line.start + start)
        if is_mark:
            label = line.text[start:end].translate(_DIGITS)
            notes.append(Note(label, builder.length, entries.get(label, "")))
        at = end
    builder.add(text[line.start + at : line.end], line.start + at, line.end)
    return notes
