"""Languages of a text and of the parts of it: the seeds, other alphabets, quotations in another language."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import make_document
from index.sources import read_sources
from index.text.language_spans import dominant_language, languages_in
from index.text.script import asked_language, language_of
from tests.conftest import SEEDS


def parts(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], language) for start, end, language in languages_in(text)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("日本的无核三原则被认为已名存实亡。", "zh-Hans"),
        ("日本將不會呼籲組建亞洲版北約。", "zh-Hant"),
        ("石破茂首相は核共有について語った。", "ja"),
        ("이시바 총리는 핵공유에 대해 말했다.", "ko"),
        ("The prime minister spoke about nuclear sharing.", "en"),
        ("nuclear sharing Japan", "en"),
        ("Le premier ministre a parlé du partage nucléaire.", "fr"),
        ("Was sagt Kishida zur Verteidigung?", "de"),
        ("¿Qué dijo Kishida sobre el paraguas nuclear?", "es"),
        ("Что сказал Кисида о ядерном зонтике?", "ru"),
        ("Thủ tướng đã nói về chia sẻ hạt nhân.", "vi"),
        ("ماذا قال كيشيدا عن المظلة النووية؟", "ar"),
        ("Kishida", "en"),
        ("AGM-158 和 NATO 的关系是什么？", "zh-Hans"),
        ("2024-04-10", "und"),
    ],
)
def test_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What does Guo Xiaobing think?", "en"),
        ("Que pense Guo Xiaobing du parapluie nucléaire ?", "fr"),
        ("Kishida Biden", "und"),
        ("石破茂とは誰ですか", "ja"),
    ],
)
def test_language_of_a_question(question: str, language: str) -> None:
    assert asked_language(question) == language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "美國笹川和平基金會(Sasakawa Peace Foundation USA)的肖夫(James Schoff)指出",
            [
                ("美國笹川和平基金會", "zh-Hant"), ("Sasakawa Peace Foundation USA", "en"), ("的肖夫", "zh-Hant"),
                ("James Schoff", "en"), ("指出", "zh-Hant"),
            ],
        ),
        (
            "戴高乐问：“Si les Russes attaquaient l'Europe, que feriez-vous ?” 肯尼迪没有回答。",
            [
                ("戴高乐问", "zh-Hans"), ("Si les Russes attaquaient l'Europe, que feriez-vous", "fr"),
                ("肯尼迪没有回答", "zh-Hans"),
            ],
        ),
        (
            "社论写道「日本は核を持たない」，没有解释。",
            [("社论写道", "zh-Hans"), ("日本は核を持たない", "ja"), ("没有解释", "zh-Hans")],
        ),
        ("岸田首相は「日本」と述べた。読売新聞が報じた。", [("岸田首相は「日本」と述べた。読売新聞が報じた", "ja")]),
        (
            "He wrote “L'État, c'est moi, et personne d'autre ne gouverne ici” and left.",
            [("He wrote", "en"), ("L'État, c'est moi, et personne d'autre ne gouverne ici", "fr"), ("and left", "en")],
        ),
        ("国家防卫战略(NDS)和 AGM-158 远程导弹", [("国家防卫战略(NDS)和 AGM-158 远程导弹", "zh-Hans")]),
        ("https://example.org/a-page-of-words 2024", []),
    ],
)  # fmt: skip
def test_a_quotation_keeps_its_own_language(text: str, expected: list[tuple[str, str]]) -> None:
    assert parts(text) == expected


def test_a_text_in_two_languages_is_mixed() -> None:
    chinese = "美国和日本正在考虑加强军事合作的方法，有几则报道表明同盟可能升级。"
    english = "The two countries are weighing how to work together more closely than before."
    assert dominant_language(chinese) == "zh-Hans"
    assert dominant_language(f"{chinese}\n{english}") == "mixed"
    assert dominant_language(f"{chinese * 3}\n{english}") == "zh-Hans"
    assert dominant_language(f"{chinese}(VOA, RAND Corporation)") == "zh-Hans"
    assert dominant_language("") == "und"


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_the_foreign_words_of_a_seed(seed: str) -> None:
    path = next(SEEDS.glob(f"{seed}_*.txt"))
    document = make_document(path, path.read_bytes(), read_sources(SEEDS)[path.name])
    found = parts(document.text)
    assert dominant_language(document.text) == document.language
    others = {language for _, language in found} - {document.language}
    assert others == {"000": {"en"}, "001": set(), "002": set(), "003": {"en"}, "004": {"en", "ja"}}[seed]
    if seed == "000":
        assert sum(language == "en" for _, language in found) == 7


def test_a_question_in_chinese_or_plain_english_loads_no_model() -> None:
    code = (
        "import sys; from index.text.script import asked_language as a; a('石破茂是谁？'); a('Who is the author?'); "
        "sys.exit('lingua' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=SEEDS.parent, check=False).returncode == 0


@given(st.text(alphabet="中国國的日本はの한국 aBcéПр.。,，“”「」()\n12", max_size=80))
def test_parts_are_in_order_and_hold_every_word(text: str) -> None:
    found = languages_in(text)
    assert all(a[1] <= b[0] and a[2] != b[2] for a, b in pairwise(found))
    assert all(text[start].isalpha() and text[end - 1].isalpha() for start, end, _ in found)
    covered = {at for start, end, _ in found for at in range(start, end)}
    assert all(at in covered for at, char in enumerate(text) if char in "中国國的日本はの한국")
