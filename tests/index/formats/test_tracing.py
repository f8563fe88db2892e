"""Every passage leads back to its file: what stands there, markup, marks and layout aside, is the passage."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest

from benchmarks.cleaning import Page, pages, read
from index.build import make_document
from index.formats import read as read_file
from index.passages import passages
from index.records import Document, Source
from tests.conftest import ROOT
from tests.index.documents import NAMES, seed, seed_text

DATA = ROOT / "tests" / "data"
SAVED = [page for page in pages() if not page.is_seed]
FORMATS = sorted(
    path.name
    for path in (DATA / "formats").iterdir()
    if path.suffix in (".pdf", ".docx", ".html", ".htm") and path.stem != "locked"
)
_MARKUP = re.compile(r"<!--.*?-->|<[a-z/!][^>]*>", re.I | re.S)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def bare(text: str, marks: str = "") -> str:
    """Without white space and `marks`; the mark of a note as a plain figure, which is what it may be in markup."""
    return re.sub(rf"[\s{marks}]+", "", text.translate(_DIGITS))


def traced(made: Document, decoded: str, *, marks: str = "") -> int:
    """How many passages lead back; fails on the first that does not.

    `marks` are characters that layout adds: hyphens of broken lines, signs between the cells of a row. Between the pieces of a passage stand
    only markup, white space, marks of notes, what was dropped, and text that was moved.
    """
    taken = [False] * len(decoded)
    for span in made.offsets.sources(0, len(made.text)):
        taken[span.start : span.end] = [True] * len(span)
    for part in made.dropped:
        taken[part.source_start : part.source_end] = [True] * (part.source_end - part.source_start)
    cut = passages(made, 300)
    for passage in cut:
        assert made.text[passage.start : passage.end] == passage.text
        spans = made.offsets.sources(passage.start, passage.end)
        stood = html.unescape(_MARKUP.sub("", "".join(decoded[span.start : span.end] for span in spans)))
        assert bare(stood, marks) == bare(passage.text, marks)
        whole = made.source_span(passage.start, passage.end)
        between = [
            char if not taken[at] else " " for at, char in enumerate(decoded[whole.start : whole.end], whole.start)
        ]
        left = re.sub(r"\d{1,2}|</?\w*|\]\(?", "", bare(_MARKUP.sub("", "".join(between)), marks))
        assert not left
    return len(cut)


@pytest.mark.parametrize("name", NAMES)
def test_every_passage_of_a_seed_leads_back(name: str) -> None:
    assert traced(seed(name), seed_text(name)) > 3


@pytest.mark.parametrize("page", SAVED, ids=lambda page: page.path.stem)
def test_every_passage_of_a_saved_page_leads_back(page: Page) -> None:
    assert traced(read(page), page.decoded)


@cache
def sample(name: str) -> tuple[Document, str]:
    data = (DATA / "formats" / name).read_bytes()
    return make_document(Path(name), data, Source()), read_file(data, name).decoded


@pytest.mark.parametrize("name", FORMATS)
def test_every_passage_of_every_format_leads_back(name: str) -> None:
    made, decoded = sample(name)
    assert traced(
        made, decoded, marks="\\-" if name.endswith(".pdf") else "|·:" if name.endswith((".html", ".docx")) else ""
    )
