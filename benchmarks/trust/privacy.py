"""Privacy: nothing leaves the computer, and no log holds what was asked.

Everything runs in a network of its own in which there is nothing but itself (Linux's network namespaces); and whatever Python
code tries to reach or to look up is written down by an audit hook (PEP 578), so that an attempt counts, not only a success.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.trees import ROOT
from benchmarks.trust.serving import QUESTIONS, environment

__all__ = ["HOOK", "apart", "hooked", "measure", "run", "sees"]

HOOK = """
import ipaddress, os, sys
def _told(event, given):
    if event not in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        return
    where = given[1] if event in ("socket.connect", "socket.sendto") else given
    host = where[0] if isinstance(where, tuple) else where
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        own = ipaddress.ip_address(name).is_loopback
    except ValueError:
        own = name in ("localhost", "None", "") or name.startswith("/")
    if not own:
        with open(os.environ["REACHED"], "a") as file:
            file.write(f"{event} {name}\\n")
sys.addaudithook(_told)
"""
"""Goes into `sitecustomize.py`; what is reached for is written to the file that REACHED names."""
_WITHIN = """
import json, sys, time, subprocess
from urllib.request import urlopen
from benchmarks.trust.serving import served
from pathlib import Path
library, asked, out = Path(sys.argv[1]), json.loads(sys.argv[2]), Path(sys.argv[3])
done = []
with served(library, "--log", "requests") as server:
    for path in asked:
        done.append(urlopen(server.url + path, timeout=600).status)
    log = server.log.read_text()
out.write_text(json.dumps({"done": done, "log": log}))
"""


def measure(budget_s: float) -> dict[str, object]:  # noqa: ARG001 - it takes what it takes, less than a minute
    """Every command that reads, and the page with each of its calls."""
    failures: list[str] = []
    inside = apart()
    with tempfile.TemporaryDirectory() as place, hooked(Path(place)) as variables:
        folder = Path(place)
        library = folder / "seeds.sqlite"
        at = ["--library", str(library)]
        question = QUESTIONS[0]
        commands = [
            ["index", *at, str(ROOT / "seeds")],
            *([name, question, *at] for name in ("ask", "search", "evidence")),
            *([name, *at] for name in ("info", "show", "doctor")),
        ]
        for given in commands:
            done = run(inside, ["-m", "qa", *given], variables)
            if done.returncode:
                failures.append(f"{given[0]} without a network: {done.stderr.decode('utf-8', 'replace')[-300:]}")
        asked = urlencode({"q": question})
        paths = [
            "/",
            f"/?{asked}",
            f"/ask?{asked}",
            f"/evidence?{asked}",
            f"/export.docx?{asked}",
            "/library",
            "/questions",
        ]
        paths += [f"/api/{name}?{urlencode({'question': question})}" for name in ("ask", "retrieve", "evidence")]
        told = folder / "told.json"
        done = run(inside, ["-c", _WITHIN, str(library), json.dumps(paths), str(told)], variables)
        page = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {"done": [], "log": ""}
        if page["done"] != [200] * len(paths):
            failures.append(
                f"the page without a network: {page['done']} {done.stderr.decode('utf-8', 'replace')[-300:]}"
            )
        words = [word for word in ("Kissinger", "deterrence", "基辛格", "q=", "question=") if word in page["log"]]
        failures += [f"the log holds {word!r}" for word in words]
        reached = Path(variables["REACHED"]).read_text(encoding="utf-8").splitlines()
        failures += [f"reached for {line}" for line in dict.fromkeys(reached)]
        seen = sees(inside, variables)
        failures += [] if seen else ["the hook does not see what reaches outside"]
    return {
        "network": "of its own, with nothing outside" if inside else "the computer's own: namespaces are not permitted",
        "commands": len(commands),
        "addresses of the page": len(paths),
        "attempts to reach outside": len(reached),
        "words asked in the log": len(words),
        "failures": failures,
    }


def apart() -> list[str]:
    """What runs a command in a network of its own, with loopback up; nothing where the system does not permit it."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return []
    command = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    return command if not subprocess.run([*command, "true"], capture_output=True, check=False).returncode else []


@contextmanager
def hooked(folder: Path) -> Iterator[dict[str, str]]:
    """The variables of a process whose attempts are written down."""
    hook = folder / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    (folder / "reached").write_text("", encoding="utf-8")
    yield {"PYTHONPATH": os.pathsep.join([str(hook), str(ROOT)]), "REACHED": str(folder / "reached")}


def run(inside: list[str], arguments: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Python with these arguments, `inside` a network or in the computer's own."""
    command = [*inside, sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(**variables), capture_output=True, check=False)


def sees(inside: list[str], variables: dict[str, str]) -> bool:
    """Whether what reaches outside is seen, and fails where there is nothing."""
    tried = "import socket; socket.create_connection(('192.0.2.1', 9), 2)"
    before = Path(variables["REACHED"]).read_text(encoding="utf-8")
    done = run(inside, ["-c", tried], variables)
    return bool(done.returncode) and Path(variables["REACHED"]).read_text(encoding="utf-8") != before
