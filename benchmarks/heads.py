"""How many documents are read with the title, the authors and the date that they state themselves, without sources.toml.

    python -m benchmarks.heads --data PATH

Without a model. `heads.toml` holds what a person read in each document. `reading` are the probes that ask nothing of a model:
numbers, eras, encodings, articles.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from index.document import make_document
from index.errors import SourceError
from index.records import Document, Source
from index.text.numbers import numbers_in

HERE = Path(__file__).parent
RESULT = HERE / "results" / "heads.json"
_PLACES = ("corpus-a/docs", "corpus-b/docs", "probes/docs")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d\s+")
_READING: dict[str, tuple[str, Callable[[Document], bool]]] = {
    "067-big5": ("big5-4353dda7.txt", lambda made: "經費為八千四百萬元" in made.text),
    "068-mixed": ("mixed-a6dfb7b5.txt", lambda made: made.text.count("白桦镇的木桥建于1931年") == 3),
    "069-mixed": ("mixed-a6dfb7b5.txt", lambda made: "Die Brücke ist 212 Meter lang" in made.text),
    "241-txt-cp1252-in-utf8": ("txt-cp1252-in-utf8-b3cf20ed.txt", lambda made: "‘Orm’ – The harbour" in made.text),
    "250-num-minguo": ("num-minguo-ec120b86.txt", lambda made: "2029" in numbers_in(made.text)),
    "016-minguo": ("minguo-03e288cb.txt", lambda made: {"2023", "10月", "32600000000"} <= set(numbers_in(made.text))),
    "131-money": ("money-1b9b7f73.txt", lambda made: "3620000" in numbers_in(made.text)),
    "188-enum": ("enum-ffded724.txt", lambda made: _under(made, "第四条") == "第四条 任何人不得在港区内捕鱼。"),
    "189-enum": ("enum-ffded724.txt", lambda made: "二百元" in _under(made, "第五条")),
    "247-interview-title": (
        "interview-title-b9da620b.txt",
        lambda made: made.source.title == "Interview with the harbour master",
    ),
    "248-dateline-not-date": (
        "dateline-not-date-229aac8e.txt",
        lambda made: (
            (made.source.published, made.source.authors, made.source.publisher)
            == ("2024-06-19", ("Marla Finch",), "The Crescent Gazette")
        ),
    ),
}


def _under(made: Document, heading: str) -> str:
    """The text of the section under a heading, and of no other."""
    held = [made.text[one.start : one.end].strip() for one in made.sections if one.path and one.path[-1] == heading]
    return "\n".join(held)


def _plain(title: str) -> str:
    return re.sub(r"\W+", "", _DAY.sub("", title)).casefold()


def _read(data: Path, name: str) -> Document | None:
    file = next(path for place in _PLACES if (path := data / place / name).is_file())
    try:
        return make_document(file, file.read_bytes(), Source())
    except SourceError:
        return None


def measure(data: Path) -> dict[str, object]:
    """Of the fields that documents state how many are right, and of those that they do not how many are left empty."""
    marks = tomllib.loads(HERE.joinpath("heads.toml").read_text(encoding="utf-8"))
    found: dict[str, list[bool]] = {}
    wrong: list[str] = []
    for name, stated in marks.items():
        made = _read(data, name)
        source = made.source if made else Source()
        right = {
            "title": _plain(source.title) == _plain(stated["title"]),
            "authors": list(source.authors) == stated.get("authors", []),
            "published": source.published == stated.get("published", ""),
        }
        for key, is_right in right.items():
            says = bool(stated.get(key))
            found.setdefault(f"{key} {'stated' if says else 'not stated'}", []).append(is_right)
            if not is_right:
                wrong.append(f"{name}: {key}")
    made_of = {probe: (_read(data, name), test) for probe, (name, test) in _READING.items()}
    reading = {probe: made is not None and test(made) for probe, (made, test) in made_of.items()}
    return {
        "documents": len(marks),
        **{key: f"{sum(values)} of {len(values)}" for key, values in sorted(found.items())},
        "wrong": wrong,
        "reading": f"{sum(reading.values())} of {len(reading)}",
        "reading wrong": [probe for probe, is_right in reading.items() if not is_right],
    }


def main() -> None:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with corpus-a, corpus-b and probes")
    parser.add_argument("--out", type=Path, default=RESULT)
    given = parser.parse_args()
    made = {"command": "python -m benchmarks.heads --data PATH", **measure(given.data)}
    given.out.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
