"""LangChain's tutorial: recursive splitter, HuggingFaceEmbeddings, FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_community.vectorstores import FAISS
from langchain_core.embeddings import Embeddings

from benchmarks.peers.pieces import documents, pieces
from benchmarks.peers.task import PASSAGE, QUERY, Found, K, Task, Vectors

__all__ = ["LangChain"]


class LangChain:
    """Saved and loaded as FAISS's store does it."""

    defaults = "RecursiveCharacterTextSplitter(1000, 200), HuggingFaceEmbeddings without prompts, FAISS.from_documents"
    packages = (
        "langchain-core",
        "langchain-community",
        "langchain-huggingface",
        "langchain-text-splitters",
        "faiss-cpu",
    )

    def __init__(self, task: Task) -> None:
        self._cut = task.cut
        self._embeddings: Embeddings = _Stored(task.vectors) if task.vectors else _embeddings(task)

    def index(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        """Split, embed, store, save."""
        made = documents(texts) if self._cut else pieces(texts)
        FAISS.from_documents(made, self._embeddings).save_local(str(place))

    def open(self, place: Path) -> None:
        """`load_local`, of a file that was written here."""
        self._store = FAISS.load_local(str(place), self._embeddings, allow_dangerous_deserialization=True)

    def search(self, question: str) -> list[Found]:
        """`similarity_search`."""
        found = self._store.similarity_search(question, k=K)
        return [(item.metadata["name"], item.page_content) for item in found]


def _embeddings(task: Task) -> Embeddings:
    from langchain_huggingface import HuggingFaceEmbeddings

    given: dict[str, Any] = {}
    if task.prompts:
        given = {"encode_kwargs": {"prompt": PASSAGE}, "query_encode_kwargs": {"prompt": QUERY}}
    return HuggingFaceEmbeddings(model_name=task.model, **given)


class _Stored(Embeddings):
    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._vectors.passages(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self._vectors.questions([text])[0].tolist()
