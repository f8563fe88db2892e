"""The rows of the comparison: which library, in which environment, with the prompts of E5 or without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from benchmarks.peers.task import Peer, Task

__all__ = ["PRODUCT", "ROWS", "Row"]

PRODUCT = "Yinzheng"


@dataclass(frozen=True, slots=True)
class Row:
    """`peer` names a class of a module beside this one, `environment` the folder of its interpreter; empty: that of the product.

    `prompts` says that it is given those of E5, `cuts` that it has a way to cut texts, `again` that it is the second row of a
    library and takes no part where all are given the same passages; `words` finds by words alone.
    """

    peer: str
    environment: str = ""
    prompts: bool = False
    cuts: bool = True
    plain: bool = False
    words: bool = False

    def made(self, task: Task) -> Peer:
        """The library, with its encoder loaded."""
        module, _, name = self.peer.partition(".")
        peer: Peer = getattr(import_module(f"benchmarks.peers.{module}"), name)(task)
        return peer


ROWS: Mapping[str, Row] = {
    PRODUCT: Row("product.Yinzheng", prompts=True),
    "Sentence Transformers + FAISS": Row("plain.Plain", prompts=True, cuts=False),
    "LangChain + FAISS": Row("langchain.LangChain", "langchain", plain=True),
    "LangChain + FAISS, E5's prompts": Row("langchain.LangChain", "langchain", prompts=True),
    "LlamaIndex": Row("llama_index.LlamaIndex", "llama-index", plain=True),
    "LlamaIndex, E5's prompts": Row("llama_index.LlamaIndex", "llama-index", prompts=True),
    "Haystack": Row("haystack.Haystack", "haystack", plain=True),
    "Haystack, E5's prompts": Row("haystack.Haystack", "haystack", prompts=True),
    "txtai": Row("txtai.Txtai", "txtai", prompts=True),
    "verbatim-rag": Row("verbatim_rag.VerbatimRag", "verbatim-rag", plain=True),
    "verbatim-rag, E5's prompts": Row("verbatim_rag.VerbatimRag", "verbatim-rag", prompts=True),
    "BM25 (rank-bm25)": Row("words.RankBM25", "words", words=True),
    "BM25 (bm25s)": Row("words.BM25S", "words", words=True),
    "BM25 (rank-bm25, jieba)": Row("words.Jieba", "words", words=True),
}
"""In the order of the tables."""
