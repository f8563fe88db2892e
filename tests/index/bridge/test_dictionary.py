"""The file in which the bridge's data is shipped, the tables that are made from it, and what happens to a damaged one."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from index.bridge.dictionary import FORMAT, Dictionary, Meaning
from index.bridge.packed import PACKED, Contents, Packed, pack
from index.errors import ModelError
from index.settings import Settings

NONE = Contents({}, {}, [], {}, {})
LITTLE = Contents(
    {
        "zh": [("威慑", "deterrence", 1.0), ("威慑", "deter", 0.714), ("导弹", "missile", 1.0)],
        "ja": [("ミサイル", "missile", 1.0), ("抑止", "deterrence", 0.714)],
    },
    {"deter": "deter somebody", "missile": "missile"},
    [("秋山", "秋山", "あきやま"), ("穐山", "秋山", "あきやま"), ("秋山", "秋山", "しゅうざん")],
    {"hangul": {"威": "위"}, "pinyin": {"威": "wei", "慑": "she"}},
    {"en": ["Türkiye", "Japan"], "ja": ["日本"]},
    {"ja": {"ミサイル": 4.1, "無": 8.5}},
)

characters = st.characters(exclude_characters="\n", exclude_categories=["Cs"])
texts = st.text(characters, min_size=1, max_size=5)
words = st.one_of(texts, st.text("威慑导弹あア", min_size=1, max_size=2))
weights = st.integers(0, 255).map(lambda n: n / 255)
rows = st.lists(st.tuples(words, words, weights), unique_by=lambda row: row[:2], max_size=12)
contents = st.builds(
    Contents,
    st.dictionaries(st.sampled_from(["zh", "ja", "hanja"]), rows, max_size=3),
    st.dictionaries(words, texts, max_size=3),
    st.lists(st.tuples(words, words), max_size=30).map(
        lambda pairs: [(name, name[::-1], kana) for name, kana in dict.fromkeys(pairs)]
    ),
    st.dictionaries(st.sampled_from(["hangul", "pinyin"]), st.dictionaries(characters, st.just("wei"))),
    st.dictionaries(st.sampled_from(["en", "ja"]), st.lists(words)),
    st.dictionaries(st.sampled_from(["ja", "ko"]), st.dictionaries(words, st.floats(0, 9))),
)


def made(folder: Path, packed: bytes | Contents) -> Dictionary:
    """The dictionary of what is packed, in a cache under `folder`."""
    path = folder / "dictionary.zip"
    path.write_bytes(pack(packed) if isinstance(packed, Contents) else packed)
    return Dictionary.open(folder / "cache", packed=Packed(path))


def ordered(meanings: Sequence[Meaning]) -> list[Meaning]:
    return sorted(meanings, key=lambda meaning: (-meaning.weight, meaning.word, meaning.gloss))


@examples(deadline=None, max_examples=40)
@given(contents, st.lists(words))
@example(NONE, ["威慑"])
@example(LITTLE, ["威", "威慑", "deterrence\n", "\ud800"])
def test_what_was_packed_is_found(
    tmp_path_factory: pytest.TempPathFactory, contents: Contents, others: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("dictionary")
    dictionary = made(folder, contents)
    for language, some in contents.meanings.items():
        meanings = [Meaning(*row) for row in some]
        for asked in {word for word, _, _ in some} | {gloss for _, gloss, _ in some} | set(others):
            by_word = ordered([meaning for meaning in meanings if meaning.word == asked])
            by_gloss = ordered([meaning for meaning in meanings if meaning.gloss == asked])
            assert dictionary.glosses(language, [asked, asked]) == ({asked: by_word} if by_word else {})
            assert dictionary.words(language, [asked]) == ({asked: by_gloss} if by_gloss else {})
        everything = [meaning.word for meaning in meanings]
        usual, told = dictionary.usual(language, [*everything, *others]), contents.usual.get(language, {})
        assert usual.keys() == set(everything)
        assert all(abs(usual[word] - min(told.get(word, 0.0), 8.5)) <= 1 / 60 + 1e-9 for word in usual)
        assert sum(map(len, dictionary.glosses(language, everything).values())) == len(meanings)
    for asked in {kana for _, _, kana in contents.names} | set(others):
        read = sorted({folded for _, folded, kana in contents.names if kana == asked})
        assert dictionary.japanese_names([asked], shortest=1) == read
        assert dictionary.japanese_names([asked, asked], shortest=3) == [name for name in read if len(name) > 2]
    for asked in {name for one, folded, _ in contents.names for name in (one, folded)} | set(others):
        said = [kana for name, _, kana in contents.names if name == asked]
        assert dictionary.readings(asked) == said[:16]
    glosses = {gloss for some in contents.meanings.values() for _, gloss, _ in some}
    for asked in glosses | set(others):
        assert dictionary.shown(asked) == (contents.shown.get(asked, asked) if asked in glosses else asked)
    assert dictionary.glosses("ko", others) == dictionary.words("ko", others) == {}
    packed = Packed(folder / "dictionary.zip")
    assert {kind: packed.readings(kind) for kind in contents.readings} == contents.readings
    assert packed.territories() == contents.territories
    dictionary.close()
    shutil.rmtree(folder)


def test_the_same_contents_make_the_same_file() -> None:
    assert pack(LITTLE) == pack(LITTLE)
    assert pack(LITTLE) != pack(NONE)


def test_what_ships_is_small_and_says_whose_it_is() -> None:
    assert PACKED.stat().st_size <= 15_000_000
    notice = PACKED.with_name("DICTIONARY.md").read_text(encoding="utf-8")
    for source in ("CC-CEDICT", "JMdict", "JMnedict", "KANJIDIC2", "CLDR", "by-sa/4.0", "UNICODE LICENSE V3"):
        assert source in notice


def test_many_threads_read_what_one_reads(dictionary: Dictionary) -> None:
    asked = ["威慑", "导弹", "军", "无此词", "日本", "核武器", "中国", "総理大臣"] * 40
    glosses = ["deterrence", "missile", "nuclear weapon", "no such gloss", "japan"] * 40
    kana = ["あきやま", "きしだ", "いしば", "ない"] * 40

    def look(seed: int) -> list[object]:
        dice = random.Random(seed)
        some, those, names = (dice.sample(words, len(words)) for words in (asked, glosses, kana))
        return [
            [dictionary.glosses("zh", [word]) for word in some],
            [dictionary.words("ja", [gloss]) for gloss in those],
            [dictionary.japanese_names([name]) for name in names],
            [dictionary.readings(name) for name in some],
        ]

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(look, range(24)))
    assert found == [look(seed) for seed in range(24)]


def test_another_process_finds_it_made(tmp_path: Path) -> None:
    said: list[str] = []
    first = made(tmp_path, LITTLE)
    second = Dictionary.open(tmp_path / "cache", said.append, Packed(tmp_path / "dictionary.zip"))
    assert said == []
    assert first.glosses("zh", ["威慑"]) == second.glosses("zh", ["威慑"])
    first.close()
    assert second.readings("穐山") == ["あきやま"]  # each has its own


def test_other_contents_are_another_folder(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "dictionary.zip").write_bytes(pack(LITTLE))
    Dictionary.open(tmp_path, said.append, Packed(tmp_path / "dictionary.zip")).close()
    (tmp_path / "dictionary.zip").write_bytes(pack(NONE))
    empty = Dictionary.open(tmp_path, said.append, Packed(tmp_path / "dictionary.zip"))
    assert empty.glosses("zh", ["威慑"]) == {}
    assert len({line.split()[4] for line in said if line.startswith("Making")}) == 2


# Damage


@pytest.mark.parametrize("cut", [0, 10, 400, -1])
def test_a_file_cut_short_is_said_to_be_damaged(tmp_path: Path, cut: int) -> None:
    with pytest.raises(ModelError, match=r"dictionary.zip cannot be read .*; install this package again"):
        made(tmp_path, pack(LITTLE)[:cut])
    assert not list(tmp_path.glob("cache/*-v*/*"))


@pytest.mark.parametrize("member", ["glosses", "meanings/zh/words", "meanings/ja/counts", "names/kana", "weights"])
def test_a_changed_byte_is_found_when_it_is_unpacked(tmp_path: Path, member: str) -> None:
    content = bytearray(pack(LITTLE))
    path = tmp_path / "sound.zip"
    path.write_bytes(content)
    with ZipFile(path) as archive:
        entry = archive.getinfo(member)
    content[entry.header_offset + 30 + len(member) + entry.compress_size - 1] ^= 0x55
    with pytest.raises(ModelError, match="install this package again"):
        made(tmp_path, bytes(content))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for read in (Packed.territories, Packed.version, Packed.glosses):
        with pytest.raises(ModelError, match="No such file"):
            read(Packed(tmp_path / "none.zip"))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of tables of LITTLE."""
    folder = tmp_path_factory.mktemp("sound")
    made(folder, LITTLE).close()
    (path,) = folder.glob("cache/*/dictionary.safetensors")
    return path.read_bytes()


@examples(deadline=None, max_examples=60)
@given(at=st.integers(0, 10**6), byte=st.integers(0, 255), cut=st.booleans())
@example(at=0, byte=0, cut=True)
@example(at=3, byte=0, cut=True)
@example(at=8, byte=0, cut=False)
def test_tables_that_are_damaged_in_the_cache(
    tmp_path_factory: pytest.TempPathFactory, tables: bytes, at: int, byte: int, cut: bool
) -> None:
    """They give an answer or say that they are damaged; which it is depends on where the damage is."""
    folder = tmp_path_factory.mktemp("damaged")
    content = bytearray(tables)
    content[at % len(content)] = byte
    broken = folder / "broken.safetensors"
    broken.write_bytes(content[: at % len(content)] if cut else content)
    said = ""
    try:
        dictionary = Dictionary(broken)
        assert not cut, "a file cut short is not opened"
        for word in ("威慑", "导弹", "抑止", "秋山"):
            dictionary.glosses("zh", [word])
            dictionary.readings(word)
        dictionary.words("ja", ["missile", "deterrence"])
        dictionary.japanese_names(["あきやま"])
    except ModelError as error:
        said = str(error)
    assert not said or ("broken.safetensors" in said and "remove its folder" in said)
    shutil.rmtree(folder)


def test_a_damaged_folder_is_made_again(tmp_path: Path) -> None:
    made(tmp_path, LITTLE).close()
    (tables,) = tmp_path.glob("cache/*/dictionary.safetensors")
    tables.write_bytes(tables.read_bytes()[:-1])
    said: list[str] = []
    dictionary = Dictionary.open(tmp_path / "cache", said.append, Packed(tmp_path / "dictionary.zip"))
    assert "is broken" in said[0]
    assert dictionary.glosses("zh", ["导弹"]) == {"导弹": [Meaning("导弹", "missile", 1.0)]}


def test_the_folder_tells_one_format_from_another(settings: Settings) -> None:
    Dictionary.open(settings.cache).close()
    assert list(settings.cache.glob(f"yinzheng-dictionary-????????-v{FORMAT}"))
