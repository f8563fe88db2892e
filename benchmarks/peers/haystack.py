"""Haystack's tutorial: splitter, Sentence Transformers embedders, in-memory store and embedding retriever."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from haystack import Document
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from benchmarks.peers.task import PASSAGE, QUERY, Found, K, Task

__all__ = ["Haystack"]


class Haystack:
    """Saved to a file of JSON and loaded from it, as the store does it."""

    defaults = "DocumentSplitter() (200 words between spaces), embedders without prefix, InMemoryEmbeddingRetriever"
    packages = ("haystack-ai", "sentence-transformers-haystack")

    def __init__(self, task: Task) -> None:
        self._cut, self._stored = task.cut, task.vectors
        if self._stored is not None:
            return
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        if task.step == "index":
            passage = PASSAGE if task.prompts else ""
            self._passages = SentenceTransformersDocumentEmbedder(model=task.model, prefix=passage, progress_bar=False)
            self._passages.warm_up()
        else:
            question = QUERY if task.prompts else ""
            self._questions = SentenceTransformersTextEmbedder(model=task.model, prefix=question, progress_bar=False)
            self._questions.warm_up()

    def index(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        """Split, embed, write."""
        made = [Document(content=text, meta={"name": name}) for name, text in texts]
        if not self._cut:
            from haystack.components.preprocessors import DocumentSplitter

            splitter = DocumentSplitter()
            splitter.warm_up()
            made = splitter.run(documents=made)["documents"]
        if self._stored:
            vectors = self._stored.passages([document.content or "" for document in made]).tolist()
            for document, vector in zip(made, vectors, strict=True):
                document.embedding = vector
        else:
            made = self._passages.run(documents=made)["documents"]
        store = InMemoryDocumentStore(shared=False)
        store.write_documents(made)
        store.save_to_disk(str(place / "store.json"))

    def open(self, place: Path) -> None:
        """`load_from_disk`."""
        store = InMemoryDocumentStore.load_from_disk(str(place / "store.json"))
        self._retriever = InMemoryEmbeddingRetriever(document_store=store, top_k=K)

    def search(self, question: str) -> list[Found]:
        """Embed the question, retrieve."""
        if self._stored:
            vector = self._stored.questions([question])[0].tolist()
        else:
            vector = self._questions.run(text=question)["embedding"]
        found = self._retriever.run(query_embedding=vector)["documents"]
        return [(item.meta["name"], item.content or "") for item in found]
