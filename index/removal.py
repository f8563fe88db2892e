"""Documents out of a library, with all their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import LibraryError
from index.files import exists
from index.paths import place
from index.store.keeping import changing_alone
from index.store.library import Library

__all__ = ["Removal", "remove"]


@dataclass(frozen=True, slots=True)
class Removal:
    """Ids of the documents that were taken out, and the files of theirs that are still where they were.

    `finished` says that what an earlier removal had left in the library's file is out of it now, too.
    """

    removed: tuple[str, ...]
    still_there: tuple[str, ...] = ()
    finished: bool = False


def remove(library: Path, given: Sequence[str]) -> Removal:
    """Take documents out of the library: each of `given` is an id, a unique beginning of one, a file, a folder or an archive.

    Of a file, a folder or an archive it is forgotten, too, that it was given, and what in it was not read. Nothing is
    taken out where one of `given` names nothing. A removal that somebody who read the library kept from its end is
    finished with this one; then `given` may be what that one has taken out already. Another process that changes the library is
    waited for. Raises LibraryError.
    """
    if not library.is_file():
        Library.open(library)
    with changing_alone(library), Library.open(library) as opened:
        unfinished = opened.unclean
        found: dict[str, Path] = {}
        places: list[Path] = []
        unknown: list[LibraryError] = []
        for name in given:
            try:
                documents, where = _meant(opened, name)
            except LibraryError as error:
                unknown.append(error)
                continue
            found |= documents
            places += where
        if unknown and not (unfinished and len(unknown) == len(given)):
            raise unknown[0]
        if found or places:
            opened.remove(sorted(found), places)
        opened.clean()
    there = sorted({str(at) for at in found.values() if exists(at)})
    return Removal(tuple(sorted(found)), tuple(there), unfinished)


def _meant(opened: Library, name: str) -> tuple[dict[str, Path], list[Path]]:
    """Where the documents lie that `name` means, by id, and the place that it is, where it is one. Raises LibraryError."""
    locations = opened.locations()
    if name in locations:
        return {name: locations[name]}, []
    where = place(Path(name).expanduser())
    inside = {i: at for i, at in locations.items() if at == where or where in at.parents}
    if inside or where in opened.roots() or any(_within(one.name, where) for one in opened.unread()):
        return inside, [where]
    identifier = _known(opened, name, where)
    return {identifier: locations[identifier]}, []


def _within(name: str, where: Path) -> bool:
    return where == Path(name) or where in Path(name).parents


def _known(opened: Library, name: str, where: Path) -> str:
    try:
        return opened.document(name).id
    except LibraryError as error:
        raise LibraryError(f"{error}; and no file of the library lies at {where}") from error
