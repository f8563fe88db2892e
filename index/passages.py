"""Document → passages: cut within sections, at sentence ends, with offsets carried from the cut."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from index.errors import SourceError
from index.records import SEARCHED, Document, Passage, Section, Sentence
from index.text.language_spans import dominant_language
from index.text.script import width
from index.text.sentences import SENTENCE_END, sentences

__all__ = ["check_passages", "passages"]

_STOPPED = r"(?<=[.])(?=\s)"
_CLAUSE = "(?<=[，；：,;、])"
_SENTENCE_END, _SENTENCE_MARKS = re.compile(SENTENCE_END), re.compile("[。！？!?]")
_FULL_STOP = re.compile(_STOPPED)
_SHORT = 1 / 3
_LONG = 1.35


def passages(document: Document, length: int) -> tuple[Passage, ...]:
    """The passages of the sections that are searched; document.text[p.start:p.end] == p.text.

    `length` is the greatest length aimed at, in Chinese characters (`script.width`). A piece of less than a
    third of it is joined to the one before, and a sentence is never cut unless it alone is longer than that.
    """
    found = tuple(
        passage
        for section in document.sections
        if section.kind in SEARCHED
        for passage in _section_passages(document, section, length)
    )
    check_passages(document, found)
    return found


def check_passages(document: Document, found: Sequence[Passage]) -> None:
    """Raise SourceError unless what can be quoted of a document holds together.

    Passages lie in sections of the document and do not overlap, sentences lie in their passage, each in its order; the
    text of both is the document's; and each leads back to the file.
    """
    at = 0
    sections = set(document.sections)
    leads_back = all(run.source_start >= 0 for run in document.offsets.runs)
    if document.offsets.length != len(document.text):
        raise _broken(document, f"its text has {len(document.text)} characters, its offsets {document.offsets.length}")
    for passage in found:
        section = passage.section
        if section not in sections or not section.start <= passage.start < passage.end <= section.end:
            raise _broken(document, f"passage {passage.id} leaves its section")
        if passage.start < at or document.text[passage.start : passage.end] != passage.text:
            raise _broken(document, f"passage {passage.id} is not where it says")
        inside = passage.start
        for sentence in passage.sentences:
            if not inside <= sentence.start < sentence.end <= passage.end:
                raise _broken(document, f"a sentence at {sentence.start} leaves passage {passage.id}")
            if document.text[sentence.start : sentence.end] != sentence.text:
                raise _broken(document, f"a sentence at {sentence.start} is not where it says")
            if not leads_back and document.source_span(sentence.start, sentence.end).start < 0:
                raise _broken(document, f"a sentence at {sentence.start} does not lead back to the file")
            inside = sentence.end
        at = passage.end


def _broken(document: Document, what: str) -> SourceError:
    return SourceError(f"{document.file} cannot be quoted from: {what}; please report this with the file")


def _section_passages(document: Document, section: Section, length: int) -> list[Passage]:
    text = document.text
    whole = sentences(text, section.start, section.end)
    bounds = [section.start, *cut_points(text, section, whole, length), section.end]
    found: list[Passage] = []
    for left, right in pairwise(bounds):
        piece = text[left:right]
        stripped = piece.strip()
        if not stripped:
            continue
        start = left + piece.index(stripped)
        end = start + len(stripped)
        inside = tuple(part for s in whole if s.start < end and s.end > start and (part := _within(s, start, end)))
        found.append(document.passage(start, end, section, dominant_language(stripped), inside))
    return found


def _within(sentence: Sentence, start: int, end: int) -> Sentence | None:
    """What of a sentence lies in text[start:end]: all of it, but of one that is longer than a passage; None for space alone."""
    left, right = max(sentence.start, start), min(sentence.end, end)
    text = sentence.text[left - sentence.start : right - sentence.start]
    held = text.strip()
    if not held:
        return None
    left += len(text) - len(text.lstrip())
    return Sentence(left, left + len(held), held)


def cut_points(text: str, section: Section, whole: list[Sentence], length: int) -> list[int]:
    """Offsets at which the section is cut, increasing, its ends not among them."""
    ends = [sentence.end for sentence in whole]
    cuts: list[int] = []
    at = section.start
    inside = text[section.start : section.end]
    if _stays_whole(inside, length):
        return []
    for chunk in _splitter(length).split_text(inside)[:-1]:
        at += len(chunk)
        cut = _at_sentence_end(text, at, whole, ends, length)
        cut = _before_lead(text, cut, whole, ends, cuts[-1] if cuts else section.start, length)
        if cut < section.end and (not cuts or cut > cuts[-1]):
            cuts.append(cut)
    return _without_scraps(text, section, cuts, length)


def _stays_whole(text: str, length: int) -> bool:
    """Whether the splitter surely leaves a text as it is: it rounds up what it counts for each line, or else each sentence."""
    pieces = text.count("\n")
    if not pieces and _SENTENCE_END.search(text):
        pieces = len(_SENTENCE_MARKS.findall(text))
    elif not pieces and _FULL_STOP.search(text):
        pieces = text.count(".")
    return pieces > 0 and width(text) + pieces + 1 < length


def _without_scraps(text: str, section: Section, cuts: list[int], length: int) -> list[int]:
    """`cuts` less those before a piece that is too short to stand alone, where the piece before it has room for it."""
    kept: list[int] = []
    for cut, right in zip(cuts, [*cuts, section.end][1:], strict=True):
        left = kept[-1] if kept else section.start
        scrap = width(text[cut:right]) < length * _SHORT or width(text[left:cut]) < length * _SHORT
        if not (scrap and width(text[left:right]) <= length * _LONG):
            kept.append(cut)
    return kept


def _at_sentence_end(text: str, at: int, whole: list[Sentence], ends: list[int], length: int) -> int:
    """The end of the sentence that `at` falls into, or `at` where the sentence is too long to be kept whole."""
    i = bisect_left(ends, len(text[:at].rstrip()))
    if i >= len(whole) or whole[i].start >= at or width(whole[i].text) > length:
        return at
    return whole[i].end


def _before_lead(text: str, cut: int, whole: list[Sentence], ends: list[int], before: int, length: int) -> int:
    """`cut`, or the start of the sentence before it, where that one leads in to an item, a short line, behind the cut."""
    i = bisect_right(ends, cut) - 1
    if i < 0 or not whole[i].text.endswith((":", "：")) or whole[i].start <= before:
        return cut
    item = text[cut:].lstrip().split("\n", 1)[0]
    return whole[i].start if "\n" in text[ends[i] : cut + 1] and width(item) <= length * _SHORT else cut


@cache
def _splitter(length: int):  # type: ignore[no-untyped-def]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=["\n", SENTENCE_END, _STOPPED, _CLAUSE, r"(?<=\s)", ""],
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=length,
        chunk_overlap=0,
        length_function=lambda piece: math.ceil(width(piece)),
        strip_whitespace=False,
    )
