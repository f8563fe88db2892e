"""Markdown → its text: a line for each paragraph, item, row and heading, none of its signs.

The parser is markdown-it: CommonMark, tables, struck text and footnotes as GitHub has them. How a character of the text
is led back to the file is said in `inline`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from index.formats.lines import line_spans
from index.formats.markdown.front_matter import front_matter
from index.formats.markdown.inline import Inline, Kind, Part, noted, read_inline
from index.formats.markdown.masks import mask
from index.formats.tables import UNSHOWN, Cell, Piece, Table, unshown, write_table
from index.formats.web.html import read_html
from index.offsets import TextBuilder
from index.records import Block, Dropped, Extracted, SectionKind
from index.text.script import width
from index.text.wrapping import Wrapping

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

__all__ = ["is_markdown", "read_markdown"]

_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(?=\S)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*$")
_UNNOTED = frozenset(("text", "emphasis", "strikethrough"))
"""Inline rules whose tokens hold as many characters as they read."""
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_ENDED = re.compile(r"[.。!！?？][”’」』\"'）)]*\s*$")
_POINTS_ON = re.compile(
    r"以下|下列|如下|下記|次の|다음|아래|\b(?:following|below|as follows|these|namely)\b", re.IGNORECASE
)
"""Words of a sentence that leads in to what stands under it, where no colon says so."""
_LONG_HEADING = 80
_FILE_NAME = re.compile(
    r"\S*[\w-]\.(?:png|jpe?g|gif|svg|webp|bmp)|(?=[^_]*+_)[\w.-]+|(?:image|img|figure|alt)[\s_-]*\d*", re.I
)
"""Another text of a picture that says nothing of it."""
_DIGIT_MARK = re.compile(r"(\d{1,9})([.)])")


def is_markdown(raw: str) -> bool:
    """Whether a text of no telling name is Markdown: it has headings, fenced code or front matter."""
    lines = raw.splitlines()
    if front_matter(lines)[0] or any(map(_ATX.match, lines)):
        return True
    opened = ""
    for line in lines:
        fence = _FENCE.match(line)
        if fence and opened and line.strip().startswith(opened) and not line.strip().strip(opened[0]):
            return True
        if fence and not opened:
            opened = fence[1]
    return False


def read_markdown(raw: str) -> Extracted:
    """The text of a Markdown file; what is not in it is reported in `dropped`."""
    spans = [(start, end) for start, end, _ in line_spans(raw)]
    return _OneFile(raw, spans).read()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(footnote_plugin, move_to_end=False)
    parser.disable("text_join")
    inline, block = parser.inline.ruler, parser.block.ruler
    for name, rule in zip(inline.get_active_rules(), inline.getRules(), strict=True):
        if name not in _UNNOTED:
            inline.at(name, noted(rule))
    code = dict(zip(block.get_active_rules(), block.getRules(), strict=True))["code"]
    block.at("code", _indented(code))
    return parser


_BlockRule = Callable[["StateBlock", int, int, bool], bool]


def _indented(rule: _BlockRule) -> _BlockRule:
    """Indented code, but not where a paragraph goes on right under it: that is a paragraph with its first line set in."""

    def ruled(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        made, line = len(state.tokens), state.line
        if not rule(state, start, end, silent):
            return False
        if state.line < end and not state.isEmpty(state.line) and not state.isEmpty(state.line - 1):
            del state.tokens[made:]
            state.line = line
            return False
        return True

    return ruled


@dataclass(slots=True)
class _Item:
    """An item that is being read: what leads in to it, where its first line starts, and its number."""

    under: int
    ordered: bool
    line: int
    mark: str
    start: int = -1


class _OneFile:
    """Reads one file."""

    def __init__(self, raw: str, spans: Sequence[tuple[int, int]]) -> None:
        self._raw = raw
        self._lines = [raw[start:end].replace("\0", "\ufffd") for start, end in spans]
        self._starts = [start for start, _ in spans]
        self._builder = TextBuilder()
        self._marked: list[Block] = []
        self._gone: list[tuple[int, int, str]] = []
        self._items: list[_Item] = []
        self._lead = -1
        self._lead_text = ""
        self._noted: list[list[Part]] = []
        self._columns: dict[int, int] = {}
        self._label: str | None = None
        self._wrapping = Wrapping(())

    def read(self) -> Extracted:
        """The file's text and what its markup says."""
        front, said = front_matter(self._lines)
        for number in range(front):
            self._out(number, 0, len(self._lines[number]), "front matter of the file")
        lines = [*[""] * front, *self._lines[front:]]
        if lines and lines[0].startswith("\ufeff"):
            lines[0] = " " + lines[0][1:]
        masked = mask(lines)
        for number, start, end in masked.gone:
            self._out(number, start, end, "a sign for the maker of the page")
        self._mark = masked.mark
        self._source = masked.lines
        tokens = _parser().parse("\n".join(masked.lines))
        self._wrapping = Wrapping(token.content for token in tokens if token.type == "inline")
        headings = [(i, token) for i, token in enumerate(tokens) if token.type == "heading_open"]
        tops = [i for i, token in headings if token.tag == "h1"]
        only = tops[0] if len(tops) == 1 and headings[0][0] == tops[0] else None
        self._blocks(tokens, None if said.title else only, said.title)
        text, offsets = self._builder.build()
        title = next((text[b.start : b.end] for b in self._marked if b.kind is SectionKind.TITLE), "")
        dropped = [Dropped(a, b, self._raw[a:b], why) for a, b, why in sorted(set(self._gone)) if b > a]
        return Extracted(
            text,
            offsets,
            tuple(sorted(self._marked, key=lambda block: block.start)),
            tuple(dropped),
            said.title or title,
            said.url,
            self._raw,
            suggested=said,
            blocks=True,
            whole=True,
        )

    # Blocks

    def _blocks(self, tokens: Sequence[Token], title: int | None, named: str) -> None:
        i = 0
        lists: list[int] = []
        while i < len(tokens):
            token = tokens[i]
            match token.type:
                case "heading_open":
                    self._heading(tokens[i + 1], token, title=i == title, named=named)
                case "paragraph_open":
                    self._paragraph(tokens[i + 1])
                case "bullet_list_open" | "ordered_list_open":
                    lists.append(self._items[-1].start if self._items else self._lead_in())
                case "bullet_list_close" | "ordered_list_close":
                    lists.pop()
                    self._lead = -1
                case "list_item_open":
                    line = token.map[0] if token.map else 0
                    number = token.info if token.markup in (".", ")") else ""
                    self._items.append(_Item(lists[-1], bool(number), line, number + token.markup))
                case "list_item_close":
                    self._items.pop()
                case "footnote_reference_open":
                    self._label = str(token.meta["label"])
                case "footnote_reference_close":
                    self._label = None
                case "fence" | "code_block":
                    self._code(token)
                case "html_block":
                    self._html(token)
                case "hr":
                    self._rule_out(token, "rule in the markup")
                case "table_open":
                    end = next(n for n in range(i, len(tokens)) if tokens[n].type == "table_close")
                    self._table(tokens[i:end])
                    i = end
                case _:
                    pass
            i += 1

    def _heading(self, inline: Token, token: Token, *, title: bool, named: str) -> None:
        content = self._inline(inline, after=len(token.markup) if token.markup.startswith("#") else 0)
        level = int(token.tag[1])
        underlined = not token.markup.startswith("#")
        self._lead = -1
        text = " ".join(content.text.split())
        if underlined and width(text) > _LONG_HEADING:
            self._write(content)
            return
        is_title = title or bool(named and text.casefold() == named.casefold())
        kind = SectionKind.TITLE if is_title else SectionKind.HEADING
        start = self._builder.length
        if self._line(self._joined(content.parts, lines=False)):
            self._marked.append(Block(start, self._builder.length - 1, kind, level))
        self._aside(content)

    def _paragraph(self, inline: Token) -> None:
        content = self._inline(inline)
        if self._label is not None:
            self._note(content)
            return
        if self._items:
            self._item(content)
            return
        start = self._builder.length
        self._write(content)
        self._lead, self._lead_text = (start, content.text) if self._builder.length > start else (-1, "")

    def _item(self, content: Inline) -> None:
        """A paragraph of an item: its lines are units, under what leads in to the item."""
        item = self._items[-1]
        parts = content.parts
        begun = [item for item in self._items if item.start < 0]  # more than one where they share a line: `1. 2. words`
        if begun:
            numbers = [part for item in begun if item.ordered for part in self._number(item)]
            parts = [*numbers, *self._without_box(parts)]
        under = begun[0].under if begun else item.start
        linked = content.linked * 10 >= 9 * len(content.text.strip())
        for line in self._lines_of(parts):
            start = self._builder.length
            if self._line(line):
                for item in begun:
                    item.start = start if item.start < 0 else item.start
                if not linked or not content.linked:
                    self._marked.append(Block(start, self._builder.length - 1, unit=True, under=under))
        self._aside(content)

    def _number(self, item: _Item) -> list[Part]:
        """The number of an item as it is written, for others speak of it by that."""
        line = self._source[item.line]
        at = line.find(item.mark, self._columns.get(item.line, 0))
        if at < 0:
            return []
        self._columns[item.line] = at + len(item.mark)
        start = self._starts[item.line] + at
        end = start + len(item.mark)
        gap = 1 if self._raw[end : end + 1] in (" ", "\t") else 0
        return [Part(item.mark, start, end), Part(" ", end, end + gap)]

    def _without_box(self, parts: Sequence[Part]) -> list[Part]:
        """An item of a list of tasks without its box."""
        box = _TASK.match(parts[0].text) if parts else None
        if not box or len(parts[0].text) != parts[0].end - parts[0].start:
            return list(parts)
        first = parts[0]
        self._gone.append((first.start, first.start + box.end(), "box of a task"))
        return [replace(first, text=first.text[box.end() :], start=first.start + box.end()), *parts[1:]]

    def _note(self, content: Inline) -> None:
        """A footnote, as the outline knows one."""
        place = content.parts[0].start if content.parts else 0
        head = [Part(f"[^{self._label}]: ", place, place)] if self._label else []
        self._reference([*head, *content.parts])
        self._label = ""
        self._aside(content)

    def _reference(self, parts: Sequence[Part]) -> None:
        start = self._builder.length
        if self._line(self._joined(parts, lines=False)):
            self._marked.append(Block(start, self._builder.length - 1, SectionKind.REFERENCES))

    def _write(self, content: Inline) -> None:
        for line in self._lines_of(content.parts):
            self._line(line)
        self._aside(content)

    def _aside(self, content: Inline) -> None:
        """What stands in a block and is no part of it: its pictures' captions and its notes."""
        for picture in content.pictures:
            words = "".join(part.text for part in picture).strip()
            if _FILE_NAME.fullmatch(words):
                continue
            start = self._builder.length
            if self._line(self._joined(picture, lines=False)):
                self._marked.append(Block(start, self._builder.length - 1, SectionKind.CAPTION))
        for note in content.notes:
            self._reference(note)
        self._gone += [(gone.start, gone.end, gone.reason) for gone in content.gone]

    def _code(self, token: Token) -> None:
        """The lines of code, as they stand."""
        first, last = token.map or (0, 0)
        begin = first + (token.type == "fence")
        for number, line in enumerate(token.content.split("\n"), begin):
            if number >= min(last, len(self._lines)):
                break
            column = self._column(self._source[number], line, 0)
            column = self._column(self._source[number], line.lstrip(), 0) if column < 0 else column
            start, end = self._starts[number] + max(column, 0), self._starts[number] + len(self._lines[number])
            begin_at = self._builder.length
            if self._line([Part(self._raw[start:end], start, end, Kind.CODE)]):
                self._marked.append(Block(begin_at, self._builder.length - 1, unit=True))
        if token.type == "fence":
            self._out(first, 0, len(self._lines[first]), "fence of code")
            if last - 1 > first and last - 1 < len(self._lines) and token.markup[:3] in self._lines[last - 1]:
                self._out(last - 1, 0, len(self._lines[last - 1]), "fence of code")
        self._lead = -1

    def _html(self, token: Token) -> None:
        """A block of markup: its text, as a page would have it."""
        places, placed = self._places(token.content.rstrip("\n"), token.map or [0, 0])
        at = [place for place, char in zip(places, placed, strict=True) if char != self._mark]
        content = placed.replace(self._mark, "")
        if not content:
            return
        inner = TextBuilder()
        for place, char in zip(at, content, strict=True):
            inner.add(char, place, place + 1)
        read = read_html(content)
        offsets = read.offsets.through(inner.build()[1])
        shift = self._builder.length
        for run in offsets.runs:
            self._builder.add(read.text[run.start : run.end], run.source_start, run.source_end)
        if read.text and not read.text.endswith("\n"):
            self._builder.add("\n", at[-1] + 1, at[-1] + 1)
        for block in read.marked:
            under = block.under + shift if block.under >= 0 else -1
            if block.kind is not SectionKind.TITLE:
                self._marked.append(replace(block, start=block.start + shift, end=block.end + shift, under=under))
        for part in read.dropped:
            self._gone.append((at[part.source_start], at[part.source_end - 1] + 1, part.reason))
        self._lead = -1

    def _table(self, tokens: Sequence[Token]) -> None:
        rows: list[list[Token]] = []
        heads = 0
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(token)
            elif token.type == "thead_close":
                heads = len(rows)
        first, last = tokens[0].map or (0, 0)
        for number in range(first + 1, min(first + 2, last, len(self._lines))):
            self._out(number, 0, len(self._lines[number]), "border of a table")
        cells = [self._cells(row) for row in rows]
        heads = heads if any(cell.text for row in cells[:heads] for cell in row[1:] or row) else 0
        under = self._items[-1].start if self._items else self._lead_in()
        table = Table(tuple(map(tuple, cells)), heads)
        self._marked += write_table(self._builder, table, under=under)
        self._gone += [(cell.start, cell.end, UNSHOWN) for cell in unshown(table)]
        self._lead = -1

    def _cells(self, row: Sequence[Token]) -> list[Cell]:
        """The cells of a row, each with its place in the row's line."""
        number = row[0].map[0] if row and row[0].map else 0
        line = self._source[number]
        written = _split(line)
        contents = [token.content for token in row]
        for skipped in range(len(written)):
            places = [*_trimmed(written[skipped:]), *[("", 0)] * len(row)][: len(row)]
            if _is_row(places, contents, whole=skipped > 0):
                return [self._cell(token, *place) for token, place in zip(row, places, strict=True)]
        return [Cell() for _ in row]

    def _cell(self, token: Token, written: str, start: int) -> Cell:
        at: list[int] = []
        skip = len(_unescaped(written)) - len(token.content)
        i = 0
        while i < len(written):
            if written[i : i + 2] == "\\|":
                i += 1
            at.append(self._starts[token.map[0] if token.map else 0] + start + i)
            i += 1
        content = read_inline(token.content, token.children or (), at[skip:], self._raw, self._mark)
        self._gone += [(gone.start, gone.end, gone.reason) for gone in content.gone]
        pictures = [part for picture in content.pictures for part in picture]
        parts = content.parts if content.text.strip() else pictures
        return Cell(tuple(Piece(part.text.replace("\n", " "), part.start, part.end) for part in parts))

    # Lines

    def _inline(self, token: Token, *, after: int = 0) -> Inline:
        at, content = self._places(token.content, token.map or [0, 0], after=after)
        if content != token.content:
            return Inline([Part(content, at[0], at[-1] + 1)] if at and len(at) == at[-1] + 1 - at[0] else [])
        return read_inline(content, token.children or (), at, self._raw, self._mark)

    def _places(self, content: str, lines: Sequence[int], *, after: int = 0) -> tuple[list[int], str]:
        """The place in the file of each character of a block's content, and the content as far as it could be placed.

        Each of its lines is the end of a line of the file, less white space: what stands before are the signs of the
        quotations and items around. Tabs that were cut through are spaces in it.
        """
        at: list[int] = []
        placed: list[str] = []
        found = content.split("\n")
        for number, line in enumerate(found, lines[0]):
            if number >= len(self._source):
                break
            if placed:
                at.append(self._starts[number] - 1)
                placed.append("\n")
            written = self._source[number]
            column = self._column(written, line, after)
            if column < 0:
                line = line.lstrip()
                column = self._column(written, line, after)
            if column < 0:
                continue
            at += range(self._starts[number] + column, self._starts[number] + column + len(line))
            placed.append(line)
        return at, "".join(placed)

    @staticmethod
    def _column(written: str, line: str, after: int) -> int:
        if after:
            sign = written.find("#" * after) + after
            start = sign + len(written[sign:]) - len(written[sign:].lstrip(" \t"))
            return start if written.startswith(line, start) else -1
        bare = written if written.endswith(line) else written.rstrip()
        return len(bare) - len(line) if bare.endswith(line) else -1

    def _lead_in(self) -> int:
        """Where the paragraph starts that leads in to what follows it; -1 where the one before does not."""
        text = self._lead_text.strip()
        last = re.split(r"[.。!！?？]\s*(?=\S)", text)[-1]
        leads = not _ENDED.search(text) or _POINTS_ON.search(last)
        return self._lead if self._lead >= 0 and leads else -1

    def _lines_of(self, parts: Sequence[Part]) -> list[list[Part]]:
        """The lines of a block: parted where its author broke them, joined where the width of the file did."""
        return [line for line in _cut(self._joined(parts, lines=True)) if any(part.text.strip() for part in line)]

    def _joined(self, parts: Sequence[Part], *, lines: bool) -> list[Part]:
        """The parts with their line ends as what they stand for; with `lines`, some are still ends of lines."""
        found: list[Part] = []
        rows = _rows(parts)
        for n, (row, end) in enumerate(rows):
            found += row
            if end is None:
                continue
            left = "".join(part.text for part in row)
            right = "".join(part.text for part in rows[n + 1][0]) if n + 1 < len(rows) else ""
            if lines and (end.kind is Kind.BREAK or not self._wrapping.goes_on(left, right)):
                found.append(replace(end, kind=Kind.BREAK))
                continue
            less, between = self._wrapping.joint(left, right)
            if less and found and len(found[-1].text) > less and found[-1].kind is Kind.TEXT:
                last = found.pop()
                found.append(replace(last, text=last.text[:-less], end=last.end - less))
            if between:
                found.append(Part(between, end.start, end.end))
        return found

    def _line(self, parts: Sequence[Part]) -> bool:
        """Append a line, white space around it left out; whether there is anything in it."""
        kept = list(parts)
        while kept and not kept[0].text.strip():
            kept.pop(0)
        while kept and not kept[-1].text.strip():
            kept.pop()
        for n, trim in ((0, str.lstrip), (-1, str.rstrip)):
            if kept and len(kept[n].text) == kept[n].end - kept[n].start:
                text = trim(kept[n].text)
                less = len(kept[n].text) - len(text)
                kept[n] = replace(
                    kept[n],
                    text=text,
                    start=kept[n].start + (less if not n else 0),
                    end=kept[n].end - (less if n else 0),
                )
        for part in kept:
            self._builder.add(part.text.replace("\n", " "), part.start, part.end)
        if kept:
            self._builder.add("\n", kept[-1].end, kept[-1].end)
        return bool(kept)

    def _out(self, number: int, start: int, end: int, reason: str) -> None:
        self._gone.append((self._starts[number] + start, self._starts[number] + end, reason))

    def _rule_out(self, token: Token, reason: str) -> None:
        number = token.map[0] if token.map else 0
        self._out(number, 0, len(self._lines[number]), reason)
        self._lead = -1


def _rows(parts: Sequence[Part]) -> list[tuple[list[Part], Part | None]]:
    """The lines of a block as the file has them, each with what ends it."""
    found: list[tuple[list[Part], Part | None]] = []
    row: list[Part] = []
    for part in parts:
        if part.kind in (Kind.WRAP, Kind.BREAK):
            found.append((row, part))
            row = []
        else:
            row.append(part)
    return [*found, (row, None)]


def _cut(parts: Sequence[Part]) -> list[list[Part]]:
    found: list[list[Part]] = [[]]
    for part in parts:
        if part.kind is Kind.BREAK:
            found.append([])
        else:
            found[-1].append(part)
    return found


def _split(line: str) -> list[tuple[str, int]]:
    """What stands between the bars of a row, and where."""
    found: list[tuple[str, int]] = []
    begin = 0
    for bar in re.finditer(r"(?<!\\)\|", line):
        found.append((line[begin : bar.start()], begin))
        begin = bar.end()
    return [*found, (line[begin:], begin)]


def _trimmed(cells: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(text.strip(), start + len(text) - len(text.lstrip())) for text, start in cells]


def _is_row(places: Sequence[tuple[str, int]], contents: Sequence[str], *, whole: bool) -> bool:
    """Whether these are the cells of a row; unless `whole`, the signs of a quotation or an item stand in the first."""
    texts = [_unescaped(text) for text, _ in places]
    first = texts[0] == contents[0] if whole else texts[0].endswith(contents[0])
    return first and texts[1:] == list(contents[1:])


def _unescaped(text: str) -> str:
    return text.replace("\\|", "|")
