from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.utils import dedupe_chars

from index.formats.pdf.overprinted import without_overprinted
from tests.examples import examples

CHARS = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.sampled_from("ab"),
            "upright": st.just(True),
            "fontname": st.sampled_from(["F", "F-Bold"]),
            "size": st.sampled_from([9.0, 12.0]),
            "doctop": st.integers(0, 12).map(lambda n: n / 2),
            "x0": st.integers(0, 30).map(lambda n: n / 3),
        }
    ),
    max_size=40,
)


@examples(200)
@given(CHARS)
def test_the_same_characters_stay_as_by_pdfplumber(chars: list[dict[str, object]]) -> None:
    assert without_overprinted(chars) == dedupe_chars(chars)


def test_a_long_page_takes_no_longer_for_each_character() -> None:
    chars = [
        {
            "text": chr(97 + n % 26),
            "upright": True,
            "fontname": "F",
            "size": 9.0,
            "doctop": 12.0 * (n // 90),
            "x0": 5.0 * (n % 90),
        }
        for n in range(50_000)
    ]  # by `list.index` this takes minutes, longer than a test may
    assert without_overprinted([*chars, *chars]) == chars
