"""What a question brings back: hits, citations, an answer. Frozen, slotted; `to_dict` is the JSON of the command line."""

from __future__ import annotations

from qa.records.answer import Answer, Generated, Understood
from qa.records.citation import Certificate, Citation, GeneratedSentence, Gloss, Glosses, Translation, translation_holds
from qa.records.fact import Fact
from qa.records.found import Hit, Match
from qa.records.place import page_of, time_of
from qa.records.shared import LeftOut, Statement, View
from qa.verdict import SCHEMA, Property, Verdict

__all__ = [
    "SCHEMA",
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
    "Match",
    "Property",
    "Statement",
    "Translation",
    "Understood",
    "Verdict",
    "View",
    "page_of",
    "time_of",
    "translation_holds",
]
