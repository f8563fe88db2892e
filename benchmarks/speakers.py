"""Who is shown as saying what: `python -m benchmarks.speakers --data DATA` writes benchmarks/results/speakers.json.

Turns: quotations of transcripts (`corpus-*/speakers.jsonl`), with the label of the turn they stand in and whether it asks.
News: sentences of articles (`tests/golden/speakers_news.jsonl`, over `newsqa/dev`), marked before any of them was read by
the program: who says them, in every form that the article has for them, or nobody; the second set was marked, and first
read, after the rules had been corrected on the first; the third and the fourth are the same articles in other languages, each
first read after the rules had been corrected on those before it. A sentence is right where all whom it is
shown to be said by are among these, wrong where one is not, and none where nobody is shown. No model is needed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable
from pathlib import Path

from corpora.news_set import news_sentences
from corpora.rows import rows
from index.build import make_document
from index.records import Document, Source
from index.speech.said import speech
from index.text.script import fold

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT / "tests" / "golden" / "speakers_news.jsonl"
RESULT = ROOT / "benchmarks" / "results" / "speakers.json"
_HELD = (
    "before",
    "second set at first reading",
    "third set at first reading",
    "fourth set at first reading",
    "fourth set, by the rules before",
)
"""Measured once, by rules that had seen none of it; kept as they were."""


def in_turns(folder: Path) -> dict[str, object]:
    """The quotations of one corpus: speakers shown, and questions known as questions."""
    documents: dict[str, Document] = {}
    found = {"quotations": 0, "right": 0, "wrong": 0, "none": 0, "asking right": 0, "not found": 0}
    faults: list[str] = []
    for row in rows(folder / "speakers.jsonl"):
        name, quote, speaker = str(row["doc"]), str(row["quote"]), str(row["speaker"])
        if name not in documents:
            path = next((folder / "docs").glob(f"{name}.*"))
            documents[name] = make_document(path, path.read_bytes(), Source())
        document = documents[name]
        at = _place(document.text, quote)
        found["quotations"] += 1
        if at is None:
            found["not found"] += 1
            faults.append(f"{name} {quote[:40]}: not found")
            continue
        shown = speech(document, *at)
        outer = {_bare(chain[0]) for chain in shown.chains} if shown.whole else set[str]()
        verdict = "none" if not outer else "right" if outer == {_bare(speaker)} else "wrong"
        found[verdict] += 1
        asks = _asks(document, at[0])
        found["asking right"] += asks == row["is_question"]
        if verdict != "right" or asks != row["is_question"]:
            faults.append(f"{name} {speaker} {row['is_question']}: {quote[:40]} ({shown.line() or 'nobody'}, {asks})")
    return {**_shares(found), "faults": faults}


def in_news(data: Path, part: str) -> dict[str, object]:
    """The marked sentences of the news articles of one set."""
    texts = news_sentences(data / "newsqa" / "dev")
    documents: dict[tuple[str, str], tuple[Document, list[int]]] = {}
    found = {"quotations": 0, "right": 0, "wrong": 0, "none": 0, "rightly none": 0}
    faults: list[str] = []
    for row in (row for row in rows(NEWS) if row["set"] == part):
        name, language, number = str(row["doc"]), str(row["language"]), row["sentence"]
        sentences = texts[name][language]
        if (name, language) not in documents:
            path = Path(f"{name}-{language}.txt")
            data_ = "\n\n".join(sentences).encode()
            document = make_document(path, data_, Source(language=language))
            documents[name, language] = (document, _places(document.text, sentences))
        document, places = documents[name, language]
        at = places[number]
        shown = speech(document, at, at + len(sentences[number].rstrip()))
        wanted = row["speakers"]
        said = shown.innermost
        if not said:
            verdict = "none" if wanted else "rightly none"
        else:
            verdict = "right" if set(map(_bare, said)) <= set(map(_bare, wanted)) else "wrong"
        found["quotations"] += 1
        found[verdict] += 1
        if verdict in ("none", "wrong"):
            faults.append(
                f"{name} {language} {number} {'|'.join(wanted[:1])}: {sentences[number][:60]} ({shown.line()})"
            )
    return {**_shares(found), "faults": faults}


def _places(text: str, sentences: Iterable[str]) -> list[int]:
    """Where the sentences stand in the text, in order."""
    found, at = [], 0
    for sentence in sentences:
        start = text.find(sentence.strip(), at)
        at = start if start >= 0 else at
        found.append(at)
    return found


def _place(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quotation stands, whatever white space is in it."""
    pattern = r"\s*".join(re.escape(part) for part in quote.split())
    match = re.search(pattern, text)
    return match.span() if match else None


def _bare(name: str) -> str:
    return re.sub(r"\s+", "", fold(name)).strip(":")


def _asks(document: Document, at: int) -> bool:
    section = next((s for s in document.sections if s.start <= at < s.end), None)
    turn = getattr(section, "turn", None)
    return bool(turn and turn.asks)


def _shares(found: dict[str, int]) -> dict[str, object]:
    shown = found["right"] + found["wrong"]
    said = shown + found["none"]
    return {
        **found,
        "right of those shown": round(found["right"] / shown, 4) if shown else None,
        "wrong of those shown": round(found["wrong"] / shown, 4) if shown else None,
        "right of those said": round(found["right"] / said, 4) if said else None,
    }


def main() -> None:
    """Measure, write the result file and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with corpus-a, corpus-b and newsqa")
    parser.add_argument("--out", type=Path, default=RESULT, help="file to write the figures to")
    given = parser.parse_args()
    held = json.loads(given.out.read_text(encoding="utf-8")) if given.out.exists() else {}
    result: dict[str, object] = {"command": "python -m benchmarks.speakers --data DATA"}
    result |= {name: held[name] for name in _HELD if name in held}
    for corpus in ("corpus-a", "corpus-b"):
        result[corpus] = in_turns(given.data / corpus)
    for part in ("first", "second", "third", "fourth"):
        result[f"news, {part} set"] = in_news(given.data, part)
    given.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
