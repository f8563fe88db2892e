"""The lexical leg over the seeds, and over small documents in other languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.bridge.dictionary import Dictionary
from index.bridge.sound import key
from index.document import make_document
from index.passages import passages
from index.records import Source
from index.settings import Settings
from index.store.entries import Entry
from index.store.library import Library
from index.store.schema import BuildFacts
from qa.retrieval.lexical import LexicalLeg, Words
from tests.conftest import ROOT

SEEDS = ROOT / "seeds"
OTHERS = {
    "english": "Japan's prime minister met the president in Washington. Extended deterrence rests on nuclear weapons of the United States. South Korea's president Yoon Suk-yeol agreed.",
    "japanese": "日本政府はミサイル防衛を強化した。在日米軍の兵士は五万四千人である。抑止力の信頼性が問われている。",
    "korean": "주일미군은 일본에 주둔하고 있다. 러시아는 핵무기를 보유하고 있다. 문재인 대통령이 방문했다.",
}


def entry(name: str, data: bytes) -> Entry:
    document = make_document(Path(f"{name}.txt"), data, Source(), name)
    cut = passages(document, 300)
    inside = tuple(np.zeros((len(passage.sentences), 1), dtype=np.float32) for passage in cut)
    return Entry(document, cut, np.zeros((len(cut), 1), dtype=np.float32), inside)


def make(path: Path, entries: list[Entry]) -> Library:
    library = Library.create(path, BuildFacts("by hand", "0", 1, 300, 1))
    library.change(entries)
    return library


@pytest.fixture(scope="module")
def dictionary(settings: Settings) -> Dictionary:
    return Dictionary.open(settings.cache)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, dictionary: Dictionary) -> Iterator[LexicalLeg]:
    entries = [entry(path.stem[:3], path.read_bytes()) for path in sorted(SEEDS.glob("*.txt"))]
    with make(tmp_path_factory.mktemp("lexical") / "seeds.sqlite", entries) as library:
        leg = LexicalLeg(library, dictionary)
        leg.library = library  # type: ignore[attr-defined]
        yield leg


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory, dictionary: Dictionary) -> Iterator[LexicalLeg]:
    entries = [entry(name, text.encode()) for name, text in OTHERS.items()]
    with make(tmp_path_factory.mktemp("lexical") / "others.sqlite", entries) as library:
        leg = LexicalLeg(library, dictionary)
        leg.library = library  # type: ignore[attr-defined]
        yield leg


def met(leg: LexicalLeg, question: str) -> Callable[[str], set[tuple[str, str]]]:
    """For a document: which words of it the question met, and how."""
    asked = leg.concepts(question)
    library: Library = leg.library  # type: ignore[attr-defined]

    def of(document: str) -> set[tuple[str, str]]:
        numbers = library.passage_numbers([document])
        found = [number for number, _ in leg.leg(asked, 50, numbers).found]
        return {(match.met, match.how) for number in found for match in leg.matches(asked, number)}

    return of


@pytest.mark.parametrize(
    "question", ["What does Akiyama recommend?", "아키야마", "アキヤマ", "あきやまは何を", "Nobumasa Akiyama"]
)
def test_a_name_reaches_its_document_by_sound(seeds: LexicalLeg, question: str) -> None:
    assert {word[:2] for word, how in met(seeds, question)("004") if how == "sound"} == {"秋山"}


def test_a_name_in_its_own_script(seeds: LexicalLeg) -> None:
    library: Library = seeds.library  # type: ignore[attr-defined]
    best = seeds.leg(seeds.concepts("秋山信将"), 1).found[0][0]
    assert library.passage(best).document == "004"


@pytest.mark.parametrize(
    ("question", "document", "word", "how"),
    [
        ("주일미군의 역할은 무엇입니까?", "003", "驻日美军", "reading"),
        ("Who is Matthew Brummer?", "000", "馬修.布魯默", "pair"),
        ("Xiang Haoyu", "002", "项昊宇", "sound"),
        ("What did President Yoon Suk-yeol say?", "000", "尹錫悅", "sound"),
        ("Suk Yeol Yoon", "000", "尹錫悅", "sound"),
        ("What did President Yoon say?", "000", "尹錫悅", "sound"),
        ("What does Guo think?", "002", "郭晓兵", "sound"),
        ("What did Shigeru Ishiba propose?", "000", "石破茂", "sound"),
        ("Ishiba Shigeru", "000", "石破茂", "sound"),
        ("the Hudson Institute", "000", "哈德遜", "sound"),
        ("ハドソン研究所", "000", "哈德遜", "sound"),
        ("What is deterrence?", "002", "威慑", "dictionary"),
        ("러시아의 위협", "004", "俄罗斯", "dictionary"),
        ("日本の役割", "004", "日本", "kanji"),
        ("Kishida", "003", "岸田", "pair"),
    ],
)
def test_words_of_other_languages(seeds: LexicalLeg, question: str, document: str, word: str, how: str) -> None:
    words = met(seeds, question)(document)
    assert how in {kind for _, kind in words}
    assert how == "pair" or (word, how) in words


@pytest.mark.parametrize(
    ("question", "document", "how"),
    [
        ("延伸威慑与核武器", "english", "dictionary"),
        ("导弹防御", "japanese", "dictionary"),
        ("驻军5.4万", "japanese", "number"),
        ("How many missiles?", "japanese", "dictionary"),
        ("美军驻日的核武器", "korean", "reading"),
        ("Does Russia have nuclear weapons?", "korean", "dictionary"),
        ("핵무기", "english", "reading"),
        ("ミサイルと大統領", "english", "dictionary"),
        ("윤석열", "english", "sound"),
        ("尹锡悦说了什么？", "english", "sound"),
        ("尹錫悦大統領", "english", "sound"),
        ("What did Moon Jae-in say?", "korean", "sound"),
    ],
)
def test_every_direction(others: LexicalLeg, question: str, document: str, how: str) -> None:
    assert how in {kind for _, kind in met(others, question)(document)}


def test_readings_come_before_likeness_of_sound(seeds: LexicalLeg) -> None:
    assert {word for word, how in met(seeds, "What does Ishiba say?")("000") if how == "sound"} == {"石破"}


def test_what_stands_above_a_passage_alone_is_shown_as_it_is_there(seeds: LexicalLeg) -> None:
    library: Library = seeds.library  # type: ignore[attr-defined]
    asked = seeds.concepts("Guo Xiaobing")
    number = next(number for number, _ in seeds.leg(asked, 50).found if "郭晓兵" not in library.passage(number).text)
    assert {match.met for match in seeds.matches(asked, number, "核共享 郭晓兵")} == {"郭晓兵"}


def test_an_unseen_run_voids_nothing(seeds: LexicalLeg) -> None:
    plain = [number for number, _ in seeds.leg(seeds.concepts("核磋商小组"), 3).found]
    assert plain
    unseen = [number for number, _ in seeds.leg(seeds.concepts("核磋商小组 龘龘靐靐 zzyzx"), 3).found]
    assert unseen == plain
    assert seeds.leg(seeds.concepts("龘龘靐靐"), 3).found == []


@pytest.mark.parametrize("question", ["", "???", "\x00", "a" * 500, "'; DROP TABLE terms; --"])
def test_odd_questions_find_what_they_find(seeds: LexicalLeg, question: str) -> None:
    asked = seeds.concepts(question)
    assert isinstance(seeds.leg(asked, 5).found, list)
    assert seeds.leg(asked, 0).found == []
    assert seeds.leg(asked, 5, []).found == []
    assert Words(seeds, asked).coverage("核", "zh-Hans")[0] <= 1.0


def test_coverage_is_the_share_that_is_met(seeds: LexicalLeg) -> None:
    asked = seeds.concepts("What is extended deterrence?")
    assert Words(seeds, asked).coverage("延伸威慑", "zh-Hans")[0] == pytest.approx(1.0)
    assert 0 < Words(seeds, asked).coverage("威懾", "zh-Hant")[0] < 1
    assert Words(seeds, asked).coverage("苹果", "zh-Hans")[0] == 0
    assert Words(seeds, asked).coverage("extended", "en")[0] == 0  # no passages in English


def test_removing_a_document_removes_its_pairs(tmp_path: Path) -> None:
    one = entry("one", "日本首相岸田文雄（Fumio Kishida）访问了华盛顿，与卢克·坎克利会谈。".encode())
    with make(tmp_path / "pairs.sqlite", [one]) as library:
        assert library.search_index().pairs.of("kishida")
        assert heard(library)
        library.change(put=[replace(one, document=replace(one.document, id="two"))], remove=["one"])
        assert library.search_index().pairs.of("kishida")
        library.change(remove=["two"])
        assert library.search_index().pairs.of("kishida") == ()
        assert heard(library) == ()


def heard(library: Library) -> tuple[tuple[float, str], ...]:
    """Names in Chinese characters that sound like Luke."""
    return library.search_index().heard.alike(key("luke"), (("han", 0.8),))
