"""Whether reading may stop once the odds are settled: how many passages are read, and which answers change for it.

    python -m benchmarks.settled --data PATH [--most N]

Every question is asked twice, reading till the odds are settled (`qa.reading.desk.SETTLED`) and reading all passages; an answer
changes where its verdict, a statement or a quotation does. The rule was chosen with the figures of
the public sets and of ours at hand.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.held_out import SETS as HELD_OUT
from benchmarks.product import product_of
from corpora.news_set import news_questions, news_sentences
from corpora.public import (
    LICENCES,
    Article,
    Paragraph,
    articles,
    asked,
    paragraphs,
)
from index.build import build
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.settings import Settings
from qa.engine import Engine
from qa.evaluation.question_file import read_questions
from qa.reading import desk
from qa.reading.reader import Reader, Reading
from qa.reading.span_reader import SpanReader
from qa.records import Answer

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "settled.json"
FIXED = {"fixed": (ROOT / "seeds", ROOT / "tests" / "questions" / "seeds.jsonl"), **HELD_OUT}
PUBLIC = {"cmrc2018/dev": 60, "xquad/dev-en": 24, "xquad/dev-zh": 24}
"""How many titles of a set make its library."""
NEWS = "NTREX-128 (Federmann, Kocmi and Xin, 2022), CC BY-SA 4.0, with questions of this project's (newsqa/dev)"
_LANGUAGES = ("zh-Hans", "en", "ja", "ko", "zh-Hant")
_TOGETHER = 4
"""Sentences of the news that make a paragraph."""


class Counting:
    """A reader that keeps what it has read and counts for how many passages it was asked."""

    marks_evidence = True

    def __init__(self, reader: Reader) -> None:
        self._reader, self._kept = reader, dict[tuple[str, str], Reading]()
        self.name, self.passages = reader.name, 0

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage."""
        self.passages += len(passages)
        new = [text for text in dict.fromkeys(passages) if (question, text) not in self._kept]
        for text, reading in zip(new, self._reader.read(question, new), strict=True):
            self._kept[question, text] = reading
        return [self._kept[question, text] for text in passages]


def compared(engine: Engine, reader: Counting, texts: Sequence[str]) -> dict[str, Any]:
    """Of these questions: how many passages are read for one, and how many answers change."""
    found: dict[str, list[Answer]] = {}
    read: dict[str, float] = {}
    for name, rule in (("till settled", desk.SETTLED), ("all", ())):
        with patch.object(desk, "SETTLED", rule):
            before = reader.passages
            found[name] = [engine.ask(text) for text in texts]
            read[name] = round((reader.passages - before) / len(texts), 2)
    pairs = list(zip(texts, found["till settled"], found["all"], strict=True))
    changed = [text for text, one, other in pairs if _said(one) != _said(other)]
    return {"questions": len(texts), "passages read for a question": read, "changed": changed}


def _said(answer: Answer) -> tuple[object, ...]:
    quoted = [(one.document.id, one.start, one.end) for one in (*answer.citations, *answer.nearest)]
    return answer.verdict, answer.statements, quoted


def news(folder: Path, most: int) -> tuple[list[Article], list[str]]:
    """The news, each text in one of the five languages in turn, and questions in each of them in turn."""
    parts = []
    for place, (document, held) in enumerate(news_sentences(folder).items()):
        language = _LANGUAGES[place % len(_LANGUAGES)]
        sentences = held[language]
        between = "" if language[:2] in ("zh", "ja") else " "
        for at in range(0, len(sentences), _TOGETHER):
            text = between.join(sentences[at : at + _TOGETHER])
            parts.append(Paragraph(f"{document}-{at}", document, text))
    worded = [question.texts for question in news_questions(folder)]
    chosen = worded[:: max(1, len(worded) // most)][:most]
    return articles(parts, titled=False), [texts[_LANGUAGES[n % len(_LANGUAGES)]] for n, texts in enumerate(chosen)]


def public(folder: Path, titles: int, most: int) -> tuple[list[Article], list[str]]:
    """The paragraphs of the first titles of a set, and questions about them at even distances."""
    parts = paragraphs(folder)
    chosen = set(list(dict.fromkeys(part.title for part in parts.values()))[:titles])
    held = {name: part for name, part in parts.items() if part.title in chosen}
    texts = [question.text for question in asked(folder) if question.paragraph in held]
    return articles(held.values()), texts[:: max(1, len(texts) // most)][:most]


@contextmanager
def opened(made: Sequence[Article] | Path, embedder: Embedder, reader: Reader) -> Iterator[Engine]:
    """An engine over these documents, or over the files of a folder."""
    if not isinstance(made, Path):
        with product_of(made, embedder) as product:
            yield Engine(product.library, embedder, reader=reader)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        settings = Settings.load(os.environ)
        build([made], path, embedder, settings, strict=True)
        engine = Engine.open(settings, path, embedder=embedder, reader=reader)
        yield engine
        engine.close()


def measure(
    data: Path, most: int, embedder: Embedder, reader: Reader, tell: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """All sets, the public ones first."""
    counting = Counting(reader)
    result: dict[str, Any] = {}
    sets: dict[str, tuple[Sequence[Article] | Path, list[str]]] = {"newsqa/dev": news(data / "newsqa" / "dev", most)}
    sets |= {name: public(data / name, titles, most) for name, titles in PUBLIC.items()}
    for name, (folder, file) in FIXED.items():
        sets[name] = folder, [text for question in read_questions(file) for text in question.texts.values()]
    for name, (made, texts) in sets.items():
        with opened(made, embedder, counting) as engine:
            result[name] = compared(engine, counting, texts)
            tell(f"{name}: {json.dumps(result[name], ensure_ascii=False)}")
    return {
        "command": "python -m benchmarks.settled --data PATH",
        "data": [NEWS, *(f"{LICENCES[name.partition('/')[0]]}, {name.partition('/')[2]}" for name in PUBLIC)],
        "rule": [{"read": one.read, "surely": one.surely, "hardly": one.hardly} for one in desk.SETTLED],
        "results": result,
    }


def main() -> None:
    """Measure, and write the result file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="the folder of public question sets")
    parser.add_argument("--most", type=int, default=150, help="how many questions of each public set")
    arguments = parser.parse_args()
    settings = Settings.load(os.environ)
    reader = SpanReader.load(settings)
    result = measure(arguments.data, arguments.most, load_embedder(settings), reader, print)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
