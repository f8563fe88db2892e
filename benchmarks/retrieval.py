"""What is found, quoted and refused, on public question sets and the fixed ones: writes benchmarks/results/retrieval.json.

    pip install -e '.[benchmarks]'
    python -m benchmarks.retrieval --data PATH [--only xquad,seeds] [--most N] [--model FOLDER] [--plain FOLDER]

Each part writes its own figures into the result file. A part that was measured with the same code, model and data is not
measured again, unless with --again: an interrupted run goes on where it stopped. `--model` is the encoder's folder where
it is not the default one, `--plain` that of the encoder it was made from, for the ablation.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG

from benchmarks.curves import DRAWS, area, interval
from benchmarks.product import Product, product_of, product_of_files
from benchmarks.result_files import dumped
from benchmarks.spans import exact, f1
from corpora.public import (
    LICENCES,
    Article,
    Asked,
    Paragraph,
    articles,
    asked,
    paragraphs,
)
from corpora.vectors import CachedEmbedder, VectorCache
from index.records import Passage
from index.text.script import width
from qa.evaluation.evaluate import evaluate
from qa.evaluation.question_file import read_questions

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "retrieval.json"
DEPTH = 10
LARGEST = 1200
"""How many questions of a set its odds are measured on."""
MEASURES = {"R@1": Success @ 1, "R@5": Success @ 5, "MRR@10": RR @ 10, "nDCG@10": nDCG @ 10}
NOWHERE = "nowhere"
"""Stands for the passage that would answer where none holds the answer whole, so that its question counts as missed."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """A way to rank passages; `plain` with the encoder as it was before it was fine-tuned."""

    rank: Callable[[Product, str, int], list[int]]
    plain: bool = False


CONFIGURATIONS = {
    "lexical alone": Configuration(Product.lexical),
    "dense, plain encoder": Configuration(Product.alone, plain=True),
    "with the best sentence": Configuration(Product.with_sentences, plain=True),
    "with questions moved": Configuration(Product.moved, plain=True),
    "with the fine-tuned encoder": Configuration(Product.moved),
    "the product, plain encoder": Configuration(Product.fused, plain=True),
    "the product": Configuration(Product.fused),
}
"""The levers, one added after another; a further one gets a method of `Product` and a line here.

What differs from another only by the encoder is left out where there is one encoder.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a part is measured with."""

    data: Path
    own: VectorCache
    plain: VectorCache
    most: int | None

    def drawn(self, questions: Sequence[Asked], most: int | None = None) -> list[Asked]:
        """At most `most` of the questions, and at most `self.most`, evenly; all where neither is given."""
        wanted = min((count for count in (most, self.most) if count), default=len(questions))
        step = max(1.0, len(questions) / wanted)
        return [questions[int(at * step)] for at in range(min(wanted, len(questions)))]

    @property
    def configurations(self) -> dict[str, tuple[Configuration, VectorCache]]:
        """Those that differ."""
        same = self.own.identity == self.plain.identity
        left_out = {"with the fine-tuned encoder", "the product, plain encoder"} if same else set[str]()
        return {
            name: (way, self.plain if way.plain else self.own)
            for name, way in CONFIGURATIONS.items()
            if name not in left_out
        }


# --------------------------------------------------------------------------------------------------------- passages


def ranked(run: Run, folder: str, *, titled: bool, beside: str = "") -> dict[str, Any]:
    """Every configuration on the questions of a folder, by the language that they are asked in.

    The paragraphs of the folder `beside` stand in the library with its own and answer none of its questions.
    """
    parts = list(paragraphs(run.data / folder).values())
    parts += list(paragraphs(run.data / beside).values()) if beside else []
    made = articles(parts, titled, split=True)
    home_of = {paragraph: article for article in made for paragraph in article.starts}
    home = parts[0].id[:2] if folder.startswith("xquad") else {"j": "ja"}.get(folder[0], "zh")
    by_language: dict[str, list[Asked]] = {}
    for question in asked(run.data / folder):
        if home_of[question.paragraph].spans(question):  # in JSQuAD some stand in the title alone
            by_language.setdefault(question.language, []).append(question)
    questions = {language: run.drawn(inside) for language, inside in sorted(by_language.items())}
    rows: list[dict[str, Any]] = []
    facts: dict[str, Any] = {}
    for vectors in {held.identity: held for _, held in run.configurations.values()}.values():
        embedder = CachedEmbedder(vectors)
        vectors.questions([question.text for inside in questions.values() for question in inside])
        with product_of(made, embedder) as product:
            sizes = [width(passage.text) for passage in product.passages.values()]
            facts = {"documents": len(made), "paragraphs": len(parts), "passages": len(sizes)}
            facts["mean width"] = round(float(np.mean(sizes)), 1)
            for name, (way, needed) in run.configurations.items():
                if needed is vectors:
                    for language, inside in questions.items():
                        figures = _figures(product, way, inside, made)
                        rows.append({"configuration": name, "asked in": language, "held in": home, **figures})
    order = list(CONFIGURATIONS)
    return {**facts, "rows": sorted(rows, key=lambda row: order.index(row["configuration"]))}


def _figures(
    product: Product, way: Configuration, questions: Sequence[Asked], made: Sequence[Article]
) -> dict[str, Any]:
    wanted: list[Qrel] = []
    found: list[ScoredDoc] = []
    first, within = [], []
    of_document: dict[str, list[tuple[int, Passage]]] = {}
    for number, passage in product.passages.items():
        of_document.setdefault(passage.document, []).append((number, passage))
    home = {paragraph: article for article in made for paragraph in article.starts}
    for question in questions:
        article = home[question.paragraph]
        spans, (start, end) = article.spans(question), _bounds(article, question.paragraph)
        inside = of_document[article.document.id]
        right = [n for n, p in inside if any(p.start <= a and b <= p.end for a, b in spans)]
        wanted += [Qrel(question.id, str(number), 1) for number in right or [NOWHERE]]
        ranking = way.rank(product, question.text, DEPTH)
        found += [ScoredDoc(question.id, str(number), float(-place)) for place, number in enumerate(ranking)]
        near = {n for n, p in inside if p.start < end and start < p.end}
        first.append(bool(near.intersection(ranking[:1])))
        within.append(bool(near.intersection(ranking[:5])))
    measured = measured_by_question(wanted, found)
    figures: dict[str, Any] = {"questions": len(questions)}
    for name, values in measured.items():
        figures[name] = round(float(np.mean(values)), 4)
    figures["R@1 interval"], figures["R@5 interval"] = interval(measured["R@1"]), interval(measured["R@5"])
    figures["paragraph R@1"], figures["paragraph R@5"] = (
        round(float(np.mean(first)), 4),
        round(float(np.mean(within)), 4),
    )
    return figures


def _bounds(article: Article, paragraph: str) -> tuple[int, int]:
    """Where a paragraph stands in its document."""
    start = max(article.starts[paragraph], 0)
    return start, min([s for s in article.starts.values() if s > start], default=len(article.document.text))


def measured_by_question(wanted: Sequence[Qrel], found: Sequence[ScoredDoc]) -> dict[str, list[float]]:
    """Each measure's values, one for each question."""
    names = {str(measure): name for name, measure in MEASURES.items()}
    values: dict[str, list[float]] = {name: [] for name in MEASURES}
    for metric in ir_measures.iter_calc(list(MEASURES.values()), wanted, found):
        values[names[str(metric.measure)]].append(metric.value)
    return values


# ------------------------------------------------------------------------------------------------- the fixed questions


def seeds(run: Run) -> dict[str, Any]:
    """The fixed question set on the seeds, as `yinzheng evaluate` counts."""
    questions = read_questions(ROOT / "tests" / "questions" / "seeds.jsonl")
    with product_of_files([ROOT / "seeds"], CachedEmbedder(run.own)) as product:
        report = evaluate(product.engine, questions)
        library = {name: product.engine.describe()[name] for name in ("documents", "passages", "corpus")}
    groups = {
        f"{kind}, {language}": report.figures([r for r in report.results if (r.kind, r.language) == (kind, language)])
        for kind in report.by("kind")
        for language in report.by("language")
        if any((r.kind, r.language) == (kind, language) for r in report.results)
    }

    def shown(figures: Mapping[str, float | int | None]) -> dict[str, float | int | None]:
        return {name: round(v, 4) if isinstance(v, float) else v for name, v in figures.items()}

    return {
        **library,
        "all": shown(report.figures()),
        "by language": {name: shown(figures) for name, figures in report.by("language").items()},
        "by kind": {name: shown(figures) for name, figures in report.by("kind").items()},
        "by kind and language": {
            name: {key: shown(figures)[key] for key in ("questions", "facts", "found")}
            for name, figures in groups.items()
        },
    }


# ---------------------------------------------------------------------------------------------- quotations and spans


def expmrc(run: Run) -> dict[str, Any]:
    """What is quoted against the evidence that people marked, in libraries of a dozen paragraphs."""
    folder = run.data / "expmrc" / "dev"
    parts, questions = list(paragraphs(folder).values()), run.drawn(asked(folder))
    scores: list[tuple[float, float, float]] = []
    answered = found = first = 0
    embedder = CachedEmbedder(run.own)
    run.own.questions([question.text for question in questions])
    for at in range(0, len(parts), 12):
        made = articles(parts[at : at + 12], split=True)
        inside = [(q, a) for q in questions for a in made if q.paragraph in a.starts]
        if not inside:
            continue
        with product_of(made, embedder) as product:
            for question, article in inside:
                marked = article.spans(question, evidence=True)
                hits = product.retrieve(question.text, 5)
                found += any(
                    h.passage.document == article.document.id and h.passage.start <= a and b <= h.passage.end
                    for h in hits
                    for a, b in marked
                )
                cited = [(c.document.id, c.start, c.end) for c in product.answer(question.text).citations]
                answered += bool(cited)
                first += any(d == article.document.id and s < b and a < e for d, s, e in cited[:1] for a, b in marked)
                scores.append(_overlap(cited, article.document.id, marked))
    precision, recall, harmonic = (round(float(v), 4) for v in np.mean(scores, axis=0))
    count = len(scores)
    return {
        "questions": count,
        "evidence within 5 passages": round(found / count, 4),
        "answered": round(answered / count, 4),
        "first quotation is evidence": round(first / count, 4),
        "precision": precision,
        "recall": recall,
        "F1": harmonic,
    }


def _overlap(
    cited: Sequence[tuple[str, int, int]], document: str, marked: Sequence[tuple[int, int]]
) -> tuple[float, float, float]:
    """Precision, recall and F1 in characters, against the marked alternative that fits best; nothing quoted is 0."""
    said = {at for name, start, end in cited if name == document for at in range(start, end)}
    length = sum(end - start for _, start, end in cited)
    scores = [(0.0, 0.0, 0.0)]
    for start, end in marked:
        common = sum(start <= at < end for at in said)
        if common:
            precision, recall = common / length, common / (end - start)
            scores.append((precision, recall, 2 * precision * recall / (precision + recall)))
    return max(scores, key=lambda score: score[2])


def spans(run: Run) -> dict[str, Any]:
    """The span that is read out of the paragraph that answers, CMRC 2018 dev."""
    folder = run.data / "cmrc2018" / "dev"
    parts, questions = paragraphs(folder), run.drawn(asked(folder))
    embedder = CachedEmbedder(run.own)
    run.own.questions([question.text for question in questions])
    by_paragraph: dict[str, list[Asked]] = {}
    for question in questions:
        by_paragraph.setdefault(question.paragraph, []).append(question)
    harmonic, same, long = [], [], []
    for name, inside in by_paragraph.items():
        with product_of(articles([parts[name]], split=True), embedder) as product:
            for question in inside:
                said = product.span(question.text)
                answers = [parts[name].text[a:b] for a, b in question.spans]
                harmonic.append(f1(said, answers))
                same.append(exact(said, answers))
                long.append(len(said))
    return {
        "questions": len(harmonic),
        "F1": round(100 * float(np.mean(harmonic)), 1),
        "F1 interval": [round(100 * bound, 1) for bound in interval(harmonic)],
        "EM": round(100 * float(np.mean(same)), 1),
        "mean characters": round(float(np.mean(long)), 1),
    }


# ------------------------------------------------------------------------------------------------------------- odds


def nomiracl(run: Run, language: str) -> dict[str, Any]:
    """The odds of each question with its ten candidates as the library, and whether the product answered."""
    folder = run.data / "nomiracl" / f"dev-{language}"
    parts, questions = paragraphs(folder), run.drawn(asked(folder))
    embedder = CachedEmbedder(run.own)
    _embed(run, [parts[name] for question in questions for name in question.candidates], titled=True)
    run.own.questions([question.text for question in questions])
    read: list[tuple[str, float, bool]] = []
    for question in questions:
        with product_of(articles([parts[name] for name in question.candidates], split=True), embedder) as product:
            kind = "answerable" if question.answerable else "unanswerable"
            read.append((kind, product.odds(question.text), product.answers(question.text)))
    return _odds(read)


def held_out(run: Run, folder: str, *, titled: bool) -> dict[str, Any]:
    """The odds over a library that lacks every fourth article, and of the others every third paragraph.

    A question is answerable where its paragraph is there, *near* where only others of its article are (and none of them
    holds the answer's words), *far* where the article is not.
    """
    parts = list(paragraphs(run.data / folder).values())
    titles = list(dict.fromkeys(part.title for part in parts))
    absent = set(titles[3::4])
    held: list[Paragraph] = []
    for title in titles:
        inside = [part for part in parts if part.title == title]
        held += [] if title in absent else [part for i, part in enumerate(inside) if i % 3 != 2]
    there, text = {part.id for part in held}, {part.id: part for part in parts}
    together = {title: "\n".join(part.text for part in held if part.title == title) for title in titles}
    read: list[tuple[str, float, bool]] = []
    questions = [question for question in asked(run.data / folder) if question.spans]
    by_language: dict[str, list[Asked]] = {}
    for question in questions:
        by_language.setdefault(question.language, []).append(question)
    each = LARGEST // len(by_language)
    drawn = [question for inside in by_language.values() for question in run.drawn(inside, each)]
    run.own.questions([question.text for question in drawn])
    with product_of(articles(held, titled, split=True), CachedEmbedder(run.own)) as product:
        for question in drawn:
            part = text[question.paragraph]
            kind = "answerable" if part.id in there else "far" if part.title in absent else "near"
            said = [part.text[a:b] for a, b in question.spans]
            if kind != "near" or not any(answer in together[part.title] for answer in said):
                read.append((kind, product.odds(question.text), product.answers(question.text)))
    return _odds(read)


def _embed(run: Run, parts: Sequence[Paragraph], *, titled: bool) -> None:
    """All at once, so that batches are full; what a paragraph is cut into is the same whatever stands beside it."""
    unique = {part.id: part for part in parts}
    with product_of(articles(unique.values(), titled, split=True), CachedEmbedder(run.own)):
        pass  # an engine over all of it has embedded all of it


def _odds(read: Sequence[tuple[str, float, bool]]) -> dict[str, Any]:
    """Odds by kind, rising; errors where the product decides; and how well the odds separate."""
    kinds = list(dict.fromkeys(kind for kind, _, _ in read))
    odds = {name: sorted(round(value, 4) for kind, value, _ in read if kind == name) for name in kinds}
    said = {name: float(np.mean([answered for kind, _, answered in read if kind == name])) for name in kinds}
    wrong = [answered for kind, _, answered in read if kind != "answerable"]
    unanswerable = [value for name in kinds if name != "answerable" for value in odds[name]]
    return {
        "questions": {name: len(values) for name, values in odds.items()},
        "wrongly refused": round(1 - said["answerable"], 4),
        "wrongly answered": round(float(np.mean(wrong)), 4),
        "wrongly answered by kind": {name: round(said[name], 4) for name in kinds if name != "answerable"},
        "auc": round(area(odds["answerable"], unanswerable), 4),
        "odds": odds,
    }


# ------------------------------------------------------------------------------------------------------------- parts

Part = Callable[[Run], dict[str, Any]]
PARTS: dict[str, Part] = {
    "seeds": seeds,
    "xquad zh": lambda run: ranked(run, "xquad/dev-zh", titled=False),
    "xquad en": lambda run: ranked(run, "xquad/dev-en", titled=False),
    "xquad zh beside cmrc": lambda run: ranked(run, "xquad/dev-zh", titled=False, beside="cmrc2018/dev"),
    "cmrc2018": lambda run: ranked(run, "cmrc2018/dev", titled=True),
    "drcd": lambda run: ranked(run, "drcd/dev", titled=True),
    "jsquad": lambda run: ranked(run, "jsquad/dev", titled=True),
    "jaquad": lambda run: ranked(run, "jaquad/dev", titled=True),
    "expmrc": expmrc,
    "spans": spans,
    "odds cmrc2018": lambda run: held_out(run, "cmrc2018/dev", titled=True),
    "odds drcd": lambda run: held_out(run, "drcd/dev", titled=True),
    "odds jsquad": lambda run: held_out(run, "jsquad/dev", titled=True),
    "odds jaquad": lambda run: held_out(run, "jaquad/dev", titled=True),
    "odds xquad zh": lambda run: held_out(run, "xquad/dev-zh", titled=False),
    "nomiracl zh": lambda run: nomiracl(run, "zh"),
    "nomiracl ja": lambda run: nomiracl(run, "ja"),
    "nomiracl ko": lambda run: nomiracl(run, "ko"),
    "nomiracl en": lambda run: nomiracl(run, "en"),
}
"""XQuAD is without titles, which are in English there whatever the document is in."""

SAID = {
    "R@1, R@5": "share of questions with the answer inside the first passage, or one of the first five",
    "MRR@10": "mean of 1 / rank of the first passage that holds the answer, 0 beyond rank 10",
    "nDCG@10": "normalised discounted cumulative gain of all passages that hold the answer",
    "paragraph R@1, R@5": "the same shares where any passage of the paragraph that answers counts",
    "interval": f"95 % percentile bootstrap over the questions, {DRAWS} draws",
    "found": "of the fixed questions' facts the share that lies within the first five passages",
    "F1 of evidence": "overlap in characters of what is quoted with what people marked; nothing quoted counts 0",
    "F1, EM of spans": "as CMRC 2018 counts, in hundredths, from the paragraph that answers; without a reader a whole sentence",
    "wrongly refused, wrongly answered": "of what can be answered the share refused, of what cannot the share answered",
    "odds": "of each question, rising; near: other paragraphs of the article are there; far: none is",
}


@cache
def code() -> str:
    """Stands for the code that is measured and that measures."""
    folders = [path for name in ("index", "qa") for path in (ROOT / name).rglob("*") if path.suffix in _READ]
    own = [ROOT / "benchmarks" / f"{name}.py" for name in ("retrieval", "product", "public", "spans")]
    digest = hashlib.sha256()
    for path in sorted(path for path in [*folders, *own] if "web" not in path.parts):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


_READ = {".py", ".json", ".tsv", ".npz", ".bin"}


def fingerprint(name: str, run: Run) -> str:
    """Stands for all that a part's figures depend on."""
    folder = (
        name.partition(" beside")[0]
        .replace("xquad ", "xquad/dev-")
        .replace("nomiracl ", "nomiracl/dev-")
        .removeprefix("odds ")
    )
    folder = {"spans": "cmrc2018"}.get(folder, folder)
    files = sorted((run.data / folder).rglob("dev*/*.jsonl")) or sorted((run.data / folder).glob("*.jsonl"))
    files = (
        [ROOT / "tests" / "questions" / "seeds.jsonl", *sorted((ROOT / "seeds").iterdir())]
        if name == "seeds"
        else files
    )
    sizes = [(path.name, path.stat().st_size) for path in files]
    given = (name, code(), run.own.identity, run.plain.identity, run.most, sizes)
    return hashlib.sha256(repr(given).encode()).hexdigest()[:12]


def chosen(only: str) -> Iterator[str]:
    """The parts that `only` names, each by the beginning of its name; all where it names none."""
    wanted = [name.strip() for name in only.split(",") if name.strip()]
    for name in wanted:
        if not any(part.startswith(name) for part in PARTS):
            raise SystemExit(f"no part is called {name}; there are: {', '.join(PARTS)}")
    return (part for part in PARTS if not wanted or any(part.startswith(name) for name in wanted))


def main() -> None:
    """Measure the parts asked for that are not measured yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--cache", type=Path, default=Path("build/vectors"), help="folder for vectors")
    parser.add_argument("--only", default="", help=f"parts, by the beginnings of their names: {', '.join(PARTS)}")
    parser.add_argument("--most", type=int, help="how many questions of each language and part; all where not given")
    parser.add_argument("--model", type=Path, help="folder of the encoder; the default model where not given")
    parser.add_argument("--plain", type=Path, help="folder of the encoder before it was fine-tuned")
    parser.add_argument(
        "--again", action="store_true", help="measure also what was measured with the same code and model"
    )
    parser.add_argument("--out", type=Path, default=RESULT, help="another result file, for a trial")
    arguments = parser.parse_args()
    own = VectorCache(arguments.cache, arguments.model)
    plain = own if arguments.plain is None else VectorCache(arguments.cache, arguments.plain)
    run = Run(arguments.data, own, own if plain.identity == own.identity else plain, arguments.most)
    report = json.loads(arguments.out.read_text(encoding="utf-8")) if arguments.out.is_file() else {}
    for name in chosen(arguments.only):
        known = report.get("parts", {}).get(name, {})
        made = fingerprint(name, run)
        if known.get("fingerprint") == made and not arguments.again:
            print(f"{name}: as it was", flush=True)
            continue
        began = time.process_time()
        figures = PARTS[name](run)
        seconds = round(time.process_time() - began, 1)
        parts = {
            **report.get("parts", {}),
            name: {"fingerprint": made, "encoder": own.identity, "seconds": seconds, **figures},
        }
        report = {
            "command": "python -m benchmarks.retrieval --data PATH",
            "measures": SAID,
            "data": [f"{licence}, dev" for licence in LICENCES.values()],
            "encoders": {"product": own.identity, "plain": plain.identity},
            "parts": {part: parts[part] for part in PARTS if part in parts},
        }
        arguments.out.write_text(dumped(report), encoding="utf-8")
        print(f"{name}: {seconds} s", flush=True)


if __name__ == "__main__":
    main()
