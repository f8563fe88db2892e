"""Tables of the product beside other libraries, of benchmarks/results/peers.json; `benchmarks.figures` writes them into the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.tables import Results, share, table

__all__ = ["COLUMNS", "TABLES", "Column", "best", "peer_run", "short", "value"]

PRODUCT = "Yinzheng"
_PROMPTS = ", E5's prompts"


@dataclass(frozen=True, slots=True)
class Column:
    """A figure of a row: the part it is of, the way to it there, and how it is written; `most` where more is better."""

    head: str
    part: str
    way: tuple[str, ...]
    written: Callable[[float], str]
    most: bool = False


def seconds(value: float) -> str:
    """Two places below ten, one below a hundred."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def milliseconds(value: float) -> str:
    """Of seconds."""
    return f"{1000 * value:.2f}" if value < 0.01 else f"{1000 * value:.0f}"


def whole(value: float) -> str:
    """With commas."""
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


COSTS = (
    ("index, s", ("index seconds",), seconds),
    ("first hits, s", ("cold seconds",), seconds),
    ("question, ms", ("question seconds",), milliseconds),
    ("95th percentile", ("question seconds p95",), milliseconds),
    ("memory, MB", ("megabytes",), whole),
    ("disk, MB", ("disk megabytes",), whole),
)
SEEDS, NEWS, MANY = "seeds, passages", "news", "100000"
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "peers in one run": (
        Column("facts found", SEEDS, ("all", "found"), share, most=True),
        Column("news, one language", NEWS, ("one language", "found, any"), share, most=True),
        Column("news, two languages", NEWS, ("two languages", "found, any"), share, most=True),
        Column("first hits, s", SEEDS, ("cold seconds",), seconds),
        Column("question, ms", SEEDS, ("question seconds",), milliseconds),
        Column("memory, MB", SEEDS, ("megabytes",), whole),
        Column("question among 100,000 passages, ms", MANY, ("question seconds",), milliseconds),
        Column("95th percentile", MANY, ("question seconds p95",), milliseconds),
        Column("to index them, s", MANY, ("index seconds",), seconds),
    ),
    "peers costs": tuple(Column(head, SEEDS, way, written) for head, way, written in COSTS),
    "peers many": (
        *(Column(head, MANY, way, written) for head, way, written in COSTS),
        Column("nearest shown", MANY, ("nearest shown",), share, most=True),
    ),
    "peers news": tuple(
        Column(f"{pairs}: {kind} found", NEWS, (pairs, f"found, {kind}"), share, most=True)
        for pairs in ("one language", "two languages", "all questions")
        for kind in ("any", "all")
    ),
}
"""Of each table, where all are given the same passages."""


def peer_run(held: Results) -> dict[str, Any]:
    """The run with the product's encoder, else the last one."""
    runs: dict[str, Any] = held["peers"]["runs"]
    return runs.get(held["retrieval"]["encoders"]["product"]) or next(reversed(runs.values()))


def value(row: Mapping[str, Any], column: Column) -> float | None:
    """A figure; None where it was not measured."""
    found: Any = row.get(column.part, {})
    for step in column.way:
        if step not in found:
            return None
        found = found[step]
    return float(found)


def best(rows: Sequence[float | None], column: Column) -> str:
    """The best figure of a column as it is written: what is written alike is alike."""
    there = [one for one in rows if one is not None]
    return column.written((max if column.most else min)(there)) if there else ""


def short(name: str) -> str:
    """A row's name where all have the prompts of E5."""
    return name.removesuffix(_PROMPTS)


def compared(held: Results, name: str) -> str:
    """A table of the columns that were measured, the best of each in bold."""
    run = peer_run(held)
    columns = [one for one in COLUMNS[name] if any(value(of, one) is not None for of in run.values())]
    if not columns:
        return "Not measured yet."
    there = {row: of for row, of in run.items() if any(value(of, column) is not None for column in columns)}
    bests = [best([value(of, column) for of in there.values()], column) for column in columns]
    rows = []
    for row, of in there.items():
        cells = []
        for column, first in zip(columns, bests, strict=True):
            figure = value(of, column)
            text = "–" if figure is None else column.written(figure)
            cells.append(f"**{text}**" if text == first else text)
        rows.append((short(row), *cells))
    return table(("", *(column.head for column in columns)), rows)


def paragraphs(held: Results) -> str:
    """The product beside others, on paragraphs."""
    rows = []
    run = peer_run(held)
    base = run[PRODUCT]["xquad zh"]
    for name, figures in run.items():
        part = figures.get("xquad zh", {})
        if "rows" not in part:
            continue
        by = {r["asked in"]: r for r in part["rows"]}
        rest = [r for language, r in by.items() if language not in ("zh", "en")]
        cells = [by[language][n] for language in ("zh", "en") for n in ("R@1", "R@5")]
        cells += [sum(r[n] for r in rest) / len(rest) for n in ("R@1", "R@5")]
        times = [f"{part[n] / base[n]:.2f}" for n in ("index seconds", "question seconds")]
        rows.append((name, str(sum(r["questions"] for r in part["rows"])), *map(share, cells), *times))
    ways = ("zh → zh", "en → zh", "ten others → zh")
    head = ("", "questions", *(f"{way} {n}" for way in ways for n in ("R@1", "R@5")))
    return table((*head, "time to index, ratio", "per question, ratio"), rows)


def files(held: Results) -> str:
    """The product beside others, on the five documents."""
    rows = []
    for name, figures in peer_run(held).items():
        cells: list[str] = []
        for part in (figures.get("seeds, files", {}), figures.get("seeds, cleaned", {})):
            if "all" not in part:
                cells += ["–"] * 4
                continue
            cells += [
                share(part["all"]["found"]),
                share(part["all"]["found in budget"]),
                str(part["mean characters shown"]),
                share(part.get("passages shown verbatim")),
            ]
        if set(cells) != {"–"}:
            rows.append((name, *cells))
    columns = ("found", "in 1,500 characters", "characters shown", "shown verbatim")
    head = ("", *(f"{texts}: {column}" for texts in ("files", "cleaned") for column in columns))
    return table(head, rows)


def defaults(held: Results) -> str:
    """What a library's defaults are."""
    rows = []
    for name, figures in peer_run(held).items():
        packages = ", ".join(f"{package} {number}" for package, number in figures.get("versions", {}).items())
        rows.append((name, figures.get("defaults", "not installed"), packages or "–"))
    return table(("", "as used", "versions"), rows)


def _compared(name: str) -> Callable[[Results], str]:
    return lambda held: compared(held, name)


TABLES: dict[str, Callable[[Results], str]] = {
    "peers": paragraphs,
    "peers seeds": files,
    "defaults": defaults,
    **{name: _compared(name) for name in COLUMNS},
}
