"""Whether two names are of one person or one publisher."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from index.text.script import EASTERN, fold, language_of

if TYPE_CHECKING:
    from qa.retrieval.concepts import Concepts
    from qa.retrieval.lexical import LexicalLeg

__all__ = ["same_name", "same_name_across_scripts", "spelling"]

_PART = re.compile(f"[{EASTERN}]+|[^\\W_{EASTERN}]+")


def same_name(asked: str, name: str) -> bool:
    """Whether `asked` is `name` or a part of it, in any Chinese or Japanese form, letter case and order of words.

    `秋山` is a part of `秋山信将`, `kissinger` of `Kissinger, Henry`, `Kim` not of `Kimura`: of names in an alphabet each
    word must be there whole, of others each run of characters.
    """
    parts, held = _parts(asked), _parts(name)
    together = "".join(held)
    return bool(parts) and all(part in held or (_eastern(part) and part in together) for part in parts)


def same_name_across_scripts(name: str, leg: LexicalLeg, asked: Concepts) -> bool:
    """Whether what is asked for is `name` or a part of it in whatever script, as far as the library's bridge can tell.

    `Akiyama` and `아키야마` are a part of `秋山信将`: every word of it must meet the name. `asked` is
    `leg.concepts` of what is asked for.
    """
    if same_name(asked.text, name):
        return True
    met = leg.met(asked, name, language_of(name))
    return bool(met) and set(_parts(asked.text)) <= {part for concept in met for part in _parts(concept.asked)}


def spelling(name: str) -> tuple[str, ...]:
    """The parts of a name, sorted: the same for all its forms of characters, letter cases and orders of words."""
    return tuple(sorted(_parts(name)))


@lru_cache(maxsize=1 << 16)
def _parts(name: str) -> tuple[str, ...]:
    """The folded words of a name, and its runs of Chinese characters, kana or Hangul."""
    return tuple(_PART.findall(fold(name)))


def _eastern(part: str) -> bool:
    return re.match(f"[{EASTERN}]", part) is not None
