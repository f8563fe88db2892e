"""sources.toml → what is known of each file: who published it, who wrote it, when, in which language."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

from index.errors import SourceError
from index.faults import Fault
from index.limits import read_bytes
from index.records import Source

__all__ = ["FILE_NAME", "check", "read_sources"]

FILE_NAME = "sources.toml"
_LARGEST = 4 * 2**20
"""Bytes in the largest one; what is known of a file takes some three hundred."""
_LISTS = frozenset({"authors"})


def read_sources(folder: Path) -> dict[str, Source]:
    """The `Source` of each file that `folder`/sources.toml names; nothing where there is no such file.

    Raises SourceError for a file that is not TOML, or that holds an unknown key or a value of the wrong type.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return {}
    data = read_bytes(path, _LARGEST)
    try:
        tables = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}; correct it or remove it", Fault.SOURCES) from error
    except RecursionError as error:
        raise SourceError(
            f"{path} is nested too deeply; write a table for each file, with plain keys", Fault.SOURCES
        ) from error
    return {name: _source(path, name, table) for name, table in tables.items()}


def _source(path: Path, name: str, table: object) -> Source:
    if not isinstance(table, Mapping):
        raise SourceError(f'{path}: {name} is not a table; write ["{name}"] over its keys', Fault.SOURCES)
    known = [field.name for field in fields(Source)]
    values: dict[str, str | tuple[str, ...]] = {}
    for key, value in table.items():
        if key not in known:
            raise SourceError(f"{path}: {name} has the unknown key {key!r}; known: {', '.join(known)}", Fault.SOURCES)
        if key in _LISTS:
            if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
                raise SourceError(f"{path}: {key} of {name} is not a list of strings", Fault.SOURCES)
            values[key] = tuple(" ".join(item.split()) for item in value)
        elif isinstance(value, str):
            values[key] = " ".join(value.split())  # a title of several lines would look like lines of ours
        else:
            raise SourceError(f'{path}: {key} of {name} is not a string; put it in quotes ("2024-04")', Fault.SOURCES)
    return replace(Source(), **values)  # type: ignore[arg-type]


def check(path: Path, data: bytes, source: Source) -> str:
    """The SHA-256 of `data`, the bytes of the file at `path`, as hexadecimal.

    Raises SourceError where sources.toml states another one: the file is not the one that was vouched for.
    """
    digest = hashlib.sha256(data).hexdigest()
    if source.sha256 and digest != source.sha256.lower():
        raise SourceError(
            f"{path} is not the file that {FILE_NAME} describes (SHA-256 {digest[:12]}…, expected {source.sha256[:12]}…); "
            f"put the original back, or correct sha256 in {FILE_NAME}",
            Fault.CHANGED,
        )
    return digest
