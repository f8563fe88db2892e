"""Ask a set of documents a question; get quotations that are truly in them.

from qa import ask, retrieve

for hit in retrieve("What is the US–ROK Nuclear Consultative Group?", k=5):
    print(hit.passage.text)
print(ask("秋山信将向日本提出了哪些建议？").to_dict()["verdict"])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.answer.all_evidence import AllEvidence
    from qa.api import all_evidence, ask, document, documents, evidence, retrieve
    from qa.engine import Engine
    from qa.proof.verification import verify
    from qa.question.followup.conversation import Conversation
    from qa.records import Answer, Citation, Fact, Hit, Match, Statement, Understood, Verdict
    from qa.retrieval.filters import Filters

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
    "document",
    "documents",
    "evidence",
    "retrieve",
    "verify",
]

_HOMES = {
    "all_evidence": "api",
    "AllEvidence": "answer.all_evidence",
    "ask": "api",
    "document": "api",
    "documents": "api",
    "evidence": "api",
    "Conversation": "question.followup.conversation",
    "retrieve": "api",
    "Engine": "engine",
    "Filters": "retrieval.filters",
    "verify": "proof.verification",
}
"""The module of each name; the others are records."""


def __getattr__(name: str) -> Any:
    """A name is imported when it is first used: help, and a test run that has the plugin, need not wait for any."""
    if name in __all__:
        return getattr(import_module(f"qa.{_HOMES.get(name, 'records')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
