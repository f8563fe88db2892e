"""From a ranking to what is shown of it: not all of one section, not one text twice, each source where that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cache

from index.text.script import tokens
from qa.records import Hit

__all__ = ["diverse", "of_each_source"]

_PLACES = 5
_MOST = 3
"""Of five places at most three are for one section: enough for one that answers alone to be read at length, and never all."""
_NEAR = 10
"""A source is heard where one of its passages is among twice as many as are shown, or among so many."""
_REPEATED = 0.8
"""A passage repeats others when this share of its words is in them."""


def of_each_source(hits: Sequence[Hit], group: Callable[[str], Collection[str]], near: int | None = None) -> list[Hit]:
    """The first hit of each source, in their order.

    `group` names the documents that count as one source with a document (`Library.group`). With `near` only sources that
    have something to say: their first hit is among so many once no source takes more than three places, so that one that
    says much hides no other, and it lies nearer to the question than passages do on the average.
    """
    found: list[Hit] = []
    places: Counter[str] = Counter()
    for hit in hits:
        source = min(group(hit.document.id), default=hit.document.id)
        if near is not None and (sum(min(count, _MOST) for count in places.values()) >= near or hit.score <= 0):
            break
        if not places[source]:
            found.append(hit)
        places[source] += 1
    return found


def diverse(
    hits: Sequence[Hit], k: int, group: Callable[[str], Collection[str]], *, several: bool = False
) -> list[Hit]:
    """Of `hits`, best first, the `k` to show, in their order; fewer only where there are fewer.

    Of each five places a section has at most three, and what a near-duplicate has said already (`group`, as above) has
    none, as long as there is anything else. With `several`, each source that has something to say has a place first;
    without, the hits for a smaller `k` are among those for a greater one.
    """
    words = cache(lambda number: frozenset(tokens(texts[number])))
    texts = {hit.number: hit.passage.text for hit in hits}
    chosen: dict[int, Hit] = {}
    said: dict[str, list[int]] = {}
    shown: Counter[tuple[str, int]] = Counter()

    def choose(hit: Hit) -> None:
        chosen[hit.number] = hit
        shown[_section(hit)] += 1
        said.setdefault(hit.document.id, []).append(hit.number)

    def repeats(hit: Hit) -> bool:
        """Whether near-duplicates of its document, among those chosen, say the passage already."""
        name = hit.document.id
        others = [number for other in group(name) if other != name for number in said.get(other, ())]
        if not others:
            return False
        own = words(hit.number)
        new = own.difference(*map(words, others))
        return len(new) < len(own) and len(new) <= (1 - _REPEATED) * len(own)

    for hit in of_each_source(hits, group, max(_NEAR, 2 * k))[:k] if several else ():
        choose(hit)
    left = {hit.number: hit for hit in hits if hit.number not in chosen}
    while left and len(chosen) < k:
        most = _MOST * (1 + len(chosen) // _PLACES)
        best = min(left.values(), key=lambda hit: 2 * repeats(hit) + (shown[_section(hit)] >= most))
        choose(left.pop(best.number))
    return [hit for hit in hits if hit.number in chosen]


def _section(hit: Hit) -> tuple[str, int]:
    return hit.document.id, hit.passage.section.start
