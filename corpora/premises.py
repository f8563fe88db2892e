"""Questions of which a name, a number or a year is exchanged, and questions for what a thing is.

A reader that has seen only wrong passages learns what a text is about; these teach it to look whether what the question
takes for granted stands there.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable

from index.text.script import tokens

__all__ = ["Names", "defined", "definition_question", "shared"]

_PATTERNS = {
    "year": re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)"),
    "number": re.compile(r"(?<![\d.,])(?!(?:1\d|20)\d\d(?!\d))\d+(?:[.,]\d+)*(?![\d.,])"),
    "katakana": re.compile("[ァ-ヺ][ァ-ヺー・]{2,}"),
    "latin": re.compile(r"(?<=[^\W\d_][ ,'’(])[A-ZÀ-ÞΑ-ΩА-Я][^\W\d_]{2,}(?: [A-ZÀ-ÞΑ-ΩА-Я][^\W\d_]+)*"),
    "embedded": re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]{2,}(?![A-Za-z])"),
    "quoted": re.compile("(?<=[「『《“])[^」』》”]{2,16}(?=[」』》”])"),
}
_VERBS = {
    "zh": re.compile("^[^。！？]{0,50}?(?:是|為|为|，指|是指)(?P<what>[^。！？\n]{4,120})"),
    "ja": re.compile(
        r"^[」』》]?(?:[（(][^)）]*[)）])?(?:とは|は)、?(?P<what>[^。！？\n]{4,120}?)(?:である|です|だ|のこと|を指す)[。であ]"
    ),
}
_ASKED = {
    "zh": (
        "{}是什么？", "什么是{}？", "{}指的是什么？", "{}是什麼？", "何謂{}？", "什麼是{}？", "{}的定义是什么？", "{}是指什么？",
    ),
    "ja": ("{}とは何ですか。", "{}とは？", "{}とは何か？", "{}って何ですか？", "{}とは何を指しますか。"),
    "ko": ("{}란 무엇입니까?", "{}은(는) 무엇인가?", "{}이란 무엇인가요?", "{}의 정의는 무엇입니까?", "{}은 무엇을 뜻합니까?"),
    "en": ("What is {}?", "What does {} mean?", "What is meant by {}?", "Define {}.", "What is the definition of {}?"),
}  # fmt: skip
_OWN = {"zh": (6, 2, 1, 2), "ja": (1, 7, 1, 1)}
"""How often one asks in Chinese, Japanese, Korean and English of a thing in a text of that language."""


class Names:
    """What stands in the questions of one set and language, by kind, to be put in the place of others of its kind."""

    def __init__(self, questions: Iterable[str], titles: Iterable[str]) -> None:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for question in questions:
            for kind, pattern in _PATTERNS.items():
                found[kind].update(dict.fromkeys(pattern.findall(question)))
        found["title"] = dict.fromkeys(titles)
        self._found = {kind: list(names) for kind, names in found.items()}

    def exchange(self, question: str, text: str, title: str, dice: random.Random) -> tuple[str, str] | None:
        """Something that the question and the text name, and another of its kind that neither names; None for none."""
        named = [(kind, name) for kind, pattern in _PATTERNS.items() for name in pattern.findall(question)]
        if title and title in question:
            named += [("title", title)] * 2
        there = [(kind, name) for kind, name in named if name in text]
        if not there:
            return None
        kind, old = dice.choice(there)
        for _ in range(8):
            new = (
                str(int(old) + dice.choice((-1, 1)) * dice.randint(1, 60))
                if kind == "year"
                else self._other(kind, dice)
            )
            alike = kind in ("year", "title", "quoted") or abs(len(new) - len(old)) <= max(2, len(old) // 2)
            if alike and new.lower() not in f"{question}\n{text}".lower() and old not in new and new not in old:
                return old, new
        return None

    def _other(self, kind: str, dice: random.Random) -> str:
        return dice.choice(self._found[kind])


def defined(text: str, title: str, language: str) -> tuple[int, int] | None:
    """Where the text says what `title` is, if it begins with that; the title's line above it, if any, is passed over."""
    start = len(title) + 1 if text.startswith(f"{title}\n") else 0
    name = re.sub(r"[_(（].*$", "", title)
    rest = text[start:]
    if len(name) < 2 or not rest.lstrip("《「『").startswith(name) or (at := rest.find(name) + len(name)) < 0:
        return None
    found = _VERBS[language].match(rest[at:])
    return (start + at + found.start("what"), start + at + found.end("what")) if found else None


def definition_question(title: str, language: str, dice: random.Random) -> str:
    """What `title` is, asked of a text in `language`: mostly in that language, sometimes in another."""
    asking = dice.choices(("zh", "ja", "ko", "en"), _OWN[language])[0]
    return dice.choice(_ASKED[asking]).format(re.sub(r"[_(（].*$", "", title))


def shared(question: str, text: str) -> float:
    """The share of the question's words that the text holds."""
    asked, there = set(tokens(question)), set(tokens(text))
    return len(asked & there) / len(asked) if asked else 1.0
