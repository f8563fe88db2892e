"""What each part of a text is: its body's paragraphs, headings, notes of the editor, bylines, references, pull quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from index.languages.registry import pattern
from index.records import SectionKind, Source
from index.structure.lines import Line, Spoken
from index.structure.pullquotes import pull_quotes
from index.structure.references import is_footnote, list_end, names_list
from index.text.script import width

__all__ = ["DocumentPart", "name_parts"]

_HEADING_WIDTH = 28
_HEADINGS_TOGETHER = 2
_LOWERED_WORDS = 2
_OPEN_END = re.compile(r"[。！？!?.,，、;；:：…）)\]】]$")
_MARKS = re.compile(r"(?<![⁰¹²³⁴⁵⁶⁷⁸⁹])[⁰¹²³⁴⁵⁶⁷⁸⁹]+$")
_WORDS = re.compile(r"[^\W\d_]")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_editor = pattern(lambda one: one.page.editor_notes, r"^(?:{})\s*[:：]", re.I)
_CONTRIBUTOR = re.compile(r"^([^\s:：，,。]{2,30}(?: [^\s:：，,。]{1,20}){0,3})\s*[:：]\s*\S")
_imprint = pattern(lambda one: one.page.imprints, r"©|\bISBN\b|Creative Commons|{}")
_BRACKETED = re.compile(r"^\[[^\]]+\]$")
"""Words in brackets that supply a pull quote's subject."""


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """One or more lines that make one paragraph (more where a page break or a pull quote cut it)."""

    lines: tuple[Line, ...]
    kind: SectionKind
    path: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its lines, one after another."""
        return "".join(line.text for line in self.lines)

    @property
    def spoken(self) -> Spoken | None:
        """The turn it is in, None outside turns."""
        return self.lines[0].spoken

    @property
    def alone(self) -> bool:
        """Whether it is one line with blank lines around it."""
        return self.lines[0].alone and len(self.lines) == 1


def name_parts(lines: Sequence[Line], source: Source, *, guess: bool = True, quotes: bool = True) -> list[DocumentPart]:
    """Each line of a text as a part, with what it is.

    With `guess`, short lines are taken for headings, as in plain text; without it, only what is marked as one is. With
    `quotes`, pull quotes are looked for: a designer set them, so there are none in what no designer has seen.
    """
    parts = [DocumentPart((line,), line.kind) for line in lines]
    named = _named(_back_matter(parts), source, guess=guess)
    return _pull_quotes(named) if quotes else named


def _back_matter(parts: list[DocumentPart]) -> list[DocumentPart]:
    """Name the reference list and, behind it or at the very end, the imprint."""
    parts = [replace(part, kind=SectionKind.REFERENCES) if is_footnote(part.text) else part for part in parts]
    start = next((i for i in range(len(parts) - 1, -1, -1) if names_list(parts[i].text)), None)
    if start is None:
        return parts
    end = list_end([part.text for part in parts], start)
    if end == start + 1:
        return parts
    named = [replace(part, kind=SectionKind.REFERENCES) for part in parts[start + 1 : end]]
    after = parts[end:]
    if any(_imprint().search(part.text) for part in after):
        after = [replace(part, kind=SectionKind.IMPRINT) for part in after]
    return [*parts[:start], replace(parts[start], kind=SectionKind.HEADING), *named, *after]


def _named(parts: list[DocumentPart], source: Source, *, guess: bool) -> list[DocumentPart]:
    """Name editor's notes, contributors, bylines and headings among the body's lines."""
    alone = {part.text for part in parts}
    names = {m.group(1) for part in parts if (m := _CONTRIBUTOR.match(part.text)) and m.group(1) in alone}
    names |= set(source.authors) & alone
    found: list[DocumentPart] = []
    for part in parts:
        contributor = _CONTRIBUTOR.match(part.text)
        if part.kind is not SectionKind.BODY or part.spoken:
            found.append(part)
        elif _editor().match(part.text):
            found.append(replace(part, kind=SectionKind.EDITOR_NOTE))
        elif contributor and contributor.group(1) in names:
            found.append(replace(part, kind=SectionKind.BIOGRAPHY))
        elif part.text in names:
            found.append(replace(part, kind=SectionKind.FRONT, authors=(part.text,)))
        else:
            found.append(part)
    headings = _headings(found) if guess else set()
    return [replace(part, kind=SectionKind.HEADING) if i in headings else part for i, part in enumerate(found)]


def _headings(parts: Sequence[DocumentPart]) -> set[int]:
    """Indices of the headings: a short line with something under it, or two of them over prose.

    More in a row are a list or a poem.
    """
    found: set[int] = set()
    run: list[int] = []
    for i, part in enumerate(parts):
        if part.kind is SectionKind.BODY and not part.spoken and _is_heading(part):
            run.append(i)
            continue
        prose = bool(run) and _prose_follows(parts, i)
        over = part.kind not in (SectionKind.HEADING, SectionKind.IMPRINT, SectionKind.SPEAKER) and (
            prose or len(run) == 1
        )
        if over and len(run) <= _HEADINGS_TOGETHER:
            found.update(i for i in run if not _reads_on(parts[i]) or (prose and parts[i].lines[0].group))
        run = []
    return found


def _is_heading(part: DocumentPart) -> bool:
    line = part.lines[0]
    return (
        part.alone
        and not line.marked
        and not line.prose
        and width(line.text) <= _HEADING_WIDTH
        and bool(_WORDS.search(line.text))
        and not _OPEN_END.search(_MARKS.sub("", line.text))
    )


def _prose_follows(parts: Sequence[DocumentPart], start: int) -> bool:
    """Whether there is prose from parts[start] on before the next short line."""
    under = takewhile(
        lambda part: part.kind is not SectionKind.HEADING and not _is_heading(part), islice(parts, start, None)
    )
    return any(part.lines[0].prose for part in under)


def _reads_on(part: DocumentPart) -> bool:
    """Whether a line has words in small letters as a sentence has: a heading only where blank lines set it apart."""
    return sum(1 for word in _LONG_WORD.finditer(part.text) if word.group()[0].islower()) >= _LOWERED_WORDS


def _pull_quotes(parts: list[DocumentPart]) -> list[DocumentPart]:
    """Name the pull quotes among the body's paragraphs, and with each a line in brackets right before it."""
    body = [i for i, part in enumerate(parts) if part.kind is SectionKind.BODY and not part.spoken]
    found = {body[at] for at in pull_quotes([parts[i].text for i in body], [parts[i].alone for i in body])}
    found |= {
        i - 1 for i in found if i and parts[i - 1].kind is SectionKind.BODY and _BRACKETED.match(parts[i - 1].text)
    }
    return [replace(part, kind=SectionKind.PULL_QUOTE) if i in found else part for i, part in enumerate(parts)]
