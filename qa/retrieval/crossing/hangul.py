"""Words of a run of Hangul, with the renderings that passages of a language hold."""

from __future__ import annotations

from collections.abc import Iterator

from index.bridge.readings import same_hangul
from index.bridge.sound import hangul_key, kana_of_hangul, latin_forms
from qa.retrieval.crossing.held import Held
from qa.retrieval.crossing.renderings import LONGEST, Cut, Rendering, read_in_korean, tokens_of_name

__all__ = ["hangul_words"]

_ENDINGS = frozenset(
    "합니 니까 합니까 합니다 입니 입니까 입니다 습니 습니까 습니다 무엇 무엇을 무엇이 누구 누구의 언제 어디 어떤 어떻 어떻게 "
    "대한 대해 대하 위한 위해 하는 했는 되는 있는 있습 에서 으로 에게 부터 까지 이라 라고 하고 해야 하여 했다 한다 얼마 "
    "이나 이란 것은 것이 무슨".split()
)
"""Korean endings and little words that would be read as Chinese characters."""


def hangul_words(held: Held, run: str) -> Iterator[Cut]:
    """Words of a run of Hangul, longest first; particles and endings are what is left over."""
    at = 0
    while at < len(run) - 1:
        for size in range(min(LONGEST, len(run) - at), 1, -1):
            part = run[at : at + size]
            if part in _ENDINGS:
                continue
            found = held.found(("hangul", part), lambda: _word(held, part))  # noqa: B023 - it is made at once
            if found:
                yield at, at + size, found
                at += size
                break
        else:
            at += 1


def _word(held: Held, part: str) -> tuple[Rendering, ...]:
    """What the passages hold of a word."""
    found = held.kept(_heard(held, part))
    if found and len(part) > 3 and held.target in ("zh", "ja"):
        halves = read_in_korean(part)[::2]
        found = held.kept([*found, *(Rendering((two,), 0.3, "reading", readings=True) for two in halves)])
    return found


def _heard(held: Held, part: str) -> Iterator[Rendering]:
    names = held.dictionary.meanings("ko", part)
    if held.target in ("zh", "ja"):
        yield Rendering(read_in_korean(part), 1.0 if len(part) > 2 else 0.7, "reading", readings=True)
        yield from (
            Rendering(tokens_of_name(name), 0.8, "sound")
            for name in held.dictionary.japanese_names(kana_of_hangul(part))
        )
    elif held.target == "en":
        yield from held.glossed(names)
        for one in held.glossed(held.dictionary.meanings("hanja", same_hangul(part))):
            yield Rendering(one.words, one.weight * 0.6, "reading", one.readings, one.prefix)
        if len(part) > 2 and not names:
            for kana in kana_of_hangul(part):
                yield from (Rendering((name,), 0.8, "sound") for name in latin_forms(kana))
            yield from held.spelt(same_hangul(part))
    if not names:
        yield from held.alike(hangul_key(part), part)
    for meaning in names:
        yield from held.translated(meaning.gloss)
    yield from held.paired(part)
