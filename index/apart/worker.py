"""The process that reads, as the one who asks it sees it; one that is done waits a while for who asks next."""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import IO

from index.apart.messages import Answer, Ask, Going, receive, send
from index.errors import SourceError

__all__ = ["NoAnswer", "Worker", "cores", "given_back", "taken"]

_MESSAGE = 200
_PATIENCE, _TIMES = 60.0, 10.0
"""Seconds that it may take by the clock, and so many times those that it may compute: it may wait for others, but not for ever."""
_MOST = 1e6
"""Seconds that are waited at most: the system takes no number much larger."""
_ENDING = 30.0
"""Seconds in which it ends once nobody asks it any more, however busy the system is."""


class NoAnswer(Exception):
    """A process was ended because it did not answer, or not as it should; says which."""


@dataclass(slots=True)
class Worker:
    """A process that is asked over `link`; what it prints goes into `log`. `made_for` is what it cannot be told later."""

    process: subprocess.Popen[bytes]
    link: Connection
    log: IO[bytes]
    made_for: tuple[object, ...]

    @classmethod
    def start(cls) -> Worker:
        """A fresh one. Raises SourceError where the system starts none."""
        ours, theirs = socket.socketpair()
        log = tempfile.TemporaryFile()  # noqa: SIM115 -- it lives as long as the process
        command = [sys.executable, "-P", "-m", "index.apart.process", str(theirs.fileno())]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)}
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            log.close()
            raise SourceError(
                f"no process can be started to read files in ({error.strerror}: {sys.executable}); check the system's limits"
            ) from error
        finally:
            theirs.close()
        return cls(process, Connection(ours.detach()), log, _surroundings())

    def ask(self, asked: Ask) -> Answer | None:
        """What it answers; None where it ended instead. Raises NoAnswer where it does neither: then it was ended."""
        try:
            send(self.link, asked)
            seconds = asked.seconds
            while self.link.poll(min(_PATIENCE + _TIMES * seconds, _MOST)):
                answer = receive(self.link)
                if isinstance(answer, Answer):
                    return answer
                if not isinstance(answer, Going):
                    raise pickle.UnpicklingError(f"{type(answer).__name__} is no answer")
                seconds = answer.seconds
        except (EOFError, OSError):
            return None
        except pickle.UnpicklingError as error:  # nothing that it says counts any more
            self.kill()
            said = " ".join(str(error).split())[:_MESSAGE]
            raise NoAnswer(f"broke off its reading ({said}); save it anew, or its text alone") from error
        self.kill()
        raise NoAnswer(
            f"was not read within {_PATIENCE + _TIMES * seconds:,.0f} seconds by the clock; see whether its disk or share "
            "answers and the system is not too busy, and index it again"
        )

    def ended(self) -> int:
        """How it ended: its exit code, or the signal's number with a minus; what it had started ends with it."""
        self.link.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_ENDING)
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()

    def said(self) -> str:
        """The last line that it printed."""
        self.log.seek(0)
        lines = self.log.read().decode("utf-8", "replace").split("\n")
        self.log.close()
        return next((line.strip()[:_MESSAGE] for line in reversed(lines) if line.strip()), "")

    def peak_memory(self) -> int:
        """Bytes that it has held at most; 0 where the system does not tell (it does on Linux)."""
        with suppress(OSError):
            for line in Path(f"/proc/{self.process.pid}/status").read_text("ascii", "replace").splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        return 0

    def interrupt(self) -> None:
        """End it while another thread waits for its answer, who sees then that it ended."""
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End it, and what it had started."""
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.ended()
        self.log.close()


def _surroundings() -> tuple[object, ...]:
    """What decides which code a process runs; one that was made elsewhere, or before a fork, is not asked."""
    return os.getpid(), tuple(sys.path), sys.executable


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Waiting:
    """Those that wait to be asked; they end by themselves when nobody does."""

    workers: list[Worker] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


_waiting = _Waiting()


def taken() -> Worker:
    """One that waits, else a fresh one; to be given back or killed."""
    while True:
        with _waiting.lock:
            worker = _waiting.workers.pop() if _waiting.workers else None
        if worker is None:
            return Worker.start()
        if worker.process.poll() is None and worker.made_for == _surroundings():
            return worker
        if worker.made_for[0] == os.getpid():
            worker.kill()


def given_back(worker: Worker) -> None:
    """It waits for who asks next; as many as there are cores are enough."""
    with _waiting.lock:
        if len(_waiting.workers) < cores():
            _waiting.workers.append(worker)
            return
    worker.kill()


@atexit.register
def _end() -> None:
    """None outlives this process."""
    with _waiting.lock:
        workers, _waiting.workers = _waiting.workers, []
    for worker in workers:
        if worker.made_for[0] == os.getpid():
            worker.kill()
