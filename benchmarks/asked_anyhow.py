"""How much an answer suffers from how a question is typed: `python -m benchmarks.asked_anyhow --data DATA`.

Questions of the parallel news' training part, each in four languages, over the articles in the question's own language, as
they are and perturbed: one letter swapped, dropped or doubled; marks stripped; capitals; full-width letters; several spaces; a
polite frame around. benchmarks/results/asked-anyhow.json says for each how often the first passage found is the same, how often
it is among the first five, and how often the verdict is the same.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.answers import indexed
from benchmarks.newsqa import write
from corpora.news_set import news_questions, news_sentences
from index.settings import Settings
from qa.engine import Engine

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "asked-anyhow.json"
LANGUAGES = ("en", "zh-Hans", "ja", "ko")
EACH = 10
DOCUMENTS = 15
"""How many articles the library holds."""
SEED = 7
_POLITE = {
    "en": "Dear team, I hope you are well. I was wondering whether you could possibly tell me the following: {} Thank you very much in advance.",
    "zh-Hans": "您好，不好意思打扰了，我想请教一个问题，能不能麻烦您告诉我：{} 非常感谢您的帮助！",
    "ja": "お世話になっております。お忙しいところ恐れ入りますが、次の点について教えていただけないでしょうか。{} どうぞよろしくお願いいたします。",
    "ko": "안녕하세요. 바쁘신데 죄송합니다만 다음 내용을 알려 주실 수 있을까요? {} 미리 감사드립니다.",
}


def slipped(text: str, chosen: random.Random) -> str:
    """One letter swapped with the next, dropped, or doubled."""
    places = [at for at, char in enumerate(text[:-1]) if char.isalpha() and text[at + 1].isalpha()]
    if not places:
        return text
    at = chosen.choice(places)
    first, second = text[at], text[at + 1]
    return text[:at] + chosen.choice((second + first, second, first + first + second)) + text[at + 2 :]


def full_width(text: str) -> str:
    """ASCII as full-width forms."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def unmarked(text: str) -> str:
    """Without punctuation."""
    return "".join(" " if unicodedata.category(char).startswith("P") and char not in "-'’" else char for char in text)


def perturbations(language: str, seed: int) -> dict[str, Callable[[str], str]]:
    """By name, what is done to a question; the slips drawn from `seed`."""
    found: dict[str, Callable[[str], str]] = {
        "slip": lambda text: slipped(text, random.Random(seed)),
        "two slips": lambda text: slipped(slipped(text, random.Random(seed + 1)), random.Random(seed + 2)),
        "no marks": unmarked,
        "spaces": lambda text: "  " + text.replace(" ", "   ") + "   ",
        "polite": lambda text: _POLITE[language].format(text),
    }
    if language == "en":
        found |= {"capitals": str.upper, "small letters": str.lower, "full width": full_width}
    return found


def main() -> int:
    """Ask, count and keep."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, help="the folder of the public question sets")
    arguments.add_argument(
        "--language", choices=LANGUAGES, help="only in this language; the others are kept as they are"
    )
    arguments.add_argument("--each", type=int, default=EACH, help="how many questions in a language")
    given = arguments.parse_args()
    kept: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.is_file() else {}
    rows: dict[str, Any] = kept.get("languages", {})
    for language in (given.language,) if given.language else LANGUAGES:
        rows[language] = _measured(given.data / "newsqa/train", language, given.each)
        result = {"command": "python -m benchmarks.asked_anyhow --data DATA", "languages": rows}
        RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        print(language, json.dumps({name: one for name, one in rows[language].items() if name != "differing"}))
    return 0


def _measured(data: Path, language: str, each: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        library = Path(os.environ.get("ASKED_ANYHOW_LIBRARIES", folder)) / f"{language}.sqlite"
        if not library.exists():
            write(data, language, Path(folder) / "docs")
            held = {name.replace(".", "-") for name in _documents(data)}
            for path in (Path(folder) / "docs").iterdir():
                if path.stem not in held:
                    path.unlink()
            indexed(Path(folder) / "docs", library)
        engine = Engine.open(Settings.load(os.environ), library)
        try:
            return _compared(engine, data, language, each)
        finally:
            engine.close()


def _documents(data: Path) -> set[str]:
    """The first of the articles, by id."""
    return {*list(news_sentences(data))[:DOCUMENTS]}


def _compared(engine: Engine, data: Path, language: str, each: int) -> dict[str, Any]:
    held = _documents(data)
    questions = [one.texts[language] for one in news_questions(data) if one.answerable and one.document in held]
    chosen = random.Random(SEED).sample(questions, each)
    counts: dict[str, list[int]] = {}
    differing: list[dict[str, str]] = []
    for number, question in enumerate(chosen):
        verdict, passages = _brought(engine, question)
        for name, change in perturbations(language, number).items():
            changed = change(question)
            other, found = _brought(engine, changed)
            own = counts.setdefault(name, [0, 0, 0, 0])
            same = (1, found[:1] == passages[:1], passages[0] in found, other == verdict)
            counts[name] = [sum(pair) for pair in zip(own, same, strict=True)]
            if not all(same):
                differing.append({"how": name, "asked": changed, "verdict": verdict, "now": other})
    told = {
        name: {"questions": asked, "same_first": first, "in_five": five, "same_verdict": verdicts}
        for name, (asked, first, five, verdicts) in counts.items()
    }
    return {**told, "differing": differing}


def _brought(engine: Engine, question: str) -> tuple[str, list[int]]:
    answer, hits = engine.ask_and_retrieve(question, 5)
    return answer.verdict.value, [hit.number for hit in hits]


if __name__ == "__main__":
    raise SystemExit(main())
