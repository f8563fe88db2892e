"""Lines → a document: its text, sections, authors of sections, footnote marks, and the parts that are not content."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.languages.registry import pattern
from index.offsets import OffsetMap, Span, TextBuilder
from index.records import Extracted, Note, Section, SectionKind, Source, Turn
from index.structure.articles import division_levels, with_articles
from index.structure.levels import heading_levels
from index.structure.lines import Line
from index.structure.parts import DocumentPart, name_parts
from index.structure.references import address, entries, marks
from index.structure.turns import question_asked
from index.text.script import spaced, width

__all__ = ["Outline", "outline"]

_biography = pattern(lambda one: one.page.biographies, "^(?:{})$", re.I)
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000]+(?=[\u3400-\u9fff])")
_SENTENCE_FINAL = re.compile(r"[。！？!?.…：:；;][”’」』\"'）)\]】]*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]|\[[\d,–-]+\])*$")
_CUT_WIDTH = 40
_LONGEST_JOINED = 200
"""The widest sentence that two parts of it make: what is wider was never one."""
_LONG_LIST = 240
"""Items and rows that are wider together than this stand in a section of their own, under what leads in to them."""
_LONGEST_LEAD = 60
_LAST_SENTENCE = re.compile(r"(?<![^。！？!?])\s*+([^。！？!?]*?)[:：,，、]?$")


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's text and structure; `offsets` lead to the text it was made from."""

    text: str
    offsets: OffsetMap
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


def outline(extracted: Extracted, lines: Sequence[Line], source: Source) -> Outline:
    """Structure `lines` of `extracted.text`.

    Paragraphs come in the order of the file, pull quotes after everything else, so that the sentence which one of them
    cut in two is whole again.
    """
    told = any(block.level or block.kind is SectionKind.HEADING for block in extracted.marked) or extracted.blocks
    if extracted.kept:
        parts = [DocumentPart((line,), line.kind) for line in lines]
    else:
        parts = name_parts(lines, source, guess=not told, quotes=not extracted.whole)
        parts = parts if extracted.whole else _rejoined(parts)
    parts, levels = division_levels(parts, _levels(extracted, parts))
    parts = with_articles(_with_paths(_over_text(parts, levels), levels))
    parts = _under_leads(parts)
    listed = entries(part.text for part in parts if part.kind is SectionKind.REFERENCES)
    return _assemble(parts, listed, extracted.text)


def _rejoined(parts: list[DocumentPart]) -> list[DocumentPart]:
    """Join a paragraph that stops in mid-sentence with the next one, over any pull quotes between them.

    An item, a row or a line that was meant as one is whole as it stands, and is never joined to another.
    """
    found: list[DocumentPart] = []
    for part in parts:
        before = next((i for i in range(len(found) - 1, -1, -1) if found[i].kind is not SectionKind.PULL_QUOTE), None)
        if (
            before is not None
            and part.kind is found[before].kind is SectionKind.BODY
            and part.alone
            and part.spoken == found[before].spoken
            and width(found[before].text) >= _CUT_WIDTH
            and not _SENTENCE_FINAL.search(found[before].text)
            and not part.lines[0].unit
            and not found[before].lines[-1].unit
            and _open_width(found[before].text) + _open_width(part.text[::-1]) <= _LONGEST_JOINED
        ):
            found[before] = replace(found[before], lines=found[before].lines + part.lines)
        else:
            found.append(part)
    return found


def _open_width(text: str) -> float:
    """How wide the sentence is that a text breaks off in."""
    return width(text[max(text.rfind(mark) for mark in "。！？!?.") + 1 :])


def _over_text(parts: list[DocumentPart], given: Mapping[int, int]) -> list[DocumentPart]:
    """Headings with neither text nor deeper headings under them are text themselves, which can be quoted."""
    found = list(parts)
    text, below = False, -1  # the level of the heading right below, 0 where nothing says it
    for i in range(len(parts) - 1, -1, -1):
        part = parts[i]
        if part.kind is SectionKind.HEADING:
            level = given.get(part.lines[0].start, 0)
            if text or below > level or (below >= 0 and 0 in (below, level)):
                text, below = False, level
            else:
                found[i] = replace(part, kind=SectionKind.BODY)
        elif part.kind not in (SectionKind.PULL_QUOTE, SectionKind.TITLE, SectionKind.FRONT, SectionKind.SPEAKER):
            text = True
    return found


def _levels(extracted: Extracted, parts: Sequence[DocumentPart]) -> dict[int, int]:
    """How deep the headings are whose markup or type says it, by where their line starts."""
    blocks = [block for block in extracted.marked if block.level]
    starts = [block.start for block in blocks]
    found: dict[int, int] = {}
    for line in (part.lines[0] for part in parts if part.kind is SectionKind.HEADING):
        block = blocks[bisect_right(starts, line.start) - 1] if blocks and starts[0] <= line.start else None
        if block and line.start < block.end:
            found[line.start] = block.level
    return found


def _with_paths(parts: list[DocumentPart], given: Mapping[int, int]) -> list[DocumentPart]:
    """Give each part the headings above it and the author of its section; name biographies by their heading."""
    flow = [(i, part) for i, part in enumerate(parts) if part.kind is not SectionKind.PULL_QUOTE]
    headings = [
        (n, _HAN_GAP.sub("", part.text)) for n, (_, part) in enumerate(flow) if part.kind is SectionKind.HEADING
    ]
    depths = heading_levels(headings, [given.get(flow[n][1].lines[0].start, 0) for n, _ in headings])
    levels = dict(zip((n for n, _ in headings), depths, strict=True))
    path: list[str] = []
    authors: tuple[str, ...] = ()
    signed = 1
    found = list(parts)
    for n, (i, part) in enumerate(flow):
        if part.kind is SectionKind.HEADING:
            path = [*path[: levels[n] - 1], _HAN_GAP.sub("", part.text)]
            authors = () if levels[n] <= signed else authors
        elif part.kind is SectionKind.FRONT and part.authors:
            authors, signed = part.authors, max(len(path), 1)
        kind = (
            SectionKind.BIOGRAPHY if part.kind is SectionKind.BODY and any(map(_biography().match, path)) else part.kind
        )
        if kind in (SectionKind.TITLE, SectionKind.IMPRINT, SectionKind.EDITOR_NOTE) or (
            kind is SectionKind.FRONT and not part.authors
        ):
            found[i] = replace(part, kind=kind)
        else:
            found[i] = replace(part, kind=kind, path=tuple(path), authors=authors)
    return found


def _under_leads(parts: list[DocumentPart]) -> list[DocumentPart]:
    """Long lists and tables as sections of their own, under the words that lead in to them, the item over them or the caption.

    What leads in stands in the same section, before them: it is a sentence as others are.
    """
    leads = {part.lines[0].start: i for i, part in enumerate(parts)}
    chains: list[tuple[int, ...]] = []
    sizes: dict[int, float] = {}
    for part in parts:
        over = leads.get(part.lines[0].under) if part.lines[0].unit else None
        chain = (*chains[over], over) if over is not None and over < len(chains) else ()
        chains.append(chain)
        for lead in chain:
            sizes[lead] = sizes.get(lead, 0.0) + width(part.text)
    found: list[DocumentPart] = []
    for i, part in enumerate(parts):
        chain = (*chains[i], i) if i in sizes else chains[i]
        names = [
            _lead(parts[lead].text) for lead in chain if sizes[lead] > _LONG_LIST and parts[lead].path == part.path
        ]
        names = [*filter(None, names)]
        found.append(replace(part, path=(*part.path, *names)) if names else part)
    return found


def _lead(text: str) -> str:
    """The words that lead in, as a heading has them; none where they are too long for one."""
    last = _LAST_SENTENCE.search(text.rstrip())
    words = last[1].strip() if last else ""
    return words if words and width(words) <= _LONGEST_LEAD else ""


def _assemble(parts: list[DocumentPart], listed: Mapping[str, str], text: str) -> Outline:
    """Write the parts one after another, footnote marks left out and kept as notes."""
    running = [part for part in parts if part.kind is not SectionKind.PULL_QUOTE]
    quotes = [part for part in parts if part.kind is SectionKind.PULL_QUOTE]
    builder = TextBuilder()
    notes: list[Note] = []
    spans: list[tuple[DocumentPart, int, int]] = []
    ordered = [*running, *quotes]
    for part, following in zip(ordered, [*ordered[1:], None], strict=False):
        start = builder.length
        for before, line in zip((None, *part.lines), part.lines, strict=False):
            if before and spaced(before.text[-1], line.text[0]):
                builder.add(" ", line.start, line.start)
            notes += _write(builder, line, {} if part.kind is SectionKind.REFERENCES else listed, text, part.kind)
        spans.append((part, start, builder.length))
        end = part.lines[-1].end
        between = text[end : following.lines[0].start] if following and part.kind is SectionKind.SPEAKER else "\n"
        if between.strip() or "\n" in between or "\r" in between:
            builder.add("\n", end, end)
        else:
            builder.add(between, end, end + len(between))
    sections: list[Section] = []
    asked: dict[int, Span] = {}
    built, offsets = builder.build()
    for (kind, path, authors, spoken), group in groupby(
        spans, key=lambda span: (span[0].kind, span[0].path, span[0].authors, span[0].spoken)
    ):
        if kind is not SectionKind.HEADING:
            members = list(group)
            start, end = members[0][1], members[-1][2]
            turn = None
            if spoken:
                turn = Turn(spoken.speaker, asks=spoken.asks, question=asked.get(spoken.answers))
                if spoken.asks:
                    asked[spoken.number] = question_asked(built, start, end)
            sections.append(Section(start, end, kind, path, authors, turn))
    return Outline(built, offsets, tuple(sections), tuple(notes))


def _write(builder: TextBuilder, line: Line, listed: Mapping[str, str], text: str, kind: SectionKind) -> list[Note]:
    """Append one line, without its footnote marks (and, in a heading, the spaces of its line wrap)."""
    notes: list[Note] = []
    gaps = _HAN_GAP.finditer(line.text) if kind is SectionKind.HEADING else ()
    cuts: list[tuple[int, int, tuple[str, ...]]] = [(gap.start(), gap.end(), ()) for gap in gaps]
    cuts += [(mark.start, mark.end, mark.labels) for mark in marks(line.text, listed.keys())]
    at = 0
    for start, end, labels in sorted(cuts):
        builder.add(text[line.start + at : line.start + start], line.start + at, line.start + start)
        for label in labels:
            entry = listed.get(label, "")
            notes.append(Note(label, builder.length, entry, address(entry)))
        at = end
    builder.add(text[line.start + at : line.end], line.start + at, line.end)
    return notes
