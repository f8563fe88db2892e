"""What the parts of a search cost, and what a change does, in a library of any size; and the picture of `benchmarks.scale`."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.corpus import entries
from benchmarks.scale import quantiles
from index.store.library import Library
from qa.engine import Engine
from qa.question.parsed import ParsedQuestion
from qa.retrieval.fuse import fused
from qa.retrieval.search import LEXICAL_SHARE, retrieve_hits

__all__ = ["changes", "parts", "picture", "room"]

_DEPTH = 50
_FILTERS = {"filter 10 %": 10, "filter 1 %": 100, "filter .1 %": 1000}
"""Every so many-th passage is left by a filter."""
_ADDED = "added-by-the-benchmark"
_CURVES = {"before": "#D55E00", "between": "#009E73", "after": "#0072B2"}
_PARTS = ("words", "dense", "fusion", "explaining", *_FILTERS)


def parts(engine: Engine, asked: Sequence[str]) -> dict[str, dict[str, float]]:
    """Seconds of processor time of each part, for these questions.

    `words` is what a question asks for in each language and the lexical leg, `dense` the dense leg, `fusion` making one ranking of
    both, `explaining` the words met by the five best; a filter's are all of a search, of the passages that it leaves.
    """
    times: dict[str, list[float]] = {name: [] for name in _PARTS}
    with engine.library.reading():
        desk = engine._desk_over(engine.library)
        numbers = engine.library.passage_numbers()
        for question in asked:
            parsed, began = ParsedQuestion.of(question), time.process_time()
            query = desk.query(parsed)
            lexical = query.words.leg.leg(query.words.asked, _DEPTH)
            times["words"].append(time.process_time() - began)
            dense, took = _timed(lambda query=query: desk.dense.leg(query.vectors, _DEPTH))  # type: ignore[misc]
            times["dense"].append(took)
            legs = (dense, lexical)
            times["fusion"].append(_timed(lambda legs=legs: fused(legs, (1.0, LEXICAL_SHARE)))[1])  # type: ignore[misc]
            hits, _ = retrieve_hits(query, engine.library, desk.dense, 5)
            times["explaining"].append(_timed(lambda hits=hits: [tuple(hit.matches) for hit in hits])[1])  # type: ignore[misc]
            for name, step in _FILTERS.items():
                among, fresh = numbers[::step], desk.query(parsed)
                found = lambda fresh=fresh, among=among: retrieve_hits(  # type: ignore[misc]  # noqa: E731
                    fresh, engine.library, desk.dense, _DEPTH, among
                )
                times[name].append(_timed(found)[1])
    return {name: quantiles(some) for name, some in times.items()}


def changes(data: Path, path: Path) -> dict[str, float]:
    """Seconds of processor time to add a document to the library at `path`, and to take it out again, each with the search index."""
    entry = next(entries(data, 20))
    document = replace(entry.document, id=_ADDED, file=f"{_ADDED}.txt")
    cut = tuple(replace(passage, document=_ADDED) for passage in entry.passages)
    with Library.open(path) as library:
        library.search_index()

        def changed(**change: Any) -> float:
            def run() -> None:
                library.change(**change)
                library.write_search_index()

            return round(_timed(run)[1], 3)

        return {
            "adding": changed(put=[replace(entry, document=document, passages=cut)]),
            "removing": changed(remove=[_ADDED]),
        }


def room(path: Path) -> dict[str, dict[str, float]]:
    """How many bytes of a passage each table of the library at `path` takes, with what its pages leave empty, and each array beside it.

    What takes less than a byte is left out; arrays of several languages are added up.
    """
    with closing(sqlite3.connect(path)) as connection:
        (passages,) = connection.execute("SELECT count(*) FROM passages").fetchone()
        tables = connection.execute("SELECT name, sum(pgsize), sum(unused) FROM dbstat GROUP BY name").fetchall()
    arrays: Counter[str] = Counter()
    with Library.open(path) as library:
        for part in library.search_index().parts:
            for name, array in part.items():
                arrays[name.partition(".")[2] if name[0].isdigit() else name] += array.nbytes
    found = {
        "tables": {name: size / passages for name, size, _ in tables},
        "empty": {name: unused / passages for name, _, unused in tables},
        "arrays": {name: size / passages for name, size in arrays.items()},
    }
    return {
        what: {name: round(size, 1) for name, size in sorted(each.items(), key=lambda one: -one[1]) if size >= 1}
        for what, each in found.items()
    }


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    found = call()
    return found, time.process_time() - began


def picture(result: Path, image: Path) -> None:
    """What was measured, as curves over the number of passages."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    held = json.loads(result.read_text(encoding="utf-8"))
    plt.rcParams["svg.hashsalt"] = "scale"
    figure, axes = plt.subplots(2, 3, figsize=(12.6, 7.2))
    drawn: list[tuple[str, Callable[[dict[str, Any]], float | None]]] = [
        ("a question, 95th percentile: ms of a core", lambda row: row["p95"] * 1000),
        ("opening: seconds of a core", lambda row: row["open"]),
        ("memory at the most: MB", lambda row: row["megabytes"]),
        ("on disk: KB a passage", lambda row: row["file_megabytes"] * 1000 / row["passages"]),
        ("adding one document: seconds of a core", lambda row: row.get("changes", {}).get("adding")),
    ]
    for axis, (title, value) in zip(axes.flat, drawn, strict=False):
        for name, colour in _CURVES.items():
            rows = [(row["passages"], value(row)) for row in _by_size(held, name)]
            points = [(size, figure_) for size, figure_ in rows if figure_ is not None]
            if points:
                label = held["commits"][name] or "now"
                axis.plot(*map(list, zip(*points, strict=True)), "o-", color=colour, label=label)
        _axes(axis, title)
    last = axes.flat[-1]
    for name in _PARTS:
        points = [
            (row["passages"], row["parts"][name]["p95"] * 1000) for row in _by_size(held, "after") if "parts" in row
        ]
        if points:
            last.plot(*map(list, zip(*points, strict=True)), "o-", label=name)
    _axes(last, "parts of a search now, 95th percentile: ms of a core")
    last.set_ylim(top=10 * last.get_ylim()[1])  # room for the names of the curves
    last.legend(frameon=False, fontsize=8, ncols=2, loc="upper left")
    figure.tight_layout()
    figure.savefig(image, bbox_inches="tight", facecolor="white", metadata={"Date": None})


def _by_size(held: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [row for _, row in sorted(held["seconds"][name].items(), key=lambda one: int(one[0]))]


def _axes(axis: Any, title: str) -> None:
    axis.set(xscale="log", yscale="log", xlabel="passages in the library")
    axis.set_title(title, fontsize=9)
    axis.grid(alpha=0.3)
    if axis.lines:
        axis.legend(frameon=False, fontsize=8)
