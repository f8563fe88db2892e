"""Whether a name is a person's."""

from __future__ import annotations

import pytest

from index.speech.name_kinds import PIECES, is_persons, pieces


@pytest.mark.parametrize(
    "name", ["習近平", "秋山信将", "基辛格", "ゴールドスミス氏", "Kim Jong Un", "Mrs Ednan-Laperouse", "Michael Steele"]
)
def test_people(name: str) -> None:
    assert is_persons(name)


@pytest.mark.parametrize(
    "name",
    ["Reuters", "KCNA", "BBC", "路透社", "新华社", "朝日新聞", "外交部", "中国", "연합뉴스", "《纽约时报》", "the White House", "Cromwell Society", "A", ""],
)  # fmt: skip
def test_those_who_are_none(name: str) -> None:
    assert not is_persons(name)


def test_pieces_are_places_in_the_weights_whatever_the_name_holds() -> None:
    assert all(0 <= place < PIECES for name in ("", " ", "（）", "a" * 5000, "\ud83d\ude00") for place in pieces(name))
