"""The catalogue says of each passage what the passage itself says."""

from __future__ import annotations

from pathlib import Path

from index.store.library import Library
from index.store.schema import BuildFacts
from qa.engine import Engine


def test_it_agrees_with_the_records(engine: Engine) -> None:
    with Library.open(engine.library.path) as library:
        catalogue = library.catalogue()
        assert list(catalogue.sources) == library.document_ids()
        assert [listed.number for listed in catalogue.passages] == library.passage_numbers()
        for listed in catalogue.passages:
            passage = library.passage(listed.number)
            assert catalogue.sources[listed.document] == library.document(listed.document).source
            assert (listed.document, listed.kind) == (passage.document, passage.section.kind)
            assert listed.language == passage.language
            assert ", ".join(listed.authors) == passage.author
            assert listed.speakers == passage.speakers
        assert any(listed.speakers for listed in catalogue.passages)
        assert any(not listed.authors for listed in catalogue.passages)


def test_an_empty_library_has_nothing(tmp_path: Path) -> None:
    with Library.create(tmp_path / "empty.sqlite", BuildFacts("by hand", "0", 3, 300, 1)) as library:
        catalogue = library.catalogue()
    assert (catalogue.sources, catalogue.passages) == ({}, ())
