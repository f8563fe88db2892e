"""The text of each seed as it must be, read against its file line by line."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from tests.index.documents import NAMES, seed

TEXTS = ROOT / "tests" / "golden" / "texts"


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_seed_is_the_golden_one(name: str) -> None:
    assert seed(name).text.split("\n") == (TEXTS / f"{name}.txt").read_bytes().decode().split("\n")
