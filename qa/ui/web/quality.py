"""A question set that is run from the page: each question on a seat of its own, its verdict as it comes, the report beside it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from qa.engine import Engine
from qa.errors import YinzhengError
from qa.evaluation.evaluate import report_of, results_of
from qa.evaluation.page.page import evaluation_page
from qa.evaluation.question_file import questions_in
from qa.evaluation.results import Result
from qa.ui.web.events import event
from qa.ui.web.folders import worded
from qa.ui.web.html.quality import report_html, result_html
from qa.ui.web.limits import Busy, Gone, Seats
from qa.ui.web.wanted import Wanted

__all__ = ["MOST", "run"]

MOST = 1_000_000
"""How many bytes a question set may have: what the body of any request may."""
_log = logging.getLogger(__name__)


async def run(
    engine: Engine, seats: Seats, wanted: Wanted, name: str, data: bytes, gone: Callable[[], Awaitable[bool]]
) -> AsyncIterator[str]:
    """The events of a run: of each question its `result`, the `step` and the `report` so far; at the end the report as a `page`.

    What cannot be run, and why, is a `failed`; others are worked for between two questions.
    """
    words = wanted.words
    results: list[Result] = []
    try:
        questions = await asyncio.to_thread(questions_in, data, name)
        total = sum(len(question.texts) for question in questions)
        yield event("step", json.dumps([0, total]))
        async for result in seats.each(results_of(engine, questions, name), gone):
            results.append(result)
            report = await asyncio.to_thread(report_of, engine, tuple(results))
            yield event("result", result_html(wanted, result))
            yield event("report", report_html(words, report))
            yield event("step", json.dumps([len(results), total]))
        yield event("page", await asyncio.to_thread(evaluation_page, report, name))
        yield event("end", "")
    except Gone:
        return
    except Busy:
        yield event("failed", words.busy)
    except YinzhengError as error:
        yield event("failed", worded(error, words, engine.library.path))
    except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
        _log.error("A question set could not be run.", exc_info=error)
        yield event("failed", words.failed_hint)
