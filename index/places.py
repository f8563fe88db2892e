"""Where on a page a part of a text stands: for formats whose file has pages and no characters one could count."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.offsets import Span

__all__ = ["FilePlace", "places_of"]


@dataclass(frozen=True, slots=True)
class FilePlace:
    """One printed line, or a cue of subtitles: decoded[start:end], on which page (from 1; 0 for none) and in which box.

    The box is in points (1/72 inch) from the page's top left corner. `time` is that of a cue: `00:01:04`. `confidence`, from
    0 to 1, is how sure the characters are that were recognised in a picture; None where the file itself says them.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    time: str = ""
    confidence: float | None = None


def places_of(places: Sequence[FilePlace], spans: Iterable[Span]) -> tuple[FilePlace, ...]:
    """The lines that `spans` of the decoded file touch, in the file's order; `places` are sorted by `start`.

    With `offsets.sources(start, end)` as spans: the lines to mark on the page for a quotation.
    """
    found: set[int] = set()
    for span in spans:
        at = max(bisect_right(places, span.start, key=lambda place: place.start) - 1, 0)
        while at < len(places) and places[at].start < span.end:
            if places[at].end > span.start:
                found.add(at)
            at += 1
    return tuple(places[at] for at in sorted(found))
