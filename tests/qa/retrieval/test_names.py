"""Which names are of one person."""

from __future__ import annotations

import pytest

from qa.retrieval.names import same_name


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("秋山", "秋山信将"),
        ("秋山信將", "秋山信将"),
        ("秋山 信将", "秋山信将"),
        ("秋山信将", "秋山　信將"),
        ("尹锡悦", "尹錫悅"),
        ("読売新聞", "《读卖新闻》"),
        ("kissinger", "Henry A. Kissinger"),
        ("Kissinger, Henry", "Henry Kissinger"),
        ("ＫＩＳＳＩＮＧＥＲ", "Kissinger"),
        ("杰弗里·霍尔", "杰弗里·J·霍尔"),
        ("윤석열", "윤석열 대통령"),
        ("European Leadership Network", "European Leadership Network; Asia-Pacific Leadership Network"),
    ],
)
def test_a_name_or_a_part_of_it(asked: str, name: str) -> None:
    assert same_name(asked, name)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Kim", "Kimura"),
        ("秋山信将", "秋山"),
        ("Henry Kissinger", "Kissinger"),
        ("", "秋山"),
        ("《》", "秋山"),
        ("J", "K"),
    ],
)
def test_another_name(asked: str, name: str) -> None:
    assert not same_name(asked, name)
