"""Texts → pieces, as LangChain's tutorial cuts them."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

__all__ = ["documents", "pieces"]


def documents(texts: Sequence[tuple[str, str]]) -> list[Document]:
    """A document for each text, with its name."""
    return [Document(page_content=text, metadata={"name": name}) for name, text in texts]


def pieces(texts: Sequence[tuple[str, str]]) -> list[Document]:
    """The pieces of the texts, each with the name of its text."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    return list(splitter.split_documents(documents(texts)))
