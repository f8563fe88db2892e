"""Parallel news as libraries, asked in five languages: what a sentence is worth as evidence, where people marked which are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from corpora.cases import Case, holds, pair, read
from corpora.news_set import LANGUAGES, TOGETHER, between, news_questions, news_sentences
from corpora.public import Article, Asked, Paragraph, articles
from corpora.temporary import entries, temporary_library
from corpora.vectors import VectorCache
from index.encoder.alignment import question_means
from qa.reading.reader import Reader

__all__ = ["LICENCE", "MIXED", "POOL", "news_articles", "news_cases"]

LICENCE = "NTREX-128 (Federmann, Kocmi and Xin, 2022), CC BY-SA 4.0, with questions written for this project"
_LENGTH = 300
POOL, MIXED = "newsqa", "mixed"
"""What the cases are called, and what stands for a language of its own for each article."""


def news_articles(folder: Path, language: str) -> dict[str, tuple[Article, list[tuple[int, int]]]]:
    """Each article in one language, by id, and where each of its sentences stands; the headline is its title and stands at (0, 0)."""
    found: dict[str, tuple[Article, list[tuple[int, int]]]] = {}
    for document, sentences in news_sentences(folder).items():
        headline, *body = sentences[language]
        parts: list[Paragraph] = []
        places: list[tuple[str, int, int]] = []
        for at in range(0, len(body), TOGETHER):
            name, text = f"{document} {at}", ""
            for sentence in body[at : at + TOGETHER]:
                text += between(language) if text else ""
                places.append((name, len(text), len(text) + len(sentence)))
                text += sentence
            parts.append(Paragraph(name, headline, text))
        made = articles(parts, split=True)
        if len(made) == 1:
            starts = made[0].starts
            spans = [(start + starts[name], end + starts[name]) for name, start, end in places]
            found[document] = (made[0], [(0, 0), *spans])
    return found


def news_cases(
    folder: Path, language: str, cache: VectorCache, most: int, seed: int, reader: Reader | None, depth: int
) -> Iterator[Case]:
    """Libraries of a few to all of the articles, each asked in all languages, about `most` questions in all.

    The articles are in one language or, where that is `MIXED`, each in one that is drawn anew for every library. A question is
    *answerable* where its article is there, *near* where its article is there and does not answer it, *far* where its article is left out.
    """
    spoken = LANGUAGES if language == MIXED else (language,)
    held, questions = {one: news_articles(folder, one) for one in spoken}, news_questions(folder)
    for every in held.values():
        entries([article for article, _ in every.values()], _LENGTH, cache)
    dice = random.Random(f"{seed} {language}")
    pool = f"{POOL}-{MIXED}" if language == MIXED else POOL
    asked_so_far = 0
    while asked_so_far < most:
        names = sorted(set.intersection(*map(set, held.values())))
        dice.shuffle(names)
        inside = set(names[: dice.choice((4, 8, 15, len(names)))])
        chosen = [(q, dice.choice(LANGUAGES)) for q in questions if q.document in inside]
        chosen = dice.sample(chosen, min(len(chosen), 60))
        left = [(q, dice.choice(LANGUAGES)) for q in questions if q.answerable and q.document not in inside]
        chosen += dice.sample(left, min(len(left), len(chosen) // 8))
        asked_so_far += len(chosen)
        home = {name: dice.choice(spoken) if len(spoken) > 1 else language for name in names}
        made = [held[home[name]][name][0] for name in sorted(inside)]
        with temporary_library(entries(made, _LENGTH, cache), question_means(cache.questions)) as library:
            asked = [Asked(q.id, q.texts[own], own, "", ()) for q, own in chosen]
            for (q, own), (found, rows) in zip(chosen, read(library, asked, cache, reader, depth), strict=True):
                kind = "far" if q.document not in inside else "answerable" if q.answerable else "near"
                gold = {}
                if q.document in home:
                    article, places = held[home[q.document]][q.document]
                    gold = {article.document.id: [places[at] for at in q.evidence if at]}
                right = tuple(kind == "answerable" and holds(hit, sentence, gold) for hit, sentence in found)
                name = pair(Asked(q.id, "", own, "", ()), home.get(q.document, language))
                yield Case(f"{pool} {q.kind}", name, q.document, kind, rows, right, (False,) * len(found))
