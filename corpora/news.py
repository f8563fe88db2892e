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

__all__ = ["LICENCE", "news_articles", "news_cases"]

LICENCE = "NTREX-128 (Federmann, Kocmi and Xin, 2022), CC BY-SA 4.0, with questions written for this project"
_LENGTH = 300


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
    """Libraries of a few to all of the articles in one language, each asked in all languages, about `most` questions in all.

    A question is *answerable* where its article is there, *near* where its article is there and does not answer it, *far* where
    its article is left out.
    """
    held, questions = news_articles(folder, language), news_questions(folder)
    entries([article for article, _ in held.values()], _LENGTH, cache)
    dice = random.Random(f"{seed} {language}")
    asked_so_far = 0
    while asked_so_far < most:
        names = sorted(held)
        dice.shuffle(names)
        inside = set(names[: dice.choice((4, 8, 15, len(names)))])
        chosen = [(q, dice.choice(LANGUAGES)) for q in questions if q.document in inside]
        chosen = dice.sample(chosen, min(len(chosen), 60))
        left = [(q, dice.choice(LANGUAGES)) for q in questions if q.answerable and q.document not in inside]
        chosen += dice.sample(left, min(len(left), len(chosen) // 8))
        asked_so_far += len(chosen)
        made = [held[name][0] for name in sorted(inside)]
        with temporary_library(entries(made, _LENGTH, cache), question_means(cache.questions)) as library:
            asked = [Asked(q.id, q.texts[own], own, "", ()) for q, own in chosen]
            for (q, own), (found, rows) in zip(chosen, read(library, asked, cache, reader, depth), strict=True):
                kind = "far" if q.document not in inside else "answerable" if q.answerable else "near"
                gold = {}
                if q.document in held:
                    article, places = held[q.document]
                    gold = {article.document.id: [places[at] for at in q.evidence if at]}
                right = tuple(kind == "answerable" and holds(hit, sentence, gold) for hit, sentence in found)
                name = pair(Asked(q.id, "", own, "", ()), language)
                yield Case(f"newsqa {q.kind}", name, q.document, kind, rows, right, (False,) * len(found))
