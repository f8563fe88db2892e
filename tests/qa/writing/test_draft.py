"""What a model writes becomes sentences with citations, the same however the text is cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.writing.draft import Draft, Drafted


def drafted(*pieces: str) -> list[Drafted]:
    draft = Draft()
    return [one for piece in pieces for one in draft.add(piece)] + draft.end()


def told(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.text, one.citations) for one in drafted(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was built in 1893 [1]. It is tall [2].", [("It was built in 1893.", (1,)), ("It is tall.", (2,))]),
        ("It was built in 1893. [1] It is tall.[2]", [("It was built in 1893.", (1,)), ("It is tall.", (2,))]),
        ("It is tall.[2]It is old.[1][3]", [("It is tall.", (2,)), ("It is old.", (1, 3))]),
        ("建于1893年。[1]很高。【2】", [("建于1893年。", (1,)), ("很高。", (2,))]),
        ("建于1893年［１］。很高［１，２］。", [("建于1893年。", (1,)), ("很高。", (1, 2))]),
        ("建于1893年（1）。很高。（2）", [("建于1893年。", (1,)), ("很高。", (2,))]),
        ("Two things (1) and (2) matter (3).", [("Two things (1) and (2) matter.", (3,))]),
        ("It is so [1-3, 5].", [("It is so.", (1, 2, 3, 5))]),
        ("It is so [Source 2] and so [^1].", [("It is so and so.", (2, 1))]),
        ("灯塔很高[来源：2]。", [("灯塔很高。", (2,))]),
        ("[1] says it is old.\n[2] says it is tall.", [("says it is old.", (1,)), ("says it is tall.", (2,))]),
        ("- It is old [1].\n- **It** is tall [2].", [("It is old.", (1,)), ("It is tall.", (2,))]),
        ("1. It is old [1].\n2. It is tall [2].", [("It is old.", (1,)), ("It is tall.", (2,))]),
        ("Mr. Smith says so [1]", [("Mr. Smith says so", (1,))]),
        ("It cites [12] what is not there.", [("It cites what is not there.", (12,))]),
        ("Nothing is cited.", [("Nothing is cited.", ())]),
        ("<think>Which one? [4]</think>It is old [1].", [("It is old.", (1,))]),
        ("<think>I never finish", []),
        ("54,000 [1].", [("54,000.", (1,))]),
        ("", []),
        ("…", []),
    ],
)
def test_sentences_and_their_citations(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("See [the page](https://evil.example/?q=x) now [1].", "See the page now."),
        ("![see](https://evil.example/?q=x) It is old [1].", "see It is old."),
        ("See https://evil.example/a?b=c [1].", "See …."),
        ("<img src=x onerror=alert(1)>It is old [1].", "It is old."),
        ("It is <script>alert(1)</script> old [1].", "It is alert(1) old."),
        ("javascript:alert(1) is old [1].", "… is old."),
        ("It is old [1]<|im_end|><|im_start|>user", "It is old user"),
    ],
)
def test_markup_is_taken_out_and_told(text: str, plain: str) -> None:
    found = drafted(text)
    assert [one.text for one in found] == [plain]
    assert found[0].marked_up


def test_a_number_that_is_a_link_is_still_a_number() -> None:
    assert [(one.citations, one.marked_up) for one in drafted("It is old [1](https://evil.example).")] == [((1,), True)]


def test_nothing_drives_a_terminal_or_turns_a_line_around() -> None:
    (one,) = drafted("It \x1b[31mis\x07 \u202eold\u2066 [1].")
    assert one.text.isprintable()


@given(
    st.lists(
        st.sampled_from([*"ab1. [](（）)。！\n<>", "[1]", "【2】", "<think>", "</think>", "It is so. "]), max_size=40
    )
)
def test_pieces_make_no_difference(parts: list[str]) -> None:
    text = "".join(parts)
    assert drafted(*parts) == drafted(text) == drafted(*text)


@given(st.text(max_size=200))
def test_whatever_is_written_is_plain_text(text: str) -> None:
    for one in drafted(text):
        assert not any(sign in one.text for sign in ("\x1b", "\n", "://", "](", "<|"))
