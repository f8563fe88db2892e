"""Embedding when a folder is indexed, against Sentence Transformers' own `encode` over the same texts in the same process.

    python -m benchmarks.embedding FOLDER

Prints one line of JSON: how many texts, and the seconds by the clock and of the processor of ours, of a loop that encodes
one text at a time, and of one call that is given all of them. The model, its numbers and its texts are the same.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.asking import Costs, cost
from index.arrays import Vectors
from index.build import rebuild
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.encoder.model import default_model
from index.settings import Settings


class Recorder:
    """An embedder that notes what it is given and what embedding that costs."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.texts: list[str] = []
        self.costs: list[Costs] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As the embedder gives them."""
        found: list[Vectors] = []
        self.costs.append(cost(lambda: found.append(self._embedder.passages(texts, progress))))
        self.texts += texts
        return found[0]


def measure(folder: Path, settings: Settings) -> dict[str, Any]:
    """All three, ours first, after a few texts that do not count."""
    from sentence_transformers import SentenceTransformer

    recorder = Recorder(load_embedder(settings))
    recorder._embedder.passages(["a few words", "to begin with"])
    with tempfile.TemporaryDirectory() as place:
        rebuild([folder], Path(place) / "library.sqlite", recorder, settings)
    ours = {name: sum(one[name] for one in recorder.costs) for name in ("wall", "processor")}
    model = SentenceTransformer(str(default_model(settings.cache)), device="cpu", local_files_only=True)
    prompt = model.prompts.get("document") or model.prompts.get("passage") or ""
    texts = [prompt + text for text in recorder.texts]
    encode = partial(model.encode, show_progress_bar=False)
    encode(texts[:3])
    return {
        "texts": len(texts),
        "characters": sum(map(len, recorder.texts)),
        "numbers": str(next(model.parameters()).dtype).removeprefix("torch."),
        "ours": ours,
        "one text at a time": cost(lambda: [encode(text) for text in texts]),
        "one call": cost(lambda: encode(texts)),
    }


def main() -> None:
    """Measure and print."""
    replies, sys.stdout = sys.stdout, sys.stderr
    print(json.dumps(measure(Path(sys.argv[1]), Settings.load(os.environ))), file=replies)


if __name__ == "__main__":
    main()
