"""The seeds are the files that were given, byte for byte, and sources.toml says of each only what the file says."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from index.sources import check, read_sources
from tests.conftest import ROOT

SEEDS = ROOT / "seeds"
DIGESTS = {
    "000_2cb995d306f6a6b1.txt": "bfa10ab48c8307d1a8c3ef70ac16b87892b69c2fc8a769da652a0cc581f30e21",
    "001_842cd329f54bcaf9.txt": "280f60c07705ef0f04e524eb4ac8064d7bf918ffbafb67532d1e504ecac073df",
    "002_f1f9254f42f30058.txt": "4a61cc5ade6f842b1eb75a746d4f142eceed87bfbbb2e95975a4127248cd3b99",
    "003_0341b8b049a47092.txt": "77e1302eb789b58e6c934fb4d60afbf3a797424f1455ce1335a591eb02080c01",
    "004_4265a66dfc9597a6.txt": "68c8e9b6b6ed05f93affad9f91a6d27e94f42eec30c9dce9f9c49cfa2d871fe9",
}
SOURCES = read_sources(SEEDS)
ISO_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def text_of(name: str) -> str:
    return (SEEDS / name).read_bytes().decode()


@pytest.mark.parametrize(("name", "digest"), DIGESTS.items())
def test_a_seed_is_byte_for_byte_what_was_given(name: str, digest: str) -> None:
    assert sha256((SEEDS / name).read_bytes()).hexdigest() == digest


def test_there_are_five_seeds_and_each_is_described() -> None:
    assert sorted(path.name for path in SEEDS.glob("*.txt")) == sorted(DIGESTS) == sorted(SOURCES)


@pytest.mark.parametrize("name", DIGESTS)
def test_the_described_digest_is_that_of_the_file(name: str) -> None:
    assert SOURCES[name].sha256 == DIGESTS[name] == check(SEEDS / name, (SEEDS / name).read_bytes(), SOURCES[name])


@pytest.mark.parametrize("name", DIGESTS)
def test_each_has_a_title_a_date_a_language_and_someone_who_published_it(name: str) -> None:
    source = SOURCES[name]
    assert source.title
    assert source.publisher or source.original_publisher
    assert ISO_DATE.fullmatch(source.published)
    assert source.language in ("zh-Hant", "zh-Hans")
    assert not source.reposted or (ISO_DATE.fullmatch(source.reposted) and source.reposted > source.published)


def test_only_the_first_is_in_traditional_script() -> None:
    assert [source.language for _, source in sorted(SOURCES.items())] == ["zh-Hant"] + ["zh-Hans"] * 4


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *[(name, "title") for name in DIGESTS if not name.startswith("002")],  # 002 has none of its own
        ("000_2cb995d306f6a6b1.txt", "publisher"),
        ("000_2cb995d306f6a6b1.txt", "original_publisher"),
        ("001_842cd329f54bcaf9.txt", "original_publisher"),
        ("002_f1f9254f42f30058.txt", "publisher"),
        ("003_0341b8b049a47092.txt", "publisher"),
        ("003_0341b8b049a47092.txt", "url"),
    ],
)
def test_what_is_said_of_a_file_stands_in_it(name: str, field: str) -> None:
    assert getattr(SOURCES[name], field) in text_of(name)


@pytest.mark.parametrize("name", DIGESTS)
def test_authors_and_rights_stand_in_the_file(name: str) -> None:
    bare = re.sub(r"\s+", "", text_of(name))
    for author in SOURCES[name].authors:
        assert author in bare
    assert re.sub(r"\s+", "", SOURCES[name].rights) in bare


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("000_2cb995d306f6a6b1.txt", ["轉自美國之音", "2024年10月5日發表"]),
        ("001_842cd329f54bcaf9.txt", ["2025-03-14 20:29:29", "创始人"]),
        ("002_f1f9254f42f30058.txt", ["本月初"]),
        ("003_0341b8b049a47092.txt", ["美国之音(VOA)", "Wed, 03 Apr 2024 02:07:29 GMT"]),
        ("004_4265a66dfc9597a6.txt", ["2024 年 4 月", "由 ELN 和 APLN 出版发行，2024 年 2 月"]),
    ],
)
def test_what_a_note_quotes_stands_in_the_note_and_in_the_file(name: str, quoted: list[str]) -> None:
    plain = text_of(name).replace("（", "(").replace("）", ")")
    for words in quoted:
        assert words in SOURCES[name].note
        assert words in plain


def test_a_reprint_names_who_published_it_first_and_an_inferred_date_says_so() -> None:
    assert SOURCES["000_2cb995d306f6a6b1.txt"].original_publisher == "美國之音"
    assert SOURCES["001_842cd329f54bcaf9.txt"].original_publisher == "观察者网"
    for name in ("001_842cd329f54bcaf9.txt", "002_f1f9254f42f30058.txt"):
        assert "inferred" in SOURCES[name].note
        assert len(SOURCES[name].published) == len("2024-07")  # a month: no day is claimed that was not read
