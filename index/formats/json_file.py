"""JSON and JSON Lines: fields as sections under their path, short values beside their names, records as lines.

What the offsets count in is made here: JSON's own text escapes characters, and its order is not that of reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.errors import SourceError
from index.faults import Fault
from index.formats.loader import FileContent, Format
from index.formats.paragraphs import Grid, Paragraph, written
from index.records import Extracted, SectionKind, Source
from index.text.script import width

__all__ = [
    "JSON",
]

_LINES = frozenset({".jsonl", ".ndjson"})
_SUFFIXES = _LINES | {".json"}
_DEEPEST, _MOST_VALUES, _MOST_COLUMNS = 60, 500_000, 1000
_PROSE, _SENTENCE_WIDTH = 40, 12
"""Width from which a text is a paragraph of its own and not a value beside its name."""
_SENTENCE = re.compile(r"[。！？!?.][”’」』\"')）]*\s*$")
_DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?(?!\d)")
_NAMES = ("title", "headline", "name", "subject", "question", "id")
_SAID = {
    "title": ("title", "headline", "subject"),
    "authors": ("author", "authors", "byline", "creator"),
    "published": ("published", "date", "datePublished", "published_at", "pubDate", "pub_date"),
    "url": ("url", "link", "source_url"),
    "publisher": ("publisher", "site", "site_name", "outlet"),
}


def read_json(file: FileContent) -> Extracted:
    """The values of a JSON file, or of each line of a JSON Lines file.

    A record is a heading (its title, name or place in its list) and a line of its short values; a longer text is a
    paragraph under the name of its field. Raises SourceError for what is no JSON, or nested or long beyond reading.
    """
    raw = file.text.removeprefix("\ufeff")
    try:
        value = _of_lines(raw, file) if file.suffix in _LINES else json.loads(raw)
    except RecursionError as error:
        raise SourceError(
            f"{file.name} is nested too deeply to be read; take out the part that matters", Fault.TOO_DEEP
        ) from error
    except ValueError as error:
        raise SourceError(
            f"{file.name} is not valid JSON ({error}); correct it or save it anew", Fault.DAMAGED
        ) from error
    return written(_Values(file.name).lines(value), file.name, _said(value))


def _of_lines(raw: str, file: FileContent) -> list[Any]:
    found = []
    for number, line in enumerate(raw.split("\n"), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except ValueError as error:
                raise SourceError(
                    f"{file.name} is not valid JSON in line {number} ({error}); correct it", Fault.DAMAGED
                ) from error
    return found


class _Values:
    """Writes values as lines, and counts them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def lines(self, value: Any, path: Sequence[str] = ()) -> Iterator[Paragraph | Grid]:
        self._check(path)
        if isinstance(value, Mapping):
            yield from self._record(value, path)
        elif isinstance(value, list):
            yield from self._list(value, path)
        elif text := _told(value):
            yield from (Paragraph(line) for line in text.split("\n"))

    def _record(self, record: Mapping[str, Any], path: Sequence[str]) -> Iterator[Paragraph | Grid]:
        """The short values in one line, then each longer one and each nested one under its name."""
        short = {key: text for key, value in record.items() if (text := _short(value))}
        if short:
            yield Grid([list(short), list(short.values())], 1)
        for key, value in record.items():
            if key not in short and value not in (None, "", [], {}):
                yield Paragraph(str(key), SectionKind.HEADING, len(path) + 1)
                yield from self.lines(value, (*path, str(key)))

    def _list(self, values: Sequence[Any], path: Sequence[str]) -> Iterator[Paragraph | Grid]:
        """Records of short values as the rows of a table; where one has a longer one, each under a heading of its own."""
        records = [value for value in values if isinstance(value, Mapping)]
        if records and len(records) == len(values) and all(map(_flat, records)):
            names = list(dict.fromkeys(str(key) for record in records for key in record))[:_MOST_COLUMNS]
            for _ in values:
                self._check(path)
            yield Grid([names, *([_short(record.get(name)) for name in names] for record in records)], 1)
            return
        for number, value in enumerate(values, 1):
            self._check(path)
            if isinstance(value, Mapping):
                key = next((key for key in _NAMES if _short(value.get(key))), "")
                title = _told(value[key]) if key else str(number)
                yield Paragraph(title, SectionKind.HEADING, len(path) + 1)
                yield from self.lines({name: item for name, item in value.items() if name != key}, (*path, title))
            elif isinstance(value, list) and all(_short(item) for item in value):
                yield Grid([[_short(item) for item in value]], 0)
            else:
                yield from self.lines(value, path)

    def _check(self, path: Sequence[str]) -> None:
        self._count += 1
        if self._count > _MOST_VALUES:
            raise SourceError(f"{self._name} has more than {_MOST_VALUES:,} values; split it", Fault.TOO_MUCH)
        if len(path) > _DEEPEST:
            raise SourceError(
                f"{self._name} is nested more than {_DEEPEST} deep; take out the part that matters", Fault.TOO_DEEP
            )


def _flat(record: Mapping[str, Any]) -> bool:
    """Whether a record has short values alone."""
    return bool(record) and all(value is None or value == "" or _short(value) for value in record.values())


def _told(value: Any) -> str:
    """A value as it is shown; empty for null and for what holds others."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _short(value: Any) -> str:
    """A value that stands beside its name; empty for a longer text and for what holds others, but for a few words."""
    if isinstance(value, list) and value and all(isinstance(item, str | int | float) for item in value):
        text = ", ".join(map(_told, value))
        return text if width(text) <= _PROSE and "\n" not in text else ""
    text = _told(value)
    prose = width(text) > _PROSE or "\n" in text or (width(text) > _SENTENCE_WIDTH and _SENTENCE.search(text))
    return "" if prose else text


def _said(value: Any) -> Source:
    """What a record that is the whole file says of itself."""
    if not isinstance(value, Mapping):
        return Source()
    found = {name: next((value[key] for key in keys if value.get(key)), "") for name, keys in _SAID.items()}
    authors = found["authors"] if isinstance(found["authors"], list) else [found["authors"]]
    day = _DAY.match(_told(found["published"]))
    return Source(
        title=_short(found["title"]),
        publisher=_short(found["publisher"]),
        authors=tuple(name for name in map(_named, authors) if name),
        published=day.group() if day else "",
        url=_told(found["url"]) if _told(found["url"]).startswith(("http://", "https://")) else "",
    )


def _named(author: Any) -> str:
    return _short(author.get("name")) if isinstance(author, Mapping) else _short(author)


JSON = Format(
    "JSON", _SUFFIXES, frozenset({"application/json", "application/jsonl"}), lambda f: f.suffix in _SUFFIXES, read_json
)
