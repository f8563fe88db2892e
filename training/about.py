"""Train what tells questions about the library itself, and small talk, from questions about what its documents say.

    python -m training.about --data DATA

`qa/about/subjects.safetensors` holds, by the embedder's fingerprint, one linear layer over a question's embedding
(`qa.about.subjects`): multinomial logistic regression. The questions are training/library_questions.tsv, each as it is
written and as people type it (`as_typed`), and as questions about content those of the public sets' training parts. The
threshold is the least at which, in cross-validation over wordings, no more than `FALSE_ALARMS` of the latter are taken for
one of the former. Run it again when the encoder or the questions change; a test compares the fingerprints.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save

from index.arrays import Vectors
from index.encoder.alignment import family
from index.encoder.load import load_embedder
from index.encoder.model import PLAIN_MODEL
from index.settings import Settings
from index.text.script import tokens, traditional
from qa.about.subjects import Subject

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "training" / "library_questions.tsv"
TARGET = ROOT / "qa" / "about" / "subjects.safetensors"
SETS = ("clapnq/train", "cmrc2018/train", "drcd/train", "jsquad/train", "jaquad/train", "xquad/train")
EACH = 400
"""Questions of each public set; of the parallel news `EACH_NEWS` in each language, as it alone has Korean."""
EACH_NEWS = 500
MENTIONS = 2
"""Of how many documents each wording is asked."""
FALSE_ALARMS = 0.0005
FOLDS = 5
CLASSES = tuple(Subject)


@dataclass(frozen=True, slots=True)
class Example:
    """A question, its class and language, and the wording that it is one of: the folds of validation keep these apart."""

    text: str
    subject: Subject
    language: str
    wording: str


def main() -> None:
    """Train for both models that ship, and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, help="the folder of the public question sets")
    arguments.add_argument("--vectors", type=Path, help="a folder in which the embeddings are kept between runs")
    given = arguments.parse_args()
    examples = [*written(), *public(given.data)]
    frame = frame_words([one for one in examples if one.subject is Subject.CONTENT])
    found: dict[str, Vectors] = {}
    told: dict[str, str] = {"classes": json.dumps(CLASSES), "frame": json.dumps(frame, ensure_ascii=False)}
    for model in ("", PLAIN_MODEL):
        embedder = load_embedder(Settings(model=model), print)
        vectors = _embedded([one.text for one in examples], embedder.questions, embedder.fingerprint, given.vectors)
        weights, bias, threshold = trained(vectors, examples)
        found[f"{embedder.fingerprint}.weights"], found[f"{embedder.fingerprint}.bias"] = weights, bias
        found[f"{embedder.fingerprint}.threshold"] = np.array([threshold], dtype=np.float32)
        print(model or "default", f"threshold {threshold:.3f}")
    TARGET.write_bytes(save(found, told))
    print(TARGET.name, TARGET.stat().st_size, "bytes,", len(examples), "questions,", len(frame), "words of the frame")


def written(typed: bool = True) -> Iterator[Example]:
    """The questions of the file, each of several documents and, with `typed`, also as people type it."""
    chosen = random.Random(0)
    rows = _rows()
    mentions = [(language, text) for name, language, text in rows if name == "mention"]
    for name, language, text in rows:
        if name == "mention":
            continue
        those = [mention for own, mention in mentions if own == language]
        for script in ("zh-Hans", "zh-Hant") if language == "zh-Hans" else (language,):
            asked = [text.format(mention) for mention in chosen.sample(those, MENTIONS)] if "{}" in text else [text]
            slips = as_typed(asked[-1], chosen)
            for one in dict.fromkeys((*asked, *(slips if typed else ()))):
                shown = traditional(one) if script == "zh-Hant" else one
                yield Example(shown, Subject(name), script, f"{name} {text}")


def _rows() -> list[list[str]]:
    return [line.split("\t") for line in QUESTIONS.read_text("utf-8").splitlines() if not line.startswith("#")]


def as_typed(text: str, chosen: random.Random) -> tuple[str, ...]:
    """The question without its mark, and with a slip of the fingers where it is long enough to bear one."""
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
        rows = [json.loads(line) for line in (data / name / "queries.jsonl").open(encoding="utf-8")]
        rows = [row for row in rows if str(row["lang"])[:2] in ("en", "zh", "ja", "ko")]
        for row in chosen.sample(rows, min(EACH, len(rows))):
            yield Example(str(row["text"]), Subject.CONTENT, str(row["lang"]), f"{name} {row['id']}")
    news = [json.loads(line) for line in (data / "newsqa/train/questions.jsonl").open(encoding="utf-8")]
    for language in ("en", "zh-Hans", "zh-Hant", "ja", "ko"):
        for row in chosen.sample(news, min(EACH_NEWS, len(news))):
            yield Example(row["question"][language], Subject.CONTENT, language, f"newsqa {row['doc']}")


def frame_words(content: Sequence[Example]) -> list[str]:
    """What questions about the library are made of besides the document that they name: tokens that are likelier in them than
    in questions about content of the same language, and stand in several wordings. What one mention alone holds is its
    topic, and is none."""
    mentions = [set(tokens(text)) for name, _, text in _rows() if name == "mention"]
    held = Counter(token for mention in mentions for token in mention)
    plain = {token for mention in mentions if len(mention) == 1 for token in mention}
    found: set[str] = set()
    for language in ("en", "zh", "ja", "ko"):
        own: dict[str, set[str]] = {}
        for one in written(typed=False):
            if one.subject is not Subject.CONTENT and family(one.language) == language:
                for token in tokens(one.text):
                    own.setdefault(token, set()).add(one.wording)
        wordings = len(set().union(*own.values()))
        others = [set(tokens(one.text)) for one in content if family(one.language) == language]
        often = Counter(token for those in others for token in those)
        found |= {
            token
            for token, those in own.items()
            if (held[token] != 1 or token in plain) and len(those) >= 2 and len(those) / wordings > (often[token] + 1) / len(others)
        }
    return sorted(found)


def trained(vectors: Vectors, examples: Sequence[Example]) -> tuple[Vectors, Vectors, float]:
    """`(c, d)` weights and `(c,)` bias of all examples, and the threshold on the odds of no content, by cross-validation."""
    from sklearn.model_selection import GroupKFold

    subjects = np.array([CLASSES.index(one.subject) for one in examples])
    groups = np.array([one.wording for one in examples])
    odds = np.zeros((len(examples), len(CLASSES)))
    for learn, judge in GroupKFold(FOLDS, shuffle=True, random_state=0).split(vectors, subjects, groups):
        odds[judge] = _fitted(vectors[learn], subjects[learn]).predict_proba(vectors[judge])
    other = odds[:, 1:].max(axis=1)
    content = np.sort(other[subjects == 0])[::-1]
    threshold = float(content[int(FALSE_ALARMS * len(content))])
    kept = other > threshold
    right = kept & (odds.argmax(axis=1) == subjects)
    for place, subject in enumerate(CLASSES[1:], start=1):
        print(f"  {subject.value}: {right[subjects == place].mean():.3f} of {np.sum(subjects == place)}")
    print(f"  false alarms: {int(kept[subjects == 0].sum())} of {len(content)}")
    whole = _fitted(vectors, subjects)
    return whole.coef_.astype(np.float32), whole.intercept_.astype(np.float32), threshold


def _fitted(vectors: Vectors, subjects: Vectors):  # type: ignore[no-untyped-def] # of scikit-learn, which has no types
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=100.0, max_iter=2000).fit(vectors, subjects)


def _embedded(texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors], name: str, kept: Path | None) -> Vectors:
    path = kept / f"{name}-{len(texts)}.npy" if kept else None
    if path and path.is_file():
        found: Vectors = np.load(path)
        return found
    made = np.concatenate([embed(texts[at : at + 64]) for at in range(0, len(texts), 64)])
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, made)
    return made


if __name__ == "__main__":
    main()
