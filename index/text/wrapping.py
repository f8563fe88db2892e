"""Where a line was broken only because its width was used up: what stands between the two halves when they are one again.

Nothing in Chinese and Japanese, a space in what is written with spaces; in Korean a space too, but none where the break
cut a word in two; a hyphen at the end of an English line is undone, unless the word has one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from index.text.script import columns, spaced

__all__ = ["Wrapping"]

_WORD = re.compile(r"[^\W_]+(?:[-‐'’][^\W_]+)*")
_HANGUL_TAIL = re.compile(r"(?<![\uac00-\ud7a3])[\uac00-\ud7a3]+$")
_HANGUL_HEAD = re.compile(r"[\uac00-\ud7a3]+")
_LETTERS_TAIL = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}+)[-‐\u00ad]$")
_LOWER_HEAD = re.compile(r"[^\W\d_]+")
_DASHED = re.compile(r"\S[-–—‐/]$")
_BARE = frozenset(
    "은 는 을 를 의 에 에서 에게 으로 로 와 과 까지 부터 보다 처럼 라고 이라고 이다 다 다. 하여 되어 하며 되며 하고 되고 한다 된다 한다. 된다. 하였다 되었다 하였다. 되었다. 했다 했다. 됐다 됐다. 한 된 할 될 하는 되는 하기 되기 합니다 합니다. 됩니다 됩니다.".split()
)
"""Words of a line's beginning that are the end of a word: particles, and endings that make a verb of a noun."""
_SENTENCE_END = re.compile(r"[.。!?！？…，,、][”’」』\"'）)\]】]*$")
_FULL = 0.75
_NARROWEST, _WIDEST = 30, 120
"""Columns that texts are broken to: what is narrower is verse, or a list without marks."""


class Wrapping:
    """How the lines of one text were broken; `paragraphs` are all of it that may have been, with their line ends."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._paragraphs = tuple(paragraph.strip() for paragraph in paragraphs)

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words that no line end touches, so that no break can have cut them."""
        found: set[str] = set()
        for paragraph in self._paragraphs:
            lines = paragraph.splitlines()
            for number, line in enumerate(lines):
                words = _WORD.findall(line)
                first, last = int(number > 0), len(words) - (number + 1 < len(lines))
                found.update(word.casefold() for word in words[first:last])
        return frozenset(found)

    @cached_property
    def _width(self) -> int:
        """The columns that the lines were broken to, or that they should have reached to have been."""
        sizes = [columns(line.strip()) for text in self._paragraphs if "\n" in text for line in text.splitlines()]
        return max([_NARROWEST, *(size for size in sizes if size <= _WIDEST)])

    def goes_on(self, left: str, right: str) -> bool:
        """Whether a line goes on in the next, and was not meant to end where it does.

        One that stops in mid-sentence, although the next word had room in it, was meant so: a line of verse, of an
        address, of a list without marks.
        """
        if not left.strip() or not right.strip():
            return False
        if _SENTENCE_END.search(left.rstrip()) or right.lstrip()[:1].islower():
            return True
        first = right.split(maxsplit=1)[0]
        word = 2 if columns(first[0]) == 2 else columns(first)
        return columns(left.strip()) + word >= _FULL * self._width

    def joint(self, left: str, right: str) -> tuple[int, str]:
        """How two halves are joined: characters that go from the end of the first, and what stands between them."""
        bare, after = left.rstrip(), right.lstrip()
        if not bare or not after:
            return 0, ""
        tail, head = _LETTERS_TAIL.search(bare), _LOWER_HEAD.match(after)
        if tail and head and head.group()[0].islower():
            whole, compound = tail[1] + head.group(), f"{tail[1]}-{head.group()}"
            return (0 if compound.casefold() in self._words and whole.casefold() not in self._words else 1), ""
        if not spaced(bare[-1], after[0]) or _DASHED.search(bare):
            return 0, ""
        if left == bare and self._cut(bare, after):
            return 0, ""
        return 0, " "

    def _cut(self, left: str, right: str) -> bool:
        """Whether the break cut a Korean word: its second half is none, or the whole of it stands elsewhere."""
        tail, head = _HANGUL_TAIL.search(left), _HANGUL_HEAD.match(right)
        if not tail or not head:
            return False
        if right.split(maxsplit=1)[0] in _BARE or head.group() in _BARE:
            return True
        whole = tail.group() + head.group()
        return whole in self._words and not (tail.group() in self._words and head.group() in self._words)
