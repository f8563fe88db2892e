"""BM25 alone, over LangChain's pieces. What is counted is kept in memory; only the pieces are saved, and counted anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.pieces import pieces
from benchmarks.peers.task import Found, K, Task

__all__ = ["BM25S", "Jieba", "RankBM25"]


class _Pieces:
    """What the three have in common: pieces, saved as JSON."""

    def __init__(self, task: Task) -> None:
        del task  # nothing that it says concerns words

    def index(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        """Cut, save, count."""
        parts = [(one.metadata["name"], one.page_content) for one in pieces(texts)]
        (place / "pieces.json").write_text(json.dumps(parts, ensure_ascii=False), encoding="utf-8")
        self._count(parts)

    def open(self, place: Path) -> None:
        """Read, count."""
        self._count(json.loads((place / "pieces.json").read_text(encoding="utf-8")))

    def _count(self, parts: Sequence[Sequence[str]]) -> None:
        raise NotImplementedError


class RankBM25(_Pieces):
    """rank-bm25 as its readme uses it."""

    defaults = 'text.split(" "), as its readme has it; LangChain\'s pieces'
    packages = ("rank-bm25",)

    def _words(self, text: str) -> list[str]:
        return text.split(" ")

    def _count(self, parts: Sequence[Sequence[str]]) -> None:
        from rank_bm25 import BM25Okapi

        self._parts = parts
        self._scores = BM25Okapi([self._words(text) or [""] for _, text in parts])

    def search(self, question: str) -> list[Found]:
        """Those that hold any of the words, best first."""
        scores = self._scores.get_scores(self._words(question))
        best = sorted((i for i, score in enumerate(scores) if score), key=lambda i: -scores[i])[:K]
        return [tuple(self._parts[i]) for i in best]


class Jieba(RankBM25):
    """The same with words as jieba cuts them."""

    defaults = "words as jieba cuts them; LangChain's pieces"
    packages = ("rank-bm25", "jieba")

    def _words(self, text: str) -> list[str]:
        import jieba

        return [word for word in jieba.lcut(text.lower()) if any(map(str.isalnum, word))]


class BM25S(_Pieces):
    """bm25s as its readme uses it."""

    defaults = 'bm25s.tokenize(stopwords="en"), bm25s.BM25(); pieces as LangChain cuts them'
    packages = ("bm25s",)

    def _count(self, parts: Sequence[Sequence[str]]) -> None:
        import bm25s

        self._parts = parts
        held = bm25s.tokenize([text for _, text in parts], stopwords="en", show_progress=False)
        self._scores = bm25s.BM25()
        self._scores.index(held, show_progress=False)

    def search(self, question: str) -> list[Found]:
        """`BM25.retrieve`; what holds none of the words is left out."""
        import bm25s

        words = bm25s.tokenize([question], stopwords="en", show_progress=False)
        if not any(self._scores.vocab_dict.get(word) is not None for word in words.vocab):
            return []
        found, scores = self._scores.retrieve(words, k=min(K, len(self._parts)), show_progress=False)
        pairs = zip(found[0], scores[0], strict=True)
        return [tuple(self._parts[int(place)]) for place, score in pairs if score > 0]
