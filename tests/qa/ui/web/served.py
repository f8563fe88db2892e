"""The page in a process of its own, as its users run it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT

__all__ = ["serving"]


@contextmanager
def serving(environment: Mapping[str, str], log: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`python app.py` on a port that the system chooses: its address, once it is there, and the process; ended after."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env={**environment, "GRADIO_SERVER_PORT": "0"},
            stdout=output,
            stderr=output,
        )
        try:
            yield _address(server, log), server
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the server says it is at, however long that takes."""
    while True:
        ended = server.poll()
        said = log.read_text("utf-8", "replace")
        if found := re.search(r"http://127\.0\.0\.1:\d+", said):
            return found.group()
        assert ended is None, f"the page ended with {ended} before it was served:\n{said}"
        time.sleep(0.05)
