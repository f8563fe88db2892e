"""Public question sets as documents and questions: `corpus.jsonl` and `queries.jsonl` of a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.rows import rows
from index.offsets import OffsetMap
from index.records import Document, Section, SectionKind, Source
from index.text.script import language_of

__all__ = ["LICENCES", "Article", "Asked", "Paragraph", "articles", "asked", "paragraphs", "parallel"]

LICENCES = {
    "xquad": "XQuAD (Artetxe, Ruder and Yogatama, 2020), CC BY-SA 4.0",
    "cmrc2018": "CMRC 2018 (Cui et al., 2019), CC BY-SA 4.0",
    "drcd": "DRCD (Shao et al., 2018), CC BY-SA 3.0",
    "expmrc": "ExpMRC (Cui et al., 2022), CC BY-SA 4.0",
    "jsquad": "JSQuAD (JGLUE 1.3, Kurihara et al., 2022), CC BY-SA 4.0",
    "jaquad": "JaQuAD (So et al., 2022), CC BY-SA 3.0",
    "clapnq": "CLAPNQ (Rosenthal et al., 2025), Apache-2.0, text from Wikipedia",
    "nomiracl": "NoMIRACL (Thakur et al., 2024), Apache-2.0, text from Wikipedia",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A passage of a data set, as it is given there."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `spans` are the answers in the text of the paragraph `paragraph`, none where nothing answers."""

    id: str
    text: str
    language: str
    paragraph: str
    spans: tuple[tuple[int, int], ...]
    evidence: tuple[tuple[int, int], ...] = ()
    candidates: tuple[str, ...] = ()
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class Article:
    """Paragraphs of one title as one document; `starts` maps offsets in each paragraph to the document's text."""

    document: Document
    starts: dict[str, int]

    def spans(self, question: Asked, evidence: bool = False) -> list[tuple[int, int]]:
        """Where in the document's text the question is answered; none where its paragraph is not in this document."""
        if question.paragraph not in self.starts:
            return []
        shift = self.starts[question.paragraph]
        return [
            (a + shift, b + shift) for a, b in (question.evidence if evidence else question.spans) if a + shift >= 0
        ]


def paragraphs(folder: Path) -> dict[str, Paragraph]:
    """The passages of a folder, by id."""
    found = [Paragraph(str(r["id"]), str(r["title"]), str(r["text"])) for r in rows(folder / "corpus.jsonl")]
    return {paragraph.id: paragraph for paragraph in found}


def asked(folder: Path) -> list[Asked]:
    """The questions of a folder."""
    return [_asked(row) for row in rows(folder / "queries.jsonl")]


def _asked(row: dict[str, object]) -> Asked:
    def spans(texts: object, starts: object) -> tuple[tuple[int, int], ...]:
        pairs = zip(texts or (), starts or (), strict=True)  # type: ignore[call-overload]
        return tuple((int(start), int(start) + len(text)) for text, start in pairs if start >= 0)

    return Asked(
        id=str(row["id"]),
        text=str(row["text"]),
        language=str(row["lang"]),
        paragraph=str(row["doc"] or ""),
        spans=spans(row.get("answers"), row.get("answer_starts")),
        evidence=spans(row.get("evidences"), row.get("evidence_starts")),
        candidates=tuple(row.get("candidates") or ()),  # type: ignore[arg-type]
        answerable=bool(row.get("answerable", True)),
    )


def parallel(questions: Sequence[Asked], language: str) -> list[Asked]:
    """Questions of a parallel set, in every language, all asked of the passages in `language`."""
    there = {q.id.partition("-")[2]: q for q in questions if q.language == language}
    return [
        replace(q, id=f"{q.id}-{language}", paragraph=twin.paragraph, spans=twin.spans)
        for q in questions
        if (twin := there.get(q.id.partition("-")[2]))
    ]


def articles(parts: Iterable[Paragraph], titled: bool = True, longest: int = 40, split: bool = False) -> list[Article]:
    """One document for each title, its paragraphs in order; `titled` puts the title in the heading path.

    A title with more than `longest` paragraphs makes several documents. With `split` each paragraph is a section of its
    own, so that it is cut in the same way whatever stands beside it.
    """
    grouped: dict[str, list[Paragraph]] = {}
    for part in parts:
        group = grouped.setdefault(part.title, [])
        while len(group) >= longest:
            part = replace(part, title=f"{part.title}+")
            group = grouped.setdefault(part.title, [])
        group.append(part)
    return [_article(group, titled, split) for group in grouped.values()]


def _article(group: Sequence[Paragraph], titled: bool, split: bool) -> Article:
    starts: dict[str, int] = {}
    bounds: list[tuple[int, int]] = []
    text = ""
    for part in group:
        named = part.title.rstrip("+") + "\n"
        head = len(named) if part.text.startswith(named) else 0
        starts[part.id] = len(text) - head
        bounds.append((len(text), len(text) + len(part.text) - head))
        text += part.text[head:] + "\n"
    text = text.removesuffix("\n")
    bounds = bounds if split else [(0, len(text))]
    digest = hashlib.sha256(f"{group[0].id}\n{text}".encode()).hexdigest()
    title = group[0].title.rstrip("+").replace("_", " ")
    path = (title,) if titled else ()
    language = language_of(text)
    return Article(
        Document(
            id=digest[:12],
            file=f"{group[0].id}.txt",
            sha256=digest,
            source=Source(title=title if titled else "", language=language),
            text=text,
            language=language,
            offsets=OffsetMap.identity(len(text)),
            sections=tuple(Section(start, end, SectionKind.BODY, path) for start, end in bounds),
        ),
        starts,
    )
