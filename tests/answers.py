"""Answers made by hand, for what is done with an answer."""

from __future__ import annotations

from index.offsets import OffsetMap
from index.records import Document, Passage, Section, SectionKind, Source
from qa.records import Answer, Citation, Hit, Statement, Verdict


def answered(*texts: str, language: str = "en", title: str = "A title") -> Answer:
    """An answer that cites the whole of each text, and has one passage more that it does not cite."""
    cited = [citation(number, text, title) for number, text in enumerate(texts, start=1)]
    unquoted = citation(9, "A passage that nobody quotes.", "Unquoted")
    hits = [Hit(c.number, c.document, c.passage, 1.0) for c in (*cited, unquoted)]
    return Answer(
        question="When was it built?",
        language=language,
        verdict=Verdict.ANSWERED if cited else Verdict.NOT_IN_LIBRARY,
        statements=tuple(Statement(c.quote, (c.number,)) for c in cited),
        citations=tuple(cited),
        passages=tuple(hits),
        library={
            "path": "made.sqlite",
            "documents": len(hits),
            "passages": len(hits),
            "generation": 1,
            "corpus": "made",
        },
        model="none",
        seconds=0.0,
    )


def citation(number: int, text: str, title: str) -> Citation:
    section = Section(0, len(text), SectionKind.BODY)
    source = Source(title=title, publisher="A paper", published="2024-04")
    document = Document(f"d{number}", "d.txt", "00", source, text, "en", OffsetMap.identity(len(text)), (section,))
    return Citation(number, document, Passage(document.id, 0, len(text), text, section, "en"), 0, len(text), text, 0.9)
