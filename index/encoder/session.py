"""An ONNX graph that runs: one text at a time, many at once.

A text is computed alone, without padding, on one thread, so that what comes of it depends neither on what else is asked nor
on the number of threads; several texts are computed side by side.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["GRAPH", "Session", "processors", "side_by_side"]

GRAPH = "model.onnx"
"""The graph's name in a model's folder; its weights lie beside it (`index.encoder.external_data`)."""
_ONLY_ERRORS = 3

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Session:
    """A graph with its weights, shared by all threads."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from onnxruntime.capi.onnxruntime_pybind11_state import (
            Fail,
            InvalidArgument,
            InvalidGraph,
            InvalidProtobuf,
            NoSuchFile,
            RuntimeException,
        )

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _ONLY_ERRORS
        # the graph is written as it is to run: nothing is looked for in it at each start
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        path = folder / GRAPH
        try:
            self._session: InferenceSession = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NoSuchFile, RuntimeException) as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelError(
                f"the model {path} cannot be loaded: {reason}; remove its folder to have it made again"
            ) from error

    def run(self, given: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """The graph's outputs, in their order."""
        found: list[NDArray[Any]] = self._session.run(None, dict(given))
        return found


def side_by_side(call: Callable[[_Item], _Result], items: Iterable[_Item]) -> list[_Result]:
    """`call` of each item, in their order, on all processors; on this thread where there is only one."""
    every = list(items)
    return [call(item) for item in every] if len(every) < 2 else list(_pool().map(call, every))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(processors(), thread_name_prefix="yinzheng-model")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
