"""UTF-8 with bytes in it that are none: still read as UTF-8, with a warning for what was guessed or replaced."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import make_document
from index.formats.decode import decoded
from index.formats.repair import nearly_utf8
from index.records import Source
from tests.conftest import ROOT

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(ROOT.joinpath("seeds").glob("*.txt"))]
TEXTS += [
    "Le président a déclaré que la coopération sera renforcée dès l’été. " * 6,
    "港の改修工事は当初の予定より二年遅れ、費用は三割増えた。" * 8,
    "항만 공사는 예정보다 두 해 늦어졌고 비용은 삼 할이 늘었다. " * 8,
]
LENGTH = 160


@given(
    st.sampled_from(TEXTS), st.floats(0, 1), st.lists(st.tuples(st.floats(0, 1), st.integers(0x80, 0xFF)), max_size=3)
)
def test_a_few_broken_bytes_leave_utf_8_what_it_is(text: str, at: float, broken: list[tuple[float, int]]) -> None:
    start = int(at * (len(text) - LENGTH))
    piece = text[start : start + LENGTH].replace("\r", "")
    data = bytearray(piece.encode())
    if sum(byte >= 0x80 for byte in data) < 18 * max(len(broken), 1):
        return
    for where, byte in broken:
        data[int(where * (len(data) - 1))] = byte
    read = decoded(bytes(data), "f").text
    pieces = {piece[i : i + 4] for i in range(0, len(piece) - 4, 4)}
    assert sum(one not in read for one in pieces) <= 2 * len(broken)


def test_what_was_replaced_is_said() -> None:
    text = TEXTS[0].replace("\r", "")
    data = text.encode()
    cut = data[: data.index("核".encode()) + 2] + data[data.index("核".encode()) + 3 :]
    found = decoded(cut, "f")
    assert found.text == text.replace("核", "\ufffd", 1)
    assert found.warnings == ("1 place of the file cannot be read (line 3); it is shown as \ufffd",)
    assert decoded(data, "f").warnings == ()


def test_windows_1252_within_utf_8_is_read_as_such() -> None:
    data = (
        "Die Straße — so der Rat.\n".encode()
        + "Ein “Weg” über den Fluß\n".encode("cp1252")
        + "Das Übrige öffnet später.".encode()
    )
    found = decoded(data, "f")
    assert found.text == "Die Straße — so der Rat.\nEin “Weg” über den Fluß\nDas Übrige öffnet später."
    assert found.warnings == ("4 places of the file are not UTF-8 (line 2), read as Windows-1252",)


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "cp949"])
def test_lines_in_another_encoding_are_read_in_that(encoding: str) -> None:
    line = {"gb18030": "石桥建于明代，由镇上的商人出资。", "big5hkscs": "石橋建於明代，由鎮上的商人出資。"}.get(
        encoding, "돌다리는 명나라 때 세워졌다."
    )
    whole = "\n".join([line, *[line[:8]] * 4, "The bridge was built in 1702."])
    data = line.encode(encoding) + whole[len(line) :].encode()
    assert decoded(data, "f").text == whole
    assert decoded(data, "f").warnings == (f"the file is UTF-8 but for line 1, read in {encoding}",)


def test_a_mark_before_damaged_text_still_says_what_it_is() -> None:
    data = codecs.BOM_UTF8 + "長い文章の一部が壊れている。".encode() + b"\xff" + "それでも読める。".encode()
    assert decoded(data, "f").text == "長い文章の一部が壊れている。\ufffdそれでも読める。"
    cut = codecs.BOM_UTF16_LE + "長い文章の一部".encode("utf-16-le") + b"\x41"
    assert decoded(cut, "f").text == "長い文章の一部\ufffd"
    assert decoded(cut, "f").warnings


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "cp932", "cp949"])
def test_other_encodings_are_not_nearly_utf_8(encoding: str) -> None:
    for text in TEXTS:
        assert nearly_utf8(text.encode(encoding, "ignore")) < 2.5


def test_the_document_keeps_the_warning() -> None:
    data = "河岸的木桥在一九三一年重建。\n".encode() * 3 + "桥".encode()[:2] + "头的石狮还在。\n".encode()
    document = make_document(Path("bridge.txt"), data, Source())
    assert document.warnings == ("1 place of the file cannot be read (line 4); it is shown as \ufffd",)
