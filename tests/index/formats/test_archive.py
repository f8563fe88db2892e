from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpora.made_files import A_PICTURE
from index import limits
from index.errors import SourceError
from index.faults import Fault
from index.formats import (
    open_path,
    read,
    suffixes,
)
from index.formats.archive import Unread, members, open_zip
from tests.index.formats.tracing import FORMATS


def archive(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return made.getvalue()


@pytest.mark.usefixtures("without_tesseract")
def test_each_member_becomes_a_document() -> None:
    data = archive(
        {
            "海峡.txt": "又窄又浅。".encode("gbk"),
            "deep/er/page.html": (FORMATS / "news-zh.html").read_bytes(),
            "packed/report.pdf": (FORMATS / "brief-zh.pdf").read_bytes(),
            "packed/report.docx": (FORMATS / "brief-zh.docx").read_bytes(),
            "__MACOSX/._report.pdf": b"x",
            ".hidden.txt": b"x",
            "picture.png": b"x",
        }
    )
    found, failed = members(data, "/docs/packed.zip", suffixes())
    assert failed == (
        Unread(
            "/docs/packed.zip/picture.png",
            A_PICTURE,
            skipped=True,
            fault=Fault.PICTURES,
        ),
    )
    assert [(member.id, member.name) for member in found] == [
        ("packed.海峡", "/docs/packed.zip/海峡.txt"),
        ("packed.deep.er.page", "/docs/packed.zip/deep/er/page.html"),
        ("packed.report", "/docs/packed.zip/packed/report.pdf"),
        ("packed.report", "/docs/packed.zip/packed/report.docx"),
    ]
    assert [read(member.data, member.name).text[:4] for member in found] == [
        "又窄又浅",
        "三国防长",
        "海峡安宁",
        "海峡安宁",
    ]


def test_names_without_the_sign_for_utf8_are_read() -> None:
    data = archive({"XXXX.txt": b"text"}).replace(b"XXXX", "报告".encode("gbk"))
    assert members(data, "a.zip", suffixes())[0][0].id == "a.报告"


def test_what_cannot_be_used_is_named_and_the_rest_is_there() -> None:
    broken = archive({"broken.txt": b"words " * 999})
    data = archive(
        {
            "../outside.txt": b"x",
            "/root.txt": b"x",
            "C:/windows.txt": b"x",
            "inner.zip": broken,
            "good.txt": b"Good.",
        }
    )
    found, failed = members(data, "a.zip", suffixes())
    assert [member.id for member in found] == ["a.good"]
    assert [one.reason.split(" ")[0] for one in failed] == [
        "a.zip/../outside.txt",
        "a.zip//root.txt",
        "a.zip/C:/windows.txt",
        "a.zip/inner.zip",
    ]


def test_a_damaged_member_does_not_take_the_others_along() -> None:
    data = archive({"bad.txt": bytes(range(256)) * 9, "good.txt": b"Good."})
    at = data.index(b"bad.txt") + 40
    found, failed = members(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :], "a.zip", suffixes())
    assert [member.id for member in found] == ["a.good"]
    assert failed == (Unread("a.zip/bad.txt", "a.zip/bad.txt is damaged; pack the archive anew", fault=Fault.DAMAGED),)


def test_a_protected_member_is_named() -> None:
    data = bytearray(archive({"a.txt": b"secret"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in members(bytes(data), "a.zip", suffixes())[1][0].reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (archive({"a.txt": bytes(50_000_000)}), "would unpack to 48 MB from 0.0 MB"),
        (archive({f"{n}.txt": b"x" for n in range(5001)}), "holds 5,001 files"),
        (archive({"a.gif": b"x"}), "holds no documents"),
        (archive({"a.txt": b"x"})[:30], "damaged"),
        (b"", "damaged"),
        (b"PK\x03\x04" + bytes(99), "damaged"),
    ],
    ids=["bomb", "too many", "no documents", "cut off", "empty", "no archive"],
)
def test_an_archive_that_is_no_good_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        members(data, "folder/a.zip", suffixes())
    assert str(caught.value).startswith("folder/a.zip ")


def test_a_table_of_contents_that_lies_gives_no_more_than_it_says() -> None:
    data = bytearray(archive({"a.txt": bytes(3_000_000)}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with open_zip(bytes(data), "a.zip") as opened:
        assert opened.infolist()[0].file_size == 100
    assert members(bytes(data), "a.zip", suffixes()) == (
        (),
        (Unread("a.zip/a.txt", "a.zip/a.txt is damaged; pack the archive anew", fault=Fault.DAMAGED),),
    )


def test_a_file_is_opened_as_one_document(tmp_path: Path) -> None:
    path = tmp_path / "a.b.txt"
    path.write_bytes(b"Text.")
    (one,), failed = open_path(path)
    assert (one.id, one.name, one.data, failed) == ("a.b", str(path), b"Text.", ())
    packed = tmp_path / "p.zip"
    packed.write_bytes(archive({"a.txt": b"x", "b.md": b"y"}))
    assert [member.id for member in open_path(packed)[0]] == ["p.a", "p.b"]


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as opened:
        opened.truncate(200 * 2**20)  # a hole: takes no room on the disk
    with pytest.raises(SourceError, match=r"large.txt is too large \(200.0 MB; at most 64.0 MB are read\); split it"):
        open_path(path)
    assert limits.read_bytes(FORMATS / "old-big5.htm", largest=2000)
    with pytest.raises(SourceError, match="too large"):
        limits.read_bytes(FORMATS / "old-big5.htm", largest=100)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist; correct the path"):
        open_path(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="cannot be read"):
        open_path(tmp_path)


def test_an_archive_is_not_one_document() -> None:
    with pytest.raises(SourceError, match=r"a.txt is an archive, not one document"):
        read(archive({"a.txt": b"x"}), "a.txt")


@pytest.mark.parametrize(
    ("name", "fault", "may"),
    [
        ("a.numbers", Fault.OTHER_KIND, True),
        ("page/style.css", Fault.OTHER_KIND, False),
        ("page/script.js", Fault.OTHER_KIND, False),
        ("page/letters.woff2", Fault.OTHER_KIND, False),
        ("scan.png", Fault.PICTURES, True),
        ("arrow.png", Fault.NOTHING_RECOGNISED, False),
        ("a.pdf", Fault.DAMAGED, True),
    ],
)
def test_what_draws_a_page_may_not_say_what_is_asked_for(name: str, fault: Fault, may: bool) -> None:
    assert Unread(name, "some reason", True, fault).may_say is may
