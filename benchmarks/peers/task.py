"""What a process is given: texts or questions, an encoder or vectors in its place, and where the index is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PASSAGE", "QUERY", "Found", "K", "Peer", "Task", "Vectors"]

K = 5
"""How many passages a library is asked for."""
QUERY, PASSAGE = "query: ", "passage: "
"""The prompts that E5 was trained with (Wang et al., Multilingual E5 Text Embeddings, 2024)."""
Found = tuple[str, ...]
"""A passage that was found: the name of its text, what it says, and notes that come with it."""


@dataclass(frozen=True)
class Task:
    """`texts` holds `[name, text]` pairs, `questions` texts alone, both JSON; `files` is the folder that the texts are of.

    `cut` says that a text is a passage already. `vectors` is a folder of them, where there is no encoder.
    """

    step: str
    place: Path
    model: str
    texts: Path
    questions: Path
    cut: bool = False
    prompts: bool = False
    files: Path | None = None
    stored: Path | None = None
    own_texts: bool = False
    data: Path | None = None
    size: int = 0

    @classmethod
    def of(cls, job: Mapping[str, Any]) -> Task:
        """The task that a file of JSON says."""
        given = {name: job[name] for name in cls.__dataclass_fields__ if job.get(name) is not None}
        paths = {name: Path(given[name]) for name in _PATHS if name in given}
        return cls(**{**given, **paths})

    @cached_property
    def vectors(self) -> Vectors | None:
        """What stands in the place of an encoder."""
        return Vectors(self.stored) if self.stored else None


_PATHS = ("place", "texts", "questions", "files", "stored", "data")


class Peer(Protocol):
    """A library as a user has it: it makes an index of texts and saves it, and opens it in another process and searches it."""

    defaults: str
    packages: tuple[str, ...]

    def index(self, texts: Sequence[tuple[str, str]], place: Path) -> None:
        """Take in the texts and write what is needed to ask into the folder `place`."""

    def open(self, place: Path) -> None:
        """Be ready to search what `index` wrote."""

    def search(self, question: str) -> list[Found]:
        """The best passages, at most K."""


class Vectors:
    """Vectors of known texts, read where they are needed: `texts.npy` and `questions.npy` beside the texts of each as JSON."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, tuple[dict[str, int], NDArray[Any]]] = {}

    def passages(self, texts: Sequence[str]) -> NDArray[Any]:
        """`(len(texts), 384)` float32, unit length."""
        return self._of("texts", texts)

    def questions(self, texts: Sequence[str]) -> NDArray[Any]:
        """`(len(texts), 384)` float32, unit length."""
        return self._of("questions", texts)

    def _of(self, name: str, texts: Sequence[str]) -> NDArray[Any]:
        if name not in self._held:
            import numpy as np

            read = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
            places = {one if isinstance(one, str) else one[1]: at for at, one in enumerate(read)}
            self._held[name] = places, np.load(self._folder / f"{name}.npy", mmap_mode="r")
        places, vectors = self._held[name]
        return vectors[[places[text] for text in texts]]
