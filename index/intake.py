"""What a library takes in of the files that were given: what each document is called, what is not read, what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.apart import Part
from index.errors import NothingToRead, SourceError
from index.files import Given, exists, names_for
from index.formats import Unread
from index.paths import place

__all__ = ["Intake"]


@dataclass(slots=True)
class Intake:
    """What became of the files that were given, as far as they are read.

    `whole` are the folders and archives that were given whole, `kept` every place that still has a file, `unopened` the
    archives of which nobody knows what they hold now, and `named` where the documents lie whose names are taken.
    `documents` are those that were found, by id, each with its place.
    """

    whole: set[Path]
    kept: set[Path]
    unread: list[Unread]
    named: Mapping[str, Path]
    unopened: set[Path] = field(default_factory=set)
    documents: dict[str, Path] = field(default_factory=dict)
    _names: dict[Path, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Given, named: Mapping[str, Path]) -> Intake:
        """Before any file is read; what no longer can be read is not gone."""
        there = {place(one.name) for one in given.unread} | {place(file) for file, _ in given.files}
        return cls(set(given.folders), there | given.absent, list(given.unread), named)

    def __post_init__(self) -> None:
        """Which names there are at each place."""
        for name, where in self.named.items():
            self._names.setdefault(where, []).append(name)

    @property
    def failures(self) -> list[Unread]:
        """What should have been read and is not."""
        return [one for one in self.unread if not one.skipped]

    @property
    def skipped(self) -> tuple[Unread, ...]:
        """Files of no kind that is read."""
        return tuple(one for one in self.unread if one.skipped)

    def opened(self, file: Path, parts: Iterable[Part], unread: Iterable[Unread]) -> None:
        """A file was opened; what it holds is there, and what it holds no more is gone."""
        self.unread += unread
        self.whole.add(place(file))
        self.kept.update(place(part.path) for part in parts)

    def unusable(self, file: Path, error: SourceError, part: Part | None) -> None:
        """A file, or a part of it, gives no document."""
        if part is None:
            self.unread.append(Unread.of(str(file), error))
            self.unopened.add(place(file))
        elif isinstance(error, NothingToRead):
            reason = str(error).removeprefix(f"{part.path} is ")
            self.unread.append(replace(Unread.of(str(part.path), error), reason=reason, skipped=True))
        else:
            self.unread.append(Unread.of(str(part.path), error))

    def known(self, where: Path) -> str:
        """What the one document at this place is called; empty where there is none, or several."""
        names = self._names.get(where, ())
        return names[0] if len(names) == 1 else ""

    def name(self, part: Part) -> str:
        """What the document is called: as before, else like its file; where that is taken, with its folder or its ending."""
        where = place(part.path)
        before = next((name for name in self._names.get(where, ()) if name not in self.documents), "")
        taken = self.documents.get(part.id) or self.named.get(part.id)
        name = before or next(name for name in names_for(part.id, part.path, taken) if self._free(name, where))
        self.documents[name] = where
        return name

    def _free(self, name: str, where: Path) -> bool:
        elsewhere = self.named.get(name, where)
        return name not in self.documents and (elsewhere == where or not exists(elsewhere))

    def gone(self, known: Mapping[str, Path], changed: Set[str]) -> list[str]:
        """Ids of the documents in the library whose file is gone from what was given whole."""
        return [
            identifier
            for identifier, where in known.items()
            if where not in self.kept
            and self.whole.intersection(where.parents)
            and self.unopened.isdisjoint(where.parents)
            and identifier not in changed
        ]
