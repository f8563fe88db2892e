"""The tags and texts of a page of markup, each with where it stands in the file.

The standard library's tokenizer is used because it alone of the well-kept ones tells where in the file each piece of
text stands, which is what lets a quotation be traced to the character.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

__all__ = ["HEADINGS", "VOID", "Markup"]

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "p div br h1 h2 h3 h4 h5 h6 ul ol li table caption tr td th article section header footer blockquote figure figcaption "
    "title main aside nav hr dl dt dd pre address center details dialog fieldset form hgroup legend menu option search "
    "summary".split()
)
"""What stands on lines of its own in a browser (HTML Living Standard, 15.3 Non-replaced elements), and a line break."""
_SKIPPED = frozenset("script style noscript template svg head".split())
_RUBY = frozenset("rt rp rtc".split())
"""Readings of characters, and the brackets around them for who cannot show them above."""
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_SAME_ENDS = frozenset("li dt dd td th tr option".split())
_NAMED = frozenset((*HEADINGS, "dt", "caption", "figcaption"))
"""What a page may give an address of its own, behind a sign: ¶, #, §."""
_LINK_END = re.compile(r"</a\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SIGN = 120
"""Characters of markup within which a sign's link ends."""
_IN_HEAD = frozenset("title meta link base script style noscript template html".split())
VOID = frozenset("br img hr input meta link base wbr source area col embed track".split())
"""Elements that hold nothing and have no end tag."""


class Markup(HTMLParser):
    """Walks through `raw`; a subclass says what to do with a text, with a character reference and at a block's edge.

    `open` holds the names of the elements around, outermost first. `node` is the offset of the first visible character
    of the present run of text between two tags, which names that run in every walk through the same file.
    """

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self.raw = raw
        self.open: list[str] = []
        self.node: int | None = None
        self._lines = [0, *(match.end() for match in re.finditer("\n", raw))]
        self._skipping = ""
        self._skipped_from = 0
        self._hidden_at: int | None = None  # how many elements are around the hidden one that is being skipped

    @property
    def skipping(self) -> bool:
        """Whether what is being read holds no text."""
        return bool(self._skipping)

    def walk(self) -> None:
        """Read all of it."""
        self.feed(self.raw)
        self.close()
        self._end_skipped(len(self.raw))
        self.edge(len(self.raw))

    def text(self, data: str, start: int) -> None:
        """raw[start:start + len(data)], without tags or references."""

    def reference(self, text: str, start: int, end: int) -> None:
        """The character that raw[start:end] (`&amp;`) stands for."""

    def edge(self, at: int) -> None:
        """A block begins or ends at raw[at]."""

    def comment(self, start: int, end: int) -> None:
        """raw[start:end] is a comment."""

    def skipped(self, start: int, end: int) -> None:
        """raw[start:end] is an element that holds no text: a script, a style, the head."""

    def reading(self, start: int, end: int) -> None:
        """raw[start:end] is how the characters before it are read."""

    def here(self) -> int:
        """The offset of what is being handled."""
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _tag(self, tag: str) -> None:
        self.node = None
        if tag in _BLOCKS:
            self.edge(self.here())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if self._skipping == "head" and tag not in _IN_HEAD:
            self._end_skipped(self.here())  # </head> may be left out
        if self._hidden_at is not None and self.open[-1] == self._skipping and _ends(self._skipping, tag):
            self.open.pop()
            self._end_skipped(self.here())
        if not self._skipping and (
            tag in _SKIPPED
            or (tag in _RUBY and "ruby" in self.open)
            or (tag not in VOID and _is_hidden(attrs))
            or (tag == "a" and self._is_own_address(attrs))
        ):
            self._skipping, self._skipped_from = tag, self.here()
            self._hidden_at = None if tag in _SKIPPED else len(self.open)
        self._tag(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """An element without content."""
        self._tag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it those left open in it."""
        if tag == self._skipping and self._hidden_at is None:
            self._end_skipped(self.here())
        if tag in self.open:
            while self.open and self.open.pop() != tag:
                pass
        if self._hidden_at is not None and len(self.open) <= self._hidden_at:
            self._end_skipped(self.here())
        self._tag(tag)

    def _is_own_address(self, attrs: list[tuple[str, str | None]]) -> bool:
        """Whether the link that begins here is the sign by which a heading is linked to: nothing said."""
        if _NAMED.isdisjoint(self.open) or "#" not in (dict(attrs).get("href") or ""):
            return False
        start = self.here() + len(self.get_starttag_text() or "")
        end = _LINK_END.search(self.raw, start, start + _SIGN)
        return end is not None and not any(map(str.isalnum, html.unescape(_TAG.sub("", self.raw[start : end.start()]))))

    def _end_skipped(self, at: int) -> None:
        if self._skipping:
            tag, self._skipping, self._hidden_at = self._skipping, "", None
            if tag in _RUBY:
                self.reading(min(self.raw.find(">", self._skipped_from) + 1, at), at)
            else:
                self.skipped(self._skipped_from, at)

    def handle_comment(self, _data: str) -> None:
        """A comment; it parts two runs of text."""
        self.node = None
        start = self.here()
        end = self.raw.find("-->", start)
        self.comment(start, len(self.raw) if end < 0 else end + 3)

    def handle_data(self, data: str) -> None:
        """Text, up to the next tag or reference."""
        if self._skipping:
            return
        start = self.here()
        if self.node is None and data.strip():
            self.node = start + len(data) - len(data.lstrip())
        self.text(data, start)

    def handle_entityref(self, name: str) -> None:
        """A character by its name: `&amp;`."""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """A character by its number: `&#38;`."""
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        if self._skipping:
            return
        start = self.here()
        end = start + len(written)
        end += self.raw[end : end + 1] == ";"
        text = html.unescape(self.raw[start:end])
        if self.node is None and text.strip():
            self.node = start
        self.reference(text, start, end)


def _ends(element: str, tag: str) -> bool:
    """Whether an element whose end tag may be left out ends where `tag` begins."""
    return (
        (element == "p" and tag in _BLOCKS)
        or (element == tag and tag in _SAME_ENDS)
        or (element in _RUBY and (tag in _RUBY or tag == "rb"))
    )


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    """Whether a browser does not show an element, by what its own tag says."""
    said = {name: value or "" for name, value in attrs}
    if "hidden" in said and said["hidden"].lower() != "until-found":
        return True
    return bool(_HIDDEN_STYLE.search(said.get("style", "")))
