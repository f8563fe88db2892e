"""The table of docs/trust.md, of what `python -m benchmarks.trust` saw; `benchmarks.figures` writes it into the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from benchmarks.tables import Results, table

__all__ = ["TABLES"]

_HOW = {"command", "machine", "load", "seconds", "failures"}


def trust(held: Results) -> str:
    """For each part what it tried, what it saw, and how many promises did not hold."""
    rows = []
    for name, figures in held.get("trust", {"parts": {}})["parts"].items():
        rows.append((f"**{name}**", "promises that did not hold", f"**{len(figures['failures'])}**"))
        rows += [("", what, _told(value)) for what, value in _flat(figures) if what not in _HOW]
    return table(("part", "what was counted", ""), rows)


def _flat(figures: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each figure under its name; lists of records are for who reads the file."""
    for name, value in figures.items():
        if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            continue
        if isinstance(value, Mapping) and name not in _HOW:
            yield from ((f"{name}: {inner}", one) for inner, one in _flat(value))
        else:
            yield name, value


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    if isinstance(value, list):
        return ", ".join(map(_told, value)) or "–"
    return str(value).replace("|", r"\|")


TABLES: Mapping[str, Callable[[Results], str]] = {"trust": trust}
