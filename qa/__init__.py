"""Ask a set of documents a question; get quotations that are truly in them.

from qa import ask, retrieve

for hit in retrieve("What is the US–ROK Nuclear Consultative Group?", k=5):
    print(hit.passage.text)
print(ask("秋山信将向日本提出了哪些建议？").to_dict()["verdict"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.filters import Filters
from qa.records import Answer, Citation, Hit, Match, Statement, Verdict

if TYPE_CHECKING:
    from qa.api import ask, retrieve
    from qa.engine import Engine
    from qa.verification import verify

__all__ = [
    "Answer",
    "Citation",
    "Engine",
    "Filters",
    "Hit",
    "Match",
    "Statement",
    "Verdict",
    "ask",
    "retrieve",
    "verify",
]


def __getattr__(name: str) -> Any:
    """The engine is imported when it is first used, so that the command line's help need not wait for it."""
    if name == "Engine":
        from qa.engine import Engine

        return Engine
    if name == "verify":  # by itself: it needs no engine
        from qa.verification import verify

        return verify
    if name in {"ask", "retrieve"}:
        from qa import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
