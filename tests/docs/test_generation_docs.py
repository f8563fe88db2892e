"""The table of docs/language-model.md says what the committed result says."""

from __future__ import annotations

import json

from tests.conftest import ROOT

NAMES = {
    "right": "what the passage says",
    "other passage": "what another passage of the article says",
    "number": "with another number",
    "name": "with another name or phrase from the article",
    "same passage": "with another name or phrase from the same passage",
}


def test_the_table_is_as_the_result_has_it() -> None:
    result = json.loads((ROOT / "benchmarks/results/generation.json").read_text("utf-8"))["with the reader"]
    text = (ROOT / "docs/language-model.md").read_text("utf-8")
    for kind, name in NAMES.items():
        one, two = (result[group][kind] for group in ("one language", "across two"))
        row = f"| {name} | {one['marked']:.2f} ({one['sentences']}) | {two['marked']:.2f} ({two['sentences']}) |"
        assert row in text, row
