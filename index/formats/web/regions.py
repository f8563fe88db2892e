"""What the elements of a page say of the text in them besides their names: asides, embedded posts, captions; and whose
children the texts are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from index.formats.web.markup import VOID, Markup

__all__ = ["ASIDE", "CAPTION", "Regions"]

ASIDE, CAPTION = ":aside", ":caption"
"""Marks that stand among the names of the elements around a text; no element is called so."""
_ASIDE_ROLES = frozenset(
    "alert alertdialog banner complementary contentinfo dialog form menu menubar navigation search status toolbar tooltip".split()
)
"""Roles of what is beside a page's content (WAI-ARIA 1.2, 5.3)."""
_EMBEDDED = re.compile(r"(?:^|[-_])(?:tweet|embed(?:ded)?)(?:$|[-_])|^instagram-media$", re.I)
"""How the markup that networks give out for showing a post elsewhere calls it."""
_CAPTION = re.compile(r"(?:^|[-_])(?:fig)?caption(?:$|[-_]text$)", re.I)
_SECTIONS = frozenset("section article main".split())
"""Elements that say of themselves that running text stands in them."""
_FURTHER = 4
"""Elements out from a nameless container, within which one is looked for that says what it is."""
_PARAGRAPH = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote figure figcaption span a b i em strong small time".split())


class Regions(Markup):
    """A walk that knows the marks of what is open, and the container that a text's paragraph stands in."""

    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self.parents: dict[int, int] = {}
        """The container around each, by their numbers; 0 is the file."""
        self.kinds: dict[int, str] = {}
        """What each container is: its name and classes, and those of what is around one that has no class; empty where nothing says it."""
        self._numbers: list[int] = []
        self._said: list[str] = []
        self._marks: list[str] = []
        self._count = 0

    @property
    def around(self) -> frozenset[str]:
        """The names of the elements around, and their marks."""
        return frozenset((*self.open, *filter(None, self._marks)))

    @property
    def container(self) -> int:
        """The element around the present paragraph, by its number in the file; 0 for none."""
        at = len(self.open) - 1
        while at >= 0 and self.open[at] in _PARAGRAPH:
            at -= 1
        if not 0 <= at < len(self._numbers):
            return 0
        number = self._numbers[at]
        if number not in self.kinds:
            self.kinds[number] = self._kind(at)
            self.parents |= dict(pairwise(reversed([0, *self._numbers[: at + 1]])))
        return number

    def _kind(self, at: int) -> str:
        """What the element that is open at this depth is called, out to the first that says what it is."""
        for out in range(at, max(at - _FURTHER, -1), -1):
            if "." in self._said[out] or self.open[out] in _SECTIONS:
                return " ".join(self._said[out : at + 1])
        return ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        super().handle_starttag(tag, attrs)
        if tag in VOID:
            self._cut(len(self.open))
            return
        self._cut(len(self.open) - 1)
        self._count += 1
        self._numbers.append(self._count)
        said = {name: value or "" for name, value in attrs}
        self._said.append(".".join((tag, *sorted(said.get("class", "").split()))))
        self._marks.append(_mark(tag, said))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        super().handle_endtag(tag)
        self._cut(len(self.open))

    def _cut(self, depth: int) -> None:
        del self._numbers[depth:]
        del self._marks[depth:]
        del self._said[depth:]


def _mark(tag: str, attrs: Mapping[str, str]) -> str:
    names = attrs.get("class", "").split()
    if attrs.get("role", "").lower() in _ASIDE_ROLES or attrs.get("aria-modal") == "true":
        return ASIDE
    if tag == "blockquote" and any(map(_EMBEDDED.search, names)):
        return ASIDE
    if tag == "figcaption" or attrs.get("itemprop") == "caption" or any(map(_CAPTION.search, names)):
        return CAPTION
    return ""
