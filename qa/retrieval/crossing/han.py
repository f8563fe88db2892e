"""Words of a run of Chinese characters and kana, with the renderings that passages of a language hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from index.bridge.readings import hangul
from index.bridge.sound import kana_key, latin_forms, pinyin_key, readings_of_name
from qa.retrieval.crossing.held import Held
from qa.retrieval.crossing.renderings import (
    ALL_HAN,
    HAN,
    LONGEST,
    Cut,
    Rendering,
    joined,
    read_in_korean,
    tokens_of_name,
    tokens_of_run,
)

__all__ = ["eastern"]

_HAN_RUNS = re.compile(f"[{HAN}]{{2,}}")
_HIRAGANA = re.compile("[\u3041-\u3096\u30fc]+")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]+")


def eastern(held: Held, run: str, own: str, dots: Collection[str]) -> Iterator[Cut]:
    """Words of a run of Chinese characters and kana, longest first, then pairs of the characters left over."""
    language = "ja" if own == "ja" else "zh"
    left: list[tuple[int, int]] = []
    at = 0
    while at < len(run):
        for size in range(min(LONGEST, len(run) - at), 1, -1):
            found = _word(held, run[at : at + size], language)
            if found:
                yield at, at + size, found
                at += size
                break
        else:
            left.append((at, at + 1))
            at += 1
    for start, end in joined(left):
        named = _named(held, run[start:end], 0.8 if dots else 0.92)
        if named:
            yield start + named[0], start + named[1], named[2]
        for rest in _HAN_RUNS.finditer(run[start:end]):
            for i in range(rest.start(), rest.end() - 1):
                two = run[start + i : start + i + 2]
                yield start + i, start + i + 2, held.kept(_characters(two, held.target))


def _named(held: Held, rest: str, least: float) -> Cut | None:
    """The part of what no dictionary knows that sounds most like a name of the documents, with that name."""
    if held.target in ("zh", "ja") or not ALL_HAN.fullmatch(rest):
        return None
    found = [
        (kept[0].weight, size, at, kept)
        for at in range(len(rest) - 1)
        for size in range(2, min(5, len(rest) - at) + 1)
        if (part := rest[at : at + size])
        and (heard := held.alike(pinyin_key(part), part, least))
        and (kept := held.kept(heard))
    ]
    if not found:
        return None
    _, size, at, kept = max(found, key=lambda one: one[:2])
    return at, at + size, kept


def _word(held: Held, part: str, language: str) -> tuple[Rendering, ...]:
    """What the passages hold of a word."""
    return held.found(("word", part, language), lambda: held.kept(_written(held, part, language)))


def _written(held: Held, part: str, language: str) -> Iterator[Rendering]:
    meanings = held.dictionary.meanings(language, part)
    known = bool(meanings)
    if known and _HIRAGANA.fullmatch(part):
        meanings = ()  # little words
    if known and ALL_HAN.fullmatch(part):
        yield from _characters(part, held.target)
    if held.target == "en":
        yield from held.glossed(meanings)
    for meaning in meanings:
        for one in held.translated(meaning.gloss):
            yield one.weighing(one.weight * meaning.weight * 0.5)
    yield from held.paired(part)
    if not known:
        yield from _sounded(held, part)


def _sounded(held: Held, part: str) -> Iterator[Rendering]:
    """What a word that no dictionary knows sounds like: a name in kana, or one in Chinese characters as Koreans have."""
    if _KATAKANA.fullmatch(part):
        yield from held.alike(kana_key(part), part)
    kana = _hiragana(part) if len(part) > 2 else ""
    if kana and held.target in ("zh", "ja"):
        yield from (Rendering(tokens_of_name(name), 0.8, "sound") for name in held.dictionary.japanese_names([kana]))
    elif kana and held.target == "en":
        yield from (Rendering((name,), 0.8, "sound") for name in latin_forms(kana))
    if held.target == "en" and len(part) < 5 and ALL_HAN.fullmatch(part):
        yield from (Rendering((name,), 0.8, "sound") for name in readings_of_name(part, held.dictionary))
        yield from held.spelt(hangul(part)) if len(part) == 3 else ()


def _characters(part: str, target: str) -> Iterator[Rendering]:
    if target in ("zh", "ja"):
        yield Rendering(tokens_of_run(part), 1.0, "kanji")
    elif target == "ko":
        yield Rendering(read_in_korean(hangul(part)), 1.0 if len(part) > 2 else 0.7, "reading", readings=True)


def _hiragana(text: str) -> str:
    """Kana as hiragana; empty where it is not kana, or hiragana and katakana are mixed."""
    if _HIRAGANA.fullmatch(text):
        return text
    if _KATAKANA.fullmatch(text):
        return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in text)
    return ""
