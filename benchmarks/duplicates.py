"""Near-duplicates among public articles, and articles found again after conversion and cuts.

    python -m benchmarks.duplicates --data PATH

`pairs` are articles of different titles that are called near-duplicates. `word for word` counts those that share a run of
40 characters or more, as Wikipedia's articles do where one was copied into another; the others are false. `found again`
is the share of articles, of 400 characters and more, that are found in the other Chinese script (words converted too, by
OpenCC's s2twp or t2s) with every third sentence cut and a page's lines around them.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

from opencc import OpenCC

from corpora.public import LICENCES, articles, paragraphs
from index.records import Document
from index.store.duplicates import Likeness, likeness, sketch

SETS = (
    "cmrc2018/dev",
    "drcd/dev",
    "jsquad/dev",
    "jaquad/dev",
    "xquad/dev-zh",
    "xquad/dev-en",
    "nomiracl/dev-zh",
    "nomiracl/dev-ko",
)
RESULT = Path(__file__).parent / "results" / "duplicates.json"
_PAGE = "首页 新闻 国际 财经\n{}\n分享 打印 返回顶部 相关阅读"


def alike(documents: Sequence[Document]) -> tuple[list[Likeness], float]:
    """Pairs that are alike, by place in `documents`, and the seconds that the sketches took."""
    started = time.perf_counter()
    sketches = [sketch(document) for document in documents]
    seconds = time.perf_counter() - started
    shared: dict[tuple[int, int], int] = defaultdict(int)
    holders: dict[int, list[int]] = defaultdict(list)
    for number, shingles in enumerate(sketches):
        for shingle in shingles:
            holders[shingle].append(number)
    for numbers in holders.values():
        for pair in combinations(numbers, 2):
            shared[pair] += 1
    found = [likeness(str(a), str(b), (len(sketches[a]), len(sketches[b])), count) for (a, b), count in shared.items()]
    return [link for link in found if link], seconds


def verbatim(one: str, other: str) -> bool:
    """Whether two texts share a run of 40 characters."""
    runs = {one[at : at + 40] for at in range(len(one) - 39)}
    if any(other[at : at + 40] in runs for at in range(len(other) - 39)):
        return True
    return SequenceMatcher(None, one[:4000], other[:4000], autojunk=False).find_longest_match().size >= 40


def found_again(documents: Sequence[Document]) -> tuple[int, int]:
    """How many long Chinese articles there are, and how many are found in their other form."""
    long = [document for document in documents if document.language.startswith("zh") and len(document.text) >= 400]
    count = 0
    for document in long:
        convert = OpenCC("t2s" if document.language == "zh-Hant" else "s2twp").convert
        kept = [part for i, part in enumerate(re.split("(?<=[。！？])", document.text)) if i % 3 != 2]
        text = _PAGE.format(convert("".join(kept)))
        section = replace(document.sections[0], end=len(text))
        count += bool(alike([document, replace(document, text=text, sections=(section,))])[0])
    return len(long), count


def main() -> None:
    """Measure, write the result file and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    result: dict[str, object] = {
        "command": "python -m benchmarks.duplicates --data PATH",
        "data": {name: LICENCES[name] for name in {name.partition("/")[0]: None for name in SETS}},
    }
    for name in SETS:
        documents = [article.document for article in articles(paragraphs(data / name).values(), longest=1000)]
        links, seconds = alike(documents)
        texts = [(documents[int(link.one)].text, documents[int(link.other)].text) for link in links]
        long, again = found_again(documents)
        result[name] = {
            "articles": len(documents),
            "characters": sum(len(document.text) for document in documents),
            "pairs": len(links),
            "pairs word for word": sum(verbatim(*pair) for pair in texts),
            "long Chinese articles": long,
            "found again": again,
            "milliseconds an article": round(1000 * seconds / len(documents), 2),
        }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
