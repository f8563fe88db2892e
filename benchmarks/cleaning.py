"""Measure cleaning: `python -m benchmarks.cleaning` writes benchmarks/results/documents.json.

Every golden span says what a part of a file is: article, title, metadata (a date line, a byline, a credit), chrome or
the mark of a note. By character, white space aside:

- recall: of the article's text, the share that is in the document as text, not as title or front matter;
- precision: of all that is kept and is neither title nor metadata, the share that is the article's text, kept as text;
- title: the share of the title that is named so;
- metadata kept: the share of it that is anywhere in the document.

The figures "at first reading" were taken before any rule was made on these pages.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.build import make_document
from index.records import Document, SectionKind, Source
from index.sources import read_sources

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "cleaning"
RESULT = ROOT / "benchmarks" / "results" / "documents.json"
FIRST = ROOT / "tests" / "golden" / "cleaning_at_first.json"


@dataclass(frozen=True, slots=True)
class Page:
    """A file and what each character of it is: parts[at] for decoded[at], empty for markup and white space."""

    path: Path
    decoded: str
    parts: tuple[str, ...]
    held_out: bool = False

    @property
    def is_seed(self) -> bool:
        """Whether it is one of the seeds."""
        return self.path.parent.name == "seeds"


def pages() -> list[Page]:
    """Every file with golden spans."""
    found = []
    for golden in sorted(GOLDEN.glob("*.json")):
        marked = json.loads(golden.read_text(encoding="utf-8"))
        path = ROOT / marked["file"]
        decoded = path.read_bytes().decode()
        parts = [""] * len(decoded)
        for span in marked["spans"]:
            start, end = span["start"], span["end"]
            if not (decoded[start:end].startswith(span["begins"]) and decoded[start:end].endswith(span["ends"])):
                raise ValueError(f"{golden.name}: {start}-{end} does not read as the golden span says")
            parts[start:end] = [span["kind"] if char.strip() else "" for char in decoded[start:end]]
        found.append(Page(path, decoded, tuple(parts), bool(marked.get("held_out"))))
    return found


def read(page: Page, *, known: bool = True) -> Document:
    """The document made of a page; `known` with what is known of a seed's source."""
    sources = read_sources(page.path.parent) if known and page.is_seed else {}
    source = sources.get(page.path.name, Source())
    return make_document(page.path, page.path.read_bytes(), source)


def kept(document: Document) -> tuple[set[int], set[int], set[int]]:
    """Where in the file stands what is in the document as text, as front matter, as title."""
    text: set[int] = set(_places(document, 0, len(document.text)))
    front, title = set[int](), set[int]()
    for section in document.sections:
        if section.kind in (SectionKind.FRONT, SectionKind.TITLE):
            (front if section.kind is SectionKind.FRONT else title).update(
                _places(document, section.start, section.end)
            )
    return text - front - title, front, title


def _places(document: Document, start: int, end: int) -> Iterable[int]:
    return (at for span in document.offsets.sources(start, end) for at in range(span.start, span.end))


def measure(pages: Iterable[Page], *, known: bool = True) -> dict[str, object]:
    """The figures for all the pages together and for each."""
    total = dict.fromkeys(("article", "found", "kept", "title", "named", "metadata", "front"), 0)
    each: dict[str, dict[str, float]] = {}
    for page in pages:
        count = _count(page, read(page, known=known))
        each[page.path.stem] = _figures(count)
        total = {key: total[key] + count[key] for key in total}
    return {**_figures(total), "characters of article": total["article"], "each": each}


def _count(page: Page, document: Document) -> dict[str, int]:
    text, front, title = kept(document)
    where = {kind: {at for at, part in enumerate(page.parts) if part == kind} for kind in set(page.parts)}
    article, named = where.get("article", set()), where.get("title", set())
    metadata = where.get("metadata", set())
    anything = {at for at in text | front | title if page.parts[at] in ("article", "chrome")}
    return {
        "article": len(article),
        "found": len(article & text),
        "kept": len(anything),
        "title": len(named),
        "named": len(named & title),
        "metadata": len(metadata),
        "front": len(metadata & (text | front | title)),
    }


def _figures(count: dict[str, int]) -> dict[str, float]:
    figures = {
        "recall": count["found"] / count["article"],
        "precision": count["found"] / max(count["kept"], 1),
    }
    if count["title"]:
        figures["title"] = count["named"] / count["title"]
    if count["metadata"]:
        figures["metadata kept"] = count["front"] / count["metadata"]
    return {key: round(value, 4) for key, value in figures.items()}


def figures() -> dict[str, object]:
    """The figures for the seeds, the pages that rules were made on, and those that were held out."""
    everything = pages()
    seeds = [page for page in everything if page.is_seed]
    others = [page for page in everything if not page.is_seed]
    return {
        "seeds": measure(seeds),
        "seeds, nothing known of their sources": measure(seeds, known=False),
        "pages": measure(page for page in others if not page.held_out),
        "pages held out": measure(page for page in others if page.held_out),
    }


def main() -> None:
    """Measure, write the result file and print the figures."""
    result: dict[str, object] = {"command": "python -m benchmarks.cleaning", "cleaning": figures()}
    if FIRST.exists():
        result["cleaning at first reading"] = json.loads(FIRST.read_text(encoding="utf-8"))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    json.dump(result, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
