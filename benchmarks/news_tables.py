"""Tables of the news in five languages, of what `benchmarks/results/newsqa.json` holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.answer_tables import share
from benchmarks.tables import LANGUAGES, Results, table

__all__ = ["TABLES", "latest"]

_EVERY = 3
"""Of the points of a curve so many make one row."""

_PARTS = {
    "all": "all",
    "question and text in one language": "one language",
    "question and text in two": "two languages",
}
_SHARES = {
    "found, any": "found within 5 passages",
    "shown, any": "shown",
    "cited, any": "cited",
    "cited, all": "all cited",
    "right, of what is called answered": "right, of what is called answered",
    "unanswerable, answered": "of what cannot be answered: answered",
    "unanswerable, uncertain": "uncertain",
    "unanswerable, refused": "refused",
}


def latest(held: Results) -> Mapping[str, Any]:
    """The run that was measured last; it is empty where there is none."""
    runs: Mapping[str, Any] = held.get("newsqa", {}).get("runs", {})
    return next(reversed(runs.values())) if runs else {}


def news(held: Results) -> str:
    """Each run: all together, and where question and text share a language and where not."""
    return _runs(held.get("newsqa", {}).get("runs", {}))


def mixed(held: Results) -> str:
    """The same of the runs over one library in five languages."""
    return _runs(held.get("newsqa", {}).get("mixed", {}))


def _runs(runs: Mapping[str, Any]) -> str:
    rows = []
    for label, run in runs.items():
        for part, title in _PARTS.items():
            found = run[part]
            rows.append((f"{label}, {title}", str(found["questions"]), *(share(found[name]) for name in _SHARES)))
    return table(("", "questions", *_SHARES.values()), rows)


def pairs(held: Results) -> str:
    """Shown, and of that cited, by language of the question and of the text; in the last row and column all together."""
    run = latest(held)
    if not run:
        return table(("questions in", "all"), ())
    by_text = run["by language of the text"]
    rows = []
    for asked, texts in run["by pair"].items():
        cells = [_cell(figures) for figures in texts.values()]
        rows.append((LANGUAGES[asked], *cells, _cell(run["by language of the question"][asked])))
    rows.append(("all", *(_cell(figures) for figures in by_text.values()), _cell(run["all"])))
    return table(("questions in", *(f"text in {LANGUAGES[text]}" for text in by_text), "all"), rows)


def kinds(held: Results) -> str:
    """By what is asked for."""
    names = ("found, any", "shown, any", "cited, any", "right, of what is called answered")
    rows = [
        (kind, str(figures["answerable"]), *(share(figures[name]) for name in names))
        for kind, figures in latest(held).get("by kind", {}).items()
        if figures["answerable"]
    ]
    return table(("kind", "that can be answered", *(_SHARES[name] for name in names)), rows)


def odds(held: Results) -> str:
    """Each run: how far apart the languages of the question are, and how far the odds come true."""
    rows = []
    for label, run in held.get("newsqa", {}).get("runs", {}).items():
        apart = run["spread between languages of the question"]
        errors = (run.get(f"calibration error{how}") for how in (", as asked", ""))
        rows.append((label, *(share(value) for value in (apart["shown"], apart["cited"], *errors))))
    head = (
        "",
        "shown, best language less the worst",
        "cited, best language less the worst",
        "calibration error of the odds",
        "where every second question can be answered",
    )
    return table(head, rows)


def coverage(held: Results) -> str:
    """The run measured last: were a threshold on the odds to decide, what would be answered and how much of that rightly."""
    names = ("answered, of what can be", "right, of what is answered")
    points = latest(held).get("coverage", [])[::_EVERY]
    rows = [(share(point["threshold"]), *(share(point[name]) for name in names)) for point in points]
    return table(("odds of at least", *names), rows)


def _cell(figures: Mapping[str, Any]) -> str:
    return f"{share(figures['shown, any'])} ({share(figures['cited, any'])})"


TABLES: dict[str, Callable[[Results], str]] = {
    "news": news,
    "news mixed": mixed,
    "news pairs": pairs,
    "news kinds": kinds,
    "news odds": odds,
    "news coverage": coverage,
}
