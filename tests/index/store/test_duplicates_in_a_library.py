"""A library links near-duplicates as documents come, change and go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.passages import passages
from index.records import Document
from index.store.entries import Entry
from index.store.library import Library
from index.store.schema import BuildFacts
from tests.index.documents import document, seed

FACTS = BuildFacts(model="m", fingerprint="f", dimension=2, passage_length=300, cleaning=1)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "library.sqlite", FACTS) as opened:
        yield opened


def entry(made: Document) -> Entry:
    cut = passages(made, 300)
    vectors = np.ones((len(cut), 2), dtype=np.float32)
    return Entry(made, cut, vectors, tuple(np.ones((len(p.sentences), 2), dtype=np.float32) for p in cut))


def traditional(made: Document, name: str) -> Document:
    from opencc import OpenCC

    return document(str(OpenCC("s2twp").convert(made.text)), name=name)


def test_a_reprint_is_linked_and_not_dropped(library: Library) -> None:
    original = seed("002")
    library.change([entry(original), entry(seed("003"))])
    assert library.duplicates() == ()
    library.change([entry(traditional(original, "reprint.txt"))])
    found = library.duplicates()
    assert [{link.one, link.other} for link in found] == [{original.id, "reprint"}]
    assert found[0].same
    assert library.group("reprint") == library.group(original.id) == tuple(sorted([original.id, "reprint"]))
    assert library.group(seed("003").id) == (seed("003").id,)
    assert len(library.document_ids()) == 3


def test_links_go_with_their_documents_and_come_back(library: Library) -> None:
    original, reprint = seed("002"), traditional(seed("002"), "reprint.txt")
    library.change([entry(original), entry(reprint)])
    assert len(library.duplicates()) == 1
    library.change(put=[entry(document("现在这里是另一篇文章，说的是别的事情。" * 3, name="reprint.txt"))])
    assert library.duplicates() == ()
    library.change(put=[entry(reprint)])
    assert len(library.duplicates()) == 1
    library.change(put=[entry(original)])
    assert len(library.duplicates()) == 1
    library.change(remove=[original.id])
    assert library.duplicates() == ()
    assert next(library._file.rows("SELECT count(DISTINCT sketch) FROM shingles"))[0] == 1


def test_a_reprint_is_found_among_many(library: Library) -> None:
    words = re.findall(".{40}", seed("004").text.replace("\n", ""))
    rng = np.random.default_rng(7)
    texts = [
        "。".join("".join(rng.permutation(list(words[i]))) for i in rng.choice(len(words), 12)) for _ in range(150)
    ]
    library.change([entry(document(text + "。", name=f"{i}.txt")) for i, text in enumerate(texts)])
    assert library.duplicates() == ()
    library.change([entry(document(f"转载：{texts[3]}。", name="again.txt"))])
    assert [{link.one, link.other} for link in library.duplicates()] == [{"3", "again"}]
