"""A library of documents that mean harm, and the server over it in a process of its own: what the parts attack."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.trees import ROOT

__all__ = ["QUESTIONS", "Server", "commanded", "environment", "indexed", "megabytes", "served", "spent"]

QUESTIONS = (
    "What did Kissinger say deterrence requires?",
    "秋山信将是谁？",
    "美韓「核磋商小組」(NCG)是什麼？",
    "日本の抑止力について何が言われていますか？",
    "핵 공유에 대해 누가 무엇을 말했나요?",
    "How do the sources differ on nuclear sharing?",
    "Where do the penguins of Zorblatt sleep?",
    "What does the report of 2024 recommend?",
)
"""Of the seeds, in five languages; some can be answered and some cannot."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running page: its address, its process, its library and what it wrote on its outputs."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    library: Path
    log: Path


def environment(**more: str) -> dict[str, str]:
    """The caller's without settings of Yinzheng, but for where models lie; one thread for each computation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YINZHENG_", "OTEL_"))}
    cache = os.environ.get("YINZHENG_CACHE")
    return {**kept, **({"YINZHENG_CACHE": cache} if cache else {}), "OMP_NUM_THREADS": "1", **more}


def commanded(*arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "qa", *arguments], cwd=ROOT, env=environment(**more), capture_output=True, check=False
    )


def indexed(library: Path, *paths: Path) -> None:
    """A library of these files. Raises RuntimeError where it cannot be made."""
    done = commanded("index", "--library", str(library), *map(str, paths))
    if done.returncode:
        raise RuntimeError(f"the library could not be made: {done.stderr.decode('utf-8', 'replace')}")


@contextmanager
def served(
    library: Path,
    *options: str,
    variables: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
    at: str = "127.0.0.1",
    port: int = 0,
) -> Iterator[Server]:
    """The server at an address of this computer, once it answers; ended after. `before` is a command that runs it.

    `port` 0 is one that is free.
    """
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    log = library.with_suffix(f".{port}.log")
    command = [*before, sys.executable, "-m", "qa", "serve", "--library", str(library), "--port", str(port), *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(**(variables or {})), stdout=output, stderr=output
        )
        try:
            _wait(process, f"http://{at}:{port}", log)
            yield Server(f"http://{at}:{port}", port, process, library, log)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def megabytes(server: Server) -> float:
    """What the server holds in memory that is its own; 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("RssAnon:")) / 1024


def spent(process: int) -> float:
    """Seconds that a process has had of the processors; of the clock where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    while process.poll() is None:
        try:
            urlopen(f"{url}/healthz", timeout=5).close()
            return
        except URLError as error:
            if getattr(error, "code", None) in (401, 403):  # there, and asks for a password
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the server did not begin: {log.read_text('utf-8', 'replace')}")
