"""English words in the form under which dictionaries and passages list them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from index.text.script import content_words

__all__ = ["bases", "lemma", "lemmas"]

_SPELLINGS = (
    (re.compile(r"([a-z]{3})isation$"), r"\1ization"),
    (re.compile(r"([a-z]{4})ise$"), r"\1ize"),
    (re.compile(r"([a-z]{3})our$"), r"\1or"),
    (re.compile(r"(def|off|lic)ence$"), r"\1ense"),
    (re.compile(r"^(cent|theat|met)re$"), r"\1er"),
    (re.compile(r"^programme$"), "program"),
)
"""British spellings are folded to American ones, wrongly for some words, but for all texts alike."""


def lemmas(text: str) -> list[str]:
    """The content words of `text`, each as its lemma, in order."""
    return [lemma(word) for word in content_words(text)]


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The lemma of a folded word."""
    import simplemma

    plain = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    found = str(simplemma.lemmatize(plain, lang="en")).lower() if plain.isascii() else plain
    for pattern, form in _SPELLINGS:
        found = pattern.sub(form, found)
    return found


_ENDINGS = (
    ("ication", "y"), ("ization", "ize"), ("ation", "ate"), ("ation", "e"), ("ation", ""), ("ion", "e"), ("ion", ""),
    ("ment", ""), ("ness", ""), ("ing", ""), ("ing", "e"), ("ity", ""), ("ity", "e"), ("ance", ""), ("ence", ""),
    ("er", ""), ("er", "e"), ("or", ""), ("or", "e"), ("ist", ""), ("ly", ""), ("al", ""), ("al", "e"), ("ive", ""),
    ("ive", "ion"), ("ible", ""), ("able", ""), ("able", "e"), ("ense", "end"), ("ed", ""), ("ed", "e"), ("ship", ""),
)  # fmt: skip


def bases(word: str) -> list[str]:
    """Words that this lemma may be derived from: `interception` from `intercept`; most of them are none."""
    found = [word.removesuffix(ending) + new for ending, new in _ENDINGS if word.endswith(ending)]
    return [base for base in dict.fromkeys(found) if len(base) > 3]
