"""Questions asked of many small libraries, some of which hold the answer, as rows of `qa.reading.features.FEATURES`.

Each library takes most titles of a group and, of those, most paragraphs. A question whose paragraph was taken is
*answerable*; one whose paragraph was left out while its article is there is a *near* miss, one whose article is not
there a *far* one. An answerable one of which a name, a year or a number was exchanged has a false *premise*. Questions of
NoMIRACL are asked each of the ten passages that were found for it: there the misses are near.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from corpora.premises import Names
from corpora.public import (
    Asked,
    Paragraph,
    articles,
    asked,
    paragraphs,
    parallel,
)
from corpora.temporary import entries, temporary_library
from corpora.vectors import VectorCache
from index.arrays import Floats
from index.bridge.dictionary import Dictionary
from index.encoder.alignment import question_means
from index.records import Sentence
from index.store.library import Library
from index.text.script import language_of
from qa.reading.reader import Reader
from qa.reading.weigh import measure
from qa.reading.written import readings_of
from qa.records import Hit
from qa.retrieval.dense import Dense
from qa.retrieval.lexical import LexicalLeg
from qa.retrieval.search import Query, retrieve_hits

__all__ = ["MISSES", "Case", "Pool", "cases", "holds", "marked", "pair", "pools", "read", "searched"]

READ = 8
LENGTH = 300
MEASURED = 40
"""How many questions of each language of NoMIRACL are kept for measuring (`benchmarks/retrieval.py --most 40`)."""
MISSES = ("near", "far", "premise")


@dataclass(frozen=True)
class Pool:
    """Paragraphs that may stand in one library, and the questions asked of them."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    questions: tuple[Asked, ...]
    rounds: int = 1
    titled: bool = True
    """Whether titles are in the documents; those of XQuAD are in English, whatever the document is in."""

    @cached_property
    def names(self) -> dict[str, Names]:
        """What the questions of each language name."""
        asked_in: dict[str, list[str]] = defaultdict(list)
        for question in self.questions:
            asked_in[question.language].append(question.text)
        titles = [part.title for part in self.paragraphs] if self.titled else []
        return {language: Names(texts, titles) for language, texts in asked_in.items()}


@dataclass(frozen=True, slots=True)
class Case:
    """A question and a library: features of the sentences read, which of them answer, and which are left aside."""

    pool: str
    pair: str
    title: str
    kind: str
    rows: Floats
    right: tuple[bool, ...]
    aside: tuple[bool, ...]

    @property
    def answerable(self) -> bool:
        """Whether the library holds the answer."""
        return self.kind == "answerable"


def pools(data: Path, part: str) -> list[Pool]:
    """The pools of `train` or `dev`: Chinese in both scripts, Japanese, English, and questions across languages."""
    found = []
    for name in ("cmrc2018", "drcd", "jsquad", "jaquad"):
        folder = data / name / part
        found.append(Pool(name, tuple(paragraphs(folder).values()), tuple(asked(folder))))
    if part == "train":
        folder = data / "xquad" / "train"
        every, questions = list(paragraphs(folder).values()), asked(folder)
        chinese, english = parallel(questions, "zh"), parallel(questions, "en")
        zh, en = [p for p in every if p.id.startswith("zh-")], [p for p in every if p.id.startswith("en-")]
    else:
        zh, en = (list(paragraphs(data / "xquad" / f"dev-{home}").values()) for home in ("zh", "en"))
        chinese, english = asked(data / "xquad" / "dev-zh"), asked(data / "xquad" / "dev-en")
    english = [q for q in english if q.language in ("en", "zh")]
    mixed = tuple(p for p in zh if not _odd(p)) + tuple(p for p in en if _odd(p))
    inside = {p.id for p in mixed}
    both = [q for q in chinese + english if q.paragraph in inside]
    found.append(Pool("xquad zh", tuple(zh), tuple(chinese), 4 if part == "train" else 3, False))
    found.append(Pool("xquad en", tuple(en), tuple(english), 2, False))
    found.append(Pool("xquad mixed", mixed, tuple(both), 4 if part == "train" else 3, False))
    return found


def _odd(part: Paragraph) -> bool:
    """Every other four articles, of which two are for training and two for measuring."""
    return int(part.id.partition("-a")[2][:2]) // 4 % 2 == 1


def pair(question: Asked, home: str) -> str:
    """The languages of a question and of its paragraph; all but those of the product are `other`."""
    language = question.language if question.language[:2] in ("zh", "en", "ja", "ko") else "other"
    return f"{language}→{home}"


def cases(pool: Pool, cache: VectorCache, seed: int, most: int = 24, reader: Reader | None = None) -> Iterator[Case]:
    """Libraries of about 8 to 320 paragraphs, small ones oftener, each with questions that it answers and as many others.

    At least `most` of the former where there are so many, or one for every second paragraph.
    """
    by_title: dict[str, list[Paragraph]] = defaultdict(list)
    for part in pool.paragraphs:
        by_title[part.title].append(part)
    for turn in range(pool.rounds):
        dice = random.Random(f"{seed} {pool.name} {turn}")
        titles = sorted(by_title)
        dice.shuffle(titles)
        while titles:
            size = 0
            group: list[str] = []
            goal = round(8 * 40 ** dice.random())
            while titles and size < goal:
                group.append(titles.pop())
                size += len(by_title[group[-1]])
            if len(group) > 2:
                yield from _library(pool, by_title, group, cache, dice, max(most, size // 2), reader)


def _library(
    pool: Pool,
    by_title: dict[str, list[Paragraph]],
    group: list[str],
    cache: VectorCache,
    dice: random.Random,
    most: int,
    reader: Reader | None,
) -> Iterator[Case]:
    absent = set(group[: max(1, len(group) // 4)])
    held: list[Paragraph] = []
    for title in group:
        parts = by_title[title]
        if title not in absent:
            left_out = set(dice.sample(range(len(parts)), len(parts) // 3))
            held += [part for i, part in enumerate(parts) if i not in left_out]
    there, text = (
        {part.id for part in held},
        {title: "\n".join(p.text for p in held if p.title == title) for title in group},
    )
    titles = {part.id: part.title for title in group for part in by_title[title]}
    answers = {part.id: part.text for title in group for part in by_title[title]}
    kinds: dict[str, list[Asked]] = {"answerable": [], "near": [], "far": [], "premise": []}
    questions = [q for q in pool.questions if q.paragraph in titles]
    dice.shuffle(questions)
    languages: dict[str, list[Asked]] = defaultdict(list)
    for question in questions:
        languages[pair(question, "")].append(question)
    turns = [q for row in zip(*(_cycled(v, len(questions)) for v in languages.values()), strict=False) for q in row]
    for question in dict.fromkeys(turns):
        title = titles[question.paragraph]
        kind = "answerable" if question.paragraph in there else "far" if title in absent else "near"
        said = [answers[question.paragraph][a:b] for a, b in question.spans]
        elsewhere = kind == "near" and any(answer in text[title] for answer in said)
        if len(kinds[kind]) < (most if kind == "answerable" else most // 2) and not elsewhere:
            kinds[kind].append(question)
    for question in kinds["answerable"]:
        changed = _exchanged(pool, question, answers[question.paragraph], titles[question.paragraph])
        if changed and len(kinds["premise"]) < most // 3:
            kinds["premise"].append(changed)
    made = articles(held, pool.titled, split=True)
    names = {a.document.id: titles[next(iter(a.starts))] for a in made}
    with temporary_library(entries(made, LENGTH, cache), question_means(cache.questions)) as library:
        chosen = [(kind, question) for kind, found in kinds.items() for question in found]
        spans = [{a.document.id: a.spans(q) for a in made if a.spans(q)} for _, q in chosen]
        for (kind, question), gold, (found, rows) in zip(
            chosen, spans, read(library, [q for _, q in chosen], cache, reader), strict=True
        ):
            right = tuple(holds(hit, sentence, gold) for hit, sentence in found)
            said = [answers[question.paragraph][a:b] for a, b in question.spans]
            title = titles[question.paragraph]
            aside = tuple(
                not good and names[hit.document.id] == title and any(a in s.text for a in said)
                for good, (hit, s) in zip(right, found, strict=True)
            )
            home = language_of(answers[question.paragraph])
            yield Case(pool.name, pair(question, home), title, kind, rows, right, aside)


def searched(folder: Path, cache: VectorCache, most: int = 60, reader: Reader | None = None) -> Iterator[Case]:
    """Questions of NoMIRACL, each of a library of the ten passages that search engines found for it.

    They are other ones than the first `MEASURED` that are drawn evenly, which are for measuring. People said whether any
    passage answers, not which: any sentence counts as right.
    """
    parts, questions = paragraphs(folder), asked(folder)
    measured = {question.id for question in evenly(questions, MEASURED)}
    drawn = evenly([question for question in questions if question.id not in measured], most)
    entries(articles({key: parts[key] for q in drawn for key in q.candidates}.values(), split=True), LENGTH, cache)
    for question in drawn:
        made = articles([parts[key] for key in question.candidates], split=True)
        with temporary_library(entries(made, LENGTH, cache), question_means(cache.questions)) as library:
            found, rows = next(read(library, [question], cache, reader))
        kind = "answerable" if question.answerable else "near"
        home = "zh-Hans" if question.language == "zh" else question.language
        right = (question.answerable,) * len(found)
        yield Case(folder.name, pair(question, home), question.id, kind, rows, right, (False,) * len(found))


def marked(folder: Path, cache: VectorCache, reader: Reader | None = None, depth: int = READ) -> Iterator[Case]:
    """Questions of which people marked the evidence (CLAPNQ), asked of libraries of fifty passages, half without their own.

    Where the passage is left out, and where people found no answer in it, nothing answers.
    """
    parts, questions = list(paragraphs(folder).values()), asked(folder)
    entries(articles(parts, split=True), LENGTH, cache)
    dice = random.Random("marked")
    dice.shuffle(parts)
    for at in range(0, len(parts), 50):
        group = parts[at : at + 50]
        absent = {part.id for part in dice.sample(group, len(group) // 6)}
        made = articles([part for part in group if part.id not in absent], split=True)
        inside = {part.id for part in group}
        own = [q for q in questions if q.paragraph in inside]
        with temporary_library(entries(made, LENGTH, cache), question_means(cache.questions)) as library:
            for question, (found, rows) in zip(own, read(library, own, cache, reader, depth), strict=True):
                kind = "far" if question.paragraph in absent else "answerable" if question.answerable else "near"
                gold = {a.document.id: a.spans(question, evidence=True) for a in made}
                right = tuple(kind == "answerable" and holds(hit, s, gold) for hit, s in found)
                yield Case("clapnq", pair(question, "en"), question.id, kind, rows, right, (False,) * len(found))


def evenly(questions: Sequence[Asked], most: int) -> list[Asked]:
    """At most `most` of the questions, at even distances."""
    step = max(1.0, len(questions) / most)
    return [questions[int(at * step)] for at in range(min(most, len(questions)))]


def _exchanged(pool: Pool, question: Asked, text: str, title: str) -> Asked | None:
    """The question with another name, year or number than the one that its paragraph names too; it has no answer."""
    dice = random.Random(question.id)
    found = pool.names[question.language].exchange(question.text, text, title if pool.titled else "", dice)
    return replace(question, text=question.text.replace(*found), spans=()) if found else None


def _cycled(items: Sequence[Asked], count: int) -> list[Asked]:
    return [items[i % len(items)] for i in range(count)] if items else []


def holds(hit: Hit, sentence: Sentence, gold: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether the sentence holds the larger part of an answer."""
    return any(
        min(b, sentence.end) - max(a, sentence.start) > (b - a) / 2 for a, b in gold.get(hit.passage.document, ())
    )


def read(
    library: Library, questions: Sequence[Asked], cache: VectorCache, reader: Reader | None = None, depth: int = READ
) -> Iterator[tuple[list[tuple[Hit, Sentence]], Floats]]:
    """What the product reads for each question, measured as the product does."""
    dense = Dense.of(library)
    lexical = LexicalLeg(library, Dictionary.shared())
    for question, vector in zip(questions, cache.questions([q.text for q in questions]), strict=True):
        query = Query.of(question.text, dense.question(question.text, vector), lexical)
        hits = retrieve_hits(query, library, dense, depth)[0]
        readings = readings_of(reader, question.text, hits) if reader else None
        yield measure(hits, query, dense, language_of(question.text), library, readings)


def stored(path: Path, make: Callable[[], list[Case]]) -> list[Case]:
    """The cases at `path`, made and written there where they are not."""
    if not path.is_file():
        found = make()
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            rows=np.concatenate([case.rows for case in found]).astype(np.float32),
            right=np.concatenate([np.array(case.right, dtype=bool) for case in found]),
            aside=np.concatenate([np.array(case.aside, dtype=bool) for case in found]),
            counts=np.array([len(case.rows) for case in found]),
            names=np.array([(case.pool, case.pair, case.title, case.kind) for case in found]),
        )
    with np.load(path) as held:
        rows, right, aside, names = held["rows"].astype(np.float64), held["right"], held["aside"], held["names"]
        ends = np.cumsum(held["counts"]).tolist()
    return [
        Case(*map(str, name), rows[a:b], tuple(right[a:b].tolist()), tuple(aside[a:b].tolist()))
        for name, a, b in zip(names, [0, *ends], ends, strict=False)
    ]


def digest(*parts: object) -> str:
    """A short name for what the stored cases depend on."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:10]
