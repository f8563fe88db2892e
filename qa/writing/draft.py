"""What a language model writes, as it comes → whole sentences, each with the citations that it names, as plain text.

Nothing that it writes is markup to anybody: links, tags and control characters are taken out, and the sentence says so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from index.text.sentences import sentences

__all__ = ["Draft", "Drafted", "prose"]

_WORD = "evidence|sources?|citations?|cite|ref|quotes?|证据|證據|来源|來源|引用|引文|出典|根拠|資料|근거|출처|인용|문서"
_NUMBERS = r"\d{1,3}(?:\s*+[,，、;；&–~-]\s*+\d{1,3})*"
_MARKER = re.compile(
    rf"[\[［【〔]\s*+(?:(?:{_WORD})\s*+(?:[:：]\s*+)?|\^)?(?P<in>{_NUMBERS})\s*+[\]］】〕]"
    rf"|[(（]\s*+(?P<round>{_NUMBERS})\s*+[)）](?=\s*(?:[.。！？!?\n]|$))",
    re.IGNORECASE,
)
"""`[1]`, `[1, 2]`, `[1-3]`, `【1】`, `［１］`, `[Source 1]`; `(1)` and `（1）` at the end of a sentence alone."""
_UNFINISHED = re.compile(r"(?:[\[［【〔(（][^\]］】〕)）\n]{0,40}|[(（][\d\s,，、]{1,20}[)）]\s*)$")
"""What may become a marker, a link or a tag with the next piece."""
_THOUGHT = re.compile(r"\A\s*<think(?:ing)?>(?:.*?</think(?:ing)?>|.*\Z)", re.DOTALL | re.IGNORECASE)
_THINKING = ("<think>", "<thinking>")
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)?")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\b(?:javascript|data|vbscript|mailto|file):)[^\s\[\]【】，。、）」』]+",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!?]?[a-z|][^<>\n]*>?|\|>|&(?:#\w+|\w+);", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|`+|~~")
_LIST = re.compile(r"^\s*(?:#{1,6}\s+|[-*•·>]\s+|\d{1,2}[.)、]\s+)+")
_NUMBERED = re.compile(r"\(?\d{1,2}[.)、]?")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as it is shown, without its markers, and the numbers in them, in order, each once.

    `marked_up` where it held a link, a tag or a token of the model's own.
    """

    text: str
    citations: tuple[int, ...]
    marked_up: bool = False


class Draft:
    """A text that grows; a sentence is whole once the next has begun, for its markers may follow its full stop."""

    def __init__(self) -> None:
        self._text = ""
        self._thinking = True
        """Whether the model may still be thinking aloud, which some do before they answer."""

    def add(self, piece: str) -> list[Drafted]:
        """The sentences that this piece makes whole."""
        self._text += _plain(piece)
        if self._thinking:
            begun = self._text.lstrip().lower()
            if any(tag.startswith(begun[: len(tag)]) for tag in _THINKING) and "</think" not in begun:
                return []
            if begun.startswith("<think") and not re.search("</think(?:ing)?>", begun):
                return []
            self._text = _THOUGHT.sub("", self._text, count=1)
            self._thinking = False
        held = _UNFINISHED.search(self._text)
        cut = _cut(self._text[: held.start()] if held else self._text)
        self._text = self._text[cut[-1][0] :] if cut else self._text
        return _drafted([text for _, text in cut[:-1]])

    def end(self) -> list[Drafted]:
        """The sentences that are left, the last of which may lack its end."""
        text, self._text = _THOUGHT.sub("", self._text, count=1) if self._thinking else self._text, ""
        return _drafted([sentence for _, sentence in _cut(text)])


def prose(text: str, held: str) -> list[Drafted]:
    """The sentences of a text that cites nothing, so that numbers in brackets are its own; addresses in `held` are no markup."""
    whole = _THOUGHT.sub("", _plain(text), count=1)
    return [_of_prose(one.text, held) for one in sentences(whole) if any(map(str.isalnum, one.text))]


def _of_prose(text: str, held: str) -> Drafted:
    strange = [found for found in _ADDRESS.finditer(text) if found.group() not in held]
    unlinked = _ADDRESS.sub(lambda one: one.group() if one.group() in held else "…", _LINK.sub(r"\1", text))
    plain = _EMPHASIS.sub("", _TAG.sub(" ", unlinked))
    marked_up = bool(strange or _LINK.search(text) or _TAG.search(text))
    return Drafted(" ".join(plain.split()) or "…", (), marked_up)


def _cut(text: str) -> list[tuple[int, str]]:
    """The sentences with their markers, and where each begins.

    A marker between two sentences belongs to the one before, unless it begins a line.
    """
    bare = _MARKER.sub(lambda marker: " " * len(marker.group()), text)
    found = sentences(bare)
    starts: list[int] = []
    for sentence in found:
        before = starts[-1] if starts else 0
        line = bare.rfind("\n", before, sentence.start) + 1
        starts.append(line if line or not starts else sentence.start)
    ends = [*starts[1:], len(text)]
    return [(start, text[start:end]) for start, end in zip(starts, ends, strict=False)]


def _drafted(texts: list[str]) -> list[Drafted]:
    found = [_sentence(text) for text in texts]
    return [one for one in found if one.marked_up or _says_something(one.text)]


def _says_something(text: str) -> bool:
    """Whether it is more than signs, or the number of an item in a list."""
    return any(map(str.isalnum, text)) and not _NUMBERED.fullmatch(text)


def _sentence(text: str) -> Drafted:
    unlinked = _LINK.sub(lambda link: f"[{link[1]}]" if _MARKER.fullmatch(f"[{link[1]}]") else link[1], text)
    unlinked = _TAG.sub(" ", _ADDRESS.sub("…", unlinked))
    numbers = [number for marker in _MARKER.finditer(unlinked) for number in _numbers(marker["in"] or marker["round"])]
    plain = _EMPHASIS.sub(
        "", _LIST.sub("", re.sub(rf"(?<!\s)\s*+(?:{_MARKER.pattern})", "", unlinked, flags=re.IGNORECASE))
    )
    marked_up = _LINK.search(text) or _ADDRESS.search(text) or _TAG.search(text)
    return Drafted(" ".join(plain.split()) or "…", tuple(dict.fromkeys(numbers)), marked_up is not None)


def _numbers(text: str) -> list[int]:
    """`1, 3-5` → 1, 3, 4, 5; of a range that is none its ends."""
    found: list[int] = []
    for part in re.split("[,，、;；&]", text):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        whole = len(ends) == 2 and 0 <= ends[1] - ends[0] < 20
        found += range(ends[0], ends[1] + 1) if whole else ends
    return found


def _plain(text: str) -> str:
    """Without control and format characters, which could drive a terminal or turn a line around."""
    return "".join(
        char
        for char in text
        if char in "\n\t\u200c\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
