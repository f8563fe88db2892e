"""From a ranking to what is shown of it: not all of one section, not one text twice, each source where that is asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from index.script import fold, tokens
from qa.records import Hit

__all__ = ["asks_for_several_views", "diverse", "of_each_source"]

_PLACES = 5
_MOST = 3
"""Of five places at most three are for one section: enough for one that answers alone to be read at length, and never all."""
_NEAR = 10
"""A source has something to say where one of its passages is among twice as many as are shown, or among so many."""
_REPEATED = 0.8
"""A passage repeats others when this share of its words is in them."""

_ENGLISH = (
    r"\b(?:compar(?:e[ds]?|ing|isons?)|contrast(?:s|ed|ing)?|versus|vs|differ(?:s|ed|ing|ences?)?|disagree\w*|"
    r"(?:different|differing|opposing|other|both|various|each)\s+(?:views?|opinions?|perspectives?|positions?|sides?|sources?))\b"
)
_EASTERN = (
    "各方 各家 分歧 异同 比较 对比 不同看法 不同观点 不同意见 不同说法 不同立场 不同来源 有何不同 有什么不同 "
    "違い 違う 異な 相違 比較 比べ 各社 賛否 食い違 "
    "차이 비교 엇갈 이견 찬반 다른점 다른견해 다른의견 다른입장 다른관점 서로다 어떻게다 입장차 의견차"
)
"""Words, without their spaces, by which questions in Chinese of either script, Japanese and Korean ask for several views."""


def asks_for_several_views(question: str) -> bool:
    """Whether a question asks how sources, sides or things differ, and not for what any one passage may answer."""
    asked = fold(question)
    if re.search(_ENGLISH, asked):
        return True
    together = "".join(asked.split())
    return any(fold(word) in together for word in _EASTERN.split())


def of_each_source(hits: Sequence[Hit], group: Callable[[str], Collection[str]]) -> list[Hit]:
    """The first hit of each source, in their order.

    `group` names the documents that count as one source with a document (`Library.group`).
    """
    found: list[Hit] = []
    seen: set[str] = set()
    for hit in hits:
        if hit.document.id not in seen:
            found.append(hit)
            seen.update(group(hit.document.id))
    return found


def diverse(
    hits: Sequence[Hit], k: int, group: Callable[[str], Collection[str]], *, several: bool = False
) -> list[Hit]:
    """Of `hits`, best first, the `k` to show, in their order; fewer only where there are fewer.

    Of each five places a section has at most three, and what a near-duplicate has said already (`group`, as above) has
    none, as long as there is anything else. With `several`, each source that has something to say has a place first;
    without, the hits for a smaller `k` are among those for a greater one.
    """
    chosen = {hit.number: hit for hit in of_each_source(hits[: max(_NEAR, 2 * k)], group)[:k]} if several else {}
    left = {hit.number: hit for hit in hits if hit.number not in chosen}
    while left and len(chosen) < k:
        shown = Counter(map(_section, chosen.values()))
        most = _MOST * (1 + len(chosen) // _PLACES)
        best = min(
            left.values(),
            key=lambda hit: 2 * _repeats(hit, chosen.values(), group) + (shown[_section(hit)] >= most),
        )
        chosen[best.number] = left.pop(best.number)
    return [hit for hit in hits if hit.number in chosen]


def _section(hit: Hit) -> tuple[str, int]:
    return hit.document.id, hit.passage.section.start


def _repeats(hit: Hit, chosen: Iterable[Hit], group: Callable[[str], Collection[str]]) -> bool:
    """Whether near-duplicates of its document, among those chosen, say the passage already."""
    alike = set(group(hit.document.id)) - {hit.document.id}
    said = {word for other in chosen if other.document.id in alike for word in tokens(other.passage.text)}
    words = set(tokens(hit.passage.text)) if said else set()
    return bool(words) and len(words & said) >= _REPEATED * len(words)
