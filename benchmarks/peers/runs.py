"""The processes of a part, one library after the other, round by round; each is kept when it is done, and not run again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.peers.parts import PARTS, ROOT, Part, Shelf, made
from benchmarks.peers.rows import PRODUCT, ROWS, Row

__all__ = ["Failed", "Runs"]

_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_NUM_THREADS": "1",
}
_READ = {".py", ".json", ".tsv", ".safetensors", ".onnx", ".zip"}
_LONGEST = 6 * 3600
"""Seconds after which a process is given up."""


class Failed(Exception):
    """A process that came to nothing; its last line says why."""


@dataclass(frozen=True)
class Runs:
    """All processes of one part. `model` is the folder of the encoder, `most` the number of questions of each language.

    Not more than `rounds` rounds are run.
    """

    name: str
    data: Path
    environments: Path
    work: Path
    model: Path
    encoder: str
    most: int | None
    rounds: int = 9

    @property
    def part(self) -> Part:
        """What is compared."""
        return PARTS[self.name]

    @property
    def place(self) -> Path:
        """The folder of the part."""
        return self.work / re.sub(r"\W+", "-", self.name)

    @cached_property
    def shelves(self) -> list[Shelf]:
        """Its libraries, their texts and questions written."""
        return made(self.name, self.data, self.place, self.most)

    def run(self, rows: Sequence[str]) -> dict[str, str]:
        """Everything that is not there yet; by row, why it came to nothing where it did."""
        failed: dict[str, str] = {}
        for number in range(min(self.rounds, max(self.part.rounds, self.part.asked))):
            for row in rows:
                for shelf in self.shelves:
                    if row in failed:
                        break
                    try:
                        self._round(row, shelf, number)
                    except Failed as error:
                        failed[row] = str(error)
                        print(f"{self.name}: {row}: {error}", flush=True)
        return failed

    def _round(self, row: str, shelf: Shelf, number: int) -> None:
        if number < self.part.rounds:
            self._step(row, shelf, "index", number)
        if number < self.part.asked:
            self._step(row, shelf, "ask", number)

    def found(self, row: str, shelf: Shelf, step: str) -> list[dict[str, Any]]:
        """What the processes of a step gave, in the order of the rounds."""
        rounds = range(self.part.rounds if step == "index" else self.part.asked)
        files = [self._folder(row, shelf) / f"{step}-{number}.json" for number in rounds]
        every = [json.loads(path.read_text(encoding="utf-8")) for path in files if path.is_file()]
        stands_for = self.fingerprint(row, shelf)
        return [one for one in every if one["fingerprint"] == stands_for]

    def library(self, row: str, shelf: Shelf) -> Path:
        """The folder of a library's index."""
        return self._folder(row, shelf) / "index"

    def _folder(self, row: str, shelf: Shelf) -> Path:
        return self.place / shelf.name / "rows" / re.sub(r"\W+", "-", row)

    def _step(self, row: str, shelf: Shelf, step: str, number: int) -> None:
        folder, library = self._folder(row, shelf), self.library(row, shelf)
        out, stands_for = folder / f"{step}-{number}.json", self.fingerprint(row, shelf)
        if out.is_file() and json.loads(out.read_text(encoding="utf-8")).get("fingerprint") == stands_for:
            return
        if step == "index":
            shutil.rmtree(library, ignore_errors=True)
            library.mkdir(parents=True)
        elif not library.is_dir():  # somebody removed it
            library.mkdir(parents=True)
            self._process(row, shelf, "index", keep=False)
        began = time.perf_counter()
        found = self._process(row, shelf, step, keep=number == 0)
        folder.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps({"fingerprint": stands_for, **found}, ensure_ascii=False), encoding="utf-8")
        said = f"{self.name} {shelf.name}".strip()
        print(f"{said}: {row}: {step} {number}: {time.perf_counter() - began:.1f} s", flush=True)

    def _process(self, row: str, shelf: Shelf, step: str, *, keep: bool) -> dict[str, Any]:
        home = self.place / shelf.name
        own = row == PRODUCT and self.part.size > 0
        job = {
            "row": row,
            "step": step,
            "place": str(self.library(row, shelf)),
            "model": str(self.model),
            "texts": str(home / "texts.json"),
            "questions": str(home / "questions.json"),
            "cut": self.part.cut,
            "prompts": ROWS[row].prompts,
            "files": str(shelf.files) if shelf.files else None,
            "stored": str(home) if shelf.vectors else None,
            "own_texts": own,
            "data": str(self.data),
            "size": self.part.size,
            "seconds": self.part.seconds,
            "keep": keep,
            "spawned": time.time(),
        }
        asked, came = home / "job.json", home / "came.json"
        came.unlink(missing_ok=True)
        asked.write_text(json.dumps(job), encoding="utf-8")
        command = [str(self._python(ROWS[row])), "-m", "benchmarks.peers.child", str(asked), str(came)]
        try:
            done = subprocess.run(
                command, cwd=ROOT, env={**os.environ, **_QUIET}, capture_output=True, timeout=_LONGEST, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Failed(str(error)) from error
        if done.returncode or not came.is_file():
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            raise Failed(f"exit {done.returncode}: {lines[-1] if lines else 'it said nothing'}")
        found: dict[str, Any] = json.loads(came.read_text(encoding="utf-8"))
        return found

    def _python(self, row: Row) -> Path:
        return self.environments / row.environment / "bin" / "python" if row.environment else Path(sys.executable)

    def fingerprint(self, row: str, shelf: Shelf) -> str:
        """Stands for all that a process's figures depend on: code, texts, questions, encoder, and what is installed."""
        module = ROWS[row].peer.partition(".")[0]
        own = [Path(__file__).with_name(f"{name}.py") for name in ("child", "task", module)]
        home = self.place / shelf.name
        digest = hashlib.sha256(repr((row, self.encoder, self._installed(ROWS[row]))).encode())
        for path in [*own, home / "texts.json", home / "questions.json"]:
            digest.update(path.read_bytes())
        if row == PRODUCT:
            digest.update(_code().encode())
        return digest.hexdigest()[:12]

    def _installed(self, row: Row) -> list[str]:
        folders = self.environments.joinpath(row.environment).glob("lib/python*/site-packages/*.dist-info")
        return sorted(folder.name for folder in folders) if row.environment else []


def _code() -> str:
    """Stands for the product."""
    paths = [path for name in ("index", "qa") for path in (ROOT / name).rglob("*") if path.suffix in _READ]
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if "web" not in path.parts):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
