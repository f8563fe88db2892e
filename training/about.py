"""Train what tells questions about the library itself, and small talk, from questions about what its documents say.

    python -m training.about --data DATA

`qa/about/subjects.safetensors` holds one linear layer over a question's hashed words and runs of characters
(`qa.about.subjects`): multinomial logistic regression. The questions are training/library_questions.tsv, each as it is written and as
people type it (`as_typed`), asked of documents on topics of all sorts (titles of the public sets, so that no topic tells), and as
questions about content those of the public sets' training parts. The threshold is the least at which, in cross-validation over
wordings, no more than `FALSE_ALARMS` of the latter are taken for one of the former.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save
from scipy.sparse import csr_matrix

from corpora.news_set import news_questions, news_sentences
from corpora.rows import rows
from index.text.script import tokens, traditional
from qa.about.subjects import BUCKETS, Subject, hashed

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "training" / "library_questions.tsv"
TARGET = ROOT / "qa" / "about" / "subjects.safetensors"
SETS = ("clapnq/train", "cmrc2018/train", "drcd/train", "jsquad/train", "jaquad/train", "xquad/train")
EACH = 2000
"""Questions of each public set; of the parallel news all, as it alone has Korean."""
MENTIONS = 2
"""Of how many documents as the file names them each wording is asked, and of as many by their topics."""
FALSE_ALARMS = 0.005
"""Before it is asked whether a document is named so (`qa.about.meant`), which nearly all of these are not: *who wrote Hamlet?*"""
FOLDS = 3
WEIGHT = 4.0
"""What a question about content that was written to be like the others counts, beside one of the public sets."""
CLASSES = tuple(Subject)
TOPICS = {
    "en": ("the report on {}", "the article about {}", "{}", "the {} paper"),
    "zh-Hans": ("关于{}的报告", "《{}》", "{}这篇文章", "讲{}的那份文件"),
    "ja": ("{}についての記事", "「{}」", "{}の報告書", "{}に関する資料"),
    "ko": ("{}에 관한 보고서", "「{}」", "{} 기사", "{} 관련 문서"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A question, its class and language, and the wording that it is one of: the folds of validation keep these apart."""

    text: str
    subject: Subject
    language: str
    wording: str


def main() -> None:
    """Train, and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, help="the folder of the public question sets")
    data = arguments.parse_args().data
    topics = titles(data)
    examples = [*written(topics), *public(data)]
    frame = frame_words()
    weights, bias, threshold = trained(examples)
    told = {
        "classes": json.dumps(CLASSES),
        "threshold": f"{threshold:.4f}",
        "frame": json.dumps(frame, ensure_ascii=False),
    }
    TARGET.write_bytes(
        save({"weights": np.ascontiguousarray(weights, np.float16), "bias": bias.astype(np.float32)}, told)
    )
    print(TARGET.name, TARGET.stat().st_size, "bytes,", len(examples), "questions,", len(frame), "words of the frame")


def titles(data: Path) -> dict[str, list[str]]:
    """What documents may be about, by language: titles of the public sets; of Korean, words of headlines."""
    found: dict[str, list[str]] = {}
    for language, name in (("en", "clapnq/train"), ("zh-Hans", "cmrc2018/train"), ("ja", "jsquad/train")):
        held = (str(row["title"]).split(" (")[0].replace("_", " ") for row in rows(data / name / "corpus.jsonl"))
        found[language] = sorted({*held} - {""})
    news = news_sentences(data / "newsqa" / "train").values()
    found["ko"] = sorted({" ".join(sentences["ko"][at].split()[:2]) for sentences in news for at in range(3)})
    return found


def written(topics: dict[str, list[str]] | None = None) -> Iterator[Example]:
    """The questions of the file, each of several documents; with `topics` of such as well, and as people type it."""
    chosen = random.Random(0)
    told = _rows()
    for name, language, text in told:
        if name == "mention":
            continue
        asked = [text]
        if "{}" in text:
            those = [mention for kind, own, mention in told if kind == "mention" and own == language]
            about = [
                pattern.format(chosen.choice(topics[language]))
                for pattern in chosen.sample(TOPICS[language], MENTIONS if topics else 0)
                if topics
            ]
            asked = [text.format(one) for one in (*chosen.sample(those, MENTIONS), *about)]
        slips = as_typed(asked[-1], chosen)
        for script in ("zh-Hans", "zh-Hant") if language == "zh-Hans" else (language,):
            for one in dict.fromkeys((*asked, *(slips if topics else ()))):
                shown = traditional(one) if script == "zh-Hant" else one
                yield Example(shown, Subject(name), script, f"{name} {text}")


def _rows() -> list[list[str]]:
    return [line.split("\t") for line in QUESTIONS.read_text("utf-8").splitlines() if not line.startswith("#")]


def as_typed(text: str, chosen: random.Random) -> tuple[str, ...]:
    """The question without its mark, with another, and with a slip of the fingers where it is long enough to bear one."""
    plain = text.rstrip(" ?？!！。.")
    asked = plain + chosen.choice(("?", "？", " ?", "??", ""))
    letters = [place for place, char in enumerate(plain[1:-1], start=1) if char.isalpha()]
    if len(letters) < 8:
        return plain, asked
    at = chosen.choice(letters)
    slip = chosen.choice((plain[:at] + plain[at + 1 :], plain[:at] + plain[at] + plain[at:]))
    return plain, asked, slip


def public(data: Path) -> Iterator[Example]:
    """Questions about what documents say, of the public sets' training parts."""
    chosen = random.Random(0)
    for name in SETS:
        asked = [row for row in rows(data / name / "queries.jsonl") if row["lang"][:2] in ("en", "zh", "ja", "ko")]
        for row in chosen.sample(asked, min(EACH, len(asked))):
            yield Example(str(row["text"]), Subject.CONTENT, str(row["lang"]), f"{name} {row['id']}")
    for question in news_questions(data / "newsqa" / "train"):
        for language, text in question.texts.items():
            yield Example(text, Subject.CONTENT, language, f"newsqa {question.document}")


def frame_words() -> list[str]:
    """What questions about the library are made of besides the document that they name: the tokens of their wordings, and of
    what is no topic in the mentions of documents. What one mention or one wording alone holds may be its topic, and is none."""
    mentions = [set(tokens(text)) for name, _, text in _rows() if name == "mention"]
    held = Counter(token for mention in mentions for token in mention)
    plain = {token for mention in mentions if len(mention) == 1 for token in mention}
    own: dict[str, set[str]] = {}
    for one in written():
        if one.subject is not Subject.CONTENT:
            for token in tokens(one.text):
                own.setdefault(token, set()).add(one.wording)
    return sorted(token for token, those in own.items() if (held[token] != 1 or token in plain) and len(those) > 1)


def trained(examples: Sequence[Example]) -> tuple[Any, Any, float]:
    """`(c, BUCKETS)` weights and `(c,)` bias of all examples, and the threshold on the odds of another class than content, by
    cross-validation."""
    from sklearn.model_selection import GroupKFold

    found = [hashed(one.text) for one in examples]
    rows = np.repeat(np.arange(len(found)), [len(places) for places, _ in found])
    columns = np.concatenate([places for places, _ in found])
    values = np.concatenate([values for _, values in found])
    features = csr_matrix((values, (rows, columns)), shape=(len(found), BUCKETS))
    subjects = np.array([CLASSES.index(one.subject) for one in examples])
    groups = np.array([one.wording for one in examples])
    written_so = np.array([one.wording.startswith(Subject.CONTENT.value) for one in examples])
    weights = np.where(written_so, WEIGHT, 1.0)
    odds = np.zeros((len(examples), len(CLASSES)))
    for learn, judge in GroupKFold(FOLDS, shuffle=True, random_state=0).split(features, subjects, groups):
        odds[judge] = _fitted(features[learn], subjects[learn], weights[learn]).predict_proba(features[judge])
    other, public_content = odds[:, 1:].max(axis=1), (subjects == 0) & ~written_so
    highest = np.sort(other[public_content])[::-1]
    threshold = max(float(highest[int(FALSE_ALARMS * len(highest))]), 0.5)
    kept = other > threshold
    for place, subject in enumerate(CLASSES[1:], start=1):
        own = subjects == place
        print(f"  {subject.value}: {(kept & (odds.argmax(axis=1) == place))[own].mean():.3f} of {own.sum()}")
    print(
        f"  threshold {threshold:.3f}; taken: {kept[public_content].sum()} of {public_content.sum()} public questions,"
    )
    print(f"  {kept[(subjects == 0) & written_so].sum()} of {written_so.sum()} written to be like the others")
    whole = _fitted(features, subjects, weights)
    return whole.coef_, whole.intercept_, threshold


def _fitted(features: Any, subjects: Any, weights: Any) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=30.0, max_iter=150, tol=1e-3).fit(features, subjects, weights)


if __name__ == "__main__":
    main()
