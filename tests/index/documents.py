"""Documents of the tests: the seeds, and texts made on the spot."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from index.build import make_document
from index.records import Document, Source
from index.sources import read_sources
from tests.conftest import ROOT

SEEDS = ROOT / "seeds"
NAMES = ("000", "001", "002", "003", "004")


@cache
def seed_path(name: str) -> Path:
    (path,) = SEEDS.glob(f"{name}_*.txt")
    return path


@cache
def seed_text(name: str) -> str:
    return seed_path(name).read_bytes().decode()


@cache
def seed(name: str) -> Document:
    path = seed_path(name)
    return make_document(path, path.read_bytes(), read_sources(SEEDS)[path.name])


def document(text: str, source: Source | None = None, name: str = "made.txt") -> Document:
    return make_document(Path(name), text.encode(), source or Source())
