"""A conversation in the terminal, and one that was kept in files."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from index.errors import YinzhengError
from qa.engine import Engine
from qa.proof.saved import read_answer
from qa.question.check import checked_question
from qa.question.followup.conversation import Conversation
from qa.retrieval.filters import Filters
from qa.ui.terminal.answers import print_answer
from qa.ui.terminal.draw import say

__all__ = ["converse", "read_conversation"]

_PROMPT = "? "


def read_conversation(files: Iterable[Path]) -> Conversation:
    """From answers as `yinzheng ask --json` printed them, oldest first.

    Raises AnswerError for a file that is not there, or holds none.
    """
    return Conversation.of(map(read_answer, files))


def converse(engine: Engine, k: int, filters: Filters) -> None:
    """Ask until the input ends. A question that cannot be asked is said to be so, and the next one awaited."""
    if sys.stdin.isatty():
        import readline  # noqa: F401  # lines can be edited and called back
    talk = Conversation()
    while True:
        try:
            line = input(_PROMPT if sys.stdin.isatty() else "").strip()
        except EOFError:
            return
        if line == "/new":
            talk = Conversation()
        elif line:
            talk = _answered(engine, line, talk, k, filters)


def _answered(engine: Engine, line: str, talk: Conversation, k: int, filters: Filters) -> Conversation:
    """Answer a line; the conversation with it."""
    literal = line.startswith("=")
    try:
        question = checked_question(line.removeprefix("="))
        understood = None if literal else engine.understood(talk, question)
        answer = engine.ask(question, k, filters=filters, understood=understood)
    except YinzhengError as error:
        say((str(error), "red"))
        return talk
    print_answer(answer, engine.document)
    say()
    return talk.then(answer)
