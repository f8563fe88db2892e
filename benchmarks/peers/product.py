"""The product. Of files it is given the files, of paragraphs one document for each title, untitled."""

from __future__ import annotations

import json
import os
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.peers.task import Found, K, Task

__all__ = ["Yinzheng", "quotations"]

_LIBRARY, _PLACES = "library.sqlite", "places.json"
_AT_ONCE = 500
"""How many documents of many are written in one change."""


class Yinzheng:
    """Asked as `retrieve(question, read=False)` does it from Python, without reading closely."""

    defaults = "passages of at most 300 Chinese characters, cut at sentence ends; all legs"
    packages: tuple[str, ...] = ()

    def __init__(self, task: Task) -> None:
        self._task = task
        self._places: dict[str, list[tuple[int, str]]] = {}
        if task.step == "index" and not task.stored:
            from index.encoder.load import load_embedder
            from index.settings import Settings

            self._settings = Settings.load(os.environ)
            self._embedder = load_embedder(self._settings)
            self._embedder.passages(["引证"])  # what embeds passages is loaded at the first of them

    def index(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        """Files are read, cleaned and cut; paragraphs and passages are cut and written."""
        library = place / _LIBRARY
        if self._task.own_texts:
            self._write(library)
        elif self._task.files:
            from index.build import build

            build([self._task.files], library, self._embedder, self._settings, strict=True)
        else:
            self._paragraphs(texts, place)

    def _paragraphs(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        from corpora.public import Paragraph, articles
        from index.encoder.alignment import question_means
        from index.facts import build_facts
        from index.passages import passages
        from index.store.entries import entries
        from index.store.library import Library

        given = [Paragraph(name, name.partition("p")[0], text) for name, text in texts]
        made = articles(given, titled=False, split=True)
        cut = [(article.document, passages(article.document, self._settings.passage_length)) for article in made]
        with Library.create(place / _LIBRARY, build_facts(self._embedder, self._settings)) as library:
            library.change(
                entries(cut, self._embedder, lambda *_: None),
                question_means=question_means(self._embedder.questions),
            )
            library.write_search_index()
        places = {a.document.id: sorted((start, name) for name, start in a.starts.items()) for a in made}
        (place / _PLACES).write_text(json.dumps(places), encoding="utf-8")

    def _write(self, path: Path) -> None:
        """Documents of many passages with vectors at random; `took` is what writing took, without making them."""
        from benchmarks.corpus import entries
        from index.store.library import Library
        from index.store.schema import BuildFacts

        assert self._task.data is not None
        self.took = 0.0
        with Library.create(path, BuildFacts("random", "random", 384, 300, 1)) as library:
            made = entries(self._task.data, self._task.size)
            while batch := list(islice(made, _AT_ONCE)):
                self.took += _seconds(partial(library.change, batch))
            self.took += _seconds(library.write_search_index)

    def open(self, place: Path) -> None:
        """The library is opened at the first question, by `retrieve`; with stored vectors, here."""
        self._library = place / _LIBRARY
        if (place / _PLACES).is_file():
            self._places = json.loads((place / _PLACES).read_text(encoding="utf-8"))
        if self._task.vectors:
            from index.store.library import Library
            from qa.engine import Engine

            self._engine = Engine(Library.open(self._library), _Stored(self._task.vectors))

    def search(self, question: str) -> list[Found]:
        """As `yinzheng search`."""
        if self._task.stored:
            hits = self._engine.retrieve(question, K, read=False)
        else:
            from qa import retrieve

            hits = retrieve(question, K, read=False, library=self._library)
        found: list[Found] = []
        for hit in hits:
            places = self._places.get(hit.document.id)
            name = places[bisect_left(places, [hit.passage.start + 1, ""]) - 1][1] if places else hit.document.id
            notes = hit.document.notes_in(hit.passage.start, hit.passage.end)
            found.append((name, hit.passage.text, *(note.text for note in notes)))
        return found


class _Stored:
    """An `Embedder` of texts whose vectors are known."""

    name = fingerprint = "random"
    dimension = 384

    def __init__(self, vectors: object) -> None:
        self.questions = vectors.questions  # type: ignore[attr-defined]
        self.passages = vectors.passages  # type: ignore[attr-defined]

    def question(self, text: str) -> object:
        """`(384,)` float32."""
        return self.questions([text])[0]


def quotations(library: Path, questions: Sequence[str]) -> dict[str, int]:
    """Of all that answers to these questions quote, how much stands in its document character by character."""
    from index.settings import Settings
    from qa.engine import Engine

    counts = {"questions": len(questions), "quotations": 0, "verbatim": 0}
    with closing(Engine.open(Settings.load(os.environ), library)) as engine:
        for question in questions:
            answer = engine.ask(question)
            for one in (*answer.citations, *answer.nearest):
                counts["quotations"] += 1
                counts["verbatim"] += engine.document(one.document.id).text[one.start : one.end] == one.quote
    return counts


def _seconds(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began
