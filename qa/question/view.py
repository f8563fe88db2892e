"""A topic as a question for what is thought of it, as a reader was taught such questions."""

from __future__ import annotations

__all__ = ["asked_as_view"]

_FORMS = {
    "zh-Hans": "人们怎么看{}？",
    "zh-Hant": "人們怎麼看{}？",
    "ja": "{}についてどう考えられていますか？",
    "ko": "{}에 대해 어떻게 생각합니까?",
}
_ELSE = "What do people think of {}?"


def asked_as_view(topic: str, language: str) -> str:
    """`topic`, put as a question in `language`, or in English where that is none of the five."""
    return _FORMS.get(language, _ELSE).format(topic)
