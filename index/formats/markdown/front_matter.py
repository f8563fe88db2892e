"""What a Markdown file says of itself over its text: YAML between `---`, TOML between `+++`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from index.records import Source

__all__ = ["front_matter"]

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_LONGEST = 500
_FIELD = re.compile(r"([\w-]+)[ \t]*:[ \t]*(\S.*)$")
_LINE = re.compile(r"[\w-]+[ \t]*:|[ \t]|-[ \t]|#|$")
_DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?(?!\d)")
_SPACE = re.compile(r"[\s\u2060\ufeff]+")
_TITLE = ("title",)
_AUTHOR = ("author", "authors", "by", "byline")
_DATE = ("date", "published", "publishdate", "pubdate", "published_time", "publish_date", "date_published", "created")
_LANGUAGE = ("lang", "language")
_ADDRESS = ("source_url", "canonical_url", "canonical", "original_url", "url", "source", "link", "permalink")


def front_matter(lines: Sequence[str]) -> tuple[int, Source]:
    """How many first lines are front matter, the fences among them (0: there is none), and what they say.

    YAML that cannot be read (`title: One: two`) is read line by line, for people do write it so.
    """
    if not lines:
        return 0, Source()
    fence = lines[0].removeprefix("\ufeff").rstrip()
    closing = _FENCES.get(fence, ())
    end = next((i for i, line in enumerate(lines[1:_LONGEST], 1) if line.rstrip() in closing), 0)
    inside = lines[1:end]
    if not any(line.strip() for line in inside):
        return 0, Source()
    said = _toml(inside) if fence == "+++" else _yaml(inside)
    return (end + 1, _source(said)) if said is not None else (0, Source())


def _yaml(lines: Sequence[str]) -> Mapping[str, Any] | None:
    """The fields, all values as they are written: a date that is none, or a version, is no number to be rounded."""
    import yaml

    try:
        said = yaml.load(
            "\n".join(lines), Loader=yaml.BaseLoader
        )  # of all safe loaders the one that makes nothing but text
    except yaml.YAMLError:
        if not all(map(_LINE.match, lines)):
            return None
        found = [field for line in lines if (field := _FIELD.match(line))]
        return {field[1]: field[2].strip().strip("\"'") for field in found} or None
    return said if isinstance(said, dict) else None


def _toml(lines: Sequence[str]) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _source(said: Mapping[str, Any]) -> Source:
    fields = {str(name).lower(): value for name, value in said.items()}
    day = next((m.group() for name in _DATE if (m := _DAY.match(_word(fields.get(name))))), "")
    addresses = (_word(fields.get(name)) for name in _ADDRESS)
    title = _first(fields, _TITLE)
    authors = next((names for name in _AUTHOR if (names := _names(fields.get(name)))), ())
    return Source(
        title=title,
        authors=authors,
        published=day,
        language=_first(fields, _LANGUAGE),
        url=next((address for address in addresses if re.match(r"https?://\S+$", address)), ""),
        note="as stated in the file's front matter" if title or authors or day else "",
    )


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((word for name in names if (word := _word(fields.get(name)))), "")


def _word(value: object) -> str:
    """A plain value on one line; empty where it is a list or a table."""
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    return _SPACE.sub(" ", str(value)).strip()


def _names(value: object) -> tuple[str, ...]:
    """The names in a value: one, or several parted by commas, in a list, each plain or with its fields."""
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return tuple(name for item in value for name in _names(item))
    return tuple(filter(None, (name.strip(" \"'[]") for name in re.split(r"[,，、;；]| and ", _word(value)))))
