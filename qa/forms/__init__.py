"""The JSON of an answer, defined once: its types, bounds and what each part means.

The records' `to_dict` are typed by it, `answer.schema.json` is made of it, and a saved answer is checked by it. Nothing
imports it to ask a question: the records need it for their types alone.
"""

from __future__ import annotations

from qa.forms.answer import Answer, Fact, Generated, Hit, Match, Stated, Understood, adapter
from qa.forms.citation import Certificate, Citation, GeneratedSentence, Gloss, Glosses, Note, Place, Translation
from qa.forms.evidence import AllEvidence, evidence_adapter
from qa.forms.schema import made_evidence_schema, made_schema
from qa.forms.shared import LeftOut, Library, Statement, View

__all__ = [
    "AllEvidence",
    "Answer",
    "Certificate",
    "Citation",
    "Fact",
    "Generated",
    "GeneratedSentence",
    "Gloss",
    "Glosses",
    "Hit",
    "LeftOut",
    "Library",
    "Match",
    "Note",
    "Place",
    "Stated",
    "Statement",
    "Translation",
    "Understood",
    "View",
    "adapter",
    "evidence_adapter",
    "made_evidence_schema",
    "made_schema",
]
