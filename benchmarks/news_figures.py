"""Answers over the news → figures: by pair of languages, by kind, how far odds come true, what a threshold is worth. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.curves import calibration
from corpora.news_set import LANGUAGES

__all__ = ["Row", "coverage", "figures", "of", "spread"]

Row = Mapping[str, Any]
"""A row of `benchmarks.asked`, with the `text_language` that it was asked over and the `odds` that the library answers."""
_SURE, _UNCERTAIN = ("answered", "disagree"), "uncertain"
_THRESHOLDS = 20
"""How many thresholds a curve has: as many answers lie between two of them as between any two others."""


def of(rows: Sequence[Row]) -> dict[str, float | int | None]:
    """Counts and shares of some rows; a question that ended with an error has found, shown and refused nothing.

    *found*: in the first five passages; *beside*: in the five that come with the answer, in the order in which they were read to answer; *shown*: quoted, surely or in an uncertain answer; *cited*: quoted in an answer.
    *any* and *all*: of the sentences that answer. *right, of what is called answered*: where a quotation is one of them.
    """
    yes, no = [row for row in rows if row["answerable"]], [row for row in rows if not row["answerable"]]
    called = [row for row in rows if _sure(row)]
    return {
        "questions": len(rows),
        "errors": sum("error" in row for row in rows),
        "sentences lost": sum(row["lost"] for row in rows),
        "found, any": _share(yes, lambda row: any(row.get("facts_found", ()))),
        "found, all": _share(yes, lambda row: all(row.get("facts_found", (False,)))),
        "beside, any": _share(yes, lambda row: any(row.get("facts_beside", ()))),
        "shown, any": _share(yes, lambda row: any(row.get("facts_shown", ()))),
        "cited, any": _share(yes, lambda row: any(row.get("facts_cited", ()))),
        "cited, all": _share(yes, lambda row: all(row.get("facts_cited", (False,)))),
        "right, of what is called answered": _share(called, _holds),
        "answerable": len(yes),
        "answerable, answered": _share(yes, _sure),
        "answerable, uncertain": _share(yes, _uncertain),
        "answerable, refused": _share(yes, _refused),
        "unanswerable": len(no),
        "unanswerable, answered": _share(no, _sure),
        "unanswerable, uncertain": _share(no, _uncertain),
        "unanswerable, refused": _share(no, _refused),
    }


def figures(rows: Sequence[Row]) -> dict[str, Any]:
    """All that the result file says of one run."""
    same, two = _parted(rows, lambda row: row["language"] == row["text_language"])
    asked = {one: of([row for row in rows if row["language"] == one]) for one in LANGUAGES}
    odds = [
        [row["odds"] for row in rows if row["answerable"] is kind and row.get("odds") is not None]
        for kind in (True, False)
    ]
    return {
        "all": of(rows),
        "question and text in one language": of(same),
        "question and text in two": of(two),
        "by language of the question": asked,
        "by language of the text": {one: of([row for row in rows if row["text_language"] == one]) for one in LANGUAGES},
        "by pair": {
            one: {
                text: of([row for row in rows if (row["language"], row["text_language"]) == (one, text)])
                for text in LANGUAGES
            }
            for one in LANGUAGES
        },
        "by kind": {
            kind: of([row for row in rows if row["kind"] == kind]) for kind in sorted({r["kind"] for r in rows})
        },
        "spread between languages of the question": {
            name: spread(asked, f"{name}, any") for name in ("shown", "cited")
        },
        "calibration error": round(calibration(*odds)[0], 3) if all(odds) else None,
        "calibration error, as asked": round(calibration(*odds, alike=False)[0], 3) if all(odds) else None,
        "coverage": coverage(rows),
        "errors": dict(Counter(_without_names(row["error"]) for row in rows if "error" in row).most_common()),
    }


def spread(groups: Mapping[str, Mapping[str, float | int | None]], name: str) -> float | None:
    """A figure of the best group less that of the worst; None where fewer than two have it."""
    found = [value for group in groups.values() if (value := group[name]) is not None]
    return round(max(found) - min(found), 3) if len(found) > 1 else None


def coverage(rows: Sequence[Row]) -> list[dict[str, float | None]]:
    """Risk and coverage (El-Yaniv and Wiener 2010) were a threshold on the odds that anything answers to decide, rising.

    For each threshold the share of what can be answered that would be, and of all that would be answered the share that is
    right: whose quotations, those that come with a no among them, hold a sentence that answers. None of nothing.
    """
    weighed = [row for row in rows if row.get("odds") is not None]
    ordered = sorted(row["odds"] for row in weighed)
    cuts = [ordered[len(ordered) * place // _THRESHOLDS] for place in range(_THRESHOLDS)] if ordered else []
    yes = [row for row in rows if row["answerable"]]
    return [
        {
            "threshold": round(cut, 4),
            "answered, of what can be": _share(yes, lambda row, cut=cut: _at_least(row, cut)),  # type: ignore[misc]
            "right, of what is answered": _share(
                [row for row in weighed if _at_least(row, cut)],
                lambda row: _holds(row) or bool(row.get("nearest_holds")),
            ),
        }
        for cut in dict.fromkeys(cuts)
    ]


def _at_least(row: Row, threshold: float) -> bool:
    odds = row.get("odds")
    return odds is not None and odds >= threshold


def _sure(row: Row) -> bool:
    return row.get("verdict") in _SURE


def _uncertain(row: Row) -> bool:
    return row.get("verdict") == _UNCERTAIN


def _refused(row: Row) -> bool:
    return "error" not in row and not _sure(row) and not _uncertain(row)


def _holds(row: Row) -> bool:
    """Whether a citation is a sentence that answers."""
    return bool(row.get("citation_holds"))


def _share(rows: Sequence[Row], test: Callable[[Row], bool]) -> float | None:
    return round(sum(map(test, rows)) / len(rows), 3) if rows else None


def _parted(rows: Sequence[Row], test: Callable[[Row], bool]) -> tuple[list[Row], list[Row]]:
    return [row for row in rows if test(row)], [row for row in rows if not test(row)]


def _without_names(error: str) -> str:
    """The message without what differs from question to question."""
    head, _, tail = error.partition(" in ")
    return f"{head} in …{tail[tail.find(';') :]}" if ";" in tail else error
