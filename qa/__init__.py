"""Ask a set of documents a question; get quotations that are truly in them.

from qa import ask, retrieve

for hit in retrieve("What is the US–ROK Nuclear Consultative Group?", k=5):
    print(hit.passage.text)
print(ask("秋山信将向日本提出了哪些建议？").to_dict()["verdict"])
"""

from __future__ import annotations

from qa.engine import Engine, ask, retrieve
from qa.records import Answer, Citation, Hit, Statement, Verdict

__all__ = ["Answer", "Citation", "Engine", "Hit", "Statement", "Verdict", "ask", "retrieve"]
