"""Character maps do what their table says, as the library that reads them understands it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder.charsmap import charsmap

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


@given(st.dictionaries(CHARACTERS, st.text(CHARACTERS, max_size=4), max_size=300), st.lists(CHARACTERS, max_size=50))
def test_replaces_what_the_table_names_and_nothing_else(table: dict[str, str], others: list[str]) -> None:
    from tokenizers.normalizers import Precompiled

    normaliser = Precompiled(charsmap(table))
    for character in [*table, *others]:
        assert normaliser.normalize_str(character) == table.get(character, character)


@pytest.mark.parametrize(("key", "replacement"), [("", "a"), ("\0", "a"), ("a", "\0")])
def test_refuses_what_the_format_cannot_hold(key: str, replacement: str) -> None:
    with pytest.raises(ValueError, match="cannot replace"):
        charsmap({key: replacement})
