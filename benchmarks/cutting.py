"""Measure how documents are cut, without a model: `python -m benchmarks.cutting --data PATH` adds to benchmarks/results/cutting.json.

PATH is the folder of the data sets. Counted over the documents of corpus A and B, the probes and the seeds:

- outside: sentences that leave their passage;
- markup: signs of Markdown left in the text of Markdown files, by kind;
- in one sentence, in one passage: the share of the quotes that the question files expect, each alternative by itself,
  that stand whole in one sentence, in one passage of the document as it is indexed; white space and signs do not count;
- nowhere: quotes that stand in no passage even in pieces of half of it;
- ends: of the news of `newsqa/dev`, each article as one line, how many of the ends that its sentences have are found, and how many
  places are taken for one inside a sentence, by language. A translation puts several sentences where the first language has one.

`--as NAME` names the state of the code that is measured; what was measured under other names is kept.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from itertools import accumulate
from pathlib import Path

from corpora.rows import rows
from index.build import make_document
from index.errors import SourceError
from index.formats import suffixes
from index.passages import passages
from index.records import Document, Passage, Source
from index.settings import Settings
from index.sources import read_sources
from index.text.sentences import sentences
from qa.evaluation.question_file import read_questions

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "cutting.json"
MARKUP = {
    "emphasis": re.compile(r"\*\*|(?<!\w)__(?=\w)|~~"),
    "code": re.compile(r"`"),
    "link": re.compile(r"\]\(|!\["),
    "heading": re.compile(r"^\s*#{1,6}\s", re.MULTILINE),
    "item": re.compile(r"^\s*[-*+] ", re.MULTILINE),
    "quotation": re.compile(r"^\s*>", re.MULTILINE),
    "table": re.compile(r"^\s*\|.*\|\s*$|\|-{2,}", re.MULTILINE),
    "tag": re.compile(r"</?[a-zA-Z][^<>\n]*>|<!--|-->"),
    "entity": re.compile(r"&(?:#\d+|#x[\da-fA-F]+|[a-z]+);"),
    "shortcode": re.compile(r"\{[{%<]|^:::", re.MULTILINE),
}
_SIGNS = re.compile(r"[\s*_`\[\]|·⁰¹²³⁴⁵⁶⁷⁸⁹>#]|\(https?://[^)]*\)")

_Made = dict[str, tuple[Document, tuple[Passage, ...]]]


def made(folder: Path) -> tuple[_Made, list[str]]:
    """The documents of a folder with their passages, and what could not be read."""
    sources = read_sources(folder) if (folder / "sources.toml").exists() else {}
    found: _Made = {}
    failed: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in suffixes() or path.suffix == ".zip":
            continue
        try:
            document = make_document(path, path.read_bytes(), sources.get(path.name, Source()))
            found[document.id] = (document, passages(document, Settings().passage_length))
        except SourceError as error:
            failed.append(str(error).replace(f"{folder}/", ""))
    return found, failed


def cut(found: _Made) -> dict[str, object]:
    """How the documents are cut."""
    held = [(passage, sentence) for _, pieces in found.values() for passage in pieces for sentence in passage.sentences]
    outside = [1 for p, s in held if not p.start <= s.start <= s.end <= p.end]
    markup: Counter[str] = Counter()
    for document, _ in found.values():
        if document.file.endswith((".md", ".markdown")):
            for kind, sign in MARKUP.items():
                markup[kind] += len(sign.findall(document.text))
    return {
        "documents": len(found),
        "passages": sum(len(pieces) for _, pieces in found.values()),
        "sentences": len(held),
        "outside": len(outside),
        "markup": {kind: number for kind, number in markup.items() if number},
    }


def quotes(file: Path, found: _Made) -> dict[str, object]:
    """How the quotes of a question file stand in the documents."""
    wanted = {
        (alternative.document, alternative.quote)
        for question in read_questions(file)
        for fact in question.facts
        for alternative in fact
    }
    sentence = passage = nowhere = 0
    for name, quote in wanted:
        pieces = next((pieces for key, (_, pieces) in found.items() if key.startswith(name)), ())
        words = _bare(quote)
        texts = [_bare(piece.text) for piece in pieces]
        passage += any(words in text for text in texts)
        sentence += any(words in _bare(one.text) for piece in pieces for one in piece.sentences)
        half = (words[: (len(words) + 1) // 2], words[len(words) // 2 :])
        nowhere += not any(part in text for part in half for text in texts)
    return {
        "quotes": len(wanted),
        "in one sentence": round(sentence / max(len(wanted), 1), 4),
        "in one passage": round(passage / max(len(wanted), 1), 4),
        "nowhere": nowhere,
    }


def ends(data: Path) -> dict[str, dict[str, int]]:
    """Where sentences of the news are known to end, and where they are cut, by language."""
    found: dict[str, Counter[str]] = {}
    for row in rows(data / "newsqa" / "dev" / "documents.jsonl"):
        for language, given in row["sentences"].items():
            texts = [" ".join(text.split()) for text in given if text.strip()]
            between = " " if language in ("en", "ko") else ""
            text = between.join(texts)
            known = {size - len(between) for size in accumulate(len(one) + len(between) for one in texts)}
            cuts = {sentence.end for sentence in sentences(text)}
            counts = found.setdefault(language, Counter())
            counts += Counter({"ends": len(known), "found": len(known & cuts), "inside a sentence": len(cuts - known)})
    return {language: dict(counts) for language, counts in found.items()}


def _bare(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def figures(data: Path) -> dict[str, object]:
    """The figures of every set of documents."""
    sets = {
        "corpus A": (data / "corpus-a" / "docs", data / "corpus-a" / "questions.jsonl"),
        "corpus B": (data / "corpus-b" / "docs", data / "corpus-b" / "questions.jsonl"),
        "probes": (data / "probes" / "docs", None),
        "seeds": (ROOT / "seeds", ROOT / "tests" / "questions" / "seeds.jsonl"),
    }
    result: dict[str, object] = {"ends": ends(data)}
    for name, (folder, file) in sets.items():
        found, failed = made(folder)
        result[name] = cut(found) | ({"failed": failed} if failed else {}) | (quotes(file, found) if file else {})
    return result


def main() -> None:
    """Measure, add to the result file and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the data sets")
    parser.add_argument("--as", dest="name", default="now", help="what the state of the code is called")
    parser.add_argument("--out", type=Path, default=RESULT, help="the file that is written")
    given = parser.parse_args()
    result = json.loads(given.out.read_text(encoding="utf-8")) if given.out.exists() else {}
    result["command"] = "python -m benchmarks.cutting --data PATH --as NAME"
    result[given.name] = figures(given.data)
    given.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    json.dump(result[given.name], sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
