"""LlamaIndex's starter: VectorStoreIndex with a local embedding model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core import Document, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from pydantic import PrivateAttr

from benchmarks.peers.task import PASSAGE, QUERY, Found, K, Task, Vectors

__all__ = ["LlamaIndex"]


class LlamaIndex:
    """Persisted and loaded as its storage context does it."""

    defaults = "SentenceSplitter(1024 tokens, 200 over), HuggingFaceEmbedding without prompts, VectorStoreIndex"
    packages = ("llama-index-core", "llama-index-embeddings-huggingface")

    def __init__(self, task: Task) -> None:
        self._cut = task.cut
        self._model: BaseEmbedding = _Stored(task.vectors) if task.vectors else _embedding(task)

    def index(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        """`VectorStoreIndex.from_documents`; of passages, of nodes."""
        given: list[dict[str, Any]] = [
            {"text": text, "metadata": {"file_name": name}, "excluded_embed_metadata_keys": ["file_name"]}
            for name, text in texts
        ]
        if self._cut:
            index = VectorStoreIndex([TextNode(**one) for one in given], embed_model=self._model)
        else:
            index = VectorStoreIndex.from_documents([Document(**one) for one in given], embed_model=self._model)
        index.storage_context.persist(persist_dir=str(place))

    def open(self, place: Path) -> None:
        """`load_index_from_storage`."""
        stored = StorageContext.from_defaults(persist_dir=str(place))
        index = load_index_from_storage(stored, embed_model=self._model)
        self._retriever = index.as_retriever(similarity_top_k=K)

    def search(self, question: str) -> list[Found]:
        """The retriever of the index."""
        found = self._retriever.retrieve(question)
        return [(item.node.metadata["file_name"], item.node.get_content()) for item in found]


def _embedding(task: Task) -> BaseEmbedding:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    given = {"query_instruction": QUERY, "text_instruction": PASSAGE} if task.prompts else {}
    return HuggingFaceEmbedding(model_name=task.model, **given)


class _Stored(BaseEmbedding):
    _vectors: Vectors = PrivateAttr()

    def __init__(self, vectors: Vectors) -> None:
        super().__init__(model_name="stored")
        self._vectors = vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._vectors.passages([text])[0].tolist()

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._vectors.passages(texts).tolist()

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._vectors.questions([query])[0].tolist()

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)
