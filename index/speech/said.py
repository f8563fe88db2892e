"""Who says a quotation: its author, or somebody whom the author quotes or paraphrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Attribution, Document

__all__ = ["Speech", "speech"]


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said, by others than the author, within a quotation; `chains` are those who say it, outermost first.

    `whole` where it makes up most of the quotation; `direct` where it stands in quotation marks.
    """

    chains: tuple[tuple[str, ...], ...] = ()
    whole: bool = False
    direct: bool = False

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everybody in the chains, each once."""
        return tuple(dict.fromkeys(name for chain in self.chains for name in chain))

    @property
    def innermost(self) -> tuple[str, ...]:
        """Those who say it themselves, each once."""
        return tuple(dict.fromkeys(chain[-1] for chain in self.chains))

    @property
    def tellers(self) -> tuple[str, ...]:
        """Those who tell that these say it, each once; none where the author does."""
        return tuple(dict.fromkeys(chain[-2] for chain in self.chains if len(chain) > 1))

    def line(self) -> str:
        """In words: `said by Y, as X says`, `quotes Y`, `reports what Y says`; empty where the author alone speaks."""
        if not self.chains:
            return ""
        said = " and ".join(self.innermost)
        if not self.whole:
            return f"quotes {said}" if self.direct else f"reports what {said} says"
        return f"said by {said}" + (f", as {' and '.join(self.tellers)} says" if self.tellers else "")


def speech(document: Document, start: int, end: int) -> Speech:
    """Who says document.text[start:end].

    A statement that makes up at least half of it is what it says, the innermost one of several; where none does, all who
    are quoted in it are named.
    """
    found = document.said_in(start, end)
    most = [said for said in found if _shared(said, start, end) * 2 >= end - start]
    if not most:
        return Speech(_chains(found), whole=False, direct=bool(found) and all(said.direct for said in found))
    best = max(most, key=lambda said: (len(said.speakers), _shared(said, start, end)))
    beside = [said for said in most if (said.start, said.end) == (best.start, best.end)]
    return Speech(_chains(beside), whole=True, direct=best.direct)


def _shared(said: Attribution, start: int, end: int) -> int:
    return min(said.end, end) - max(said.start, start)


def _chains(found: Sequence[Attribution]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(said.speakers for said in found))
