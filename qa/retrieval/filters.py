"""Filters: what to search in, resolved to passages before anything is searched, so that none hides what matches it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.languages.date_form import span_of
from index.records import SEARCHED, Source
from index.store.catalogue import Catalogue, Places
from qa.errors import NotHeld, QuestionError
from qa.question.check import LONGEST_NAME
from qa.retrieval.names import same_name

__all__ = ["Filters", "Values", "matching"]

Values = str | Sequence[str] | None
"""What a filter takes: one value, or several of which any will do; None or none of them for no filter."""

_DATE = re.compile("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_NAMED = 20
"""How many of the values that there are an error names."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to search in: a passage must match each field that is given, and of a field any one of its values.

    `sources` are documents, by id, unique prefix, or the name of a publisher (of a reprint, also of the original's).
    `authors` are those whose text a passage is, `speakers` those quoted or reported in it; a part of a name will do
    (`qa.retrieval.names`). `after` and `before` are ISO dates, as exact as wanted (`2024`, `2024-04`, `2024-04-03`), both
    inclusive: a document is kept where the date of its publication, as exact as it is known, may lie between them; one
    without a date is not. `languages` are those of the passages; `zh` means both scripts. `kinds` are those of
    sections: body, editor_note, biography, caption.

    Raises QuestionError for a date or a kind that there cannot be, and for what is longer than any name.

    >>> from qa import Filters
    >>> Filters.of(sources="004", after="2024-05").after
    '2024-05'
    """

    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    after: str = ""
    before: str = ""
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("sources", "authors", "speakers", "languages", "kinds"):
            longest = max(map(len, getattr(self, name)), default=0)
            if longest > LONGEST_NAME:
                raise QuestionError(
                    f"{name} holds one of {longest:,} characters; give it in at most {LONGEST_NAME}, a part will do"
                )
        for name in ("after", "before"):
            object.__setattr__(self, name, _date(name, getattr(self, name)))
        if self.after and self.before and _first(self.after) > _last(self.before):
            raise QuestionError(f"nothing is both after {self.after} and before {self.before}; exchange the two dates")
        for kind in self.kinds:
            if kind not in SEARCHED:
                known = ", ".join(sorted(SEARCHED))
                raise QuestionError(f"{kind!r} is not a kind of section that is searched; choose from: {known}")

    @classmethod
    def of(
        cls,
        sources: Values = None,
        *,
        authors: Values = None,
        speakers: Values = None,
        after: str | date | None = None,
        before: str | date | None = None,
        languages: Values = None,
        kinds: Values = None,
    ) -> Filters:
        """Filters from values as they are given: one where several could be, dates as text or `datetime.date`.

        Raises QuestionError for one that cannot be used.
        """
        return cls(
            _several("sources", sources),
            _several("authors", authors),
            _several("speakers", speakers),
            _written(after),
            _written(before),
            _several("languages", languages),
            _several("kinds", kinds),
        )

    def __bool__(self) -> bool:
        """Whether anything is filtered."""
        return self != Filters()


def matching(
    filters: Filters, catalogue: Catalogue, same: Callable[[str, str], bool] = same_name
) -> tuple[int, ...] | None:
    """Numbers of the passages that match, in order; None where nothing is filtered.

    `same` says of a name that is asked for and one in the library whether they are of one person.

    Raises NotHeld for a source, an author, a speaker or a language that the library does not know at all, naming
    those that it does. Known values that no passage has together give no number.
    """
    if not filters:
        return None
    kept = np.ones(len(catalogue.passages), dtype=np.bool_)
    for places, values in _wanted(filters, catalogue, same):
        own = np.zeros(len(kept), dtype=np.bool_)
        for value in values:
            if value in places:
                own[places[value]] = True
        kept &= own
    return tuple(catalogue.numbers[kept].tolist())


def _wanted(
    filters: Filters, catalogue: Catalogue, same: Callable[[str, str], bool]
) -> Iterator[tuple[Places, Iterable[str]]]:
    """For each field that is given, the values that will do, and where the passages are that have them."""
    if filters.sources:
        yield catalogue.documents, {name for source in filters.sources for name in _documents(source, catalogue)}
    if filters.authors:
        yield catalogue.authors, _known("author", filters.authors, same, catalogue.authors)
    if filters.speakers:
        yield catalogue.speakers, _known("speaker", filters.speakers, same, catalogue.speakers)
    if filters.languages:
        yield catalogue.languages, _known("language", filters.languages, _speaks, catalogue.languages)
    if filters.kinds:
        yield catalogue.kinds, filters.kinds
    if filters.after or filters.before:
        timely = (name for name, source in catalogue.sources.items() if _timely(source.published, filters))
        yield catalogue.documents, timely


def _documents(source: str, catalogue: Catalogue) -> list[str]:
    """Ids of the documents that a source names: by id, by the beginning of one, or by publisher."""
    known = list(catalogue.sources)
    found = [source] if source in known else [name for name in known if source and name.startswith(source)]
    if len(found) == 1:
        return found
    if published := [name for name in known if _publishes(source, catalogue.sources[name])]:
        return published
    reason = f"names {len(found)} documents ({', '.join(found)})" if found else "names no document"
    names = [name for held in catalogue.sources.values() for name in (held.publisher, held.original_publisher)]
    raise NotHeld(f"{source!r} {reason}; the library holds: {_listed(known)}; published by: {_listed(names)}")


def _publishes(asked: str, source: Source) -> bool:
    return any(same_name(asked, name) for name in (source.publisher, source.original_publisher) if name)


def _known(what: str, asked: Iterable[str], same: Callable[[str, str], bool], held: Places) -> set[str]:
    """Those of the names `held` that are meant. Raises NotHeld for a value that means none."""
    found: set[str] = set()
    for value in asked:
        meant = {name for name in held if same(value, name)}
        if not meant:
            often = sorted(held, key=lambda name: -len(held[name]))
            raise NotHeld(f"no passage has the {what} {value!r}; the library has: {_listed(often)}")
        found |= meant
    return found


def _speaks(asked: str, language: str) -> bool:
    """Whether a language is the one asked for, or a form of it: `zh-Hant` of `zh`."""
    return f"{language}-".casefold().startswith(f"{asked}-".casefold())


def _listed(values: Iterable[str]) -> str:
    """The first of the values, each once, and how many more there are."""
    names = [value for value in dict.fromkeys(values) if value]
    more = len(names) - _NAMED
    return (", ".join(names[:_NAMED]) + (f", and {more} more" if more > 0 else "")) or "none"


def _timely(published: str, filters: Filters) -> bool:
    """Whether a date, as exact as it is known, may lie in the range."""
    span = span_of(published)
    if span is None:
        return False
    begun = not filters.after or span[1] >= _first(filters.after)
    return begun and (not filters.before or span[0] <= _last(filters.before))


def _first(value: str) -> date:
    span = span_of(value)
    assert span is not None  # it has been checked
    return span[0]


def _last(value: str) -> date:
    span = span_of(value)
    assert span is not None
    return span[1]


def _date(name: str, value: str) -> str:
    plain = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    if value != "" and not (_DATE.fullmatch(plain) and span_of(plain)):
        raise QuestionError(f"{name} is {_short(value)}, not a date; write it as 2024, 2024-04 or 2024-04-03")
    return plain


def _short(value: object) -> str:
    told = repr(value)
    return told if len(told) <= LONGEST_NAME else f"{told[:LONGEST_NAME]}…"


def _written(value: str | date | None) -> str:
    if value is None:
        return ""
    return value.isoformat()[:10] if isinstance(value, date) else value


def _several(name: str, given: Values) -> tuple[str, ...]:
    if given is None:
        return ()
    if isinstance(given, bytes) or not isinstance(given, Iterable):
        raise QuestionError(f"{name} is {given!r}, which is not text; give names as str")
    values = (given,) if isinstance(given, str) else tuple(given)
    for value in values:
        if not isinstance(value, str):
            raise QuestionError(f"{name} holds {value!r}, which is not text; give names as str")
    return values
