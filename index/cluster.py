"""Files read and embedded on a Ray cluster; whoever asks decides names and order, and writes. It needs the extra `ray`.

A worker that dies is replaced, and what it was asked is asked again; what ends several of them is given up.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self

from index.apart import Part
from index.arrays import Vectors
from index.cluster_worker import ClusterWorker
from index.encoder.embed import Embedder, batches, fast_bfloat16, in_order
from index.errors import ClusterError, ModelError, SourceError
from index.facts import build_facts
from index.faults import Fault
from index.formats import Unread
from index.records import Document, Passage, Source
from index.settings import Settings

__all__ = ["Cluster", "joined"]

_TIMES = 3
"""How many workers may die of one thing that they are asked."""
_BEGINNING = 120.0
"""Seconds in which a worker is to be there, with its model."""
_EACH = 128
"""Texts that are embedded together for each worker."""


class _Died(Exception):
    """So many workers died of what they were asked."""


class _Worker:
    """One actor, replaced where it dies; asked by one thread at a time, so that it is known what it died of."""

    def __init__(self, start: Callable[[], Any], deaths: tuple[type[Exception], ...]) -> None:
        self._start, self._deaths = start, deaths
        self._lock = threading.Lock()
        self._actor = start()
        self.gone = False
        """Whether there is none in its place, as where its computer is gone from the cluster."""

    def asked(self, wanted: Callable[[], bool], method: str, *given: Any) -> Any:
        """What comes of it. Raises the error that it tells, _Died where it died of it several times or nobody has `wanted` it
        any more, and ClusterError where none is in its place.
        """
        import ray

        with self._lock:
            for _ in range(_TIMES):
                try:
                    if self._actor is None:
                        self._actor = self._start()
                    return ray.get(getattr(self._actor, method).remote(*given)).result()
                except self._deaths:
                    self._actor = None
                except ClusterError:
                    self.gone = True
                    raise
                if not wanted():
                    break
        raise _Died

    def end(self) -> None:
        """End it, whatever it is doing."""
        import ray

        if (actor := self._actor) is not None:
            with suppress(Exception):  # it may have ended already
                ray.kill(actor)


def _asked(workers: Sequence[_Worker], wanted: Callable[[], bool], method: str, *given: Any) -> Any:
    """What comes of it, from the first of the workers that is there. Raises as `_Worker.asked`, ClusterError where none is."""
    reason = ClusterError("no worker of the cluster is left; see: ray status; run yinzheng index again")
    for worker in workers:
        if not worker.gone:
            try:
                return worker.asked(wanted, method, *given)
            except ClusterError as error:
                reason = error
    raise reason


class Cluster:
    """Workers on a Ray cluster, one for each of its processors."""

    def __init__(self, workers: Sequence[_Worker], embedder: Embedder) -> None:
        self._workers = workers
        self.embedder: Embedder = _Embedder(embedder, workers)
        """The same vectors, computed there."""

    def __len__(self) -> int:
        """How many there are."""
        return len(self._workers)

    @property
    def together(self) -> int:
        """How many texts are embedded together, so that each worker has some."""
        return _EACH * len(self._workers)

    def crew(self) -> list[_Reader]:
        """Who reads in one run: one for each worker, who asks the others where that one is gone."""
        many = range(len(self._workers))
        return [_Reader([*self._workers[first:], *self._workers[:first]]) for first in many]


class _Reader:
    """Has files read by one worker (`index.apart.Reads`)."""

    def __init__(self, workers: Sequence[_Worker]) -> None:
        self._workers = workers
        self._stopped = self._busy = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def open(self, path: Path, source: Source) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
        """As `Apart.open`."""
        try:
            size = path.stat().st_size
        except OSError as error:
            raise SourceError(
                f"{path} cannot be read ({error.strerror}); check the path and its rights", Fault.CLOSED
            ) from error
        found: tuple[tuple[Part, ...], tuple[Unread, ...]] = self._told(path, "open", path, source, size)
        return found

    def make(
        self, path: Path, source: Source, part: Part, passage_length: int, name: str
    ) -> tuple[Document, tuple[Passage, ...]]:
        """As `Apart.make`."""
        given = (path, source, part, passage_length, name)
        made: tuple[Document, tuple[Passage, ...]] = self._told(part.path, "make", *given)
        return made

    def stop(self) -> None:
        """As `Apart.stop`: what it is doing is ended with the worker, which is replaced where it is needed again."""
        self._stopped = True
        if self._busy:
            self._workers[0].end()

    def _told(self, path: Path, method: str, *given: Any) -> Any:
        if self._stopped:
            raise SourceError(f"{path} was not read: reading was stopped; index it again", Fault.STOPPED)
        self._busy = True
        try:
            return _asked(self._workers, lambda: not self._stopped, method, *given)
        except _Died:
            raise SourceError(
                f"{path} ended {_TIMES} workers of the cluster that read it; index it without --ray, or save it anew"
            ) from None
        finally:
            self._busy = False


class _Embedder:
    """Passages by the workers, batch by batch as one process cuts them; all else by the embedder of this process."""

    def __init__(self, own: Embedder, workers: Sequence[_Worker]) -> None:
        self._own, self._workers = own, workers

    @property
    def name(self) -> str:
        """As `Embedder.name`."""
        return self._own.name

    @property
    def fingerprint(self) -> str:
        """As `Embedder.fingerprint`."""
        return self._own.fingerprint

    @property
    def dimension(self) -> int:
        """As `Embedder.dimension`."""
        return self._own.dimension

    def question(self, text: str) -> Vectors:
        """As `Embedder.question`."""
        return self._own.question(text)

    def questions(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder.questions`."""
        return self._own.questions(texts)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As `Embedder.passages`. Raises ModelError where a batch ends the workers that compute it."""
        together = batches(texts)
        free: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            free.put(worker)

        def made(batch: list[str]) -> Vectors:
            worker = free.get()
            others = [one for one in self._workers if one is not worker]
            try:
                vectors: Vectors = _asked([worker, *others], lambda: True, "passages", batch)
                return vectors
            except _Died:
                raise ModelError(
                    f"{_TIMES} workers of the cluster ended while they computed vectors; see that each has the memory for the model"
                ) from None
            finally:
                free.put(worker)

        with ThreadPoolExecutor(len(self._workers)) as pool:
            return in_order(texts, together, pool.map(made, together), self.dimension, progress)


@contextmanager
def joined(address: str, settings: Settings, embedder: Embedder) -> Iterator[Cluster]:
    """A worker on each processor of the Ray cluster at `address` (`auto`, HOST:PORT, ray://HOST:PORT), ended afterwards.

    Raises ClusterError where Ray is not installed, no cluster answers, or workers do not begin or would make another library.
    """
    try:
        import ray
        from ray.exceptions import ObjectLostError, RayActorError, RayError, WorkerCrashedError
    except ImportError as error:
        raise ClusterError("--ray needs another package; install it with: pip install 'yinzheng[ray]'") from error
    there = {"PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)}
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, runtime_env={"env_vars": there})
    except (OSError, RayError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ClusterError(
            f"no Ray cluster answers at {address} ({reason}); start one with: ray start --head, or leave --ray out"
        ) from error
    wanted = build_facts(embedder, settings)
    sent = _sent(settings)

    def started() -> Any:
        actor = ray.remote(ClusterWorker).options(num_cpus=1, max_restarts=0).remote(sent, str(Path.cwd()))
        try:
            node, _, facts = ray.get(actor.ready.remote(), timeout=_BEGINNING).result()
        except ray.exceptions.GetTimeoutError as error:
            ray.kill(actor)
            raise ClusterError(
                f"a worker of the cluster did not begin within {_BEGINNING:g} seconds; see what it has free with: ray status"
            ) from error
        if facts != wanted:
            raise ClusterError(
                f"{node} would make another library than this computer ({facts} there, {wanted} here); "
                "install the same version and model there"
            )
        return actor

    deaths = (RayActorError, WorkerCrashedError, ObjectLostError)
    workers: list[_Worker] = []
    try:
        many = max(int(ray.cluster_resources().get("CPU", 1)), 1)
        with ThreadPoolExecutor(many) as pool:
            for worker in pool.map(lambda _: _Worker(started, deaths), range(many)):
                workers.append(worker)
        yield Cluster(workers, embedder)
    except RayActorError as error:
        raise ClusterError(f"a worker of the cluster ended while it began ({error}); see: ray status") from error
    finally:
        for worker in workers:
            worker.end()
        ray.shutdown()


def _sent(settings: Settings) -> Settings:
    """What workers are told: no key of anybody's, and the arithmetic of this computer, so that vectors are alike."""
    precision = settings.precision
    if precision == "auto":
        precision = "bfloat16" if fast_bfloat16() else "float32"
    kept = {"generator_key": type(settings.generator_key)(""), "precision": precision}
    return settings.model_copy(update=kept)
