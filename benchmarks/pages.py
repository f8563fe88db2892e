"""Measure the text of saved web pages beside trafilatura and readability: `python -m benchmarks.pages FOLDER…`.

A folder holds pages and, beside or below it, the Markdown that each was made of, under the same name: what a page's maker
wrote is then known, and what the site put around it. Words of the Markdown are the right ones: recall is the share of them
that an extractor keeps, precision the share of what it keeps that are among them, counted as often as they occur; both are
means over the pages. Writes benchmarks/results/pages.json, where other folders keep what they had.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import process_time

from index.formats.decode import decode
from index.formats.web.page import read_page

__all__ = ["EXTRACTORS", "measure", "pairs"]

RESULT = Path(__file__).resolve().parent / "results" / "pages.json"
LARGEST = 200_000
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MARKUP = re.compile(
    r"<!--.*?-->|\]\([^)]*\)|\]\[[^\]]*\]|^\[[^\]\n]+\]:[^\n]*$|<[^>\n]*>|^[ ]*```[^\n]*$", re.DOTALL | re.MULTILINE
)
_WORD = re.compile(r"\w+")


def by_yinzheng(raw: str) -> str:
    """The text as this package reads it."""
    return read_page(raw).text


def by_trafilatura(raw: str) -> str:
    """The text that trafilatura gives, asked for as we ask it."""
    from trafilatura import extract

    return extract(raw, include_comments=False, favor_recall=True) or ""


def by_readability(raw: str) -> str:
    """The text of the summary that readability-lxml gives."""
    from lxml.html import fromstring
    from readability import Document

    return str(fromstring(Document(raw).summary()).text_content())


EXTRACTORS: dict[str, Callable[[str], str]] = {
    "yinzheng": by_yinzheng,
    "trafilatura": by_trafilatura,
    "readability-lxml": by_readability,
}


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """The pages of a folder, each with the Markdown of its name, largest pages left out."""
    sources = {path.stem: path for path in folder.rglob("*.md")}
    pages = sorted(path for path in folder.rglob("*.html") if path.stem in sources and path.stat().st_size < LARGEST)
    return [(page, sources[page.stem]) for page in pages]


def measure(some: list[tuple[Path, Path]]) -> dict[str, object]:
    """Recall, precision and their harmonic mean for each extractor, with the seconds of processor time."""
    found: dict[str, object] = {"pages": len(some)}
    texts = [(decode(page.read_bytes(), page.name), source.read_text(encoding="utf-8")) for page, source in some]
    for name, extract in EXTRACTORS.items():
        recalls, precisions, begun = [], [], process_time()
        for raw, source in texts:
            right = Counter(_WORD.findall(_MARKUP.sub(" ", _FRONT.sub("", source)).casefold()))
            kept = Counter(_WORD.findall(extract(raw).casefold()))
            both = (right & kept).total()
            recalls.append(both / max(right.total(), 1))
            precisions.append(both / max(kept.total(), 1))
        recall, precision = sum(recalls) / len(some), sum(precisions) / len(some)
        found[name] = {
            "recall": round(recall, 4),
            "precision": round(precision, 4),
            "f1": round(2 * recall * precision / (recall + precision), 4),
            "seconds": round(process_time() - begun, 1),
        }
    return found


def main() -> None:
    """Measure the folders that are named and write the result file."""
    folders = [Path(name) for name in sys.argv[1:]]
    held = json.loads(RESULT.read_text(encoding="utf-8"))["folders"] if RESULT.is_file() else {}
    result: dict[str, object] = {"command": f"python -m benchmarks.pages {' '.join(folder.name for folder in folders)}"}
    result["versions"] = {name: version(name) for name in ("trafilatura", "readability-lxml")}
    result["folders"] = held | {folder.name: measure(pairs(folder)) for folder in folders}
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    json.dump(result, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
