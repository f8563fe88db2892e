"""Where each character of a cleaned text came from.

A text is made by taking pieces of another text, in any order, sometimes with a piece written differently (an entity
decoded, a line break for a tag). `TextBuilder` records each piece as it is taken, so offsets are carried from the cut
and never searched for afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["OffsetMap", "Run", "Span", "TextBuilder"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` (included) to `end` (excluded) of some text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Run:
    """One piece: text[start:end] was made from source[source_start:source_end].

    Of equal length, it corresponds character by character; otherwise the whole piece stands for the whole range.
    """

    start: int
    end: int
    source_start: int
    source_end: int

    @property
    def verbatim(self) -> bool:
        """Whether the piece corresponds character by character."""
        return self.end - self.start == self.source_end - self.source_start

    def cut(self, start: int, end: int) -> Span:
        """The source range of text[start:end], which must lie within this run."""
        if self.verbatim:
            shift = self.source_start - self.start
            return Span(start + shift, end + shift)
        return Span(self.source_start, self.source_end)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """From offsets in a text to offsets in its source; runs are sorted by `start` and leave no gap."""

    runs: tuple[Run, ...]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text of `length` characters to itself."""
        return cls((Run(0, length, 0, length),)) if length else cls(())

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[int, int, int, int]]) -> OffsetMap:
        """The map that `rows` wrote down."""
        return cls(tuple(Run(*row) for row in rows))

    def rows(self) -> list[tuple[int, int, int, int]]:
        """The runs as plain rows `(start, end, source_start, source_end)`, for storing."""
        return [(r.start, r.end, r.source_start, r.source_end) for r in self.runs]

    @property
    def length(self) -> int:
        """Length of the text, in characters."""
        return self.runs[-1].end if self.runs else 0

    def sources(self, start: int, end: int) -> tuple[Span, ...]:
        """The source ranges of text[start:end], in the text's order; ranges that touch are joined.

        A pull quote that stood inside a sentence leaves the sentence with two ranges.
        """
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"[{start}:{end}] is not within a text of {self.length} characters")
        found: list[Span] = []
        first = bisect_right(self.runs, start, key=lambda run: run.start) - 1
        for at in range(max(first, 0), len(self.runs)):
            run = self.runs[at]
            if run.start >= end or start == end:
                break
            span = run.cut(max(start, run.start), min(end, run.end))
            if not span:
                continue
            if found and found[-1].end == span.start:
                found[-1] = Span(found[-1].start, span.end)
            elif not found or found[-1] != span:
                found.append(span)
        return tuple(found)

    def source(self, start: int, end: int) -> Span:
        """The smallest source range that holds all of text[start:end]."""
        spans = self.sources(start, end)
        if not spans:
            return Span(self._anchor(start), self._anchor(start))
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def _anchor(self, at: int) -> int:
        """The source offset of the place before text[at]."""
        if not self.runs:
            return 0
        run = self.runs[max(bisect_right(self.runs, at, key=lambda r: r.start) - 1, 0)]
        return run.cut(at, at).start if run.verbatim or at == run.start else run.source_end

    def through(self, inner: OffsetMap) -> OffsetMap:
        """This map followed by `inner`, the map of this map's own source: text → source → its source."""
        runs: list[Run] = []
        for run in self.runs:
            if not run.verbatim:
                span = inner.source(run.source_start, run.source_end)
                runs.append(Run(run.start, run.end, span.start, span.end))
                continue
            at = bisect_right(inner.runs, run.source_start, key=lambda r: r.start) - 1
            for place in range(max(at, 0), len(inner.runs)):
                below = inner.runs[place]
                if below.start >= run.source_end:
                    break
                start, end = max(run.source_start, below.start), min(run.source_end, below.end)
                span = below.cut(start, end)
                shift = run.start - run.source_start
                runs.append(Run(start + shift, end + shift, span.start, span.end))
        return OffsetMap(tuple(runs))


class TextBuilder:
    """Builds a text from pieces of a source and remembers where each came from."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def add(self, text: str, source_start: int, source_end: int) -> None:
        """Append `text`, which was made from source[source_start:source_end]."""
        if not text:
            return
        start, end = self._length, self._length + len(text)
        run = Run(start, end, source_start, source_end)
        before = self._runs[-1] if self._runs else None
        if before and before.verbatim and run.verbatim and before.source_end == source_start:
            self._runs[-1] = Run(before.start, end, before.source_start, source_end)
        else:
            self._runs.append(run)
        self._parts.append(text)
        self._length = end

    def build(self) -> tuple[str, OffsetMap]:
        """The text and its map."""
        return "".join(self._parts), OffsetMap(tuple(self._runs))
