"""Characters that are not seen, or that would do something where they are shown → signs that are seen.

A terminal obeys control characters (ECMA-48: another title, the clipboard written, words hidden); a bidirectional override turns a line
round; what Unicode calls default ignorable hides words, or tells two words apart that look the same. What is shown to people shows
them; where a program reads, as in JSON, they stand escaped and are the characters that they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

__all__ = ["sign", "visible", "visible_html", "visible_json"]

_LAYOUT = "\n\t"
_CATEGORIES = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Controls, format characters, halves of surrogate pairs, separators of lines and paragraphs."""
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties), beside those of category Cf."""
_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINING = re.compile(f"[\u200c\u200d{_SELECTOR}]")
"""Joiners and variation selectors: they shape what stands before them, and there alone they belong."""
_IS_SELECTOR = re.compile(f"[{_SELECTOR}]")
_APART = re.compile(r"<(textarea|title|script|style)\b.*?</\1\s*>|<[^<>]*>|[^<]+", re.DOTALL)
"""In HTML as we write it, where no attribute holds a bare `<` or `>`: what has no text to show, a tag, a text."""


def sign(char: str) -> str:
    """What stands for a character: `␛` for a control character, else its number, as `<U+202E>`."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


def visible(text: str, sign: Callable[[str], str] = sign) -> str:
    """`text` with a `sign` in the place of each character that is not seen; line breaks and tabs stay.

    So do joiners and variation selectors where they shape the character before them (RFC 5892, appendix A; emoji).
    """
    if text.isascii() and text.isprintable():
        return text
    shown = text.translate(_signs(sign))
    return _JOINING.sub(lambda found: _shaped(found, sign), shown)


def visible_json(text: str) -> str:
    """JSON of the same value, with every such character escaped."""
    return visible(text, _escaped)


def visible_html(html: str) -> str:
    """HTML as this package writes it, with `<span class="unseen">` around each such character of its texts.

    Its content is the character itself; `data-sign` is what a style sheet draws in its place, apart from the line, and `title` its
    name. Attributes, and text that is edited, stay as they are.
    """
    return html if visible(html) == html else _APART.sub(_shown_apart, html)


def _shown_apart(part: re.Match[str]) -> str:
    return part[0] if part[0].startswith("<") else visible(part[0], _element)


def _element(char: str) -> str:
    number = f"U+{ord(char):04X}"
    name = f"{number} {unicodedata.name(char, '')}".strip()
    return f'<span class="unseen" data-sign="{sign(char).strip("<>")}" title="{name}">{char}</span>'


class _Signs(dict[int, str]):
    """For `str.translate`: what stands for each character, looked up once, for each way of showing it."""

    def __init__(self, sign: Callable[[str], str]) -> None:
        self._sign = sign

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = char in _LAYOUT or _JOINING.match(char) or not _unseen(char)
        self[code] = char if kept else self._sign(char)
        return self[code]


@lru_cache(8)
def _signs(sign: Callable[[str], str]) -> _Signs:
    return _Signs(sign)


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in _CATEGORIES or _IGNORABLE.match(char) is not None


def _shaped(found: re.Match[str], sign: Callable[[str], str]) -> str:
    """A joiner or a selector itself where it shapes what stands before it, else its sign."""
    char, before = found[0], found.string[max(found.start() - 1, 0) : found.start()]
    if not before or before.isspace():
        return sign(char)
    category = unicodedata.category(before)
    if _IS_SELECTOR.match(char):
        shapes = not _IS_SELECTOR.match(before) and category not in ("Lu", "Ll", "Cf")
    else:
        shapes = (
            unicodedata.combining(before) == 9  # a virama
            or unicodedata.bidirectional(before) in ("AL", "R", "NSM")  # letters that join, and their marks
            or category in ("So", "Sk")  # emoji, and the tones of their skin
        )
    return char if shapes else sign(char)


def _escaped(char: str) -> str:
    """As JSON escapes it: a character above U+FFFF as its two surrogates."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(units[at : at + 2]):04x}" for at in range(0, len(units), 2))
