"""Words of a run of Hangul, with the renderings that passages of a language hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.bridge.dictionary import Meaning
from index.bridge.readings import pairs, same_hangul
from index.bridge.sound import hangul_key, kana_of_hangul, latin_forms
from index.text.script import tokens
from qa.retrieval.crossing.held import Held, Through
from qa.retrieval.crossing.renderings import LONGEST, Cut, Rendering, substrings

__all__ = ["hangul_words"]

_ENDINGS = frozenset(
    "합니 니까 합니까 합니다 입니 입니까 입니다 습니 습니까 습니다 무엇 무엇을 무엇이 누구 누구의 언제 어디 어떤 어떻 어떻게 "
    "대한 대해 대하 위한 위해 하는 했는 되는 있는 있습 에서 으로 에게 부터 까지 이라 라고 하고 해야 하여 했다 한다 얼마 "
    "이나 이란 것은 것이 무슨".split()
)
"""Korean endings and little words that would be read as Chinese characters."""


def hangul_words(held: Held, run: str, target: str) -> Iterator[Cut]:
    """Words of a run of Hangul, longest first; particles and endings are what is left over."""
    parts = substrings(run)
    names = held.dictionary.glosses("ko", parts)
    read = held.dictionary.glosses("hanja", [same_hangul(part) for part in parts])
    through = held.pivots(names, target)
    at = 0
    while at < len(run) - 1:
        for size in range(min(LONGEST, len(run) - at), 1, -1):
            part = run[at : at + size]
            if part in _ENDINGS:
                continue
            found = held.kept(_heard(held, part, names.get(part, ()), read.get(same_hangul(part), ()), through, target))
            if found and size > 3 and target in ("zh", "ja"):
                halves = pairs(same_hangul(part))[::2]
                found = held.kept([*found, *(Rendering((two,), 0.3, "reading", readings=True) for two in halves)])
            if found:
                yield at, at + size, found
                at += size
                break
        else:
            at += 1


def _heard(
    held: Held,
    part: str,
    names: Sequence[Meaning],
    read: Sequence[Meaning],
    through: Through,
    target: str,
) -> Iterator[Rendering]:
    if target in ("zh", "ja"):
        said = pairs(same_hangul(part))
        yield Rendering(tuple(said), 1.0 if len(part) > 2 else 0.7, "reading", readings=True)
        yield from (
            Rendering(tuple(tokens(name)), 0.8, "sound")
            for name in held.dictionary.japanese_names(kana_of_hangul(part))
        )
    elif target == "en":
        yield from held.glossed(names)
        yield from (one._replace(weight=one.weight * 0.6, how="reading") for one in held.glossed(read))
        if len(part) > 2 and not names:
            for kana in kana_of_hangul(part):
                yield from (Rendering((name,), 0.8, "sound") for name in latin_forms(kana))
            yield from held.spelt(same_hangul(part))
    if len(part) > 1 and not names:
        yield from held.alike(hangul_key(part), part)
    for meaning in names:
        for kind, other in through.get(meaning.gloss, ()):
            yield from held.translated((other,), kind)
    yield from held.paired(part)
