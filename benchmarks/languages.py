"""How often the language of a public question is told right, and how long it takes.

    python -m benchmarks.languages --data PATH

`taken for English` matters most: a question in English is moved to the passages' language, so no other may pass for one.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from corpora.public import LICENCES, asked
from index.text.script import asked_language, language_of

SETS = {
    "cmrc2018/dev": "zh-Hans",
    "drcd/dev": "zh-Hant",
    "jsquad/dev": "ja",
    "nomiracl/dev-ko": "ko",
    "nomiracl/dev-en": "en",
}
PARALLEL = "xquad/train"
RESULT = Path(__file__).parent / "results" / "languages.json"
_MOST = 500


def measure(questions: list[str], language: str) -> dict[str, object]:
    """The figures of questions that are all in one language."""
    language_of(questions[0])
    started = time.perf_counter()
    right = sum(language_of(question) == language for question in questions)
    seconds = time.perf_counter() - started
    english = sum(asked_language(question) == "en" for question in questions)
    return {
        "questions": len(questions),
        "right": round(right / len(questions), 3),
        "taken for English": round(english / len(questions), 3),
        "milliseconds": round(1000 * seconds / len(questions), 3),
    }


def main() -> None:
    """Measure, write the result file and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    names = dict.fromkeys(name.partition("/")[0] for name in [*SETS, PARALLEL])
    result: dict[str, object] = {
        "command": "python -m benchmarks.languages --data PATH",
        "data": {name: LICENCES[name] for name in names},
    }
    for name, language in SETS.items():
        result[f"{name} {language}"] = measure([question.text for question in asked(data / name)][:_MOST], language)
    parallel = asked(data / PARALLEL)
    for language in sorted({question.language for question in parallel} - {"zh"}):
        texts = [question.text for question in parallel if question.language == language][:_MOST]
        result[f"{PARALLEL} {language}"] = measure(texts, language)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
