"""What is counted of a running server, as Prometheus reads it: questions, verdicts, stages, the line, the library. No words of anybody."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from index.errors import YinzhengError
from qa.engine import Engine
from qa.records import Answer
from qa.timings import Stages, timed
from qa.ui.web.limits import Seats
from qa.ui.web.spans import span

__all__ = ["CONTENT_TYPE_LATEST", "Metrics", "Watched"]

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_SMALL = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one server."""

    def __init__(self, engine: Engine, seats: Seats) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "yinzheng_questions", "Questions that were answered, by verdict.", ["verdict"], registry=self._registry
        )
        self._refused = Counter(
            "yinzheng_questions_refused",
            "Questions that the library cannot be asked, as of a document that it lacks.",
            registry=self._registry,
        )
        self._took = Histogram(
            "yinzheng_answer_seconds", "Seconds that an answer took.", buckets=_SECONDS, registry=self._registry
        )
        self._stages = Histogram(
            "yinzheng_stage_seconds",
            "Seconds of an answer in each stage.",
            ["stage"],
            buckets=_SMALL,
            registry=self._registry,
        )
        self._requests = Counter(
            "yinzheng_http_requests",
            "Requests, by address, method and status.",
            ["route", "method", "status"],
            registry=self._registry,
        )

        def gauge(name: str, told: str, value: Callable[[], float]) -> None:
            Gauge(name, told, registry=self._registry).set_function(lambda: _known(value))

        gauge("yinzheng_line", "Who waits for an answer.", lambda: seats.waiting)
        gauge("yinzheng_seats_taken", "Answers that are made now.", lambda: seats.taken)
        gauge(
            "yinzheng_library_generation", "How often the library was changed.", lambda: engine.describe()["generation"]
        )
        gauge("yinzheng_library_documents", "Documents of the library.", lambda: len(engine.catalogue().sources))

    def answered(self, answer: Answer, stages: Stages, seconds: float) -> None:
        """Count an answer."""
        self._questions.labels(answer.verdict.value).inc()
        self._took.observe(seconds)
        for name, took in stages.took.items():
            self._stages.labels(name).observe(took.seconds)

    def refused(self) -> None:
        """Count a question that the library cannot be asked."""
        self._refused.inc()

    def requested(self, route: str, method: str, status: int) -> None:
        """Count a request. `route` is the pattern of its address."""
        self._requests.labels(route, method, str(status)).inc()

    def text(self) -> bytes:
        """All of it in the text format."""
        written: bytes = generate_latest(self._registry)
        return written


class Watched:
    """An engine whose answers are counted, whoever asks: page, HTTP, MCP, chat or Gradio's clients."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        self._engine = engine
        self._metrics = metrics

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def ask(self, *given: Any, **named: Any) -> Answer:
        """As `Engine.ask`."""
        began = time.perf_counter()
        with span("ask") as told, timed() as stages:
            try:
                answer = self._engine.ask(*given, **named)
            except YinzhengError:
                self._metrics.refused()
                raise
            told({"yinzheng.verdict": answer.verdict.value, "yinzheng.citations": len(answer.citations)})
            told({f"yinzheng.stage.{name}.seconds": took.seconds for name, took in stages.took.items()})
        self._metrics.answered(answer, stages, time.perf_counter() - began)
        return answer


def _known(value: Callable[[], float]) -> float:
    """The value; none where the library cannot be read, which `/readyz` says."""
    try:
        return value()
    except YinzhengError:
        return float("nan")
