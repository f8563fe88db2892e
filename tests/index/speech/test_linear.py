"""Each cue of a sentence is found without going again over what the others went over: what is looked at grows as the text does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from index.languages.registry import languages
from index.offsets import Span
from index.speech.quotations import hidden, quotations

KINDS: dict[str, tuple[str, Callable[[int], str]]] = {
    "verbs, then marks that end": ("zh-Hans", lambda n: "他说" * n + "。" * n),
    "verbs, then spaces": ("zh-Hans", lambda n: "他说，" * n + " " * n),
    "brackets that are not closed": ("zh-Hans", lambda n: "他说（" * n + "！" * n),
    "quotations": ("zh-Hans", lambda n: "他说：“我”。" * n),
    "English verbs, then marks": ("en", lambda n: "he said that " * n + "." * n),
    "English verbs, then commas": ("en", lambda n: "x, he said " * n + ", " * n),
    "names behind a quotation": ("en", lambda n: '"A, ' + "said, " * n),
    "sources, then spaces": ("en", lambda n: "according to him, " * n + " " * n),
    "Japanese verbs, then marks": ("ja", lambda n: "彼は、良いと述べた" * n + "。" * n),
    "Korean verbs, then marks": ("ko", lambda n: "그는 좋다고 말했다 " * n + "." * n),
}


class Counted(str):
    """A text that counts how many of its characters are looked at one by one, or copied."""

    looks = 0

    def __getitem__(self, key: Any) -> str:
        found = str.__getitem__(self, key)
        Counted.looks += max(len(found), 1)
        return found


def looked_at(language: str, text: str) -> int:
    masked, quotes = Counted(hidden(text, quotations(text))), quotations(text)
    cues = languages().of(language).speech.cues
    assert cues
    Counted.looks = 0
    found = list(cues(masked, Span(0, len(masked)), quotes))
    assert len(found) < len(text)
    return Counted.looks


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_text_is_twice_the_looks(kind: str) -> None:
    language, text = KINDS[kind]
    small, large = (looked_at(language, text(number)) for number in (500, 1000))
    assert 0 < large < 2.2 * small + 500
