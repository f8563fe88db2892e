"""Learn `index/speech/confidence.safetensors`: how sure it is that a statement is by whom the rules say.

    python -m training.speakers --data PATH

From the speakers that the rules showed in the training parts of news and of encyclopaedias, each of which somebody has marked in
`training/speakers.tsv`: right, wrong, or the right one with words too many or too few. `verb` is where the reporting verb begins in the
text that is made of the document. Ridge-penalised logistic regression over `index.speech.confidence.MEASURES`; what is printed is
cross-fitted, a tenth of the documents judged by weights learnt on the others. The threshold is the lowest at which the share of wrong
ones among those shown is at most MOST_WRONG. Names with words too many are not learnt from.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from corpora.news_set import news_sentences
from corpora.rows import rows
from index.build import make_document
from index.languages.cue import Cue
from index.records import Document, Source
from index.speech.confidence import MEASURES
from index.speech.speakers import attributions

MARKS = Path("training/speakers.tsv")
MODEL = Path("index/speech/confidence.safetensors")
NEWS = "newsqa/train"
INVERSE_PENALTY = 0.3
MOST_WRONG = 0.035
PARTS = 10

Marks = dict[tuple[str, str, str], dict[tuple[int, str], str]]


def marks() -> Marks:
    """The verdicts, by document (set, id, language) and by verb and speaker."""
    found: Marks = defaultdict(dict)
    with MARKS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["set"], row["document"], row["language"]][int(row["verb"]), row["speaker"]] = row["verdict"]
    return found


def texts(data: Path, marked: Marks) -> Iterator[tuple[tuple[str, str, str], Document]]:
    """The marked documents."""
    for name, languages in news_sentences(data / NEWS).items():
        for language, sentences in languages.items():
            if (NEWS, name, language) in marked:
                yield (NEWS, name, language), made(f"{name}-{language}.txt", "\n\n".join(sentences), language)
    for other in sorted({key[0] for key in marked} - {NEWS}):
        wanted = {key[1]: key for key in marked if key[0] == other}
        for row in rows(data / other / "corpus.jsonl"):
            if row["id"] in wanted:
                key = wanted[str(row["id"])]
                yield key, made("text.txt", str(row["text"]), key[2])


def made(name: str, text: str, language: str) -> Document:
    """A document of a text."""
    return make_document(Path(name), text.encode(), Source(language=language))


def measured(document: Document) -> dict[tuple[int, str], tuple[float, ...]]:
    """What is measured of each speaker in a document who could be shown, by verb and name."""
    found: dict[tuple[int, str], tuple[float, ...]] = {}

    def every(cue: Cue, chain: tuple[str, ...], how: tuple[float, ...]) -> bool:
        found[cue.verb.start, chain[-1]] = how
        return True

    attributions(replace(document, attributions=()), every)
    return found


def gathered(data: Path) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.str_]]:
    """What is measured, whether it is right, and of which document it is, of every speaker with a verdict of right or wrong."""
    marked = marks()
    cases: list[tuple[float, ...]] = []
    right: list[bool] = []
    groups: list[str] = []
    for key, document in texts(data, marked):
        found = measured(document)
        for place, verdict in marked[key].items():
            if place in found and verdict != "form":
                cases.append(found[place])
                right.append(verdict == "right")
                groups.append(key[1])
    return np.array(cases), np.array(right), np.array(groups)


def main() -> None:
    """Learn, print what is told of documents kept aside, and write the weights and the threshold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    data = parser.parse_args().data
    save_file(
        {"speaker": np.zeros(len(MEASURES) + 1, np.float32)}, MODEL
    )  # documents are made with it; everybody is shown
    cases, right, groups = gathered(data)
    told = np.zeros(len(right))
    for learnt, kept in GroupKFold(PARTS).split(cases, right, groups):
        told[kept] = cases[kept] @ _fitted(cases[learnt], right[learnt])
    limits = np.sort(told)
    least = next(limit for limit in limits if 1 - right[told >= limit].mean() <= MOST_WRONG)
    shown = told >= least
    print(f"{len(right)} speakers, {1 - right.mean():.3f} wrong; cross-fitted, {shown.mean():.3f} shown, of these "
          f"{1 - right[shown].mean():.3f} wrong, {right[shown].sum() / right.sum():.3f} of the right ones kept")  # fmt: skip
    weights = _fitted(cases, right)
    save_file({"speaker": np.append(weights, least).astype(np.float32)}, MODEL)
    for name, weight in sorted(zip(MEASURES, weights, strict=True), key=lambda pair: pair[1]):
        print(f"{weight:+.2f} {name}")


def _fitted(cases: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000, fit_intercept=False)
    weights: NDArray[np.float64] = model.fit(cases, right).coef_[0]
    return weights


if __name__ == "__main__":
    main()
