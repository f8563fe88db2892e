"""How result files are written."""

from __future__ import annotations

import json
import re

__all__ = ["dumped"]


def dumped(value: object) -> str:
    """JSON, a line for each value, but short lists and those of numbers on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return re.sub(r"\[\s+([-\d.,\se]+?)\s+\]", lambda m: f"[{' '.join(m[1].split())}]", text) + "\n"
