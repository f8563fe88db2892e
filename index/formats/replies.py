"""The text of a message: what it quotes of others is told by who wrote that, without the signs that stand before each line.

Quoted lines begin with `>` (RFC 3676, 4.5) or stand in a <blockquote>; the line over them, or the first of them, says whose they are. A program that puts the message that is
answered under the answer writes the head of that over it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from index.formats.lines import line_spans
from index.formats.text import read_text
from index.formats.web.html import read_quoting
from index.offsets import OffsetMap, Run, TextBuilder
from index.records import Block, Extracted, SectionKind

__all__ = ["read_page_reply", "read_reply"]

_MARKS = re.compile(r"(?:>[ \t]?)+")
_ADDRESSED = re.compile(
    r"(?:^|[,，;；:：)）]|\d[日일]?|(?<!\s)\s{2,}+)\s*+[\"“']?(?P<name>(?!\s)[^<>\"“”,，;:：\d]{2,60}?)[\"”']?\s*+<[^<>]++>"
)
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d).*\d|\d.*(?<!\d)(?:19|20)\d\d(?!\d)")
"""A year and other figures."""
_LEAD = re.compile(r"[:：]\s*$")
_OPENING = 3
"""Lines that are quoted first, one of which may say whose they are."""
_ENDED = re.compile(r"[.。!?！？…][”’」』\"'）)]*$")
_LEAD_LINES = 2
"""Lines that the words over a quotation take: an address is often in the second."""
_FIELD = re.compile(r"[*]?[^\W\d_][^:：<>@\d]{0,18}?[:：][*]?[ \t]*(?P<value>\S.*)$")
_FEWEST_FIELDS = 3
_RULED = re.compile(r"\s*[-_=*]{3,}")
_Line = tuple[int, int, int]


def read_reply(raw: str, names: Sequence[str] = ()) -> Extracted:
    """The text of a message; `names` are those in its head, by which the writers of what it quotes are known.

    What is quoted of somebody who is not known by name stays as it stands, with its signs.
    """
    lines = line_spans(raw)
    depths = _depths(raw, lines)
    answered = _answered(raw, lines, depths)
    parts: list[Extracted] = []
    writers: dict[int, str] = {}
    before: list[str] = []
    for (depth, writer), group in groupby(range(len(lines)), key=lambda i: (depths[i], answered[i])):
        own = [lines[i] for i in group]
        bare = [raw[_begin(raw, line) : line[1]].strip() for line in own]
        told, inside = _whose(depth, before, bare, writers, names)
        speaker = told if depth else writer
        if depth and parts and speaker and _leads(before):
            parts[-1] = _labelled(parts[-1], _label_lines(speaker, before))
        if inside:
            parts.append(_labelled(_part(raw, own[:inside], depth, ""), _label_lines(speaker, bare[:inside])))
        parts.append(_part(raw, own[inside:], depth if speaker else 0, speaker))
        before = [text for text in bare if text]
    text: list[str] = []
    runs: list[Run] = []
    marked: list[Block] = []
    at = 0
    for part in parts:
        runs += [replace(run, start=run.start + at, end=run.end + at) for run in part.offsets.runs]
        marked += [replace(block, start=block.start + at, end=block.end + at) for block in part.marked]
        text.append(part.text)
        at += len(part.text)
    return Extracted("".join(text), OffsetMap(tuple(runs)), tuple(marked), decoded=raw)


def read_page_reply(raw: str, names: Sequence[str] = ()) -> Extracted:
    """The same of a message that is written as a page."""
    read, quoting = read_quoting(raw)
    lines = line_spans(read.text)
    depth_at = {start: depth for start, depth in quoting if depth}
    depths = [depth_at.get(start, 0) for start, _, _ in lines]
    answered = _answered(read.text, lines, depths)
    marked: list[Block] = []
    writers: dict[int, str] = {}
    before: list[str] = []
    begun: list[_Line] = []
    for (depth, writer), group in groupby(range(len(lines)), key=lambda i: (depths[i], answered[i])):
        own = [lines[i] for i in group]
        bare = [read.text[start:end].strip() for start, end, _ in own]
        told, inside = _whose(depth, before, bare, writers, names)
        speaker = told if depth else writer
        if depth and speaker and _leads(before):
            labels = begun[-_label_lines(speaker, before) :]
            marked.append(Block(labels[0][0], labels[-1][1], SectionKind.SPEAKER))
        elif inside:
            marked.append(Block(own[0][0], own[inside - 1][1], SectionKind.SPEAKER))
        if speaker and inside < len(own):
            marked.append(Block(own[inside][0], own[-1][1], speaker=speaker))
        begun = [line for line, text in zip(own, bare, strict=True) if text]
        before = [text for text in bare if text]
    return replace(read, marked=(*marked, *read.marked))


def _whose(
    depth: int, before: Sequence[str], bare: Sequence[str], writers: dict[int, str], names: Sequence[str]
) -> tuple[str, int]:
    """Who wrote lines that are quoted so deep, and how many of them only say so; `writers` by depth are kept.

    The words over them say it, or else their own first ones: some programs quote those too.
    """
    if not depth:
        return "", 0
    if depth not in writers or _leads(before):
        writers[depth] = _writer(before, names) or writers.get(depth, "")
    if not writers[depth]:
        first = next((n for n, text in enumerate(bare[:_OPENING]) if _LEAD.search(text)), None)
        if first is not None and any(bare[first + 1 :]):
            writers[depth] = _writer([text for text in bare[: first + 1] if text], names)
            return writers[depth], (first + 1) * bool(writers[depth])
    return writers[depth], 0


def _label_lines(writer: str, before: Sequence[str]) -> int:
    """How many of the last lines say who wrote what follows: an address is often in the second."""
    return 1 + (writer not in before[-1] and len(before) > 1)


def _depths(raw: str, lines: Sequence[_Line]) -> list[int]:
    """How many signs of quotation stand before each line; an empty line is in what stands over it."""
    found: list[int] = []
    for start, end, _ in lines:
        mark = _MARKS.match(raw, start, end)
        blank = not raw[start:end].strip()
        found.append(mark.group().count(">") if mark else found[-1] if blank and found else 0)
    return found


def _begin(raw: str, line: _Line) -> int:
    """Where a line begins behind its signs of quotation."""
    mark = _MARKS.match(raw, line[0], line[1])
    return mark.end() if mark else line[0]


def _answered(raw: str, lines: Sequence[_Line], depths: Sequence[int]) -> list[str]:
    """Who wrote each line of a message that is under the answer to it, by its head; empty outside of one."""
    found = [""] * len(lines)
    at = 0
    while at < len(lines):
        end = at
        values: list[str] = []
        while end < len(lines) and not depths[end] and (field := _FIELD.match(raw, *lines[end][:2])):
            values.append(field["value"])
            end += 1
        if len(values) >= _FEWEST_FIELDS and any(map(_DAY.search, values)):
            over = next(
                (raw[slice(*lines[i][:2])] for i in range(at - 1, -1, -1) if raw[slice(*lines[i][:2])].strip()), ""
            )
            if _RULED.match(over) or any("@" in value for value in values):
                name = re.split(r"[<\[(]", values[0], maxsplit=1)[0].strip(" \"'“”*")
                found[end:] = [name] * (len(lines) - end)
        at = max(end, at + 1)
    return found


def _leads(before: Sequence[str]) -> bool:
    return bool(before) and bool(_LEAD.search(before[-1]))


def _writer(before: Sequence[str], names: Sequence[str]) -> str:
    """Who wrote what is quoted, by the words over it; empty where they do not say."""
    if not _leads(before):
        return ""
    lines = before[-_LEAD_LINES:]
    lead = lines[-1] if _ENDED.search(lines[0]) else " ".join(lines)
    own = next((name for name in sorted(names, key=len, reverse=True) if name and name in lead), "")
    if own:
        return own
    addressed = [found["name"].strip() for found in _ADDRESSED.finditer(lead)]
    told = [name for name in addressed if re.search(r"[^\W\d_]", name)]
    return told[-1] if told else ""


def _labelled(part: Extracted, lines: int) -> Extracted:
    """A part whose last lines say who wrote what follows: a label, and nobody's words."""
    end = len(part.text.rstrip())
    start = end
    for _ in range(lines):
        start = part.text.rfind("\n", 0, max(start - 1, 0)) + 1
    own = tuple(replace(block, end=start) for block in part.marked if block.start < start)
    return replace(part, marked=(*own, Block(start, end, SectionKind.SPEAKER)))


def _part(raw: str, lines: Sequence[_Line], depth: int, speaker: str) -> Extracted:
    """Lines of one writer, without their signs, those that were broken to a width whole again."""
    builder = TextBuilder()
    for start, end, following in lines:
        begin = _begin(raw, (start, end, following)) if depth else start
        builder.add(raw[begin:end], begin, end)
        builder.add(raw[end:following], end, following)
    bare, offsets = builder.build()
    read = read_text(bare)
    block = (Block(0, len(read.text), speaker=speaker),) if speaker and read.text.strip() else ()
    return replace(read, offsets=read.offsets.through(offsets), marked=block)
