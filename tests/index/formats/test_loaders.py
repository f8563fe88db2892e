"""One contract for every loader, and what is said of those that other packages add."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpora.made_files import MADE as WRITTEN
from index.document import make_document
from index.errors import PluginError, SourceError
from index.files import look
from index.formats import read, suffixes
from index.formats.loader import FileContent, Format, Loader
from index.formats.registry import ARCHIVES, GROUP, LOADERS, loader_of
from index.plugins import plugins
from index.records import Source
from tests.index.formats.tracing import FORMATS, trace
from tests.plugged import install

PROSE = "The harbour was closed for two days. Nobody was hurt, the harbour master said on Monday."
SAMPLES = {
    "PDF": ("brief-zh.pdf", "report-en.pdf", "columns-en.pdf"),
    "Word": ("brief-zh.docx", "report-en.docx"),
    "web page": ("essay-en.html", "news-zh.html", "old-big5.htm"),
}
MADE = {
    "fragment of a web page": ("part.txt", f"<p>One</p><p>{PROSE}</p><b>Two</b>".encode()),
    "Markdown": ("plain.md", f"# Title\n\n{PROSE}\n".encode()),
    "Markdown under another name": (
        "notes.txt",
        f"# Title\n\n## One\n\n{PROSE}\n\n## Two\n\n- {PROSE}\n- {PROSE}\n".encode(),
    ),
    "text": ("plain.txt", f"{PROSE}\n\n{PROSE}\n".encode()),
}
CASES = [(name, file, (FORMATS / file).read_bytes()) for name, files in SAMPLES.items() for file in files]
CASES += [(name, *made) for name, made in MADE.items()]
CASES += [(name, file, make()) for name, (file, make) in WRITTEN.items()]


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    plugins.cache_clear()


@pytest.mark.parametrize(("name", "file", "data"), CASES, ids=[file for _, file, _ in CASES])
def test_a_loader_knows_its_files_and_leads_back_to_them(name: str, file: str, data: bytes) -> None:
    content = FileContent(file, data)
    loader = loader_of(content)
    assert isinstance(loader, Format)
    assert loader.name == name
    assert loader.sniff(content)
    extracted = loader.load(content)
    assert extracted.text.strip()
    trace(extracted)
    assert extracted == read(data, file)


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.name)
def test_a_loader_says_what_it_reads(loader: Format) -> None:
    assert isinstance(loader, Loader)
    assert loader.name
    assert all(re.fullmatch(r"\.[a-z0-9]+", ending) for ending in loader.suffixes)
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", kind) for kind in loader.media_types)
    others = [other for other in LOADERS if other is not loader]
    assert all(loader.suffixes.isdisjoint(other.suffixes) for other in others)
    assert all(loader.media_types.isdisjoint(other.media_types) for other in others)


def test_every_loader_has_a_sample_or_refuses() -> None:
    known = {loader.name for loader in LOADERS}
    elsewhere = {"picture"}  # test_recognition.py
    assert known - {name for name, *_ in CASES} - elsewhere == {name for name in known if name.endswith("refused")}


@pytest.mark.usefixtures("without_tesseract")
def test_what_is_read_is_what_loaders_say() -> None:
    own = ".zip .pdf .docx .docm .html .htm .xhtml .txt .text .md .markdown .csv .tsv .tab .xlsx .xlsm .xls .ods"
    more = ".pptx .pptm .ppsx .odt .epub .rtf .mht .mhtml .eml .msg .srt .vtt .json .jsonl .ndjson"
    assert suffixes() == frozenset(f"{own} {more}".split())
    assert suffixes() > ARCHIVES


NOTES = """
from index.offsets import OffsetMap
from index.records import Extracted

class Notes:
    name = "notes"
    def load(self, file):
        return Extracted(file.text, OffsetMap.identity(len(file.text)), decoded=file.text)
"""


def test_a_package_adds_a_format(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path / "a", "plug_notes", NOTES, {GROUP: {"notes": "plug_notes:Notes"}})
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "one.notes").write_text(PROSE, encoding="utf-8")
    assert ".notes" in suffixes()
    assert [path.name for path, _ in look([folder]).files] == ["one.notes"]
    assert "plug_notes" not in sys.modules, "what is only listed is not imported"
    document = make_document(folder / "one.notes", PROSE.encode(), Source())
    assert document.text.strip() == PROSE
    trace(read(PROSE.encode(), "one.notes"))


def test_a_broken_package_says_who_it_is_and_leaves_other_files_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = "raise RuntimeError('no such engine')"
    install(monkeypatch, tmp_path, "plug_broken", code, {GROUP: {"broken": "plug_broken:Loader"}})
    with pytest.raises(
        SourceError, match=r"a.broken cannot be read: plug-in broken of plug_broken 1.0 .*: no such engine; mend or"
    ):
        read(b"text", "a.broken")
    assert read(PROSE.encode(), "a.txt").text == PROSE


def test_what_is_no_loader_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, "plug_none", "Loader = dict", {GROUP: {"none": "plug_none:Loader"}})
    with pytest.raises(SourceError, match=r"plug-in none of plug_none 1.0 .* makes no Loader \(it lacks name, load\)"):
        read(b"text", "a.none")


def test_two_loaders_for_an_ending_are_both_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("plug_one", "plug_two"):
        install(monkeypatch, tmp_path / name, name, NOTES, {GROUP: {"notes": f"{name}:Notes"}})
    with pytest.raises(SourceError, match=r"plug_one 1.0 .* and plug-in notes of plug_two 1.0 .* have one name"):
        read(b"text", "a.notes")


def test_an_ending_of_this_package_is_not_taken_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, "plug_pdf", NOTES, {GROUP: {"pdf": "plug_pdf:Notes"}})
    with pytest.raises(SourceError, match=r"plug-in pdf of plug_pdf 1.0 .* reads .pdf files, and so does this package"):
        read(b"%PDF-1.7", "a.pdf")


FAULTS = {
    "raises": ("raise TypeError('no such thing')", "failed: no such thing"),
    "gives nothing": ("return None", "gave NoneType, not Extracted"),
    "is too short": (
        "return Extracted(file.text, OffsetMap.identity(3), decoded=file.text)",
        "gave the way back of 3 characters for a text of 88",
    ),
    "has no text": ("return Extracted(None, OffsetMap.identity(3))", "failed: object of type 'NoneType' has no len"),
}


@pytest.mark.parametrize(("code", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_loader_is_one_of_the_file(
    code: str, fault: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = f"plug_faulty_{list(FAULTS).index(request.node.callspec.id)}"
    faulty = NOTES.split("        return")[0] + f"        {code}\n"
    install(monkeypatch, tmp_path, module, faulty, {GROUP: {"notes": f"{module}:Notes"}})
    with pytest.raises(SourceError) as caught:
        read(PROSE.encode(), "a.notes")
    message = str(caught.value)
    assert message.startswith(f"a.notes cannot be read: plug-in notes of {module} 1.0 ")
    assert fault in message
    assert message.endswith(f"; mend or uninstall {module} 1.0")
    assert read(PROSE.encode(), "a.txt").text == PROSE


@pytest.mark.parametrize("name", ["EPUB", ".dot", "tar.gz"])
def test_an_ending_that_no_file_has_is_refused(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, "plug_ending", NOTES, {GROUP: {name: "plug_ending:Notes"}})
    with pytest.raises(PluginError, match=rf"of plug_ending 1.0 .* is named '{re.escape(name)}', which is no ending"):
        suffixes()
