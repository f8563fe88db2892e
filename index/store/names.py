"""Names as documents teach them, in parts: those in most documents, and those in the ones that came later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from index.bridge.learnt import HeardNames, NamePairs
from index.vocabulary import Arrays

__all__ = ["HeardInParts", "PairsInParts"]

_Part = TypeVar("_Part", NamePairs, HeardNames)


@dataclass(frozen=True, slots=True)
class PairsInParts:
    """What several `NamePairs` know together."""

    parts: Sequence[NamePairs]

    @classmethod
    def read(cls, arrays: Sequence[Arrays]) -> NamePairs | PairsInParts:
        """Those in these arrays, of which the first are used by themselves where the others hold nothing."""
        parts = _holding([NamePairs(one) for one in arrays])
        return cls(parts) if len(parts) > 1 else parts[0]

    def of(self, name: str) -> tuple[str, ...]:
        """What a folded name is in other scripts, sorted; none where no document says."""
        return tuple(sorted({other for part in self.parts for other in part.of(name)}))


@dataclass(frozen=True, slots=True)
class HeardInParts:
    """What several `HeardNames` know together."""

    parts: Sequence[HeardNames]

    @classmethod
    def read(cls, arrays: Sequence[Arrays]) -> HeardNames | HeardInParts:
        """Those in these arrays, of which the first are used by themselves where the others hold nothing."""
        parts = _holding([HeardNames(one) for one in arrays])
        return cls(parts) if len(parts) > 1 else parts[0]

    def alike(self, sound: str, least: tuple[tuple[str, float], ...]) -> tuple[tuple[float, str], ...]:
        """What `HeardNames.alike` says of all of them."""
        found = {one for part in self.parts for one in part.found(sound, least)}
        return tuple((likeness, name) for _, name, likeness in sorted(found))


def _holding(parts: Sequence[_Part]) -> list[_Part]:
    """The first of these, and of the others those that hold something."""
    return [one for at, one in enumerate(parts) if not at or len(one)]
