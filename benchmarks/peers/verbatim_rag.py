"""verbatim-rag's index: its chunker, Sentence Transformers, Milvus Lite. What quotes needs a model that no package brings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from verbatim_rag import VerbatimIndex
from verbatim_rag.document import Chunk, Document, ProcessedChunk
from verbatim_rag.embedding_providers import DenseEmbeddingProvider, SentenceTransformersProvider
from verbatim_rag.schema import DocumentSchema
from verbatim_rag.vector_stores import LocalMilvusStore

from benchmarks.peers.task import PASSAGE, QUERY, Found, K, Task, Vectors

__all__ = ["VerbatimRag"]

_DIMENSION = 384


class VerbatimRag:
    """Milvus Lite keeps a file; it looks in some clusters, as the store sets it up."""

    defaults = (
        "MarkdownChunkerProvider, SentenceTransformersProvider without prompts over texts with lines about their document, "
        "LocalMilvusStore (IVF_FLAT); retrieval alone, as its extractors need a model from elsewhere; installed without docling"
    )
    packages = ("verbatim-rag", "pymilvus", "milvus-lite")

    def __init__(self, task: Task) -> None:
        self._cut = task.cut
        self._provider: DenseEmbeddingProvider
        if task.vectors:
            self._provider = _Stored(task.vectors, asking=task.step != "index")
        elif task.prompts:
            self._provider = _Prompted(task.model)
        else:
            self._provider = SentenceTransformersProvider(task.model)

    def index(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        """`add_documents`; passages in bulk, each as it is."""
        self.open(place)
        if self._cut:
            self._index.add_documents_bulk(_passage(number, name, text) for number, (name, text) in enumerate(texts))
        else:
            self._index.add_documents([DocumentSchema(id=name, content=text) for name, text in texts])
        self._index.vector_store.client.close()

    def open(self, place: Path) -> None:
        """The store of that file, made where there is none."""
        store = LocalMilvusStore(str(place / "index.db"), dense_dim=_DIMENSION, enable_sparse=False)
        self._index = VerbatimIndex(vector_store=store, dense_provider=self._provider)

    def search(self, question: str) -> list[Found]:
        """`VerbatimIndex.query`."""
        found = self._index.query(text=question, k=K)
        return [(item.metadata["name" if self._cut else "document_id"], item.text) for item in found]


def _passage(number: int, name: str, text: str) -> Document:
    chunk = Chunk(document_id=str(number), content=text)
    chunk.processed_chunks.append(ProcessedChunk(chunk_id=chunk.id, enhanced_content=text))
    return Document(id=str(number), raw_content=text, metadata={"name": name}, chunks=[chunk])


class _Prompted(SentenceTransformersProvider):
    def embed_text(self, text: str) -> list[float]:
        return self.model.encode([text], prompt=QUERY)[0].tolist()

    def embed_batch(self, texts: list[str]) -> list[list[float]]:
        return self.model.encode(texts, prompt=PASSAGE).tolist()


class _Stored(DenseEmbeddingProvider):
    def __init__(self, vectors: Vectors, *, asking: bool) -> None:
        self._vectors, self._asking = vectors, asking

    def embed_text(self, text: str) -> list[float]:
        return self._vectors.questions([text])[0].tolist()

    def embed_batch(self, texts: list[str]) -> list[list[float]]:
        return self._vectors.passages(texts).tolist()

    def get_dimension(self) -> int:
        return _DIMENSION
