"""A date that a page says of itself, and where it was read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PageDate"]


@dataclass(frozen=True, slots=True)
class PageDate:
    """A date read at document.text[start:end]: `value` in ISO 8601, `text` as it is written.

    `place` is head, imprint, or dateline (the day of the report that the text opens with, which gives no year: `XXXX-07-21`
    where the year is not known). `page` and `line` of the file count from 1, and are 0 where they are not known.
    """

    value: str
    place: str
    text: str
    start: int
    end: int
    page: int = 0
    line: int = 0

    @property
    def where(self) -> str:
        """The place in words: `head, line 3`."""
        number = f", page {self.page}" if self.page else f", line {self.line}" if self.line else ""
        return f"{self.place}{number}"
