"""Spans for OpenTelemetry, where an endpoint is set (`OTEL_EXPORTER_OTLP_ENDPOINT`) and the extra `telemetry` is installed; else nothing.

They hold no words of anybody: routes, statuses, verdicts and seconds. Nothing else of the server sends anything anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from qa.errors import ServerError

__all__ = ["ENDPOINTS", "begin_spans", "end_spans", "span"]

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""The variables of the OpenTelemetry specification that name where spans go."""
Told = Callable[[Mapping[str, str | int | float]], None]


def begin_spans(environ: Mapping[str, str]) -> str:
    """Send spans where the environment says; the endpoint, empty where it says nothing.

    Raises ServerError where the packages for it are not installed.
    """
    where = next((environ[name] for name in ENDPOINTS if environ.get(name)), "")
    if where and _provider() is None:
        raise ServerError(
            f"{ENDPOINTS[0]} is set, and the packages that send spans are not there; "
            "install them with: pip install 'yinzheng[telemetry]', or unset it"
        )
    return where


def end_spans() -> None:
    """Send what is left."""
    if _wanted() and (provider := _provider()):
        provider.shutdown()


@contextmanager
def span(name: str, headers: Mapping[str, str] | None = None) -> Iterator[Told]:
    """What happens within is a span of that name; what is yielded tells more of it.

    With the `headers` of a request it is the server's side of it, and a child of the span that they name (W3C Trace Context).
    """
    provider = _provider() if _wanted() else None
    if provider is None:
        yield lambda _: None
        return
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind

    kind = SpanKind.INTERNAL if headers is None else SpanKind.SERVER
    parent = None if headers is None else extract(dict(headers))
    tracer = provider.get_tracer("yinzheng")
    with tracer.start_as_current_span(name, parent, kind, record_exception=False) as begun:

        def told(more: Mapping[str, str | int | float]) -> None:
            begun.set_attributes(dict(more))
            if "http.route" in more:
                begun.update_name(f"{more['http.request.method']} {more['http.route']}")

        yield told


def _wanted() -> bool:
    return any(os.environ.get(name) for name in ENDPOINTS)


@cache
def _provider() -> Any:
    """What makes spans and sends them by HTTP; None where its packages are not installed."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        return None
    provider = TracerProvider(resource=Resource.create({"service.name": "yinzheng"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider
