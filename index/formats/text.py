"""Plain text and light Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.offsets import TextBuilder
from index.records import Block, Dropped, Extracted, SectionKind, Source
from index.text.script import columns, spaced

__all__ = ["read_text"]

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_ATX = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_TABLE_BORDER = re.compile(r"(?=.*\|)(?=.*-)[|:\- \t]+$")
_FRONT_FENCE, _FRONT_END = re.compile(r"\ufeff?---[ \t]*$"), re.compile(r"(?:---|\.\.\.)[ \t]*$")
_FRONT_LINE = re.compile(r"[\w-]+[ \t]*:|[ \t]|-[ \t]|#|$")
_FRONT_FIELD = re.compile(r"(title|author|date)[ \t]*:[ \t]*(\S.*)$", re.I)
_DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?(?!\d)")
_FRONT_LONGEST = 100
_CODE = re.compile(r"(?<!`)(`+)(?!`)([^`]+)(?<!`)\1(?!`)")
_LINK = re.compile(r"!?\[([^\[\]]+)\]\([^()\s]+(?:[ \t]+\"[^\"]*\")?\)")
_STRONG = (re.compile(r"\*\*(?=[^\s*])([^*]+)(?<=\S)\*\*"), re.compile(r"(?<!\w)__(?=[^\s_])([^_]+)(?<=\S)__(?!\w)"))
_STARTS = re.compile(r"[ \t\u3000]|[-*•·–>|#]|\d{1,3}[.)、）]")
"""What begins a paragraph or an item although no blank line stands before it."""
_ENDED = re.compile(r"[.。!?！？][”’」』\"'）)]*\s*$")
_BEGUN = re.compile(r"[A-Z\d]")
_NARROWEST, _WIDEST, _SLACK = 36, 100, 2
"""Columns: what texts are broken to (verse is narrower), and what a word that may not stand at an edge leaves free."""
_FEWEST, _SHARE = 3, 0.9


@dataclass(slots=True)
class _Markdown:
    """What Markdown says of a text's lines, by their index: why some are left out, which are code, the file's title."""

    is_markdown: bool
    out: dict[int, str] = field(default_factory=dict)
    code: set[int] = field(default_factory=set)
    title: int | None = None
    said: Source = field(default_factory=Source)


def read_text(raw: str, *, markdown: bool = False) -> Extracted:
    """A text as it stands, except for two things.

    Where it is Markdown (`markdown`, or there are headings, fenced code or front matter in it), the signs of that are
    left out and headings marked. Where lines were broken to a width, as in mail and in old files, the lines of a
    paragraph are put together again.
    """
    builder = TextBuilder()
    marked: list[Block] = []
    dropped: list[Dropped] = []
    lines = [(m.start(1), m.end(1), m.end()) for m in _LINE.finditer(raw) if m.start() < len(raw)]
    read = _read_markdown([raw[start:end] for start, end, _ in lines], markdown=markdown)
    apart = read.code | read.out.keys()
    broken = _broken(raw, [(start, start if i in apart else end) for i, (start, end, _) in enumerate(lines)])
    for i, (start, end, following) in enumerate(lines):
        if i in read.out:
            if end > start:
                dropped.append(Dropped(start, end, raw[start:end], read.out[i]))
            continue
        at = builder.length
        sign = None if i in read.code else _ATX.match(raw, start, end)
        cuts = _signs(raw[start:end]) if read.is_markdown and i not in read.code else []
        begin = sign.end() if sign else start
        for cut_start, cut_end, reason in cuts:
            if start + cut_start >= begin:
                builder.add(raw[begin : start + cut_start], begin, start + cut_start)
                begin = start + cut_end
                if reason:
                    dropped.append(Dropped(start + cut_start, begin, raw[start + cut_start : begin], reason))
        builder.add(raw[begin:end], begin, end)
        if sign:
            marked.append(
                Block(
                    at,
                    builder.length,
                    SectionKind.TITLE if i == read.title else SectionKind.HEADING,
                    len(sign.group(1)),
                )
            )
        elif i in read.code and builder.length > at:
            marked.append(Block(at, builder.length))
        if i in broken:
            builder.add(" " if spaced(raw[end - 1], raw[following]) else "", end, following)
        else:
            builder.add(raw[end:following], end, following)
    text, offsets = builder.build()
    title = next((text[b.start : b.end].strip() for b in marked if b.kind is SectionKind.TITLE), read.said.title)
    return Extracted(text, offsets, tuple(marked), tuple(dropped), title, decoded=raw, suggested=read.said)


def _read_markdown(lines: list[str], *, markdown: bool) -> _Markdown:
    """What the lines say as Markdown; nothing where they are not."""
    front = _front_matter(lines)
    found = _Markdown(is_markdown=markdown or front > 0)
    found.out.update(dict.fromkeys(range(front), "front matter of the file"))
    found.said = _said(lines[:front])
    _find_code(lines, front, found)
    headings = [
        (i, len(sign.group(1)))
        for i, line in enumerate(lines)
        if i not in found.out and i not in found.code and (sign := _ATX.match(line))
    ]
    found.is_markdown = found.is_markdown or bool(found.code or headings)
    if not found.is_markdown:
        found.out.clear()
        return found
    for i, line in enumerate(lines):
        if i in found.out or i in found.code:
            continue
        if _RULE.match(line):
            found.out[i] = "rule in the markup"
        elif _TABLE_BORDER.match(line):
            found.out[i] = "border of a table"
    first = next((i for i, line in enumerate(lines) if line.strip() and i not in found.out), None)
    tops = [i for i, level in headings if level == 1]
    if tops == [first] and not found.said.title:
        found.title = first
    return found


def _front_matter(lines: list[str]) -> int:
    """How many lines the front matter of a file has, its fences among them."""
    if not lines or not _FRONT_FENCE.match(lines[0]):
        return 0
    end = next((i for i, line in enumerate(lines[1:_FRONT_LONGEST], 1) if _FRONT_END.match(line)), 0)
    inside = lines[1:end]
    told = any(":" in line for line in inside) and all(map(_FRONT_LINE.match, inside))
    return end + 1 if told else 0


def _said(front: list[str]) -> Source:
    """Title, authors and date, where the front matter says them on one line each."""
    said = {m.group(1).lower(): m.group(2).strip().strip("\"'") for line in front if (m := _FRONT_FIELD.match(line))}
    if not said:
        return Source()
    names = (name.strip(" \"'") for name in said.get("author", "").strip("[]").split(","))
    day = _DAY.match(said.get("date", ""))
    return Source(
        title=said.get("title", ""),
        authors=tuple(filter(None, names)),
        published=day.group() if day else "",
        note="as stated in the file's front matter",
    )


def _find_code(lines: list[str], start: int, found: _Markdown) -> None:
    """Note the fences of code, and the lines between them; a fence that nothing closes is none."""
    i = start
    while i < len(lines):
        fence = _FENCE.match(lines[i])
        if fence:
            sign = fence.group(1)
            closing = re.compile(rf" {{0,3}}{sign[0]}{{{len(sign)},}}[ \t]*$")
            end = next((n for n in range(i + 1, len(lines)) if closing.match(lines[n])), None)
            if end is None:
                return
            found.out[i] = found.out[end] = "fence of code"
            found.code.update(range(i + 1, end))
            i = end
        i += 1


def _signs(line: str) -> list[tuple[int, int, str]]:
    """The signs of emphasis, code and links in a line, and why what is more than a sign is left out."""
    code = [m.span() for m in _CODE.finditer(line)]
    cuts: list[tuple[int, int, str]] = []
    for m in _CODE.finditer(line):
        cuts += [(m.start(), m.start(2), ""), (m.end(2), m.end(), "")]
    for pattern in (_LINK, *_STRONG):
        for m in pattern.finditer(line):
            edges = [(m.start(), m.start(1)), (m.end(1), m.end())]
            if any(start < b and a < end for start, end in code for a, b in edges):
                continue
            reason = "address of the link" if pattern is _LINK else ""
            cuts += [(*edges[0], ""), (*edges[1], reason)]
    kept: list[tuple[int, int, str]] = []
    for cut in sorted(cuts):
        if not kept or cut[0] >= kept[-1][1]:
            kept.append(cut)
    return kept


def _broken(raw: str, lines: list[tuple[int, int]]) -> set[int]:
    """Indices of the lines that go on in the next one; none unless the whole text was broken to one width.

    It was if nearly every line that others follow in its paragraph is so full that the next word had no room in it, and
    the lines neither end nor begin as sentences, records or list items do.
    """
    pairs = [i for i in range(len(lines) - 1) if _same_paragraph(raw, lines[i], lines[i + 1])]
    if len(pairs) < _FEWEST:
        return set()
    widths = {i: columns(raw[slice(*lines[i])].rstrip()) for j in pairs for i in (j, j + 1)}
    widest = max(widths.values())
    full = [i for i in pairs if widths[i] + _first_word(raw, *lines[i + 1]) >= widest - _SLACK]
    ended = [i for i in pairs if _ENDED.search(raw[slice(*lines[i])])]
    anew = [i for i in pairs if _BEGUN.match(raw, lines[i + 1][0])]
    broken = (
        _NARROWEST <= widest <= _WIDEST
        and len(full) >= _SHARE * len(pairs)
        and max(len(ended), len(anew)) * 2 <= len(pairs)
    )
    return set(pairs) if broken else set()


def _same_paragraph(raw: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    text, after = raw[slice(*line)], raw[slice(*following)]
    return bool(text.strip() and after.strip()) and not _ATX.match(text) and not _STARTS.match(after)


def _first_word(raw: str, start: int, end: int) -> int:
    """Columns of the first word of a line; a Chinese or Japanese character can stand alone."""
    word = raw[start:end].split(maxsplit=1)[0]
    return 2 if columns(word[0]) == 2 else columns(word)
