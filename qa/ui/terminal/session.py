"""What every command needs: an open engine, one line on standard error, JSON on standard output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa.timings import stage, timed

if TYPE_CHECKING:
    from qa.engine import Engine
    from qa.ui.terminal.options import Within

__all__ = ["notify", "open_engine", "print_json", "told_of"]


@contextmanager
def open_engine(
    library: Path | None, k: str = "5", question: str | None = None, within: Within | None = None
) -> Iterator[tuple[Engine, int]]:
    """An open engine; what can be seen to be wrong without it is refused before the model is loaded."""
    from index.settings import Settings
    from qa.question.check import checked_count, checked_question

    count = checked_count(int(k) if k.removeprefix("-").isdecimal() and len(k) < 20 else k)
    if question is not None:
        checked_question(question)
    if within is not None:
        within.filters()
    settings = Settings.load(os.environ)

    with stage("open"):
        from qa.engine import Engine
        from qa.ui.terminal.draw import progress_bar

        with progress_bar() as progress:
            engine = Engine.open(settings, library, notify=notify, progress=progress)
    try:
        yield engine, count
    finally:
        engine.close()


@contextmanager
def told_of(wanted: bool) -> Iterator[None]:
    """What each stage of what happens within took, on standard error at its end, where that is wanted."""
    with timed() as stages:
        yield
    if wanted:
        for line in stages.lines():
            print(line, file=sys.stderr)


def notify(message: str) -> None:
    """One line on standard error, whatever a file's name or a foreign message may hold."""
    line = "".join(char if char.isprintable() else " " for char in str(message))
    print(f"yinzheng: {line}", file=sys.stderr)


def print_json(value: object) -> None:
    """JSON as people read it."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
