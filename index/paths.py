"""Where a file lies."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["place"]


def place(file: str | Path) -> Path:
    """Where a file is: an absolute path without `..`; links are not followed, so that a linked file keeps its name."""
    return Path(os.path.abspath(file))  # noqa: PTH100
