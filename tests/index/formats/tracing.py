"""What every loader is held to: each character of the text leads back to where it stands in the file."""

from __future__ import annotations

import html
import re
import runpy

from index.records import Extracted
from index.text.sentences import CELL_MARK
from tests.conftest import ROOT

FORMATS = ROOT / "tests" / "data" / "formats"
_BETWEEN = (" ", " | ", "\n", ": ", " › ", CELL_MARK)
"""What is written between pieces that the file holds."""
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def bare(text: str) -> str:
    """Without white space, and with the marks of notes as plain figures."""
    return re.sub(r"\s+", "", text).translate(_DIGITS)


def trace(extracted: Extracted) -> None:
    """Each piece of the text, traced to the decoded file, is what stands there, markup and layout aside."""
    text, decoded = extracted.text, extracted.decoded
    assert extracted.offsets.length == len(text)
    at = 0
    for run in extracted.offsets.runs:
        assert run.start == at
        at = run.end
        made, stood = text[run.start : run.end], decoded[run.source_start : run.source_end]
        assert bare(made) == bare(html.unescape(stood)) or (not stood and made in _BETWEEN), (made, stood)
        if run.verbatim:
            assert [a for a, b in zip(made, stood, strict=True) if bare(a) != bare(b)] == []
    for part in extracted.dropped:
        assert 0 <= part.source_start < part.source_end <= len(decoded)


def printed(name: str) -> list[str]:
    """The paragraphs that the sample Word and PDF files of `name` (EN, ZH) were made of, notes last."""
    source = runpy.run_path(str(FORMATS / "make.py"))[name]
    notes = re.findall(r"\{(.*?)\}", source)
    for number in range(len(notes)):
        source = re.sub(r"\{.*?\}", "¹²³"[number], source, count=1)
    body = [line[2:].replace("\xad", "") for line in source.splitlines()]
    return [*body, *(f"{number} {note}" for number, note in enumerate(notes, 1))]
