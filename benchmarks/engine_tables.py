"""The table of docs/how-to/milvus.md, of what `python -m benchmarks.engines` saw; `benchmarks.figures` writes it into the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.tables import Results, table

__all__ = ["TABLES"]

_LIBRARIES = {"seeds": "the five documents", "public": "public paragraphs"}
_TIMES = (
    ("to write all", "write"),
    ("to open", "open"),
    ("to add a document", "add"),
    ("to remove a document", "remove"),
)


def engines(held: Results) -> str:
    """For each library and engine: how much of what is found is the same, and the two times, of searches and of changes."""
    rows = []
    for name, library in held.get("engines", {"libraries": {}})["libraries"].items():
        title = f"{_LIBRARIES[name]}: {library['passages']:,} passages, {library['sentences']:,} sentences, {library['questions']} questions"
        for engine, figures in library["engines"].items():
            for among, asked in figures["asked"].items():
                first = among == "all"
                rows.append(
                    (
                        *((title, f"**{engine}**") if first else ("", "")),
                        among,
                        f"{asked['recall@10']:.3f}",
                        asked["fifty alike"],
                        *(f"{asked[one]['median']:.1f} / {asked[one]['p95']:.1f}" for one in ("own", "engine")),
                        _changes(figures) if first else "",
                    )
                )
                title = ""
    heads = (
        "library",
        "engine",
        "searched",
        "recall@10",
        "all fifty alike",
        "here: median / p95, ms",
        "engine, ms",
        "seconds",
    )
    return table(heads, rows)


def _changes(figures: Mapping[str, Any]) -> str:
    return ", ".join(f"{short} {figures[f'seconds {name}']:.2g}" for name, short in _TIMES)


TABLES: Mapping[str, Callable[[Results], str]] = {"engines": engines}
