"""Pictures and scanned pages: their text as it is recognised, marked as that; and what is said where nothing recognises it."""

from __future__ import annotations

import io
import json
import os
import zlib
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from index.build import build
from index.document import make_document
from index.encoder.embed import Embedder
from index.errors import NothingToRead, SourceError
from index.formats import Unread, is_read, kept_in, read, suffixes
from index.formats.kept import keep, kept
from index.formats.pdf.recognised import numbers
from index.formats.pictures import PICTURES
from index.formats.recognition import Recogniser, program
from index.records import Document, Extracted, SectionKind, Source
from index.settings import Settings
from index.store.codec import read_document, write_document
from index.store.library import Library
from qa.proof.certificate import certified
from qa.records import Certificate
from qa.wording import place_in
from tests.index.formats.printing import pdf_of, set_in
from tests.index.formats.tracing import trace

FONTS = Path("/usr/share/fonts/opentype/noto")
ENGLISH = (
    "The harbour was closed for two days.",
    "Nobody was hurt, the harbour master said.",
    "The council meets on Friday to decide.",
)
CHINESE = ("港口封闭了两天。港务长星期一说，没有人受伤。", "市议会将于星期五开会，决定由谁来支付费用。")
HEAD = "Quiet Waters"


def languages() -> tuple[str, ...]:
    found = Recogniser.found("a.png")
    return found.installed if found else ()


def needs(language: str) -> pytest.MarkDecorator:
    missing = language not in languages()
    return pytest.mark.skipif(missing, reason=f"tesseract with its data of {language} is not installed")


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    file = FONTS / "NotoSerifCJK-Regular.ttc"
    return ImageFont.truetype(file, size, index=2) if file.is_file() else ImageFont.load_default(size)


SIZE = (800, 440)


def page(lines: tuple[str, ...], head: str = "", size: int = 28) -> Image.Image:
    """A small page at 150 points an inch, with lines of `size` pixels under a head in larger type."""
    drawn = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(drawn)
    pen.text((60, 40), head, fill="black", font=font(2 * size))
    for number, line in enumerate(lines):
        pen.text((60, 150 + number * round(1.6 * size)), line, fill="black", font=font(size))
    return drawn


def saved(*pages: Image.Image, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    more = {"save_all": True, "append_images": list(pages[1:])} if len(pages) > 1 else {}
    pages[0].save(made, kind, dpi=(150, 150), resolution=150, **more)
    return made.getvalue()


def document(data: bytes, name: str) -> Document:
    return make_document(Path(name), data, Source())


def lines(extracted: Extracted) -> list[str]:
    return [line for line in extracted.text.split("\n") if line]


# ------------------------------------------------------------------------------------------ with the program


@needs("eng")
@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("TIFF", "tif"), ("WEBP", "webp")])
def test_a_picture_is_a_page_and_says_how_sure_it_is(kind: str, ending: str) -> None:
    found = read(saved(page(ENGLISH, HEAD), kind=kind), f"a.{ending}")
    assert lines(found) == [HEAD, " ".join(ENGLISH)]
    assert [block.kind for block in found.marked] == [SectionKind.TITLE]
    trace(found)
    (told,) = found.warnings
    assert told.startswith("text as recognised by Tesseract ")
    assert "(eng)" in told
    assert told.endswith("\u00a0% sure on average")
    dpi = 96 if kind == "WEBP" else 150  # which does not say it
    for place in found.places:
        assert place.page == 1
        assert place.confidence is not None
        assert 0.6 < place.confidence <= 1
        assert 0 < place.left < place.right < SIZE[0] * 72 / dpi
        assert 0 < place.top < place.bottom < SIZE[1] * 72 / dpi


@needs("eng")
@needs("chi_sim")
def test_the_language_is_that_which_is_read_most_surely_page_by_page() -> None:
    found = read(saved(page(CHINESE), page(ENGLISH), kind="TIFF"), "a.tiff")
    chinese, english = lines(found)
    assert SequenceMatcher(None, chinese, "".join(CHINESE)).ratio() > 0.9
    assert english == " ".join(ENGLISH)
    assert "text of pages 1–2 as recognised" in found.warnings[0]
    assert "(chi_sim+eng)" in found.warnings[0]
    assert document(saved(page(CHINESE)), "a.png").language == "zh-Hans"


@needs("eng")
def test_a_page_of_a_pdf_without_text_is_recognised_and_the_others_are_as_they_were() -> None:
    found = read(saved(page(ENGLISH, HEAD), kind="PDF"), "a.pdf")
    assert lines(found) == [HEAD, " ".join(ENGLISH)]
    assert "text as recognised by Tesseract" in found.warnings[0]
    trace(found)
    held = document(_mixed(), "b.pdf")
    first, second = held.text.index("It opened again"), held.text.index("Nobody was hurt")
    assert held.recognised(first, first + 8) is None
    assert 0.6 < (held.recognised(second, second + 8) or 0) <= 1
    assert held.warnings[0].startswith("text of page 2 as recognised by Tesseract")


def _mixed() -> bytes:
    """A PDF of a page of type and a page that is a picture."""
    from pypdfium2 import PdfDocument

    typed = set_in(["It opened again on Tuesday.", "The ships came back a day later."], 72, 700)
    whole = PdfDocument(pdf_of([typed]))
    whole.import_pages(PdfDocument(saved(page(ENGLISH), kind="PDF")))
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


@needs("eng")
def test_a_quotation_its_certificate_and_its_place_say_that_it_was_recognised() -> None:
    from index.passages import passages
    from qa.records import Citation

    held = document(saved(page(ENGLISH, HEAD)), "a.png")
    assert read_document(write_document(held)) == held
    (passage, *_) = passages(held, 300)
    sentence = next(one for one in passage.sentences if "Nobody" in one.text)
    citation = Citation(1, held, passage, sentence.start, sentence.end, sentence.text, 0.9)
    told = certified(citation, "citation", 4).to_dict()
    sure = held.recognised(sentence.start, sentence.end)
    assert told["recognised"] == told["certificate"]["recognised"] == sure
    assert Certificate.of(held, sentence.start, sentence.end, 4).recognised == sure
    assert f"as recognised ({100 * (sure or 0):.0f}\u00a0%)" in place_in(held, passage, sentence.start, sentence.end)


@needs("eng")
def test_a_picture_without_text_is_passed_over_and_a_damaged_one_fails(
    tmp_path: Path, embedder: Embedder, settings: Settings
) -> None:
    (tmp_path / "scan.png").write_bytes(saved(page(ENGLISH)))
    (tmp_path / "sky.png").write_bytes(saved(Image.linear_gradient("L").resize((400, 400))))
    (tmp_path / "torn.png").write_bytes(saved(page(ENGLISH))[:3000])
    library = tmp_path / "library" / "a.sqlite"
    summary = build([tmp_path], library, embedder, settings)
    assert summary.added == ("scan",)
    assert [Path(one.name).name for one in summary.skipped] == ["sky.png"]
    assert summary.skipped[0].reason.startswith(
        "a picture in which no text is recognised in the languages of tesseract"
    )
    assert summary.failed == (f"{tmp_path / 'torn.png'} is damaged or no picture; save it anew and add that",)
    with pytest.raises(NothingToRead):
        read((tmp_path / "sky.png").read_bytes(), "sky.png")


@needs("eng")
def test_what_was_recognised_stays_where_the_program_is_gone(
    tmp_path: Path, embedder: Embedder, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "scan.png").write_bytes(saved(page(ENGLISH)))
    (folder / "a.txt").write_text("It opened again on Tuesday.", encoding="utf-8")
    library = tmp_path / "a.sqlite"
    assert build([folder], library, embedder, settings).added == ("a", "scan")
    monkeypatch.setenv("PATH", str(tmp_path))
    summary = build([folder], library, embedder, settings)
    assert (summary.removed, [Path(one.name).name for one in summary.skipped]) == ((), ["scan.png"])
    with Library.open(library) as opened:
        assert list(opened.document_ids()) == ["a", "scan"]


def _watched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many times the program has recognised anything since the last call."""
    log, watched = folder / "log", folder / "tesseract"
    log.touch()
    watched.write_text(f'#!/bin/sh\necho "$1" >> "{log}"\nexec "{program()}" "$@"\n', encoding="utf-8")
    watched.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)

    def recognised() -> int:
        said = log.read_text(encoding="utf-8").split()
        log.write_text("", encoding="utf-8")
        return said.count("stdin")

    return recognised


@needs("eng")
def test_a_page_is_recognised_once_and_again_where_what_was_kept_is_damaged(
    tmp_path: Path, embedder: Embedder, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, programs, cache = (tmp_path / name for name in ("documents", "programs", "cache"))
    folder.mkdir()
    programs.mkdir()
    recognised = _watched(programs, monkeypatch)
    (folder / "scan.png").write_bytes(saved(page(ENGLISH, HEAD)))
    (folder / "two.tif").write_bytes(saved(page(CHINESE), page(ENGLISH), kind="TIFF"))
    (folder / "typed.pdf").write_bytes(_mixed())
    (folder / "sky.png").write_bytes(saved(Image.linear_gradient("L").resize((400, 400))))
    own = settings.model_copy(update={"cache": cache})
    first = build([folder], tmp_path / "a.sqlite", embedder, own)
    assert first.added == ("scan", "two", "typed")
    assert recognised() > 4
    again = build([folder], tmp_path / "a.sqlite", embedder, own)
    assert (again.unchanged, again.updated, again.failed) == (first.added, (), ())
    assert again.skipped == first.skipped
    assert recognised() == 0
    pages = sorted(cache.rglob("*.page"))
    assert len(pages) == 5
    assert {file.stat().st_mode & 0o077 for file in (*pages, cache / "recognised-v1")} == {0}
    for file, damage in zip(
        pages, (b"", b"\0" * 9, _packed(None), _packed(["eng", [["a"]]]), _packed([1, []])), strict=True
    ):
        file.write_bytes(damage)
    assert build([folder], tmp_path / "b.sqlite", embedder, own).added == first.added
    assert recognised() > 4
    assert build([folder], tmp_path / "c.sqlite", embedder, own).added == first.added
    assert recognised() == 0
    assert read(saved(page(ENGLISH, HEAD)), "scan.png").text
    assert recognised() > 0, "outside an index nothing is kept"


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value).encode())


def test_no_more_is_kept_than_there_is_room_for_and_what_is_used_stays(tmp_path: Path) -> None:
    keys = [f"ab{number:062x}" for number in range(204)]
    with kept_in(tmp_path):
        for number, key in enumerate(keys[:200]):
            keep(key, number)
            os.utime(next(tmp_path.rglob(f"{key}.page")), (number, number))
        assert kept(keys[0]) == 0
        for number, key in enumerate(keys[200:], 200):
            keep(key, number)
        assert [number for number, key in enumerate(keys) if kept(key) != number] == [1, 2, 3, 4]
    assert kept(keys[0]) is None


def test_a_cache_that_cannot_be_written_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with kept_in(tmp_path / "cache"):
        keep("ab" * 32, 1)
        assert kept("ab" * 32) is None


@needs("eng")
def test_a_stain_is_left_out_and_said() -> None:
    drawn = page(ENGLISH)
    pen = ImageDraw.Draw(drawn)
    for at in range(0, 300, 7):
        pen.line((200 + at, 350, 215 + at % 40, 350 + at % 53), fill="black", width=3)
    found = read(saved(drawn), "a.png")
    assert lines(found)[0] == " ".join(ENGLISH)
    assert {part.reason for part in found.dropped} <= {"too unsure to be text"}


# --------------------------------------------------------------------------------------- without the program


@pytest.mark.usefixtures("without_tesseract")
def test_without_the_program_a_line_says_what_to_install(
    tmp_path: Path, embedder: Embedder, settings: Settings
) -> None:
    assert program() == ""
    assert suffixes().isdisjoint(PICTURES)
    assert not is_read("a.png")
    (tmp_path / "scan.jpg").write_bytes(saved(page(ENGLISH), kind="JPEG"))
    (tmp_path / "scan.pdf").write_bytes(saved(page(ENGLISH), kind="PDF"))
    summary = build([tmp_path], tmp_path / "a.sqlite", embedder, settings)
    told = "install tesseract with the data of its language (Debian: apt install tesseract-ocr tesseract-ocr-chi-sim)"
    assert [one.reason for one in summary.skipped] == [f"a picture (.jpg); if it shows text, {told}"]
    pdf = tmp_path / "scan.pdf"
    assert summary.failed == (f"{pdf} has no text on its 1 pages, only pictures; to have it recognised (OCR), {told}",)
    with pytest.raises(SourceError, match=r"a.png is a picture; to have its text recognised \(OCR\), install"):
        read(saved(page(ENGLISH)), "a.png")


@pytest.mark.usefixtures("without_tesseract")
def test_without_it_a_pdf_with_some_text_says_which_pages_are_not_read() -> None:
    found = read(_mixed(), "a.pdf")
    assert lines(found) == ["It opened again on Tuesday. The ships came back a day later."]
    (told,) = found.warnings
    assert told.startswith(
        "the pictures on page 2 are not read; to have their text recognised (OCR), install tesseract"
    )


def test_pictures_of_other_kinds_say_what_to_save_them_as() -> None:
    for ending in (".gif", ".heic", ".jp2"):
        assert (
            Unread.other_kind(f"a{ending}").reason
            == f"a picture ({ending}); if it shows text, save it as PNG and add that"
        )


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("exit 3", "cannot be recognised: tesseract says 3; install it anew"),
        ("echo no such data >&2; exit 1", "cannot be recognised: tesseract says no such data; install it anew"),
        (
            '[ "$1" = --list-langs ] && printf "List (0):\\n"; exit 0',
            "tesseract has no language; install tesseract with",
        ),
        ('[ "$1" = --list-langs ] && printf "List:\\neng\\n" || printf "level\\ttext\\n5\\tx\\n"', "does not say what"),
    ],
)
def test_a_broken_program_is_the_file_that_cannot_be_read(
    script: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "tesseract"
    broken.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match=r"picture|a\.png") as caught:
        read(saved(page(ENGLISH)), "a.png")
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


def test_page_numbers_are_said_in_runs() -> None:
    assert [numbers(some) for some in ([2], [1, 2, 3], [1, 2, 3, 7, 9, 10])] == [
        "page 2",
        "pages 1–3",
        "pages 1–3, 7, 9–10",
    ]
