"""sources.toml: what is said of each file is taken as it is said, or refused with the reason."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from index.errors import SourceError
from index.records import Source
from index.sources import check, read_sources


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        """["a.txt"]
title = "题"
publisher = "P"
original_publisher = "O"
authors = ["甲", "乙"]
published = "2024-04"
reposted = "2025-01-02"
language = "zh-Hans"
url = "https://a.org"
rights = "©"
note = "n"
sha256 = "ab"

["sub/b.txt"]
""",
        encoding="utf-8",
    )
    assert read_sources(tmp_path) == {
        "a.txt": Source(
            title="题",
            publisher="P",
            original_publisher="O",
            authors=("甲", "乙"),
            published="2024-04",
            reposted="2025-01-02",
            language="zh-Hans",
            url="https://a.org",
            rights="©",
            note="n",
            sha256="ab",
        ),
        "sub/b.txt": Source(),
    }


def test_a_folder_without_the_file_says_nothing(tmp_path: Path) -> None:
    assert read_sources(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('["a"]\ntitel = "x"', "a has the unknown key 'titel'; known: title, publisher"),
        ('["a"]\nauthors = "x"', "authors of a is not a list of strings"),
        ('["a"]\nauthors = [1]', "authors of a is not a list of strings"),
        ('["a"]\npublished = 2024-04-01', r'published of a is not a string; put it in quotes \("2024-04"\)'),
        ('["a"]\ntitle = 3', "title of a is not a string"),
        ('title = "x"', r'title is not a table; write \["title"\] over its keys'),
        ('["a"]\ntitle = ', "cannot be read"),
        ('["a"]\n["a"]', "cannot be read"),
    ],
)
def test_a_mistake_is_refused_in_one_line(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=reason) as caught:
        read_sources(tmp_path)
    assert "\n" not in str(caught.value)
    assert "sources.toml" in str(caught.value)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_bytes(b'["a"]\ntitle = "\xff"')
    with pytest.raises(SourceError, match="cannot be read"):
        read_sources(tmp_path)


def test_the_digest_is_checked_when_one_is_stated() -> None:
    data = b"hello"
    digest = sha256(data).hexdigest()
    assert check(Path("a"), data, Source()) == digest
    assert check(Path("a"), data, Source(sha256=digest.upper())) == digest
    with pytest.raises(SourceError, match=rf"a is not the file .* \(SHA-256 {digest[:12]}…, expected 000000000000…\)"):
        check(Path("a"), data, Source(sha256="0" * 64))
