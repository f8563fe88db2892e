"""A small library that is made in no time, for what is tried hundreds of times; no part itself.

In the place of the encoder stands a sum of the digests of words: what is tried here is the library, not what is found.
"""

from __future__ import annotations

import hashlib
import os
import signal
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Self
from unittest.mock import patch

import numpy as np

from index.apart import Part
from index.arrays import Vectors
from index.build import build
from index.document import make_document
from index.errors import YinzhengError
from index.files import parts
from index.formats import Unread
from index.passages import passages
from index.records import Document, Passage, Source
from index.settings import Settings
from index.sources import read_sources
from index.store.library import Library
from index.store.search_parts import search_files

__all__ = [
    "FAULT",
    "REFUSED",
    "DigestVectors",
    "State",
    "forked",
    "index",
    "library_files",
    "make",
    "reading_here",
    "state",
]

REFUSED, FAULT = 3, 99
"""What a child ends with that was told why it cannot be done, and one that met what it should not."""
State = Mapping[str, str]
"""The SHA-256 of the text of each document, by its id."""
TEXTS = {
    "treaty.txt": "The treaty of Vienna was signed in 1961. It forbids the sale of old maps, said Henry Kissinger.\n\n"
    "Nobody has read its second part. The archive keeps three copies of it.",
    "speech.txt": "基辛格（Henry Kissinger）认为，威慑要有效，须具备实力、决心和可信度。会议在维也纳举行。\n\n第二天没有人发言。档案馆保存着三份文件。",
}


class DigestVectors:
    """In the place of an embedder: for each text the same unit vector, made of its words' digests."""

    name = fingerprint = "digests"
    dimension = 32

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """`(len(texts), 32)` float32."""
        if progress:
            progress(len(texts))
        return np.array([_vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def question(self, text: str) -> Vectors:
        """`(32,)` float32."""
        return _vector(text)

    def questions(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), 32)` float32."""
        return self.passages(texts)


class _Here:
    """In the place of `index.apart.Apart`: reads in this process, without the second that it takes to start another."""

    def __init__(self, settings: Settings) -> None:
        """Nothing of the settings is needed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def stop(self) -> None:
        """It is not in the midst of anything for long."""

    def sources(self, folder: Path) -> dict[str, Source]:
        return read_sources(folder)

    def open(self, path: Path, source: Source) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
        held, unread = parts(path, source)
        return tuple(Part(one.id, one.path, one.source, number) for number, one in enumerate(held)), unread

    def make(
        self, path: Path, source: Source, part: Part, passage_length: int, name: str
    ) -> tuple[Document, tuple[Passage, ...]]:
        held = parts(path, source)[0][part.number]
        document = make_document(held.path, held.data, held.source, name)
        return document, tuple(passages(document, passage_length))


@contextmanager
def reading_here(wanted: bool = True) -> Iterator[None]:
    """Files are read in this process, where that is `wanted`: what is tried then is the library alone, and is tried sooner."""
    if not wanted:
        yield
        return
    with patch("index.build.Apart", _Here), patch("index.apart.ahead.Apart", _Here):
        yield


@lru_cache(maxsize=10_000)
def _vector(text: str) -> Vectors:
    found = np.zeros(DigestVectors.dimension, dtype=np.float32)
    for word in text.split() or [""]:
        digest = np.frombuffer(hashlib.sha256(word.encode()).digest(), dtype=np.uint8)
        found += digest.astype(np.float32) - 127.5
    return np.asarray(found / np.linalg.norm(found), dtype=np.float32)


def make(folder: Path) -> Path:
    """Two short documents in `folder/documents`, and the library of them."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    for name, text in TEXTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    library = folder / "held" / "library.sqlite"
    index(documents, library)
    return library


def index(documents: Path, library: Path) -> None:
    """`yinzheng index DOCUMENTS`, without a model."""
    build([documents], library, DigestVectors(), Settings(cache=library.parent / "cache"))


def library_files(library: Path) -> list[Path]:
    """The files of a library at rest."""
    return [path for path in (library, *search_files(library)) if path.exists()]


def state(library: Path) -> State:
    """What the library holds, once every digest was found right. Raises LibraryError, and AssertionError where its parts do not agree."""
    with Library.open(library) as opened, opened.reading():
        faults = list(opened.faults())
        assert not faults, faults
        numbers = opened.passage_numbers()
        found = opened.search_index()
        assert sorted(n for part in found.families.values() for n in part.numbers.tolist()) == numbers, (
            "the index lacks"
        )
        for number in numbers:
            passage = opened.passage(number)
            document = opened.document(passage.document)
            assert document.text[passage.start : passage.end] == passage.text, "a passage is elsewhere"
        texts = {name: opened.document(name).text for name in opened.document_ids()}
        assert {opened.passage(number).document for number in numbers} == set(texts), "a document without passages"
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}


_HANGS = 600
"""Seconds after which a process that is not done is ended; on a machine with much else to do all takes long."""


def forked(work: Callable[[], None]) -> int:
    """A process of its own that does the work; its id. It ends with 0, REFUSED or FAULT."""
    child = os.fork()
    if child:
        return child
    status = FAULT
    try:
        signal.alarm(_HANGS)
        work()
        status = 0
    except YinzhengError:
        status = REFUSED
    except BaseException:  # noqa: BLE001 # whatever it is, the parent is to know of it
        traceback.print_exc()
    os._exit(status)
