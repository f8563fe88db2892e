"""What an expression of time says, before it is known when it was said."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

__all__ = ["Form", "Moment", "span_of"]

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?~?$")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as exact as it is known: month and day are 0 where they are not."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, value: str) -> Moment | None:
        """The moment that an ISO 8601 date writes: `2024`, `2024-04`, `2024-04-10`, with a time of day or without."""
        match = _DATE.match(value)
        if not match:
            return None
        moment = cls(*(int(part or 0) for part in match.groups()))
        try:
            date(moment.year, moment.month or 1, moment.day or 1)
        except ValueError:
            return None
        return moment

    @property
    def iso(self) -> str:
        """ISO 8601, as exact as the moment is."""
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.month and self.day)])


@dataclass(frozen=True, slots=True)
class Form:
    """What an expression says: a `fixed` value, or the parts of a date, counted from the date of writing where `unit`.

    `unit` is century, decade, year, month, week or day; `shift` how many of them later (earlier where negative).
    Without a unit and a year it is a month or a day of a year that goes without saying; `toward` is -1 or 1 where the
    words say that it is past (`last April`) or to come. Months 16 and 17 are the halves of a year, 21 to 24 its quarters.
    """

    fixed: str = ""
    unit: str = ""
    shift: int = 0
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0
    toward: int = 0
    approximate: bool = False

    @property
    def relative(self) -> bool:
        """Whether more than the words is needed to know the date."""
        return not self.fixed and not self.year

    @property
    def valid(self) -> bool:
        """Whether there is such a date."""
        if self.month > 12:
            return self.month in (16, 17, 21, 22, 23, 24) and not self.day
        return self.day <= (monthrange(self.year or 2024, self.month)[1] if self.month else 31)

    def value(self, written: Moment | None, before: Moment | None = None) -> str:
        """ISO 8601, or EDTF (ISO 8601-2) for what that cannot say: `196X`, `2027~`, `XXXX-07-21`.

        `written` is the date of writing, `before` a date said shortly before, whose year (and month) go on. Empty for
        what stays unresolved; a year that stays unknown is `XXXX`.
        """
        found = self.fixed or self._value(written, before)
        return f"{found}~" if found and self.approximate else found

    def _value(self, written: Moment | None, before: Moment | None) -> str:
        if self.year:
            return self._dated(self.year)
        if self.unit:
            return self._counted(written) if written else ""
        if self.month:
            year = before.year if before else self._nearest_year(written) if written else 0
            return self._dated(year)
        if before and before.month:
            return Moment(before.year, before.month, self.day).iso
        return self._day_of_month(written) if written and written.month else f"XXXX-XX-{self.day:02}"

    def _counted(self, written: Moment) -> str:
        if self.unit == "year":
            return self._dated(written.year + self.shift) if written.year + self.shift > 0 else ""
        if self.unit == "decade":  # a decade without its century is the last one that has begun
            start = written.year - (written.year - self.shift * 10) % 100
            return f"{start // 10}X"
        if self.unit == "century":
            return f"{written.year // 100 + self.shift:02}{self.month if self.month else 'X'}X"
        if not written.month or (self.unit != "month" and not written.day):
            return ""
        if self.unit == "month":
            months = written.year * 12 + written.month - 1 + self.shift
            counted = replace(self, year=months // 12, month=months % 12 + 1)
            return counted._dated(counted.year) if counted.valid else ""
        day = date(written.year, written.month, written.day)
        if self.unit == "day":
            return (day + timedelta(days=self.shift)).isoformat()
        week = day + timedelta(weeks=self.shift) - timedelta(days=day.weekday())
        if self.weekday:
            return (week + timedelta(days=self.weekday - 1)).isoformat()
        return "{}-W{:02}".format(*week.isocalendar()[:2])

    def _dated(self, year: int) -> str:
        if self.month in (16, 17):
            return f"{year:04}-{self.month % 16 * 6 + 1:02}/{year:04}-{self.month % 16 * 6 + 6:02}"
        if self.month > 12:
            return f"{year:04}-{self.month * 3 - 62:02}/{year:04}-{self.month * 3 - 60:02}"
        if not year:
            return Moment(0, self.month, self.day).iso.replace("0000", "XXXX", 1)
        return Moment(year, self.month, self.day).iso

    def _nearest_year(self, written: Moment) -> int:
        """The year of writing, unless the month would then lie far ahead of it."""
        now = written.month
        if self.toward < 0:
            return written.year - (self.month >= now > 0)
        if self.toward > 0:
            return written.year + (0 < self.month <= now)
        return written.year - (0 < now < self.month - 6)

    def _day_of_month(self, written: Moment) -> str:
        """The day in the month of writing, or in the one before where it had not come yet."""
        earlier = bool(written.day) and self.day > written.day
        months = written.year * 12 + written.month - 1 - earlier
        return Moment(months // 12, months % 12 + 1, self.day).iso


def span_of(value: str) -> tuple[date, date] | None:
    """First and last day of a plain value (year, month or day); None for any other."""
    moment = Moment.parse(value)
    if not moment:
        return None
    last = monthrange(moment.year, moment.month or 12)[1]
    return (
        date(moment.year, moment.month or 1, moment.day or 1),
        date(moment.year, moment.month or 12, moment.day or last),
    )
