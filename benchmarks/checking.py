"""What it costs to hold what is read against its digests, in pairs on one machine, in seconds of processor time.

    python -m benchmarks.checking     # writes benchmarks/results/checking.json

*After a change*: one of the documents of a library is written anew, and the library is checked before a search index is made of it, once
all of it, as who has never seen it must, and once as who has checked it before the change does. *Asked*: each fixed question of the seeds is
asked of a process that is warm, with the checks and with none, in turn: once with nothing of the library kept in memory that was read before, and
once with all of it kept. That there are no checks is a switch of this benchmark alone.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.machine import described
from benchmarks.scale import RandomVectors
from benchmarks.trees import ROOT
from corpora.rows import rows
from index.build import build
from index.document import make_document
from index.encoder.load import load_embedder
from index.passages import passages
from index.records import Document, Source
from index.settings import Settings
from index.store import contents, library, search_build
from index.store.connections import Connections
from index.store.entries import Entry, entries
from index.store.library import Library
from index.store.schema import BuildFacts
from index.store.search_parts import in_memory
from index.store.soundness import Checked
from index.store.transactions import Transactions
from qa.engine import Engine

RESULT = ROOT / "benchmarks" / "results" / "checking.json"
COMMAND = "python -m benchmarks.checking"
QUESTIONS = ROOT / "tests" / "questions" / "seeds.jsonl"
PASSAGES = 6_000
_CHANGES = 9
_AT_ONCE = 500
_TEXT = "The harbour of Zorblatt was rebuilt in the year {year}. Its lighthouse has {steps} steps, says the keeper. Nobody counted them after."


class _Vectors(RandomVectors):
    """Unit vectors at random, as an embedder is asked for them."""

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Any:  # noqa: ARG002
        """`(len(texts), 384)` float32."""
        return self.questions(texts)


def main() -> None:
    """Measure, and write."""
    before = os.getloadavg()
    with tempfile.TemporaryDirectory() as folder:
        changed = _after_changes(Path(folder) / "made.sqlite")
        asked = _asked(Path(folder) / "seeds.sqlite")
    result = {
        "command": COMMAND,
        "machine": described(),
        "load": {"before": before[0], "after": os.getloadavg()[0]},
        "after a change": changed,
        "asked": asked,
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))


def _after_changes(path: Path) -> dict[str, Any]:
    """A library of short passages, one for each document, of which one document is written anew, again and again."""
    embedder = _Vectors()
    with Library.create(path, BuildFacts("random", "random", embedder.dimension, 300, 1)) as writer:
        for begin in range(0, PASSAGES, _AT_ONCE):
            writer.change(_made(range(begin, min(begin + _AT_ONCE, PASSAGES)), embedder, 1))
        file = Transactions(path, Connections.of(path))
        held = contents.Contents(path, file)
        source = search_build.Source(
            file.rows, held.passages, held.document, held.codes, held.sound, embedder.dimension
        )
        checked = Checked()
        took: dict[str, list[float]] = {"all of it": [], "what changed": [], "the search index": []}
        for turn in range(_CHANGES + 1):
            with file.reading():
                ways = {"all of it": Checked(), "what changed": checked}
                for name in sorted(ways, reverse=bool(turn % 2)):
                    taken = _seconds(lambda way=ways[name]: _none(way.faults(file.rows)))  # type: ignore[misc]
                    if turn:  # at first nothing was checked yet
                        took[name].append(taken)
                took["the search index"].append(
                    _seconds(lambda: search_build.build(source, None, lambda fill, _: in_memory(fill)))
                )
            writer.change(_made([turn * 97], embedder, turn + 2))
        file.close()
    median = {name: statistics.median(times) for name, times in took.items()}
    return {
        "passages": PASSAGES,
        "changes": _CHANGES,
        **{f"{name}, s": round(value, 4) for name, value in median.items()},
        "ratio": round(median["what changed"] / median["all of it"], 4),
    }


def _made(numbers: Sequence[int], embedder: _Vectors, version: int) -> list[Entry]:
    documents = [_document(number, version) for number in numbers]
    return entries([(one, passages(one, 300)) for one in documents], embedder, lambda *_: None)


def _document(number: int, version: int) -> Document:
    text = _TEXT.format(year=number, steps=number * version)
    return make_document(Path(f"note-{number}.txt"), text.encode(), Source())


def _none(faults: Iterator[str]) -> None:
    found = list(faults)
    assert not found, found


def _asked(path: Path) -> dict[str, Any]:
    """The fixed questions, in each of their languages, and what searching for them costs."""
    settings = Settings.load(os.environ).model_copy(update={"library": path})
    build([ROOT / "seeds"], path, load_embedder(settings), settings)
    questions = [text for line in rows(QUESTIONS) for text in line["question"].values()]
    engine = Engine.open(settings)
    calls: dict[str, tuple[Callable[[str], object], list[str]]] = {
        "ask": (lambda question: engine.ask(question), questions[::4]),
        "retrieve without reading": (lambda question: engine.retrieve(question, read=False), questions),
    }
    found: dict[str, Any] = {}
    try:
        for name, (call, some) in calls.items():
            for question in some[:3]:
                call(question)
            found[name] = {
                kept: _pairs(engine, call, some, forget=kept == "nothing kept") for kept in ("nothing kept", "all kept")
            }
            print(name, found[name], file=sys.stderr, flush=True)
    finally:
        engine.close()
    return found


def _pairs(
    engine: Engine, call: Callable[[str], object], questions: Sequence[str], *, forget: bool
) -> dict[str, float | int]:
    took: dict[bool, list[float]] = {True: [], False: []}
    for number, question in enumerate(questions):
        call(question)
        for checks in (True, False) if number % 2 else (False, True):
            with _checking(checks):
                if forget:
                    engine.library.forget()
                took[checks].append(_seconds(lambda question=question: call(question)))  # type: ignore[misc]
    ratios = [with_checks / without for with_checks, without in zip(took[True], took[False], strict=True)]
    return {
        "questions": len(questions),
        "with checks, ms": round(1000 * statistics.median(took[True]), 2),
        "without, ms": round(1000 * statistics.median(took[False]), 2),
        "ratio": round(statistics.median(ratios), 3),
    }


@contextmanager
def _checking(checks: bool) -> Iterator[None]:
    """With `checks` all is as it is; else nothing that is read is held against anything."""
    with ExitStack() as stack:
        if not checks:
            for name in ("place_digest", "record_digest", "search_digest"):
                stack.enter_context(patch.object(contents, name, lambda *_: b""))
            for module, name in ((contents, "facts_fault"), (library, "table_fault"), (library, "whole_fault")):
                stack.enter_context(patch.object(module, name, lambda *_: ""))
            stack.enter_context(patch.object(contents.Contents, "sound", lambda *_: None))
        yield


def _seconds(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


if __name__ == "__main__":
    main()
