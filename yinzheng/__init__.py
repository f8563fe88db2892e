"""The names of `qa` under the name of the package: `from yinzheng import ask, retrieve, verify`.

A project may have a package `qa` of its own; then it is that one which Python finds where the project comes first, and
what is imported from here says so.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa import (
        AllEvidence,
        Answer,
        Citation,
        Conversation,
        Engine,
        Fact,
        Filters,
        Hit,
        Match,
        Statement,
        Understood,
        Verdict,
        all_evidence,
        ask,
        document,
        documents,
        evidence,
        retrieve,
        verify,
    )

__all__ = [
    "AllEvidence",
    "Answer",
    "Citation",
    "Conversation",
    "Engine",
    "Fact",
    "Filters",
    "Hit",
    "Match",
    "Statement",
    "Understood",
    "Verdict",
    "all_evidence",
    "ask",
    "check_not_hidden",
    "document",
    "documents",
    "evidence",
    "retrieve",
    "verify",
]


def __getattr__(name: str) -> Any:
    """A name is imported when it is first used. Raises ImportError where another `qa` stands in the way."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    check_not_hidden()
    return getattr(import_module("qa"), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def check_not_hidden() -> None:
    """Raises ImportError where a package `qa` or `index` is found that is not the one beside this package."""
    for name in ("qa", "index"):
        found = getattr(import_module(name), "__file__", None)
        if found is None or Path(found).resolve().parent.parent != Path(__file__).resolve().parent.parent:
            raise ImportError(
                f"another package called {name} ({found or 'a folder without __init__.py'}) hides the one of yinzheng; "
                f"rename it, or run this where it is not on Python's path"
            )
