"""How well the reader reads when it is handed the paragraph that answers: exact match and F1 of its span.

    python -m benchmarks.reader --data PATH

The whole paragraph is given, in the windows that the product cuts of a long text; questions of XQuAD are asked in every
language over the Chinese and over the English paragraph, those of CMRC 2018 and DRCD in the other Chinese script too, as they
are and as the product rewrites them (`as_written`). `told_apart` is the area under the ROC curve of relevance between
the right paragraph and another one of the same set that shares most characters with the question.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.curves import area
from benchmarks.spans import exact, f1
from corpora.public import (
    LICENCES,
    Asked,
    Paragraph,
    asked,
    paragraphs,
)
from index.settings import Settings
from index.text.script import simplified, traditional
from qa.reading.span_reader import SpanReader

RESULT = Path("benchmarks/results/reader.json")
SETS = ("cmrc2018/dev", "drcd/dev", "jsquad/dev", "jaquad/dev", "xquad/dev-zh", "xquad/dev-en")
_OTHER_SCRIPT = {"cmrc2018": (simplified, traditional), "drcd": (traditional, simplified)}
"""The set's own script, and the other one."""


def nearest(questions: Sequence[Asked], parts: dict[str, Paragraph]) -> dict[str, Paragraph]:
    """For each question the paragraph, not its own, that shares most of its characters."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    held = list(parts.values())
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True)
    matrix = vectorizer.fit_transform([part.text for part in held])
    scores = (vectorizer.transform([q.text for q in questions]) @ matrix.T).toarray()
    found = {}
    for question, row in zip(questions, scores, strict=True):
        order = (held[i] for i in row.argsort()[::-1])
        found[question.id] = next(part for part in order if part.id != question.paragraph)
    return found


def measure(folder: Path, name: str, reader: SpanReader, most: int) -> list[dict[str, Any]]:
    """A row for each language of the questions."""
    parts = paragraphs(folder)
    groups: dict[str, list[tuple[Asked, str]]] = defaultdict(list)
    for question in asked(folder):
        if question.spans and question.paragraph in parts:
            groups[question.language].append((question, question.text))
            own, other = _OTHER_SCRIPT.get(name.partition("/")[0], (None, None))
            if own and other:
                foreign = other(question.text)
                groups["the other script"].append((question, foreign))
                groups["the other script, as written"].append((question, own(foreign)))
    rows = []
    for language, questions in sorted(groups.items()):
        chosen = questions[:: max(1, len(questions) // most)][:most]
        wrong = nearest([question for question, _ in chosen], parts)
        scores, same, right, others = [], 0, [], []
        for question, words in chosen:
            text = parts[question.paragraph].text
            reading, near = reader.read(words, [text, wrong[question.id].text])
            answers = [text[a:b] for a, b in question.spans]
            said = text[slice(*reading.span)]
            scores.append(f1(said, answers))
            same += exact(said, answers)
            right.append(reading.relevance)
            others.append(near.relevance)
        rows.append(
            {
                "set": name,
                "questions_in": language,
                "questions": len(chosen),
                "f1": round(sum(scores) / len(scores), 4),
                "exact": round(same / len(chosen), 4),
                "told_apart": round(area(right, others), 4),
            }
        )
        print(rows[-1], flush=True)
    return rows


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--most", type=int, default=400, help="how many questions of each set and language")
    parser.add_argument(
        "--only",
        default="",
        help="sets, by the beginning of their name, with commas; what was measured of the others is kept",
    )
    arguments = parser.parse_args()
    reader = SpanReader.load(Settings(), print)
    wanted = tuple(arguments.only.split(","))
    rows = [
        row
        for name in SETS
        if name.startswith(wanted)
        for row in measure(arguments.data / name, name, reader, arguments.most)
    ]
    report: dict[str, Any] = {
        "command": "python -m benchmarks.reader --data PATH",
        "data": [LICENCES[name] for name in ("cmrc2018", "drcd", "jsquad", "jaquad", "xquad")],
        "results": rows,
    }
    if arguments.only:
        before = json.loads(RESULT.read_text(encoding="utf-8"))["results"]
        report["results"] = sorted(
            rows + [row for row in before if not row["set"].startswith(wanted)], key=lambda row: SETS.index(row["set"])
        )
    if rows:
        RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
