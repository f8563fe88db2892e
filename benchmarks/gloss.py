"""How many words get a gloss, and how many glosses are right: parallel news, sentence by sentence.

    python -m benchmarks.gloss --data /path/to/data [--part train]

Sentence i of a news article says the same in every language. `glossed` is the share of content words with a gloss: of
Chinese those that jieba tags as nouns, verbs, adjectives, idioms, places and times; of Japanese the Chinese characters
and katakana that stand within a gloss; of Korean the runs of Hangul that begin with one; of English the words that are no stop words. `met` is the share of glosses one of
whose meanings has a word, as a lemma, in the parallel sentence (of the others: that stands in it, folded);
`chance` the same against another sentence, drawn at random; `first` counts the first meaning alone. Orders and limits
are chosen on `train`, and `dev` is reported.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

from benchmarks.machine import described
from corpora.news_set import LANGUAGES, news_sentences
from index.bridge.dictionary import Dictionary
from index.bridge.english import bases, lemmas
from index.encoder.alignment import family
from index.languages.chinese.words import tagged
from index.text.script import content_words, fold
from qa.gloss.glossing import gloss
from qa.records import Gloss

RESULT = Path("benchmarks/results/gloss.json")
PAIRS = tuple((own, into) for own, into in permutations(LANGUAGES, 2) if family(own) != family(into))
_IN_CHARACTERS = re.compile("[\u3005\u4e00-\u9fff\u30a1-\u30fa]")
_CONTENT = frozenset("nvaistlj")


def main() -> None:
    """Measure every pair and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", default="dev", choices=("dev", "train"))
    given = parser.parse_args()
    articles = list(news_sentences(given.data / "newsqa" / given.part).values())
    dictionary = Dictionary.shared()
    found: dict[str, Any] = {f"{own} → {into}": measured(articles, own, into, dictionary) for own, into in PAIRS}
    for name, values in found.items():
        print(name, values)
    if given.part == "dev":
        result = {
            "command": "python -m benchmarks.gloss --data DATA",
            "articles": len(articles),
            "pairs": found,
            "machine": described(),
        }
        RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def measured(articles: Sequence[dict[str, list[str]]], own: str, into: str, dictionary: Dictionary) -> dict[str, float]:
    """The shares for one pair of languages."""
    chosen, count = random.Random(0), Counter[str]()
    sentences = [pair for article in articles for pair in zip(article[own], article[into], strict=True)]
    for text, parallel in sentences:
        other = chosen.choice(sentences)[1]
        right, wrong = held_by(parallel, into), held_by(other, into)
        words = gloss(text, own, into, dictionary)
        inside, content = covered_by(text, own, words)
        count.update(content=content, inside=inside, glosses=len(words))
        for word in words:
            count["met"] += any(map(right, word.meanings))
            count["first"] += right(word.meanings[0])
            count["chance"] += any(map(wrong, word.meanings))
            count["meanings"] += len(word.meanings)
    return {
        "sentences": len(sentences),
        "glosses": count["glosses"],
        "glossed": round(count["inside"] / count["content"], 3),
        **{name: round(count[name] / count["glosses"], 3) for name in ("met", "first", "chance")},
        "meanings": round(count["meanings"] / count["glosses"], 2),
    }


def held_by(text: str, language: str) -> Callable[[str], bool]:
    """What says whether a meaning's words stand in a sentence: one of them, of English; the whole, of the others."""
    if family(language) != "en":
        plain = fold(text)
        return lambda meaning: fold(meaning) in plain
    words = set(lemmas(text))
    words |= {base for word in words for base in bases(word)}
    return lambda meaning: not words.isdisjoint(near(meaning))


def near(meaning: str) -> set[str]:
    """The lemmas of a meaning, and the words that they may be derived from."""
    own = lemmas(meaning)
    return {*own, *(base for one in own for base in bases(one))}


def covered_by(text: str, language: str, words: Sequence[Gloss]) -> tuple[int, int]:
    """How many content words (of Japanese: characters; of Korean: runs) of a sentence a gloss covers, and how many there are."""
    within = {at for word in words for at in range(word.start, word.end)}
    if family(language) == "ja":
        content = [found.start() for found in _IN_CHARACTERS.finditer(text)]
    elif family(language) == "ko":
        content = [found.start() for found in re.finditer("[\uac00-\ud7a3]{2,}", text)]
    elif family(language) == "zh":
        content, at = [], 0
        for word, tag in tagged(text):
            content += [at] if tag[0] in _CONTENT else []
            at += len(word)
    else:
        content = [found.start() for found in re.finditer(r"[^\W\d_]+", text) if content_words(found.group())]
    return sum(at in within for at in content), len(content)


if __name__ == "__main__":
    main()
