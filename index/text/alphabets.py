"""The language of a text in an alphabet, as the lingua library tells it.

Where an alphabet has one language that is common, the letters say enough; between those that share one, lingua's
three-letter model decides. It is loaded when the first text needs it, alphabet by alphabet: about 0.15 s and 30 to 50 MB,
then 0.1 ms a sentence. Its full models would take ten times that and tell whole sentences hardly better.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from index.languages.registry import languages

if TYPE_CHECKING:
    from lingua import LanguageDetector

__all__ = ["alphabetic_language"]

_CODES = "en fr de es pt it nl sv da nb fi pl cs ro hu tr vi id ru uk bg el ar fa he th hi".split()
_SCRIPTS = frozenset(("zh", "ja", "ko"))
"""Told by their script (`index.text.script`)."""
_ENOUGH = 0.65
_SAMPLE = 2000


@cache
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    added = (tag.partition("-")[0] for language in languages() for tag in language.tags)
    every = dict.fromkeys([*_CODES, *(code for code in added if code not in _SCRIPTS)])
    codes = [getattr(IsoCode639_1, code.upper()) for code in every if hasattr(IsoCode639_1, code.upper())]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()


def alphabetic_language(text: str, enough: float = _ENOUGH) -> str:
    """ISO 639-1 code of the language of `text`, `und` where none of those known is at least as likely as `enough`."""
    likely = _detector().compute_language_confidence_values(text[:_SAMPLE])
    if not likely or likely[0].value < enough:
        return "und"
    return str(likely[0].language.iso_code_639_1.name.lower())
