"""A Milvus server for as long as a command runs, which finds its address in `YINZHENG_TEST_MILVUS_URI`.

The server is the one that the package milvus 2.3.5 brings, installed apart, for it pins what others need otherwise:

    pip install --no-deps --target build/milvus milvus==2.3.5
    python -m benchmarks.milvus_server build/milvus python -m pytest tests/index/engines

It listens on all interfaces, so it is started in a network of its own, in which there is loopback alone; that takes root, on Linux.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

URI = "YINZHENG_TEST_MILVUS_URI"
_INSIDE = "--inside"


def apart(packages: Path, command: Sequence[str]) -> int:
    """Run the command beside a server in a network of its own; the command's exit status."""
    this = [sys.executable, "-m", "benchmarks.milvus_server", _INSIDE, str(packages.resolve()), *command]
    return subprocess.run(["unshare", "--net", *this], check=False).returncode


def inside(packages: Path, command: Sequence[str]) -> int:
    """Run the command beside a server in the network that there is; the command's exit status."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    sys.path.insert(0, str(packages))
    from milvus import MilvusServer  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory(prefix="milvus-") as folder:
        server = MilvusServer()
        server.set_base_dir(folder)
        try:
            server.start()
            address = f"http://127.0.0.1:{server.listen_port}"
            return subprocess.run(list(command), env={**os.environ, URI: address}, check=False).returncode
        finally:
            server.stop()


def main() -> int:
    """Run what is given."""
    parser = argparse.ArgumentParser(description="Run a command beside a Milvus server.")
    parser.add_argument(_INSIDE, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("packages", type=Path, help="where the package milvus was installed")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what is run, and what it is given")
    given = parser.parse_args()
    return (inside if given.inside else apart)(given.packages, given.command)


if __name__ == "__main__":
    sys.exit(main())
