"""Which files there are to read, what is known of each, and which documents they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.formats import open_path, suffixes
from index.formats.limits import read_bytes
from index.formats.registry import ARCHIVES
from index.paths import place
from index.records import Source
from index.sources import FILE_NAME, check, read_sources

__all__ = ["FilePart", "Given", "exists", "look", "parts"]


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to be read: the files with what is known of each, and what is wrong already.

    `folders` were given whole, so that what is no longer in them is gone; `absent` should be in them and are not.
    """

    files: tuple[tuple[Path, Source], ...]
    failed: tuple[str, ...]
    folders: frozenset[Path]
    absent: frozenset[Path]


@dataclass(frozen=True, slots=True)
class FilePart:
    """One document to be: the file itself, or a member of an archive (`path` is then inside the archive's)."""

    id: str
    path: Path
    data: bytes
    source: Source


def look(paths: Sequence[Path]) -> Given:
    """The files at `paths`, which are files or folders, each file once however its path is written."""
    files: list[tuple[Path, Source]] = []
    failed: list[str] = []
    folders: set[Path] = set()
    absent: set[Path] = set()
    for path in paths:
        if path.is_dir():
            sources = read_sources(path)
            found = [p for p in sorted(path.rglob("*")) if p.is_file() and _is_read(p.relative_to(path))]
            folders.add(place(path))
            files += [(p, sources.get(p.relative_to(path).as_posix(), Source())) for p in found]
            missing = [path / name for name in sources if path / name not in found]
            absent |= {place(p) for p in missing}
            failed += [
                f"{p} is missing, though {path / FILE_NAME} names it; put it back or take its entry out"
                for p in missing
            ]
        elif path.suffix.lower() in suffixes() or not path.exists():
            source = read_sources(path.parent).get(path.name, Source()) if path.parent.is_dir() else Source()
            files.append((path, source))
        else:
            failed.append(f"{path} is not of a kind that is read; give one of {', '.join(sorted(suffixes()))}")
    once: dict[Path, tuple[Path, Source]] = {}
    for path, source in files:
        once.setdefault(place(path), (path, source))
    return Given(tuple(once.values()), tuple(failed), frozenset(folders), frozenset(absent))


def parts(path: Path, source: Source) -> tuple[tuple[FilePart, ...], tuple[str, ...]]:
    """The documents in the file at `path`, and a message for each that cannot be used.

    What is known of an archive is known of each document in it, except title, address and checksum.
    Raises SourceError where the file as a whole cannot be used.
    """
    members, failed = open_path(path)
    if [member.name for member in members] != [str(path)]:
        if source.sha256:
            check(path, read_bytes(path), source)
        source = replace(source, title="", url="", sha256="")
    return tuple(FilePart(member.id, Path(member.name), member.data, source) for member in members), failed


def exists(where: Path) -> bool:
    """Whether a file is there, or the archive that it would be in."""
    return where.exists() or any(folder.suffix.lower() in ARCHIVES and folder.is_file() for folder in where.parents)


def _is_read(path: Path) -> bool:
    """Whether a file in a folder is of a kind that is read and not hidden, nor in a hidden folder."""
    return path.suffix.lower() in suffixes() and not any(part.startswith(".") for part in path.parts)
