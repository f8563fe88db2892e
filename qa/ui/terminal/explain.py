"""Why a passage was found, in words."""

from __future__ import annotations

from collections.abc import Iterator

from qa.records import Hit, Match

__all__ = ["why"]


def why(hit: Hit) -> Iterator[tuple[str, str]]:
    """What there is to say of a hit, a name and a line each.

    First its fused score and what each leg gave it; then the words by which it was found, and, where it was read
    closely, the odds that it answers and the part that does.
    """
    yield "score", f"{hit.score:.4f}"
    for leg, rank in hit.ranks.items():
        yield leg, f"rank {rank}, score {hit.scores[leg]:.4f}" if leg in hit.scores else f"rank {rank}"
    if hit.matches:
        yield "words", "; ".join(map(_match, hit.matches))
    if hit.odds is not None:
        yield "odds", f"{hit.odds:.2f}"
    if hit.span is not None:
        yield "answer", f"{hit.document.text[hit.span.start : hit.span.end]} ({hit.span.start}–{hit.span.end})"


def _match(match: Match) -> str:
    """`alliance → 同盟 (dictionary, 0.31)`."""
    met = match.asked if match.met == match.asked else f"{match.asked} → {match.met}"
    return f"{met} ({match.how}, {match.weight:.2f})"
