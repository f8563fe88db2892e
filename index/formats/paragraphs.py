"""Text that is made here of a file's parts, one line each: what its offsets count in is that text itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.errors import SourceError
from index.offsets import OffsetMap, Run
from index.places import FilePlace
from index.records import Block, Dropped, Extracted, SectionKind, Source

__all__ = ["MOST_CHARACTERS", "Paragraph", "joined", "one_line", "written"]

MOST_CHARACTERS = 32 * 2**20
"""Characters that are made of a file: more than the largest text has that is worth searching as one document."""
_BREAKS = re.compile(r"[ \t]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029])[ \t]*")
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line to be: what it is, how deep a heading it is, and where on which page (or slide, from 1) it stands.

    The box is (left, top, right, bottom) in points.
    """

    text: str
    kind: SectionKind = SectionKind.BODY
    level: int = 0
    page: int = 0
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


def one_line(text: str) -> str:
    """`text` with its line breaks as spaces, without control characters and the white space around it."""
    return _CONTROLS.sub("", _BREAKS.sub(" ", text)).strip()


def written(paragraphs: Iterable[Paragraph], name: str, said: Source | None = None, *, whole: bool = True) -> Extracted:
    """The text of paragraphs, one line each; lines without a word in them are left out.

    Raises SourceError where there is none, or far too much.
    """
    parts: list[str] = []
    marked: list[Block] = []
    places: list[FilePlace] = []
    at, title, said = 0, "", said or Source()
    for paragraph in paragraphs:
        if not (text := one_line(paragraph.text)):
            continue
        end = at + len(text)
        if paragraph.kind is not SectionKind.BODY:
            marked.append(Block(at, end, paragraph.kind, paragraph.level))
        if paragraph.kind is SectionKind.TITLE:
            title = title or text
        if paragraph.page:
            places.append(FilePlace(at, end, paragraph.page, *paragraph.box))
        parts.append(f"{text}\n")
        at = end + 1
        if at > MOST_CHARACTERS:
            raise SourceError(
                f"{name} holds more than {MOST_CHARACTERS:,} characters of text; split it, or take out what is no text"
            )
    text = "".join(parts)
    if not text:
        raise SourceError(f"{name} has no text in it; if it holds pictures of text, recognise it (OCR) and add that")
    marks = tuple(marked)
    title = title or said.title
    return Extracted(
        text, OffsetMap.identity(at), marks, (), title, said.url, text, tuple(places), said, blocks=True, whole=whole
    )


def joined(parts: Iterable[Extracted]) -> Extracted:
    """Texts one after another as one, each with the way back to its own part of what they were decoded to, joined alike.

    Title, address and what is said of it are the first part's; a line ends where a part does.
    """
    given = list(parts)
    text: list[str] = []
    decoded: list[str] = []
    runs: list[Run] = []
    marked: list[Block] = []
    dropped: list[Dropped] = []
    places: list[FilePlace] = []
    at = source = 0
    for part in given:
        runs += [
            Run(run.start + at, run.end + at, run.source_start + source, run.source_end + source)
            for run in part.offsets.runs
        ]
        marked += [replace(block, start=block.start + at, end=block.end + at) for block in part.marked]
        dropped += [
            replace(one, source_start=one.source_start + source, source_end=one.source_end + source)
            for one in part.dropped
        ]
        places += [replace(one, start=one.start + source, end=one.end + source) for one in part.places]
        text.append(part.text)
        decoded.append(part.decoded)
        at, source = at + len(part.text), source + len(part.decoded)
        if part.text and not part.text.endswith("\n"):
            runs.append(Run(at, at + 1, source, source + 1))
            text.append("\n")
            decoded.append("\n")
            at, source = at + 1, source + 1
    return replace(
        given[0],
        text="".join(text),
        offsets=OffsetMap(tuple(runs)),
        marked=tuple(marked),
        dropped=tuple(dropped),
        decoded="".join(decoded),
        places=tuple(places),
        blocks=any(part.blocks for part in given),
        whole=all(part.whole for part in given),
    )
