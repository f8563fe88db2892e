"""What the rules for dates, numbers and amounts take from answers and from other sentences.

    python -m benchmarks.wanted --data PATH

Questions of the training parts that ask for a date, a number, an amount or a share: the sentences that answer and the others of
the paragraph, and of both how many hold nothing of the kind (`kind`, `qa.question.answer_type`) and nothing that may be what is asked for
(`wanted`, `qa.question.wanted`).
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from corpora.public import LICENCES, asked, paragraphs
from index.text.sentences import sentences
from qa.question.answer_type import TOLD, asked_for, holds
from qa.question.wanted import Wanted

RESULT = Path("benchmarks/results/wanted.json")
SETS = ("cmrc2018", "drcd", "jsquad", "jaquad", "xquad")
MOST = 6000
LANGUAGES = ("zh", "zh-Hant", "ja", "en")
"""Those whose question words `qa.question.answer_type` knows."""


def measure(data: Path, name: str) -> Counter[str]:
    """How many sentences there are of each sort, and how many each rule takes out."""
    parts = paragraphs(data / name / "train")
    questions = [
        q for q in asked(data / name / "train") if q.spans and q.language in LANGUAGES and q.paragraph in parts
    ]
    random.Random(name).shuffle(questions)
    told: Counter[str] = Counter()
    for question in questions[:MOST]:
        kind, wanted = asked_for(question.text), Wanted.of(question.text)
        if kind not in TOLD:
            continue
        told["questions"] += 1
        start, end = question.spans[0]
        for sentence in sentences(parts[question.paragraph].text):
            answers = min(end, sentence.end) - max(start, sentence.start) > (end - start) / 2
            which = "answering" if answers else "other"
            told[f"{which} sentences"] += 1
            told[f"{which}, taken out by kind"] += not holds(sentence.text, kind)
            told[f"{which}, taken out by wanted"] += not wanted.held_by(sentence.text)
    return told


def main() -> None:
    """Measure and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    arguments = parser.parse_args()
    results = {name: measure(arguments.data, name) for name in SETS}
    report = {
        "command": "python -m benchmarks.wanted --data PATH",
        "data": [f"{LICENCES[name]}, train" for name in SETS],
        "all": dict(sum(results.values(), Counter[str]())),
        "by_set": {name: dict(told) for name, told in results.items()},
    }
    print(json.dumps(report["all"], indent=1))
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
