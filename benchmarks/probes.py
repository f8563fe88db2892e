"""Small documents with a question each, and what its quotations must hold: a tree's faults by kind."""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.asked import FAULTS, Row, indexed, opened

__all__ = ["probe"]


def probe(data: Path, place: Path) -> Iterator[Row]:
    """Each question of `probes.jsonl` asked of its own documents; those that ask nothing are left out.

    It is right where the quotations hold each expression, or the verdict is the one expected.
    """
    lines = [json.loads(line) for line in (data / "probes.jsonl").read_text(encoding="utf-8").split("\n") if line]
    together: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for line in lines:
        if line["question"] is not None:
            together[tuple(line["docs"])].append(line)
    for number, (names, some) in enumerate(together.items()):
        folder, library = place / f"{number}", place / f"{number}.sqlite"
        folder.mkdir()
        for name in names:
            shutil.copy(data / "docs" / name, folder)
        try:
            indexed(folder, library)
            with opened(library) as engine:
                for line in some:
                    row: Row = {"id": line["id"], "kind": line["kind"], "language": line["language"], "right": False}
                    try:
                        answer = engine.ask(line["question"])
                    except FAULTS as error:
                        yield {**row, "error": f"{type(error).__name__}: {error}"}
                        continue
                    quoted = "\n".join(one.quote for one in answer.citations)
                    if line["expected_is"] == "verdict":
                        right = answer.verdict.value == line["expected"]
                    else:
                        right = all(re.search(pattern, quoted) for pattern in line["expected"].split("&&"))
                    yield {**row, "verdict": answer.verdict.value, "right": right, "quoted": quoted}
        except FAULTS as error:
            for line in some:
                row = {"id": line["id"], "kind": line["kind"], "language": line["language"], "right": False}
                yield {**row, "error": f"{type(error).__name__}: {error}"}
