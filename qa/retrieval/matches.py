"""The words by which a passage was found, looked for when somebody wants to know them: most hits are never explained."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from qa.records import Match

__all__ = ["Matches"]


class Matches(Sequence["Match"]):
    """What `find` gives, a tuple of matches, found once; `hows` are the ways in which any of them can have been met.

    Equal to a tuple of the same matches. Threads that ask at once may find them twice.
    """

    __slots__ = ("_find", "_found", "hows")

    def __init__(self, find: Callable[[], tuple[Match, ...]], hows: Collection[str]) -> None:
        self._find: Callable[[], tuple[Match, ...]] | None = find
        self._found: tuple[Match, ...] = ()
        self.hows = hows

    def _all(self) -> tuple[Match, ...]:
        find = self._find
        if find is not None:
            self._found = find()
            self._find = None  # and with it all that was needed to find them
        return self._found

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Match, ...]: ...
    def __getitem__(self, place: int | slice) -> Match | tuple[Match, ...]:
        return self._all()[place]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Match]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == tuple(other) if isinstance(other, tuple | Matches) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._all(),)
