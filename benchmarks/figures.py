"""Result files → the figures and tables of the documentation: `python -m benchmarks.figures` writes them.

A figure in prose stands before a comment that says where it is from. How it is written says how exact it is:

    In five passages it finds .95<!-- questions: all / found --> of the facts.

`questions` is a file of `benchmarks/results`, `all / found` the way to the value in it. In the place of the file may stand a
module, for a number of the code (`qa.proof.verification: LIKE`), or `MB`, for the size of a file (`MB: PATH`). What
was chosen rather than measured is marked `<!-- chosen -->`. A table stands between `<!-- table: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import answer_tables, beyond_tables, engine_tables, news_tables, peer_tables, tables, trust_tables

__all__ = ["ROOT", "TABLES", "FigureError", "documents", "filled", "results", "unbacked", "value", "written"]

ROOT = Path(__file__).resolve().parent.parent
TABLES = {
    **tables.TABLES,
    **answer_tables.TABLES,
    **news_tables.TABLES,
    **trust_tables.TABLES,
    **beyond_tables.TABLES,
    **engine_tables.TABLES,
    **peer_tables.TABLES,
}
_TABLE = re.compile(r"(<!-- table: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_NUMBER = r"\d+ of \d+|\d[\d,]*\.\d+|\.\d+|\d[\d,]*"
_FIGURE = re.compile(
    rf"(?P<figure>{_NUMBER})(?P<unit> ?(?:%|MB|ms|s))?(?P<mark><!-- (?P<source>[\w.-]+): (?P<way>[^>]+?) -->)"
)
_CHOSEN = re.compile(r"[^\s|]+ ?\S*<!-- chosen -->")
_NO_PROSE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)\s*$|^    .*?$|(?P<ticks>`+).+?(?P=ticks)|\]\([^)]*\)|<!--.*?-->",
    re.MULTILINE | re.DOTALL,
)
_PARTS = "half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth"
_COUNTS = "two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|twenty|fifty|a hundred"
_UNITS = "MB|GB|kB|ms|s|microseconds?|milliseconds?|seconds?|minutes?|hours?"
_MEASURED = re.compile(
    rf"(?<![\w.,/–-])(?:0?\.\d+|\d+(?:\.\d+)? ?%|(?:\d[\d,]*)?\.?\d+ (?:{_UNITS})\b)"
    rf"|\b(?:a|one|two|three) (?:{_PARTS})s? (?:of|in)\b|\bone (?:of|in) (?:{_COUNTS})\b"
    rf"|\b(?:an|one|two|three|four|five|fifteen|half a) (?:seconds?|minutes?|hours?)\b"
)


class FigureError(ValueError):
    """A figure that names no value."""


def documents() -> list[Path]:
    """The pages whose figures are held to the results; decisions and the change log are history."""
    own = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "training" / "README.md"]
    pages = [path for path in sorted((ROOT / "docs").rglob("*.md")) if "decisions" not in path.parts]
    return [path for path in (*own, ROOT / "tests" / "questions" / "README.md", *pages) if path.is_file()]


def results() -> dict[str, Any]:
    """The result files, by name."""
    paths = sorted((ROOT / "benchmarks" / "results").glob("*.json"))
    paths.append(ROOT / "qa" / "reading" / "odds.json")  # what was measured of the odds ships with them
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def value(source: str, way: str, held: Mapping[str, Any]) -> float | str:
    """What stands at the end of a way: a number, or counts such as `42 of 52`. Raises FigureError where nothing does."""
    if source == "MB":
        if not (ROOT / way).is_file():
            raise FigureError(f"there is no file {way}")
        return (ROOT / way).stat().st_size / 1e6
    found: Any = import_module(source) if "." in source else held.get(source)
    if found is None:
        raise FigureError(f"there is no result file {source}.json")
    for step in way.split(" / "):
        try:
            found = _next(found, step)
        except (AttributeError, LookupError, ValueError):
            raise FigureError(f"{source} has nothing at {way} (from {step} on)") from None
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        raise FigureError(f"{source}: {way} is no number but {type(found).__name__}")
    return found


def _next(found: Any, step: str) -> Any:
    if isinstance(found, Mapping):
        return found[step]
    if isinstance(found, Sequence) and not isinstance(found, str) and step.isdecimal():
        return found[int(step)]
    return getattr(found, step)


def written(number: float | str, like: str, *, percent: bool = False, exact: bool = False) -> str:
    """The number as a figure is written, with as many places, with or without the nought, with or without commas.

    An `exact` one is not rounded: it has as many places more as it needs.
    """
    if isinstance(number, str):
        return number
    shown = number * (100 if percent else 1)
    places = max(len(like.partition(".")[2]), len(f"{shown!r}".partition(".")[2]) if exact and shown % 1 else 0)
    text = f"{shown:{',' if ',' in like else ''}.{places}f}"
    return text.removeprefix("0") if like.startswith(".") else text


def filled(text: str, held: Mapping[str, Any]) -> str:
    """The page with every table and every figure as the result files have it. Raises FigureError."""

    def figure(match: re.Match[str]) -> str:
        number = value(match["source"], match["way"], held)
        unit = match["unit"] or ""
        exact = "." in match["source"]  # a number of the code is what it is; what was measured is rounded
        return written(number, match["figure"], percent=unit.endswith("%"), exact=exact) + unit + match["mark"]

    text = _TABLE.sub(lambda m: f"{m[1]}\n{TABLES[m[2]](held)}\n{m[3]}", text)
    return _outside_code(text, figure)


def _outside_code(text: str, figure: Callable[[re.Match[str]], str]) -> str:
    """Figures in prose alone: an example in a block of code is one."""
    parts = re.split(r"(^```.*?^```\s*$)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else _FIGURE.sub(figure, part) for part in parts)


def unbacked(text: str) -> Iterator[str]:
    """What reads like a measurement and has no comment that says where it is from, each with the words around it."""
    prose = _TABLE.sub("", text)
    prose = _CHOSEN.sub("", _FIGURE.sub("", prose))
    prose = _NO_PROSE.sub("", prose)
    for match in _MEASURED.finditer(prose):
        yield " ".join(prose[max(0, match.start() - 40) : match.end() + 20].split())


def main() -> None:
    """Write the figures and tables into the pages."""
    held = results()
    for path in documents():
        text = path.read_text(encoding="utf-8")
        try:
            new = filled(text, held)
        except FigureError as error:
            raise SystemExit(f"{path.relative_to(ROOT)}: {error}") from error
        if new != text:
            path.write_text(new, encoding="utf-8")
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
