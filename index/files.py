"""Which files there are to read, what is known of each, and which documents they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count as count_from
from pathlib import Path

from index.faults import Fault
from index.formats import Unread, holds_documents, is_read, open_path, suffixes
from index.limits import read_bytes
from index.paths import place
from index.records import Source
from index.sources import FILE_NAME, check, read_sources

__all__ = ["FilePart", "Given", "exists", "look", "names_for", "parts"]


_LEADS_OUT = "link that leads out of the folder; name the file itself to add it"
_FOLDERS = 3
"""Folders above a file that are put before its name to tell it from another."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to be read: the files with what is known of each, and those that are not read, with the reason.

    `folders` were given whole, so that what is no longer in them is gone; `absent` should be in them and are not.
    """

    files: tuple[tuple[Path, Source], ...]
    unread: tuple[Unread, ...]
    folders: frozenset[Path]
    absent: frozenset[Path]

    @property
    def failures(self) -> tuple[str, ...]:
        """Why what should have been read is not."""
        return tuple(one.reason for one in self.unread if not one.skipped)


@dataclass(frozen=True, slots=True)
class FilePart:
    """One document to be: the file itself, or a member of an archive (`path` is then inside the archive's)."""

    id: str
    path: Path
    data: bytes
    source: Source


ReadSources = Callable[[Path], Mapping[str, Source]]
"""What is known of the files in a folder (`index.sources.read_sources`). Raises SourceError."""


def look(paths: Sequence[Path], sources_of: ReadSources = read_sources) -> Given:
    """The files at `paths`, which are files or folders, each file once however its path is written.

    A link in a folder that leads out of it is not followed; one that is named itself is.
    """
    files: list[tuple[Path, Source]] = []
    unread: list[Unread] = []
    folders: set[Path] = set()
    absent: set[Path] = set()
    for path in paths:
        if not _is_text(path):
            unread.append(_unnamed(path))
        elif path.is_dir():
            sources = sources_of(path)
            found, others = _walked(path)
            folders.add(place(path))
            files += [(p, sources.get(p.relative_to(path).as_posix(), Source())) for p in found]
            missing = [path / name for name in sources if path / name not in found]
            absent |= {place(p) for p in missing}
            unread += others
            unread = [one for one in unread if not one.skipped or Path(one.name) not in missing]
            unread += [_lacking(p, path) for p in missing]
        elif is_read(path.name) or not path.exists():
            source = sources_of(path.parent).get(path.name, Source()) if path.parent.is_dir() else Source()
            files.append((path, source))
        else:
            other = Unread.other_kind(str(path))
            kind = other.reason.replace(f" ({path.suffix.lower() or 'no ending'})", "")
            reason = f"{path} is {kind}; give one of {', '.join(sorted(suffixes()))}"
            unread.append(replace(other, reason=reason, skipped=False))
    once: dict[Path, tuple[Path, Source]] = {}
    for path, source in files:
        once.setdefault(place(path), (path, source))
    return Given(tuple(once.values()), tuple(unread), frozenset(folders), frozenset(absent))


def _walked(folder: Path) -> tuple[list[Path], list[Unread]]:
    """The files in a folder that are read, sorted, and all others, with the reason; a hidden folder counts as one."""
    found: list[Path] = []
    others: list[Unread] = []
    inner = folder.resolve()

    def closed(error: OSError) -> None:
        others.append(
            Unread(
                str(error.filename),
                f"{error.filename} cannot be opened ({error.strerror}); check its rights",
                fault=Fault.CLOSED,
            )
        )

    for above, inside, names in os.walk(folder, onerror=closed):
        for name in sorted(inside):
            path = Path(above, name)
            if not _is_text(path):
                inside.remove(name)
                others.append(_unnamed(path))
            elif name.startswith("."):
                inside.remove(name)
                count = sum(p.is_file() for p in path.rglob("*"))
                others.append(Unread(f"{path}{os.sep}", f"hidden folder ({count:,} files)", True, Fault.HIDDEN))
            elif path.is_symlink():
                others.append(Unread(str(path), "linked folder, which is not followed", True, Fault.OUTSIDE))
        for path in (Path(above, name) for name in names if name != FILE_NAME):
            other = _passed_over(path, inner)
            if other:
                others.append(other)
            else:
                found.append(path)
    return sorted(found), sorted(others, key=lambda one: one.name)


def _passed_over(path: Path, folder: Path) -> Unread | None:
    """Why a file in a folder is not read; None where it is. `folder` is where it lies, links followed."""
    if not _is_text(path):
        return _unnamed(path)
    if path.name.startswith("."):
        return Unread(str(path), "hidden", True, Fault.HIDDEN)
    if not path.is_file():
        return Unread(str(path), "no file, or a link to none", True, Fault.NO_FILE)
    if path.is_symlink() and not path.resolve().is_relative_to(folder):
        return Unread(str(path), _LEADS_OUT, True, Fault.OUTSIDE)
    return None if is_read(path.name) else Unread.other_kind(str(path))


def _lacking(file: Path, folder: Path) -> Unread:
    """Why a file that sources.toml names is not among those that are read."""
    if file.is_symlink() and file.exists():
        reason = f"{file} is a {_LEADS_OUT}, or copy it to where {folder / FILE_NAME} names it"
        return Unread(str(file), reason, fault=Fault.OUTSIDE)
    reason = f"{file} is missing, though {folder / FILE_NAME} names it; put it back or take its entry out"
    return Unread(str(file), reason, fault=Fault.MISSING)


def _is_text(path: Path) -> bool:
    """Whether the name of a file is text in the encoding of the system, so that it can be kept and shown."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _unnamed(path: Path) -> Unread:
    shown = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return Unread(shown, f"{shown} has a name that is not UTF-8; rename it", fault=Fault.NAME)


def parts(path: Path, source: Source) -> tuple[tuple[FilePart, ...], tuple[Unread, ...]]:
    """The documents in the file at `path`, and what in it makes none, with the reason.

    What is known of an archive is known of each document in it, except title, address and checksum; and so of a message
    and what is attached to it. Raises SourceError where the file as a whole cannot be used.
    """
    members, unread = open_path(path)
    if source.sha256 and str(path) not in {member.name for member in members}:
        check(path, read_bytes(path), source)
    inside = replace(source, title="", url="", sha256="")
    return tuple(
        FilePart(member.id, Path(member.name), member.data, source)
        if member.name == str(path)
        else FilePart(member.id, Path(member.name), member.data, inside.completed(member.source))
        for member in members
    ), unread


def names_for(called: str, path: Path, taken: Path | None) -> Iterator[str]:
    """What a document whose file is `called` so, without its ending, and lies at `path` may be called, best first.

    Like its file, then with the folders above it or its ending, then numbered. `taken` is where the document lies that is
    called like the file: its ending tells it from one in the same folder.
    """
    yield called
    ending = path.suffix.removeprefix(".")
    folders = [folder.name for folder in path.parents if folder.name]
    longer = [".".join([*reversed(folders[:count]), called]) for count in range(1, min(len(folders), _FOLDERS) + 1)]
    ended = [f"{name}.{ending}" for name in (called, *longer) if ending]
    yield from (*ended, *longer) if taken and taken.parent == place(path).parent else (*longer, *ended)
    yield from (f"{called} {number}" for number in count_from(2))


def exists(where: Path) -> bool:
    """Whether a file is there, or the archive that it would be in."""
    return where.exists() or any(holds_documents(folder.name) and folder.is_file() for folder in where.parents)
