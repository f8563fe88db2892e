from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from index.build import build, make_document
from index.encoder.embed import Embedder
from index.formats import read
from index.passages import passages
from index.records import SEARCHED, SectionKind, Source
from index.settings import Settings
from index.store.library import Library
from tests.index.formats.tracing import FORMATS, bare

NAMES = [
    "report-en.pdf",
    "columns-en.pdf",
    "brief-zh.pdf",
    "report-en.docx",
    "brief-zh.docx",
    "news-zh.html",
    "essay-en.html",
]


def letters(text: str) -> str:
    return re.sub(r"[-123·:›]", "", bare(text))


@pytest.mark.parametrize("name", NAMES)
def test_every_passage_leads_back_to_its_file(name: str) -> None:
    data = (FORMATS / name).read_bytes()
    decoded = read(data, name).decoded
    document = make_document(Path(name), data, Source())
    cut = passages(document, 300)
    assert cut
    for passage in cut:
        spans = document.offsets.sources(passage.start, passage.end)
        raw = "".join(decoded[span.start : span.end] for span in spans)
        if name.endswith((".pdf", ".docx")):  # no markup between, only marks of notes and hyphens of lines
            assert letters(raw) == letters(passage.text)
        printed = document.printed(passage.start, passage.end)
        assert bool(printed) == name.endswith(".pdf")


def test_notes_resolve_to_their_entries() -> None:
    for name in ("report-en.pdf", "report-en.docx"):
        document = make_document(Path(name), (FORMATS / name).read_bytes(), Source())
        assert [note.label for note in document.notes] == ["1", "2", "3"]
        assert document.notes[1].text == "Interview, 14 May 2024."
        assert document.source.title == "The Price of Quiet Waters"


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_body_is_searched(name: str) -> None:
    """None of them has pull quotes; each heading has its own text under it."""
    document = make_document(Path(name), (FORMATS / name).read_bytes(), Source())
    assert {section.kind for section in document.sections} <= {
        *SEARCHED,
        SectionKind.TITLE,
        SectionKind.FRONT,
        SectionKind.REFERENCES,
    }
    searched = [section for section in document.sections if section.kind is SectionKind.BODY]
    if name.startswith(("report", "columns")):
        assert [section.path for section in searched] == [
            ("Introduction",),
            ("What the numbers say", "Spending by coast guards"),
            ("What the numbers say", "Spending by port states"),
            ("Three ways to share the cost",),
            ("Conclusion",),
        ]


@pytest.mark.slow
def test_bad_files_are_named_and_the_others_are_in(tmp_path: Path, settings: Settings, embedder: Embedder) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in ("brief-zh.pdf", "locked.pdf", "news-zh.html"):
        shutil.copy(FORMATS / name, folder / name)
    (folder / "broken.docx").write_bytes((FORMATS / "brief-zh.docx").read_bytes()[:3000])
    with (folder / "large.txt").open("wb") as opened:
        opened.truncate(200 * 2**20)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a.txt", bytes(50_000_000))
    with zipfile.ZipFile(folder / "two.zip", "w") as packed:
        packed.write(FORMATS / "essay-en.html", "two/essay.html")
        packed.write(FORMATS / "report-en.docx", "report.docx")
    library = tmp_path / "library.sqlite"
    summary = build([folder], library, embedder, settings)
    assert set(summary.added) == {"brief-zh", "news-zh", "two.essay", "two.report"}
    assert sorted(Path(message.split(" ")[0]).name for message in summary.failed) == [
        "bomb.zip",
        "broken.docx",
        "large.txt",
        "locked.pdf",
    ]
    again = build([folder], library, embedder, settings)
    assert (again.added, again.updated, again.removed, len(again.unchanged)) == ((), (), (), 4)
    with Library.open(library) as opened:
        document = opened.document("brief-zh")
        assert document.printed(0, len(document.text))[-1].page == 2
    with zipfile.ZipFile(folder / "two.zip", "w") as packed:
        packed.write(FORMATS / "report-en.docx", "report.docx")
    assert build([folder], library, embedder, settings).removed == ("two.essay",)
    (folder / "two.zip").unlink()
    assert build([folder], library, embedder, settings).removed == ("two.report",)
