"""The dates that a text itself speaks of: where each stands, and its value as exact as the words are.

Values are ISO 8601 (`2024`, `2024-04`, `2024-04-10`, `2024-W13`), and where that has no form, EDTF (ISO 8601-2, levels 1
and 2: `196X` the sixties, `19XX` the twentieth century, `2027~` about 2027, `XXXX-07-21` a day of an unknown year).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.languages.date_form import Form, Moment
from index.languages.language import Dates
from index.languages.registry import Languages, composed

__all__ = ["TextDate", "dates_in"]

_ISO = re.compile(
    r"(?<![\d/.\-])(?P<year>1\d{3}|20\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d|[-/.]\d)"
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'()（）。，、；]+")
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s)")


@composed
def _finders(known: Languages) -> tuple[Dates, ...]:
    """Those of all languages, each once: some share one."""
    return tuple(dict.fromkeys(one.dates for one in known if one.dates))


@dataclass(frozen=True, slots=True)
class TextDate:
    """A date said at text[start:end].

    `value` is empty for a relative date whose date of writing is not known well enough (`上周`, last week); `relative`
    is true for every date that its own words do not settle, resolved or not.
    """

    start: int
    end: int
    value: str
    relative: bool

    @property
    def resolved(self) -> bool:
        """Whether it is known which year it is of."""
        return bool(self.value) and not self.value.startswith("XXXX")


def dates_in(text: str, written: str = "") -> tuple[TextDate, ...]:
    """The dates that `text` speaks of, in its order; `written` is its date of writing in ISO 8601, empty if unknown.

    A month or a day without a year is of the year named before it in the same sentence (or of the bare year that the
    sentence before named last), else of the year of writing. Vague words (recently, 近年来) are no dates.
    """
    when = Moment.parse(written) if written else None
    found: list[TextDate] = []
    before, before_end, bare = None, 0, False
    for start, end, form in _apart(text):
        ends = len(_SENTENCE_END.findall(text, before_end, start))
        context = before if ends == 0 or (ends == 1 and bare) else None
        if form.toward or not (form.month or form.day):
            context = None
        value = form.value(when, context)
        found.append(TextDate(start, end, value, form.relative))
        moment = Moment.parse(value)
        if moment and abs(form.shift) < 3:
            before, before_end, bare = moment, end, bool(form.year and not form.month)
    return tuple(found)


def _apart(text: str) -> list[tuple[int, int, Form]]:
    """Expressions that do not overlap: of those that do, the one that begins first, and of these the longest."""
    addresses = [match.span() for match in _URL.finditer(text)]
    found: list[tuple[int, int, Form]] = []
    for start, end, form in sorted(_all(text), key=lambda item: (item[0], -item[1])):
        inside = any(first <= start < last for first, last in addresses)
        if not inside and (not found or start >= found[-1][1]):
            found.append((start, end, form))
    return found


def _all(text: str) -> Iterator[tuple[int, int, Form]]:
    for match in _ISO.finditer(text):
        form = Form(year=int(match["year"]), month=int(match["month"]), day=int(match["day"]))
        if 0 < form.month <= 12 and form.day and form.valid:
            yield match.start(), match.end(), form
    for dates in _finders():
        yield from dates(text)
