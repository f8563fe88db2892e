"""Text that only a picture shows, as tesseract recognises it: lines with their boxes, and how sure it is of each.

Tesseract is a program of its own, looked for on the PATH whenever it is needed. Which language a picture is in, it does not
tell: each one whose data is installed is tried, and that of which it is surest is taken. What a page was recognised as is kept
(`index.formats.kept`) as long as page, program and languages are the same.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache
from hashlib import sha256
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from index.errors import SourceError
from index.faults import Fault
from index.formats.kept import keep, kept
from index.text.script import HANGUL, spaced

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["INSTALL", "SURE_ENOUGH", "Recogniser", "SeenLine", "about", "fitting", "program"]

INSTALL = "install tesseract with the data of its language (Debian: apt install tesseract-ocr tesseract-ocr-chi-sim)"
SURE_ENOUGH = 0.6
"""Confidence below which a page is not in the language that it was read in; the wrong ones come to .2, at most to .58."""
_AS_GOOD = 0.93
"""Confidence from which a page is in the language of the one before; a wrong one that has most of its letters comes to .91."""
_LINES = 4
"""Lines of a page by which its language is told."""
_ONE_BLOCK = ("--psm", "6")
_MOST_LANGUAGES = 10
_KNOWN = frozenset({"eng", "chi_sim", "chi_tra", "jpn", "kor"})
"""What is tried where more languages than that are installed."""
_NO_LANGUAGES = frozenset({"osd", "equ"})
_SECONDS = 180
_MOST_PIXELS = 25_000_000
"""An A3 page at 300 points an inch is 17 million."""
_CELLS_APART = 1.5
"""Of a line's height: the gap beyond which words are pieces of the page by themselves, as the cells of a row are."""

_SPACE = 0.3
"""The same of a space between syllables."""
_RULES = 1
"""Counted up whenever what is made of the program's words becomes another, so that nothing kept before is used."""
_HANGUL = re.compile(f"[{HANGUL}]")


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A piece of a line that a picture shows: its box in points from the top left, `confidence` from 0 to 1.

    `paragraph` is the one that the program takes it to belong to.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    paragraph: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    line: tuple[int, ...]


@dataclass(slots=True)
class Recogniser:
    """Recognises the pages of one file, in the language of the page before as long as that fits."""

    program: str
    name: str
    language: str = ""
    used: list[str] = field(default_factory=list)
    """The languages in which something was recognised, in that order."""

    @classmethod
    def found(cls, name: str) -> Recogniser | None:
        """The one for the file called `name`; None where tesseract is not installed."""
        path = program()
        return cls(path, name) if path else None

    def lines(self, picture: Image, dpi: float) -> tuple[SeenLine, ...]:
        """What `picture` shows, of `dpi` points an inch; nothing where no language of those installed is sure enough.

        Raises SourceError where the program cannot be used, or takes too long.
        """
        picture, dpi = fitting(picture, dpi)
        key = self._key(picture, dpi)
        found = _lines_kept(kept(key))
        if found is None:
            lines = tuple(_pieces(self._words(picture, dpi), 72 / dpi))
            keep(key, [self.language, [astuple(line) for line in lines]])
            return lines
        self.language, lines = found
        if lines and self.language not in self.used:
            self.used.append(self.language)
        return lines

    def _key(self, picture: Image, dpi: float) -> str:
        """Of all that decides what a page is recognised as."""
        told = (_RULES, *_about(self.program), self.language, picture.size, dpi)
        return sha256(repr(told).encode() + picture.tobytes()).hexdigest()

    @property
    def version(self) -> str:
        """What it is called: `Tesseract 5.3.0`."""
        return _about(self.program)[0]

    @property
    def installed(self) -> tuple[str, ...]:
        """The languages that it tries."""
        return _about(self.program)[1]

    def _words(self, picture: Image, dpi: float) -> list[_Word]:
        if not self.installed:
            raise SourceError(
                f"{self.name} shows text that cannot be recognised: tesseract has no language; {INSTALL}",
                Fault.PICTURES,
            )
        first = self.language or self.installed[0]
        words = self._in(first, picture, dpi)
        if not words or (self.language and _confidence(words) >= _AS_GOOD):
            return words
        best = self._surest(_sample(picture, words), dpi) if len(self.installed) > 1 else first
        words = words if best == first else self._in(best, picture, dpi)
        if _confidence(words) < SURE_ENOUGH:
            return []
        self.language = best
        if best not in self.used:
            self.used.append(best)
        return words

    def _surest(self, sample: Image, dpi: float) -> str:
        """The language in which a few lines are read most surely."""
        return max(self.installed, key=lambda one: _confidence(self._in(one, sample, dpi, *_ONE_BLOCK)))

    def _in(self, language: str, picture: Image, dpi: float, *layout: str) -> list[_Word]:
        made = io.BytesIO()
        picture.save(made, "PNG")
        given = ["stdin", "stdout", "-l", language, "--dpi", str(round(dpi)), *layout, "tsv"]
        shown = _run(self.program, given, self.name, made.getvalue())
        rows = csv.DictReader(io.StringIO(shown), delimiter="\t", quoting=csv.QUOTE_NONE)
        try:
            return [_word(row) for row in rows if row["level"] == "5" and row["text"].strip()]
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise SourceError(
                f"{self.name} cannot be recognised: {self.program} does not say what tesseract says; install it anew",
                Fault.RECOGNITION,
            ) from error


def _lines_kept(value: Any) -> tuple[str, tuple[SeenLine, ...]] | None:
    """The language after a page and its lines, as `Recogniser.lines` keeps them; None for anything else."""
    try:
        language, rows = value
        lines = []
        for text, *numbers, paragraph in rows:
            left, top, right, bottom, confidence = map(float, numbers)
            lines.append(SeenLine(str(text), left, top, right, bottom, confidence, tuple(map(int, paragraph))))
        return (language, tuple(lines)) if isinstance(language, str) else None
    except (TypeError, ValueError, LookupError):
        return None


def _sample(picture: Image, words: Sequence[_Word]) -> Image:
    """The longest lines of a page, one under another."""
    from PIL import Image

    lines = [list(group) for _, group in groupby(words, key=lambda word: word.line)]
    boxes = sorted((_box(line) for line in lines), key=lambda box: box[0] - box[2])[:_LINES]
    margin = max(box[3] - box[1] for box in boxes) // 2 + 4
    width = max(box[2] - box[0] for box in boxes)
    sample = Image.new("L", (width + 2 * margin, sum(box[3] - box[1] + margin for box in boxes) + margin), "white")
    at = margin
    for box in boxes:
        sample.paste(picture.crop(box), (margin, at))
        at += box[3] - box[1] + margin
    return sample


def _box(words: Sequence[_Word]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is around them."""
    lefts, tops = min(word.left for word in words), min(word.top for word in words)
    return lefts, tops, max(word.right for word in words), max(word.bottom for word in words)


def program() -> str:
    """Where tesseract is; empty where it is not installed."""
    return shutil.which("tesseract") or ""


def fitting(picture: Image, dpi: float) -> tuple[Image, float]:
    """A picture in grey on white, no larger than what is recognised, and its points an inch."""
    from PIL import Image

    if picture.has_transparency_data:
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture.convert("RGBA"))
        picture = white
    picture = picture.convert("L")
    part = (_MOST_PIXELS / (picture.width * picture.height)) ** 0.5
    if part >= 1:
        return picture, dpi
    size = max(round(picture.width * part), 1), max(round(picture.height * part), 1)
    return picture.resize(size), dpi * part


def about() -> tuple[object, ...]:
    """What decides, besides a picture, what it is recognised as; empty where nothing recognises it."""
    path = program()
    try:
        return (_RULES, *_about(path)) if path else ()
    except SourceError:
        return (path,)


@cache
def _about(path: str) -> tuple[str, tuple[str, ...], tuple[tuple[int, int], ...]]:
    """What the program calls itself, the languages whose data it has, those for vertical lines apart, and `_data` of them."""
    first = _run(path, ["--version"], "the picture").split("\n", 1)[0].strip()
    head, *said = _run(path, ["--list-langs"], "the picture").splitlines() or [""]
    held = [one.strip() for one in said if one.strip() and "/" not in one]
    plain = [one for one in held if one not in _NO_LANGUAGES and not one.endswith("_vert")]
    tried = plain if len(plain) <= _MOST_LANGUAGES else [one for one in plain if one in _KNOWN] or plain
    return first[:1].upper() + first[1:], tuple(tried), tuple(_data(head, one) for one in tried)


def _data(head: str, language: str) -> tuple[int, int]:
    """Size and time of a language's data, in the folder that the program names in quotes; zeros where it names none."""
    folder = re.search('"(.+)"', head)
    try:
        status = Path(folder[1] if folder else "", f"{language}.traineddata").stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _run(path: str, arguments: Sequence[str], name: str, data: bytes = b"") -> str:
    """What the program prints. Raises SourceError where it fails, or takes too long."""
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # faster than several threads for one page
    try:
        done = subprocess.run([path, *arguments], input=data, capture_output=True, env=alone, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"{name} takes more than {_SECONDS} seconds a page to recognise; save the page as a smaller picture",
            Fault.TOO_COSTLY,
        ) from error
    except OSError as error:
        raise SourceError(
            f"{path} cannot be started ({error.strerror}); install tesseract anew", Fault.RECOGNITION
        ) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SourceError(
            f"{name} cannot be recognised: tesseract says {said[-1] if said else done.returncode}; install it anew",
            Fault.RECOGNITION,
        )
    return done.stdout.decode("utf-8", "replace")


def _word(row: dict[str, str]) -> _Word:
    left, top = int(row["left"]), int(row["top"])
    place = tuple(int(row[name]) for name in ("block_num", "par_num", "line_num"))
    right, bottom = left + int(row["width"]), top + int(row["height"])
    return _Word(row["text"].strip(), left, top, right, bottom, float(row["conf"]) / 100, place)


def _confidence(words: Sequence[_Word]) -> float:
    """The mean over the characters; 0 where there is none."""
    characters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / characters if characters else 0.0


def _pieces(words: Sequence[_Word], scale: float) -> Iterator[SeenLine]:
    """The lines of words, cut where words stand as far apart as cells; boxes are multiplied by `scale`."""
    for place, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        height = max(word.bottom for word in line) - min(word.top for word in line)
        piece: list[_Word] = []
        for word in line:
            if piece and word.left - piece[-1].right > _CELLS_APART * height:
                yield _piece(piece, place[:-1], scale)
                piece = []
            piece.append(word)
        yield _piece(piece, place[:-1], scale)


def _apart(before: _Word, word: _Word, height: float) -> bool:
    """Whether a space stands between two; in Korean the program takes syllables for words, so that the gap decides."""
    if not spaced(before.text[-1], word.text[0]):
        return False
    if not (_HANGUL.search(before.text) or _HANGUL.search(word.text)):
        return True
    return word.left - before.right > _SPACE * height


def _piece(words: Sequence[_Word], paragraph: tuple[int, ...], scale: float) -> SeenLine:
    text, height = words[0].text, median(word.bottom - word.top for word in words)
    for before, word in pairwise(words):
        text += (" " if _apart(before, word, height) else "") + word.text
    left, top, right, bottom = (side * scale for side in _box(words))
    return SeenLine(text, left, top, right, bottom, _confidence(words), paragraph)
