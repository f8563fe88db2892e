"""Words of quotations in another language: which they are, where they stand, what says so, and where nothing does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.bridge.dictionary import Dictionary
from qa.engine import Engine
from qa.errors import QuestionError
from qa.gloss.glossing import covered, gloss
from qa.gloss.pivot import Pivot
from qa.gloss.targets import target

texts = st.text(
    st.one_of(st.sampled_from("加强威慑戰略防衛を強めた行われるミサイル国の。，…ｱ㍿\n ·정부경제는"), st.characters()),
    max_size=40,
)


@pytest.mark.parametrize(
    ("language", "into", "text", "term", "meaning", "source"),
    [
        ("zh-Hans", "en", "双方将加强战略对话。", "加强", "strengthen", "CC-CEDICT"),
        ("zh-Hans", "en", "双方将加强战略对话。", "战略", "strategy", "CC-CEDICT"),
        ("zh-Hant", "en", "美國強化對北韓的威懾。", "威懾", "deterrence", "CC-CEDICT"),
        ("zh-Hant", "en", "美國強化對北韓的威懾。", "美國", "United States", "CLDR"),
        ("zh-Hans", "en", "他与林峰讨论了此事。", "讨论", "discuss", "CC-CEDICT"),
        ("ja", "en", "日本は防衛力を強めた。", "強め", "strengthen", "JMdict"),
        ("ja", "en", "国のミサイルが配備された。", "国", "country", "JMdict"),
        ("ja", "en", "国のミサイルが配備された。", "ミサイル", "missile", "JMdict"),
        ("en", "zh-Hans", "They strengthened deterrence.", "deterrence", "威慑", "CC-CEDICT"),
        ("en", "zh-Hant", "They strengthened deterrence.", "deterrence", "威懾", "CC-CEDICT"),
        ("en", "ja", "It has nuclear weapons.", "nuclear weapons", "核兵器", "JMdict"),
        ("ko", "en", "정부는 군사 협력을 강조했다.", "정부", "government", "vectors"),
        ("ko", "en", "정부는 배터리를 샀다.", "배터리", "battery", "vectors"),
        ("ko", "en", "러시아에서 왔다.", "러시아", "Russia", "CLDR"),
        ("en", "ko", "The government bought it.", "government", "정부", "vectors"),
        ("zh-Hans", "ja", "政府加强战略对话。", "战略", "戦略", "JMdict"),
        ("ja", "zh-Hant", "日本は防衛力を強めた。", "日本", "日本", "CC-CEDICT"),
        ("ja", "zh-Hans", "政府が経済を論じた。", "経済", "经济", "CC-CEDICT"),
        ("ko", "ja", "경제 협력을 강조했다.", "경제", "経済", "JMdict"),
        ("zh-Hant", "ko", "政府強調經濟合作。", "政府", "정부", "vectors"),
    ],
)
def test_a_word_means_this(
    dictionary: Dictionary, language: str, into: str, text: str, term: str, meaning: str, source: str
) -> None:
    found = {word.term: word for word in gloss(text, language, into, dictionary)}
    assert meaning in found[term].meanings
    assert found[term].source == source


def test_words_that_mean_nothing_alone_are_left_out(dictionary: Dictionary) -> None:
    assert [word.term for word in gloss("他们的关系也在于此", "zh-Hans", "en", dictionary)] == ["关系", "在于"]
    assert [word.term for word in gloss("それについてはこの会談である", "ja", "en", dictionary)] == ["会談"]
    assert [word.term for word in gloss("What is the strategy of it?", "en", "zh-Hans", dictionary)] == ["strategy"]


@pytest.mark.parametrize(
    ("language", "text", "term", "read"),
    [
        ("zh-Hans", "岸田文雄首相发表讲话。", "岸田文雄", "Kishida Fumio"),
        ("zh-Hans", "项昊宇表示反对。", "项昊宇", "Xiang Haoyu"),
    ],
)
def test_names_are_read(dictionary: Dictionary, language: str, text: str, term: str, read: str) -> None:
    found = {word.term: word.meanings for word in gloss(text, language, "en", dictionary)}
    assert found[term] == (read,)


def test_what_a_document_calls_somebody_comes_first(dictionary: Dictionary) -> None:
    found = gloss("岸田文雄首相发表讲话。", "zh-Hans", "en", dictionary, {"岸田文雄": ("fumio kishida",)}.get)  # type: ignore[arg-type]
    assert (found[0].meanings, found[0].source) == (("Fumio Kishida",), "library")


@given(texts, st.sampled_from(["zh-Hans", "zh-Hant", "ja", "ko", "en"]), st.sampled_from(["en", "zh-Hant", "ja", "ko"]))
@example("加强\ud800防卫", "zh-Hans", "en")
@example("정상회담에서 한국은", "ko", "ja")
def test_every_word_stands_where_it_says(text: str, language: str, into: str) -> None:
    found = gloss(text, language, into, Dictionary.shared())
    assert all(text[word.start : word.end] == word.term and word.meanings for word in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(1 <= len(word.meanings) <= 3 and all(word.meanings) for word in found)


def test_pairs_without_a_dictionary_are_told(dictionary: Dictionary) -> None:
    assert not covered("fr", "en")
    assert not covered("ko", "de")
    assert not covered("zh-Hans", "zh-Hant")
    assert gloss("dialogue stratégique", "fr", "en", dictionary) == ()


def test_a_word_that_may_be_anything_is_left_out_between_two_dictionaries(dictionary: Dictionary) -> None:
    way = Pivot.of([many := dictionary.glosses("zh", ["打"])["打"]], target("ja"), dictionary)
    share, words = way.likeliest(many)
    assert words
    assert share < 0.2
    assert way.words(many) == ()


def test_an_answer_carries_them_where_they_are_asked_for(engine: Engine) -> None:
    answer = engine.ask("What does Akiyama say about extended deterrence?")
    assert answer.citations
    plain = answer.to_dict()
    assert all("glosses" not in citation for citation in plain["citations"])
    given = engine.glossed(answer)
    assert [one.quote for one in given.citations] == [one.quote for one in answer.citations]
    for citation in given.citations:
        if citation.passage.language == "en":
            assert citation.glosses is None
            continue
        assert citation.glosses is not None
        assert citation.glosses.into == "en"
        assert citation.glosses.words or not citation.glosses.covered
        assert all(citation.quote[word.start : word.end] == word.term for word in citation.glosses.words)
    assert any(one.glosses and one.glosses.words for one in given.citations)
    with pytest.raises(QuestionError, match="'xx'"):
        engine.glossed(answer, "xx")
