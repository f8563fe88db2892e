"""What every command needs: an open engine, one line on standard error, JSON on standard output."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.timings import stage, timed

if TYPE_CHECKING:
    from qa.engine import Engine
    from qa.ui.terminal.options import Within

__all__ = ["notify", "open_engine", "print_json", "told_of", "told_safely"]


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
        from qa.ui.terminal.draw import say_apart

        for line in stages.lines():
            say_apart(line)


def notify(message: str) -> None:
    """One line on standard error, whatever a file's name or a foreign message may hold."""
    from qa.ui.terminal.draw import say_apart

    say_apart(f"yinzheng: {' '.join(str(message).split())}")


def told_safely() -> None:
    """From now on errors that nobody foresaw, and what libraries warn of, drive no terminal either, whatever they name."""
    import traceback

    def told(*error: Any) -> None:
        from qa.ui.terminal.draw import say_apart

        say_apart("".join(traceback.format_exception(*error)).rstrip("\n"))

    sys.excepthook = told
    if logging.lastResort:
        logging.lastResort.setFormatter(_Shown())


class _Shown(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        from index.text.visible import visible

        return visible(super().format(record))


def print_json(value: object) -> None:
    """JSON as people read it."""
    from qa.ui.terminal.draw import say_json

    say_json(json.dumps(value, ensure_ascii=False, indent=2))
