"""The two trees that are measured against each other, and their commands as processes with what each cost."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

__all__ = ["BASE", "ROOT", "Cost", "Driver", "Tree", "checked_out", "this_tree"]

ROOT = Path(__file__).resolve().parent.parent
BASE = "23bd2b1"
"""The commit that figures are ratios against."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of a call or of a process with its children, by the clock and of the processor, and its greatest resident size."""

    wall: float
    processor: float
    megabytes: float = 0.0

    def to_dict(self) -> dict[str, float]:
        """JSON form."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Tree:
    """A checkout, the Python of its environment, and the variables that its processes get beside the caller's."""

    folder: Path
    python: Path
    variables: Mapping[str, str]

    def _environment(self, *, drivers: bool = False) -> dict[str, str]:
        """The caller's without settings of Yinzheng and switches of Python; with `drivers` this tree's benchmarks come last."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("YINZHENG_", "PYTHON"))}
        return {**plain, **self.variables, **({"PYTHONPATH": str(ROOT)} if drivers else {})}

    def at(self, **variables: str) -> Tree:
        """The same tree with more variables."""
        return Tree(self.folder, self.python, {**self.variables, **variables})

    def run(self, *arguments: str, drivers: bool = False, refused: Sequence[int] = ()) -> tuple[Cost, str]:
        """Run its Python with these arguments; what it cost, and its output.

        Raises CalledProcessError where it ends with another exit code than 0 or those in `refused`.
        """
        command = [str(self.python), *arguments]
        began = time.perf_counter()
        with subprocess.Popen(
            command, cwd=self.folder, env=self._environment(drivers=drivers), stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            output = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, *refused):
            raise subprocess.CalledProcessError(process.returncode, command, output)
        unit = 1 if sys.platform == "darwin" else 1024
        return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 2**20), output

    def driver(self, module: str, *arguments: str) -> Driver:
        """A process that answers one line of JSON with another."""
        command = [str(self.python), "-m", module, *arguments]
        return Driver(
            subprocess.Popen(
                command,
                cwd=self.folder,
                env=self._environment(drivers=True),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )


class Driver:
    """A process that waits while the other tree's works."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __enter__(self) -> Driver:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let it end, and wait for that."""
        with suppress(BrokenPipeError):  # it may have ended already, and said why
            _open(self._process.stdin).close()
        self._process.wait()

    def call(self, **command: Any) -> Any:
        """What it answers to a command. Raises RuntimeError where it has ended."""
        stdin, stdout = _open(self._process.stdin), _open(self._process.stdout)
        line = ""
        with suppress(BrokenPipeError):
            stdin.write(json.dumps(command) + "\n")
            stdin.flush()
            line = stdout.readline()
        if not line:
            raise RuntimeError(f"a driver ended with exit code {self._process.wait()}; what it said is above")
        return json.loads(line)


def this_tree(variables: Mapping[str, str]) -> Tree:
    """This checkout with the Python that runs."""
    return Tree(ROOT, Path(sys.executable), variables)


def checked_out(folder: Path | None, python: Path | None, variables: Mapping[str, str], extras: str = "") -> Tree:
    """Commit `BASE`, in `folder`, with an environment of its own made from its own constraints, both made where they are missing.

    Without a folder it is kept in the user's cache. `extras` are optional dependencies, as `[dev]`.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = (folder or cache / "yinzheng-benchmarks" / BASE).resolve()
    if not (place / "pyproject.toml").is_file():
        archive = subprocess.run(["git", "archive", BASE], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(place, filter="data")
    own = python.absolute() if python else place / ".venv" / "bin" / "python"
    if not own.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place / ".venv")], check=True)
    if python is None:
        install = [str(own), "-m", "pip", "install", "--quiet", "-c", "constraints.txt", "-e", f".{extras}"]
        subprocess.run(install, cwd=place, check=True)
    return Tree(place, own, variables)


def _open(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
