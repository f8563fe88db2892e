"""The records of files of JSON lines. It imports nothing of the product."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["rows"]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file, in order; empty lines are passed over."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
