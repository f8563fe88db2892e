"""What was used last is kept, at most so much."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.recent import Recent


def test_the_one_used_longest_ago_goes_first() -> None:
    kept: Recent[str, int] = Recent(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1  # used now
    kept.put("c", 3)
    assert [kept.get(key) for key in "abc"] == [1, None, 3]


def test_what_is_kept_is_made_once_and_a_failure_is_not_kept() -> None:
    kept: Recent[str, int] = Recent(2)
    made: list[str] = []

    def make() -> int:
        made.append("a")
        if len(made) == 1:
            raise LookupError("not yet")
        return 1

    with pytest.raises(LookupError):
        kept.made("a", make)
    assert [kept.made("a", make), kept.made("a", make), len(made)] == [1, 1, 2]


@given(st.integers(1, 5), st.lists(st.integers(0, 9), max_size=60))
def test_as_a_list_in_the_order_of_use(most: int, keys: list[int]) -> None:
    """Against a plain list: the last `most` different keys that were used are the ones that are kept."""
    kept: Recent[int, int] = Recent(most)
    for key in keys:
        assert kept.made(key, lambda key=key: key * key) == key * key
    used = list(dict.fromkeys(reversed(keys)))[:most]
    assert {key for key in range(10) if kept.get(key) is not None} == set(used)
    assert len(kept) == len(used)


def test_threads_get_what_belongs_to_their_keys() -> None:
    kept: Recent[int, int] = Recent(7)

    def square(key: int) -> int:
        return kept.made(key % 20, lambda: (key % 20) ** 2)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(square, range(2_000))) == [(key % 20) ** 2 for key in range(2_000)]
    assert len(kept) == 7
