"""Calls of wrong types: each value of each call, over HTTP and MCP, made what it may not be; and what schemathesis finds.

Schemathesis reads /openapi.json and makes requests of it, right ones and wrong ones. It is no dependency: it wants other versions of
packages than ours. Where a command of that name is on the path, or the variable SCHEMATHESIS names one, it is run.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from xml.etree import ElementTree

from benchmarks.trees import ROOT
from benchmarks.trust.serving import Server, indexed, megabytes, served, spent

__all__ = ["WRONG", "measure", "wrong_requests", "wrong_tools"]

WRONG: tuple[Any, ...] = (
    None,
    0,
    -1,
    10**30,
    1.5,
    1e308,
    True,
    "",
    "\u0000",
    "\ud800",
    "a" * 100_000,
    "'; DROP TABLE passages; --",
    [],
    [None],
    [[]],
    ["a"] * 1000,
    {},
    {"question": "a"},
    {"": {"": {"": []}}},
)
"""What stands in the place of a value, whatever that may be."""
_LONG, _ALL = 5.0, 20.0
"""Seconds of the processor for a request, and for one that has all evidence of the seeds collected."""
_SOUND: Mapping[str, Any] = {"question": "威慑", "document": "000", "answer": {}, "messages": [], "model": "yinzheng"}
_RAW = (b"", b"null", b"[]", b'"a"', b"{", b"\xff\xfe", b'{"question": 1e999}', b"[" * 100_000, b'{"a":' * 50_000)
"""Bodies that are no JSON, or none of an object."""
Sent = tuple[str, str, bytes | None]
"""Method, address and body."""


def measure(budget_s: float) -> dict[str, object]:
    """Wrong values in random order, three tenths of the time over HTTP and as long over MCP; then schemathesis for the rest."""
    until, failures = time.monotonic() + budget_s, list[str]()
    with tempfile.TemporaryDirectory() as place:
        library = Path(place) / "seeds.sqlite"
        indexed(library, ROOT / "seeds")
        with served(library) as server:
            described = json.loads(urlopen(f"{server.url}/openapi.json", timeout=60).read())
            http = _tried(server, wrong_requests(described), _status, budget_s * 0.3, failures)
            listed = _asked_tool(server, "tools/list", {})["result"]["tools"]
            tools = _tried(server, wrong_tools(listed), _tool, budget_s * 0.3, failures)
            found = _schemathesis(server, Path(place), max(until - time.monotonic(), 60.0), failures)
            log, held = server.log.read_text("utf-8", "replace"), megabytes(server)
    if "Traceback" in log:
        failures.append(f"a traceback in the log: {log[log.index('Traceback') :][:300]}")
    return {
        "over HTTP": http,
        "over MCP": tools,
        "schemathesis": found,
        "megabytes at the end": round(held),
        "failures": failures,
    }


def wrong_requests(described: Mapping[str, Any]) -> Iterator[Sent]:
    """Every parameter and every property of every operation, made each of the wrong values."""
    for path, methods in described["paths"].items():
        where = path.replace("{model}", "yinzheng")
        for method, operation in methods.items():
            names = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
            for name in names:
                for value in WRONG:
                    given = {**{key: _SOUND[key] for key in names if key in _SOUND}, name: _put(value)}
                    yield method, f"{where}?{urlencode(given, errors='surrogatepass')}"[:60_000], None
            if "requestBody" in operation:
                body = _resolved(described, operation["requestBody"]["content"]["application/json"]["schema"])
                yield from ((method, where, raw) for raw in _RAW)
                for value in WRONG:
                    yield method, where, _json(value)
                    for name in (*body.get("properties", ()), "no such"):
                        sound = {key: _SOUND[key] for key in body.get("required", ()) if key in _SOUND}
                        yield method, where, _json({**sound, name: value})


def wrong_tools(listed: list[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Every argument of every tool, made each of the wrong values; and arguments that are no object, and tools that are not there."""
    for value in WRONG:
        yield "tools/call", {"name": value, "arguments": {}}
    for tool in listed:
        schema = tool["inputSchema"]
        sound = {key: _SOUND[key] for key in schema.get("required", ()) if key in _SOUND}
        for value in WRONG:
            yield "tools/call", {"name": tool["name"], "arguments": value}
            for name in (*schema.get("properties", ()), "no such"):
                yield "tools/call", {"name": tool["name"], "arguments": {**sound, name: value}}


def _resolved(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    named = schema.get("$ref", "").rpartition("/")[2]
    return described["components"]["schemas"][named] if named else schema


def _put(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _json(value: Any) -> bytes:
    return json.dumps(value).encode("ascii")


def _tried(
    server: Server,
    wrong: Iterator[Any],
    send: Callable[[Server, Any], tuple[str, bytes]],
    seconds: float,
    failures: list[str],
) -> dict[str, Any]:
    """How many were sent and what each was answered with, and what the server took for the one that took longest.

    A fault, a traceback, no JSON or more than five seconds of the processor is a failure; where all evidence is asked for, which is
    to read the whole library, more than twenty.
    """
    counts: Counter[str] = Counter()
    longest, many = 0.0, 0
    until, every = time.monotonic() + seconds, list(wrong)
    for one in random.Random(15).sample(every, len(every)):
        if time.monotonic() > until:
            break
        many += 1
        began = spent(server.process.pid)
        try:
            kind, answer = send(server, one)
        except (OSError, HTTPException) as error:
            kind, answer = "no answer", repr(error).encode()
        taken = spent(server.process.pid) - began
        longest = max(longest, taken)
        counts[kind] += 1
        most = _ALL if "evidence" in str(one) else _LONG
        if kind in ("no answer", "5xx") or b"Traceback" in answer or taken > most:
            failures.append(f"{kind} after {taken:.1f} s: {str(one)[:150]}: {answer[:150]!r}"[:400])
    return {"sent": many, "of": len(every), **dict(sorted(counts.items())), "longest, s": round(longest, 2)}


def _status(server: Server, one: Sent) -> tuple[str, bytes]:
    method, where, body = one
    request = Request(f"{server.url}{where}", body, {"Content-Type": "application/json"}, method=method.upper())
    try:
        with urlopen(request, timeout=300) as answer:
            return f"{answer.status // 100}xx", answer.read()
    except HTTPError as error:
        with error:
            return f"{error.code // 100}xx", error.read()


def _tool(server: Server, one: tuple[str, Any]) -> tuple[str, bytes]:
    told = _asked_tool(server, *one)
    answer = json.dumps(told).encode()
    if "error" in told:
        code = told["error"].get("code")
        return ("5xx" if code == _INTERNAL else "refused by the protocol"), answer
    return ("refused by the tool" if told["result"].get("isError") else "answered"), answer


_INTERNAL = -32603
"""JSON-RPC's code of an internal error."""


def _asked_tool(server: Server, method: str, params: Any) -> dict[str, Any]:
    """What a request of MCP is answered with, whether as JSON or as an event."""
    body = _json({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    try:
        with urlopen(Request(f"{server.url}/mcp", body, headers), timeout=300) as answer:
            text = answer.read().decode()
    except HTTPError as error:
        with error:
            text = error.read().decode("utf-8", "replace")
            if error.code >= 500:
                return {"error": {"code": _INTERNAL, "message": text[:300]}}
    events = [line[6:] for line in text.splitlines() if line.startswith("data: {")]
    try:
        told: dict[str, Any] = json.loads(events[-1] if events else text)
    except ValueError:
        return {"error": {"code": _INTERNAL, "message": f"no JSON: {text[:300]}"}}
    return told


def _schemathesis(server: Server, folder: Path, seconds: float, failures: list[str]) -> dict[str, Any]:
    command = os.environ.get("SCHEMATHESIS") or shutil.which("schemathesis")
    if not command:
        return {"run": False}
    version = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    report = folder / "report.xml"
    given = [
        "run",
        f"{server.url}/openapi.json",
        "--phases",
        "examples,coverage,fuzzing",
        "--mode",
        "all",
        "--seed",
        "15",
    ]
    given += ["--checks", "not_a_server_error,response_schema_conformance,content_type_conformance", "--no-color"]
    given += ["--max-examples", str(max(int(seconds / _EACH), 1))]
    given += ["--request-timeout", "300", "--generation-database", "none", "--report-junit-path", str(report)]
    try:
        done = subprocess.run(
            [command, *given], cwd=folder, capture_output=True, text=True, check=False, timeout=_PATIENCE * seconds
        )
    except subprocess.TimeoutExpired:
        return {"run": True, "version": version, "ended in time": False}
    told = re.search(r"([\d,]+) generated(?:, ([\d,]+) found ([\d,]+) unique failures?)?", done.stdout)
    tree = ElementTree.parse(report).getroot() if report.exists() else None
    cases_run = [] if tree is None else list(tree.iter("testcase"))
    wrong = [
        f"{one.get('name')}: {fault.get('message')} {fault.text}"
        for one in cases_run
        for fault in one
        if fault.tag in ("failure", "error")
    ]
    failures.extend(f"schemathesis: {' '.join(one.split())[:300]}" for one in wrong)
    if done.returncode not in (0, 1) or not told:
        failures.append(f"schemathesis ended with {done.returncode}: {(done.stdout + done.stderr)[-300:]}")
    cases = int(told[1].replace(",", "")) if told else 0
    return {"run": True, "version": version, "operations": len(cases_run), "test cases": cases, "failures": len(wrong)}


_PATIENCE = 3.0
"""How many times the seconds that are left it may take."""
_EACH = 2.0
"""Seconds that one more example for each operation takes, about: most questions are refused, some are read for."""
