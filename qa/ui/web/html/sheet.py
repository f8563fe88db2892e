"""What an answer is drawn on: the answer, the address that asked for it, its numbers, and where its quotations stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from markupsafe import Markup

from index.encoder.alignment import family
from index.records import Document
from index.text.script import spaced
from index.text.sentences import sentences
from index.text.shortening import beginning, ending
from qa.records import Answer, Citation
from qa.ui.layout import Told, laid_out
from qa.ui.web.html.drawing import draw
from qa.ui.web.html.marks import Highlight
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.strings import PageStrings

__all__ = ["Item", "Sheet", "around"]

_AROUND = 90
"""How many characters of the sentence before and after a quotation are shown."""
_REACH = 4 * _AROUND
"""How far from it they are looked for."""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement under its number on the page, or what comes nearest under its own."""

    n: int
    told: Told

    @property
    def quote(self) -> Citation:
        """What is quoted."""
        return self.told.quote or (self.told.others or (self.told.heading,))[0]  # type: ignore[return-value]  # one there is


@dataclass(frozen=True)
class Sheet:
    """An answer, and what it takes to draw it; `names` are names of the library as the question writes them."""

    answer: Answer
    wanted: Wanted
    names: Mapping[str, str] = field(default_factory=dict)
    documents: Sequence[str] = ()
    """Ids of all documents, where they are few enough to be drawn."""
    translator: str = ""
    """The language model that can translate quotations into the reader's language, if there is one."""

    @property
    def words(self) -> PageStrings:
        """The page in the reader's language."""
        return self.wanted.words

    def items(self) -> list[Item]:
        """The statements, numbered from 1."""
        cited = {citation.number: citation for citation in self.answer.citations}
        return [Item(n, laid_out(one, cited)) for n, one in enumerate(self.answer.statements, start=1)]

    def nearest(self) -> list[Item]:
        """What comes nearest, numbered from 1."""
        return [Item(one.number, Told(None, one, None, ())) for one in self.answer.nearest]  # type: ignore[arg-type]

    def quoted(self) -> list[Item]:
        """What is quoted: the statements, or what comes nearest."""
        return self.items() or self.nearest()

    def translatable(self) -> list[Item]:
        """What is quoted and can be translated into the reader's language; nothing where nobody translates."""
        own = family(self.wanted.tag)
        return [one for one in self.quoted() if self.translator and family(one.quote.passage.language) != own]

    def numbers(self) -> dict[int, int]:
        """By the number of a citation, that of the statement which it is for."""
        return {number: n for n, one in enumerate(self.answer.statements, start=1) for number in one.citations}

    def marks(self, document: str) -> list[Highlight]:
        """The quotations from this document, none across another, numbered as the answer numbers them."""
        found: list[Highlight] = []
        for item in self.quoted():
            for one in (item.quote, *item.told.others):
                if one.document.id == document:
                    found.append(Highlight(item.n, one.start, one.end))
        kept: list[Highlight] = []
        for mark in sorted(found, key=lambda one: (one.start, -one.end)):
            if not kept or mark.start >= kept[-1].end:
                first = all(mark.number != other.number for other in kept)
                kept.append(Highlight(mark.number, mark.start, mark.end, f"m{mark.number}" if first else ""))
        return kept

    def to(self, path: str, **more: str | int) -> str:
        """An address of something that belongs to this answer."""
        return f"{path}?{urlencode([*self.wanted.pairs(), *((name, str(value)) for name, value in more.items())])}"

    def title(self, document: Document, label: str, start: int = 0, end: int = 0) -> Markup:
        """A document's title, or another `label` for it, which opens it in the pane at text[start:end]."""
        href = self.to(f"/document/{quote(document.id, safe='')}", **({"start": start, "end": end} if end else {}))
        return draw("answer", "title", document=document, label=label, start=start, end=end, href=href)


def around(citation: Citation) -> tuple[str, str]:
    """The sentence before a quotation and the one after it, within its section, as far as there is room."""
    text, section = citation.document.text, citation.passage.section
    if not section.start <= citation.start < citation.end <= section.end:
        return "", ""
    before = sentences(text, max(section.start, citation.start - _REACH), citation.start)[-1:]
    after = sentences(text, citation.end, min(section.end, citation.end + _REACH))[:1]
    left = ending(before[0].text, _AROUND) if before else ""
    right = beginning(after[0].text, _AROUND) if after else ""
    if before:
        left += _between(text[before[0].end - 1 : citation.start + 1])
        if before[0].start > section.start and not left.startswith("…"):
            left = "…" + left
    if after:
        right = _between(text[citation.end - 1 : after[0].start + 1]) + right
        if after[0].end < section.end and not right.endswith("…"):
            right += "…"
    return left, right


def _between(text: str) -> str:
    """What stands between the first and the last character: of a line break, as much as two words have between them."""
    gap = text[1:-1]
    return gap if "\n" not in gap else " " if spaced(text[0], text[-1]) else ""
