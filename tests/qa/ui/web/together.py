"""The page over an engine that answers nobody before two have asked: `python tests/qa/ui/web/together.py LIBRARY`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Barrier
from typing import Any

import uvicorn

from index.settings import Settings
from qa.engine import Engine
from qa.records import Answer
from qa.ui.web.serve import application

PATIENCE = 60


class Together(Engine):
    """Lets nobody through alone; who waits too long is told that something failed."""

    barrier = Barrier(2, timeout=PATIENCE)

    def ask(self, *given: Any, **named: Any) -> Answer:
        self.barrier.wait()
        return super().ask(*given, **named)


class Server(uvicorn.Server):
    """Says where it is once it is there."""

    async def startup(self, *given: Any, **named: Any) -> None:
        await super().startup(*given, **named)
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"http://127.0.0.1:{port}", flush=True)


if __name__ == "__main__":
    engine = Together.open(Settings.load(os.environ), Path(sys.argv[1]))
    Server(uvicorn.Config(application(engine), port=0, log_level="warning")).run()
