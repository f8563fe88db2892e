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
    """Ids of the documents that were taken out, and the files of theirs that are still where they were."""

    removed: tuple[str, ...]
    still_there: tuple[str, ...] = ()


def remove(library: Path, given: Sequence[str]) -> Removal:
    """Take documents out of the library: each of `given` is an id, a unique beginning of one, a file, a folder or an archive.

    Of a file, a folder or an archive it is forgotten, too, that it was given, and what in it was not read. Nothing is
    taken out where one of `given` names nothing. Another process that changes the library is waited for. Raises LibraryError.
    """
    if not library.is_file():
        Library.open(library)
    with changing_alone(library), Library.open(library) as opened:
        locations = opened.locations()
        found: dict[str, Path] = {}
        places: list[Path] = []
        for name in given:
            where = place(Path(name).expanduser())
            inside = {i: at for i, at in locations.items() if at == where or where in at.parents}
            if name in locations:
                found[name] = locations[name]
            elif inside or where in opened.roots() or any(_within(one.name, where) for one in opened.unread()):
                found |= inside
                places.append(where)
            else:
                identifier = _known(opened, name, where)
                found[identifier] = locations[identifier]
        opened.remove(sorted(found), places)
    there = sorted({str(at) for at in found.values() if exists(at)})
    return Removal(tuple(sorted(found)), tuple(there))


def _within(name: str, where: Path) -> bool:
    return where == Path(name) or where in Path(name).parents


def _known(opened: Library, name: str, where: Path) -> str:
    try:
        return opened.document(name).id
    except LibraryError as error:
        raise LibraryError(f"{error}; and no file of the library lies at {where}") from error
