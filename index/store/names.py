"""Names as documents teach them, in two parts: those in most documents, and those in the ones that came last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.bridge.learnt import HeardNames, NamePairs
from index.vocabulary import Arrays

__all__ = ["HeardInParts", "PairsInParts"]


@dataclass(frozen=True, slots=True)
class PairsInParts:
    """What several `NamePairs` know together."""

    parts: Sequence[NamePairs]

    @classmethod
    def read(cls, arrays: Sequence[Arrays]) -> NamePairs | PairsInParts:
        """Those in these arrays, of which the first are used by themselves where the others hold nothing."""
        first, *more = (NamePairs(one) for one in arrays)
        held = [one for one in more if len(one)]
        return cls([first, *held]) if held else first

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
        first, *more = (HeardNames(one) for one in arrays)
        held = [one for one in more if len(one)]
        return cls([first, *held]) if held else first

    def alike(self, sound: str, least: tuple[tuple[str, float], ...]) -> tuple[tuple[float, str], ...]:
        """What `HeardNames.alike` says of all of them."""
        found = {one for part in self.parts for one in part.found(sound, least)}
        return tuple((likeness, name) for _, name, likeness in sorted(found))
