"""The text of a block of Markdown, piece by piece, each with its place in the file.

markdown-it says of a block which lines it fills, and of what is inside only the order. So every rule that makes
something of more or fewer characters than it reads notes where it stopped reading (`noted`), and the walk goes through
the block's characters beside its tokens. Each character that is taken is compared with the one it is taken from: where
they should differ, the rest of the block is kept as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from index.text.numbers import RAISED

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["Inline", "Kind", "Part", "noted", "read_inline"]

Rule = Callable[["StateInline", bool], bool]

_END = "end"
_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)
_RAISING_TAG = re.compile(r"<(/?)sup\b", re.IGNORECASE)
_PAIRED = (re.compile(r"\*{2,3}"), re.compile(r"(?<![=<>!])==(?![=>])"))
"""Signs of emphasis that CommonMark leaves where a letter stands beside a full-width bracket; of a marker pen."""


class Kind(StrEnum):
    """What a part of a block's text is."""

    TEXT = "text"
    CODE = "code"
    WRAP = "wrap"
    """The end of a line in the file."""
    BREAK = "break"
    """The end of a line that its author asked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a block's text, made from raw[start:end]."""

    text: str
    start: int
    end: int
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Gone:
    """raw[start:end], which is not in the text, and why."""

    start: int
    end: int
    reason: str


@dataclass(slots=True)
class Inline:
    """A block's text, what is not in it, its pictures, and the notes that stand inside it."""

    parts: list[Part] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    pictures: list[list[Part]] = field(default_factory=list)
    notes: list[list[Part]] = field(default_factory=list)
    linked: int = 0
    """How many characters of it are the text of links."""

    @property
    def text(self) -> str:
        """What it says, line ends as spaces."""
        return "".join(part.text if part.kind in (Kind.TEXT, Kind.CODE) else " " for part in self.parts)


def noted(rule: Rule) -> Rule:
    """An inline rule that notes in the last token it makes where it stopped reading."""

    def ruled(state: StateInline, silent: bool) -> bool:
        before = len(state.tokens)
        done = rule(state, silent)
        if done and not silent and len(state.tokens) > before:
            state.tokens[-1].meta = {**state.tokens[-1].meta, _END: state.pos}
        return done

    return ruled


def read_inline(content: str, tokens: Sequence[Token], at: Sequence[int], raw: str, mark: str) -> Inline:
    """The text of a block: `content` as markdown-it read it, its tokens, and the place in `raw` of each of its characters.

    What is blotted out by `mark` is left out, but in code, where it is what the file says.
    """
    walk = _Walk(content, at, raw, mark)
    walk.through(tokens)
    walk.found.parts = list(_without_signs(walk.found.parts))
    return walk.found


class _Walk:
    def __init__(self, content: str, at: Sequence[int], raw: str, mark: str) -> None:
        self.found = Inline()
        self._content = content
        self._at = at
        self._raw = raw
        self._mark = mark
        self._here = 0
        self._links = 0
        self._raised = False

    def through(self, tokens: Sequence[Token]) -> None:
        """Walk through all the tokens of a block."""
        auto = False
        for token in tokens:
            end = token.meta.get(_END, self._here) if token.meta else self._here
            if auto and token.type != "link_close":
                continue
            match token.type:
                case "text":
                    if not self._content.startswith(token.content, self._here):
                        self._take(self._here, len(self._content))
                        return
                    self._take(self._here, self._here + len(token.content))
                case "text_special":
                    if token.content == token.markup:
                        self._take(end - len(token.markup), end)
                    else:
                        self._put(token.content, end - len(token.markup), end)
                case "code_inline":
                    self._code(len(token.markup), end)
                case "softbreak" | "hardbreak":
                    kind = Kind.WRAP if token.type == "softbreak" else Kind.BREAK
                    self._put("\n", self._here, end, kind)
                case "link_open":
                    self._links += 1
                    auto = token.info == "auto"
                    self._here += 0 if auto else 1
                case "link_close":
                    if auto:
                        self._take(self._here + 1, end - 1)
                        self._here = end
                    else:
                        self._drop(end, "address of the link")
                    auto = False
                    self._links -= 1
                case "image":
                    self._picture(token, end)
                case "html_inline":
                    self._tag(token.content, end)
                case "footnote_ref":
                    self._note(token, end)
                case _:
                    self._here += len(token.markup)

    def _take(self, start: int, end: int) -> None:
        """Text that stands in the file as it is, line for line."""
        for piece in re.finditer(r"[^\n]+|\n", self._content[start:end]):
            kind = Kind.WRAP if piece.group() == "\n" else Kind.TEXT
            for run in self._runs(start + piece.start(), start + piece.end()):
                self._put(self._content[run[0] : run[1]], *run, kind)
        self._here = end

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """content[start:end] in stretches that stand together in the file, without what is blotted out."""
        together = end <= start or self._at[end - 1] - self._at[start] == end - 1 - start  # places only grow
        if together and self._content.find(self._mark, start, end) < 0:
            if end > start:
                yield start, end
            return
        begin = start
        for i in range(start, end + 1):
            masked = i < end and self._content[i] == self._mark
            if i == end or masked or (i > begin and self._at[i] != self._at[i - 1] + 1):
                if i > begin:
                    yield begin, i
                begin = i + masked
        return

    def _put(self, text: str, start: int, end: int, kind: Kind = Kind.TEXT) -> None:
        """Text made from content[start:end], which need not be all of what it was made from in the file."""
        left = self._at[start] if start < len(self._at) else len(self._raw)
        right = self._at[end - 1] + 1 if end > start else left
        written = text.translate(RAISED) if self._raised else text
        self.found.parts.append(Part(written, left, right, kind))
        self.found.linked += len(text) if self._links else 0
        self._here = end

    def _code(self, signs: int, end: int) -> None:
        """What stands between backticks, as the file says it."""
        start, stop = self._here + signs, end - signs
        inner = self._content[start:stop]
        if inner.startswith((" ", "\n")) and inner.endswith((" ", "\n")) and inner.strip():
            start, stop = start + 1, stop - 1
        for i in range(start, stop):
            if self._content[i] == "\n":
                self._put(" ", i, i + 1, Kind.CODE)
            else:
                self.found.parts.append(Part(self._raw[self._at[i]], self._at[i], self._at[i] + 1, Kind.CODE))
        self._here = end

    def _picture(self, token: Token, end: int) -> None:
        """A picture: its other text is no part of the sentence that it stands in."""
        label = self._here + 2
        inside = read_inline(
            token.content, token.children or (), self._at[label : label + len(token.content)], self._raw, self._mark
        )
        if inside.text.strip():
            self.found.pictures.append(inside.parts)
        self._drop(end, "picture")

    def _tag(self, content: str, end: int) -> None:
        if _BREAK_TAG.match(content):
            self._put("\n", self._here, end, Kind.BREAK)
            return
        if raising := _RAISING_TAG.match(content):
            self._raised = not raising[1]
        self._drop(end, "comment in the markup" if content.startswith("<!--") else "tag in the markup")

    def _note(self, token: Token, end: int) -> None:
        """A mark `[^1]` stays, for the outline makes a note of it; a note within the text goes under it."""
        if "label" in token.meta:
            self._take(self._here, end)
            return
        label = f"inline-{self._at[self._here]}"
        start, stop = self._here + 2, end - 1
        note = [Part(self._content[a:b], self._at[a], self._at[b - 1] + 1) for a, b in self._runs(start, stop)]
        self.found.notes.append([Part(f"[^{label}]: ", self._at[start], self._at[start]), *_on_one_line(note)])
        place = self._at[self._here]
        self.found.parts.append(Part(f"[^{label}]", place, place))
        self._here = end

    def _drop(self, end: int, reason: str) -> None:
        if end > self._here:
            self.found.gone.append(Gone(self._at[self._here], self._at[end - 1] + 1, reason))
        self._here = max(end, self._here)


def _on_one_line(parts: Sequence[Part]) -> list[Part]:
    return [replace(part, text=part.text.replace("\n", " ")) for part in parts]


def _without_signs(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts without signs of emphasis that come in pairs and that CommonMark did not take for such."""
    counts = [
        sum(len(sign.findall(part.text)) for part in parts if part.kind is Kind.TEXT) // 2 * 2 for sign in _PAIRED
    ]
    for part in parts:
        pieces = [part]
        for n, sign in enumerate(_PAIRED):
            if part.kind is Kind.TEXT and counts[n] and len(part.text) == part.end - part.start:
                cut: list[Part] = []
                for piece in pieces:
                    begin = 0
                    for match in sign.finditer(piece.text):
                        if not counts[n]:
                            break
                        counts[n] -= 1
                        cut.append(_slice(piece, begin, match.start()))
                        begin = match.end()
                    cut.append(_slice(piece, begin, len(piece.text)))
                pieces = [piece for piece in cut if piece.text]
        yield from pieces


def _slice(part: Part, start: int, end: int) -> Part:
    return replace(part, text=part.text[start:end], start=part.start + start, end=part.start + end)
