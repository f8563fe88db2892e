"""What was called useful or wrong becomes a question set: each question with the quotations that it is to rest on, and those that it is not to cite."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from index.store.marks import Mark

__all__ = ["question_set", "standing"]


def question_set(marks: Sequence[Mark]) -> Iterator[str]:
    """The questions of which something was marked, each a line of a question file with its end."""
    asked: dict[str, list[Mark]] = {}
    for mark in marks:
        asked.setdefault(mark.question, []).append(mark)
    for number, (text, marked) in enumerate(asked.items(), start=1):
        useful, wrong = (
            [{"doc": one.document, "quote": one.quote} for one in marked if one.judgement == judgement]
            for judgement in ("useful", "wrong")
        )
        question = {
            "id": f"marked-{number}",
            "kind": "fact",
            "answerable": True if useful else None,
            "question": {marked[0].language: text},
            "facts": [[one] for one in useful],
            "wrong": wrong,
        }
        yield json.dumps(question, ensure_ascii=False) + "\n"


def standing(marks: Sequence[Mark], text_of: Callable[[str], str]) -> tuple[list[Mark], list[Mark]]:
    """Those whose documents hold what was marked, and the others. `text_of` is the text of a document of the library."""
    stand = [mark for mark in marks if mark.quote in text_of(mark.document)]
    return stand, [mark for mark in marks if mark not in stand]
