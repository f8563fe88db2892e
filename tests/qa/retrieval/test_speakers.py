"""Who is quoted in a library of several scripts: each once, those without a name apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.bridge.dictionary import Dictionary
from index.offsets import OffsetMap, Span
from index.records import Attribution, Document, Passage, Section, SectionKind, Sentence, Source
from index.store.entries import Entry
from index.store.library import Library
from index.store.schema import BuildFacts
from qa.engine import Engine
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.speakers import Speaker, SpeakerKind, speakers_of

SAID = {
    "en": ("Kim Jong Un", "local residents", "Kim", "Japan"),
    "zh-Hans": ("金正恩", "日本外务省", "尹锡悦", "一些专家"),
    "zh-Hant": ("尹錫悅", "尹錫悅"),
    "ko": ("김정은",),
}
"""In each language, who says something in a passage of its own."""


def entry(language: str, names: Sequence[str]) -> Entry:
    sections, cut, said, text = [], [], [], ""
    for name in names:
        start, piece = len(text), f"{name}: 2024."
        text += f"{piece} "
        section = Section(start, start + len(piece), SectionKind.BODY)
        sentence = Sentence(start, start + len(piece), piece)
        sections.append(section)
        cut.append(Passage(language, start, start + len(piece), piece, section, language, (sentence,)))
        said.append(Attribution(start, start + len(piece), (name,), Span(start, start + 1), direct=False))
    offsets = OffsetMap.identity(len(text))
    document = Document(
        language, language, language, Source(), text, language, offsets, tuple(sections), attributions=tuple(said)
    )
    vectors = np.ones((len(cut), 1), dtype=np.float32)
    return Entry(document, tuple(cut), vectors, tuple(vectors[n : n + 1] for n in range(len(cut))))


@pytest.fixture
def speakers(tmp_path: Path, dictionary: Dictionary) -> tuple[Speaker, ...]:
    with Library.create(tmp_path / "library.sqlite", BuildFacts("by hand", "0", 1, 60, 1)) as library:
        library.change([entry(name, names) for name, names in SAID.items()])
        return speakers_of(library.catalogue(), LexicalLeg(library, dictionary))


def test_a_name_in_several_scripts_is_one_speaker(speakers: tuple[Speaker, ...]) -> None:
    found = [set(one.names) for one in speakers]
    assert {"尹錫悅", "尹锡悦"} in found
    assert {"Kim Jong Un", "金正恩", "김정은"} in found
    assert all({part} in found for part in ("Kim", "Japan", "日本外务省"))
    assert len({name for names in found for name in names}) == sum(map(len, found))


def test_those_without_a_name_are_apart(speakers: tuple[Speaker, ...]) -> None:
    assert {one.names for one in speakers if not one.named} == {("local residents",), ("一些专家",)}


def test_a_speaker_has_the_passages_of_all_names_of_theirs(engine: Engine) -> None:
    catalogue = engine.catalogue()
    found = engine.speakers()
    assert sorted(name for one in found for name in one.names) == sorted(catalogue.speakers)
    assert [one.passages for one in found] == sorted((one.passages for one in found), reverse=True)
    (korea,) = (one for one in found if "韓國" in one.names)
    assert korea == Speaker(korea.names, 2, SpeakerKind.ORGANISATION)
    assert set(korea.names) == {"韓國", "韩国"}
