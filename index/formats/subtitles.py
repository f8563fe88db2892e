"""Subtitles (SRT, WebVTT): what is said, one line for each turn, each cue with its time.

A turn is what one speaker says: it begins with a label (`NAME:`, `<v Name>`, `>>`, `-`), or after a pause behind the end of
a sentence. Numbers, times and settings are left out; a time is kept as the place of its cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from index.errors import SourceError
from index.faults import Fault
from index.formats.lines import line_spans
from index.formats.loader import FileContent, Format
from index.offsets import TextBuilder
from index.places import FilePlace
from index.records import Dropped, Extracted
from index.text.script import spaced

__all__ = [
    "SUBTITLES",
]

_SUFFIXES = frozenset({".srt", ".vtt"})
_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"[ \t]*({_TIME})[ \t]*-->[ \t]*({_TIME})[^\r\n]*")
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|$)")
_OPENING = re.compile(rf"\ufeff?\s*+(?:\d{{1,6}}[ \t]*(?:\r\n|\r|\n))?{_TIMING.pattern}")
_HEAD = re.compile(r"\ufeff?WEBVTT(?:[ \t]|$)")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t:]|$)")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]*+)?[ \t]++([^<>]+)>", re.I)
_TAG = re.compile(r"</?(?:[a-z][^<>]*|[\d:.]+)>|\{\\[^{}]*\}", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,30});", re.I)
_LABEL = re.compile(
    r"(?:[-–—][ \t]*|>>+[ \t]*)|(?:\[[^\]\r\n]{1,40}\]|[^\W\d_][^\r\n:：,，.。!?！？]{0,39})[:：](?=\s|[^\x00-\x7f])"
)
_ENDED = re.compile(r"[.。!?！？…♪\])][\"'”’」』)）]*$")
_PAUSE = 4.0
"""Seconds of silence after which a sentence that has ended ends a turn, too."""
_REACH = 400
"""Bytes in which a file says what it is."""
_LONG = 400
"""Characters after which the end of a sentence ends the line."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """raw[start:end] are the lines of a cue, shown from `begin` to `until` (seconds)."""

    start: int
    end: int
    begin: float
    until: float


def is_subtitles(file: FileContent) -> bool:
    """Whether a file has the ending of subtitles, or begins as they do."""
    begin = file.data[:_REACH].decode("utf-8", "replace")
    return file.suffix in _SUFFIXES or bool(_HEAD.match(begin) or _OPENING.match(begin))


def read_subtitles(file: FileContent) -> Extracted:
    """What the cues say. A line that a cue repeats of the one before it, as rolling captions do, is said once.

    Raises SourceError for a file without a cue.
    """
    raw = file.text
    dropped: list[Dropped] = []
    cues = list(_cues(raw, dropped))
    if not cues:
        raise SourceError(
            f"{file.name} has no cue with a time; correct it, or give it a name that ends in .txt", Fault.MISNAMED
        )
    builder = TextBuilder()
    places: list[FilePlace] = []
    before: _Cue | None = None
    line, voice, last = "", "", ""
    for cue in cues:
        places.append(FilePlace(cue.start, cue.end, 0, 0.0, 0.0, 0.0, 0.0, _clock(cue.begin)))
        for start, end in _lines(raw, cue):
            spoken = raw[start:end].strip()
            named = _VOICE.search(raw, start, end)
            if not _shown(spoken) or (spoken == last and not _LABEL.match(spoken)):
                dropped.append(Dropped(start, end, raw[start:end], "repeated from the cue before"))
                continue
            last = spoken
            paused = before is not None and cue.begin - before.until > _PAUSE
            new = _begins(spoken, line, paused) or (named is not None and named.group(1) != voice)
            if line and new:
                builder.add("\n", start, start)
                line = ""
            if line:
                gap = " " if spaced(line[-1], _shown(spoken)[0]) else ""
                builder.add(gap, start, start)
            elif named:
                builder.add(named.group(1).strip(), *named.span(1))
                builder.add(": ", named.end(1), named.end(1))
            voice = named.group(1) if named else voice if line else ""
            line += _write(builder, raw, start, end)
            before = cue
    builder.add("\n", cues[-1].end, cues[-1].end)
    text, offsets = builder.build()
    if not text.strip():
        raise SourceError(f"{file.name} has cues without a word in them; take it out", Fault.NO_TEXT)
    dropped.sort(key=lambda part: part.source_start)
    return Extracted(text, offsets, (), tuple(dropped), decoded=raw, places=tuple(places), blocks=True, kept=True)


def _cues(raw: str, dropped: list[Dropped]) -> Iterator[_Cue]:
    """The cues in order; what stands outside them is added to `dropped`."""
    lines = [(start, end) for start, end, _ in line_spans(raw)]
    i = 0
    while i < len(lines):
        start, end = lines[i]
        timing = _TIMING.match(raw, start, end)
        if not timing:
            reason = "comment or style" if _BLOCK.match(raw, start, end) else "number or head"
            stop = i + 1
            if _BLOCK.match(raw, start, end) or _HEAD.match(raw, start, end):
                stop = next((j for j in range(i, len(lines)) if not raw[slice(*lines[j])].strip()), len(lines))
            if raw[start:end].strip("\ufeff \t"):
                dropped.append(Dropped(start, lines[stop - 1][1], raw[start : lines[stop - 1][1]], reason))
            i = stop
            continue
        dropped.append(Dropped(start, end, raw[start:end], "time of a cue"))
        stop = i + 1
        while stop < len(lines) and raw[slice(*lines[stop])].strip() and not _TIMING.match(raw, *lines[stop]):
            stop += 1
        if stop > i + 1:
            yield _Cue(lines[i + 1][0], lines[stop - 1][1], _seconds(timing.group(1)), _seconds(timing.group(2)))
        i = stop


def _lines(raw: str, cue: _Cue) -> Iterator[tuple[int, int]]:
    for found in _LINE.finditer(raw, cue.start, cue.end):
        if found.group(1).strip():
            yield found.span(1)


def _begins(spoken: str, line: str, paused: bool) -> bool:
    """Whether a line of a cue begins a turn, or at least a line of the text."""
    ended = bool(_ENDED.search(line.rstrip()))
    return bool(_LABEL.match(_shown(spoken))) or (ended and (paused or len(line) > _LONG))


def _shown(spoken: str) -> str:
    return unescape(_TAG.sub("", spoken)).strip()


def _write(builder: TextBuilder, raw: str, start: int, end: int) -> str:
    """raw[start:end] without its tags and with its entities decoded; returns what was written."""
    stood = raw[start:end]
    at, end = start + len(stood) - len(stood.lstrip()), start + len(stood.rstrip())
    found: list[str] = []
    for sign in re.compile(f"{_TAG.pattern}|{_ENTITY.pattern}", re.I).finditer(raw, at, end):
        builder.add(raw[at : sign.start()], at, sign.start())
        found.append(raw[at : sign.start()])
        if sign.group().startswith("&"):
            builder.add(unescape(sign.group()), *sign.span())
            found.append(unescape(sign.group()))
        at = sign.end()
    builder.add(raw[at:end], at, end)
    found.append(raw[at:end])
    return "".join(found)


def _seconds(time: str) -> float:
    *hours, minutes, seconds = time.replace(",", ".").split(":")
    return int(hours[0] if hours else 0) * 3600 + int(minutes) * 60 + float(seconds)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


SUBTITLES = Format(
    "subtitles", _SUFFIXES, frozenset({"application/x-subrip", "text/vtt"}), is_subtitles, read_subtitles
)
