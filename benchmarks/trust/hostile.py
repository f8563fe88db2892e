"""Hostile documents: every command, piped and in a terminal; the page in a real browser; every export; instructions to whoever reads."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks.trees import ROOT
from benchmarks.trust.harm import HARM, INSTRUCTIONS, QUESTION, STRUCK, harmful, seen_in, written
from benchmarks.trust.serving import QUESTIONS, Server, commanded, environment, indexed, served
from qa.ui.web.exports import ANSWERS, QUOTATIONS

__all__ = ["commands_of", "measure"]

_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")


def commands_of(library: Path, folder: Path) -> dict[str, list[list[str]]]:
    """What each command is called with. Those that change the library come last; `-` before a name keeps nothing from being tried."""
    answer, evidence, questions = folder / "answer.json", folder / "evidence.json", folder / "questions.jsonl"
    at = ["--library", str(library)]
    return {
        "ask": [[QUESTION, *at], [QUESTION, "--json", *at], [QUESTION, "--gloss", "zh-Hans", *at], [HARM, *at]],
        "search": [[QUESTION, "--explain", *at], [QUESTION, "--json", *at]],
        "evidence": [[QUESTION, *at], *([QUESTION, f"--{form}", *at] for form in ("json", "csv", "markdown"))],
        "info": [at, ["--json", *at]],
        "show": [at, ["harm", *at], ["harm", "--dropped", *at], ["harm", "--json", *at], [HARM, *at]],
        "verify": [[str(answer), *at], [str(evidence), *at], [str(answer), "--json", *at]],
        "remember": [[str(answer), "--file", str(questions), *at]],
        "evaluate": [
            [str(questions), "--junit", str(folder / "r.xml"), "--html", str(folder / "r.html"), *at],
            [str(questions), "--json", *at],
        ],
        "schema": [[]],
        "doctor": [at],
        "marks": [at],
        "chat": [at],
        "serve": [["--host", f"127.0.0.1{HARM[:5]}"]],
        "password": [["--help"]],
        "backup": [[str(folder / "copy.sqlite"), *at]],
        "restore": [[str(folder / "copy.sqlite"), *at]],
        "follow": [[str(folder / "copy.sqlite"), *at]],
        "index": [[str(folder / "harm"), *at], [str(folder / "harm"), "--rebuild", "--json", *at]],
        "remove": [[str(folder / "harm" / "harm.md"), *at]],
    }


def measure(budget_s: float) -> dict[str, object]:
    """As much of it as the time allows, in this order: piped, in a terminal, the browser, exports, instructions."""
    until, failures = time.monotonic() + budget_s, list[str]()
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        library = folder / "harm.sqlite"
        indexed(library, written(folder / "harm"))
        for name, more in (("answer", ["ask", QUESTION]), ("evidence", ["evidence", QUESTION])):
            (folder / f"{name}.json").write_bytes(commanded(*more, "--json", "--library", str(library)).stdout)
        with served(library) as server:
            found |= _in_exports(server, failures)
            found["sights in a browser"] = _in_browser(server, failures)
        found |= _instructed(folder, failures)
        piped = terminal = 0
        for name, calls in commands_of(library, folder).items():
            for given in calls:
                if time.monotonic() > until and piped >= len(calls):
                    continue
                done = commanded(name, *_passable(given))
                piped += 1
                _judged(f"{name} {given[:1]}, piped", done.stdout + done.stderr, failures)
                if name not in ("index", "remove", "remember", "restore", "backup", "follow"):
                    _judged(
                        f"{name} {given[:1]}, in a terminal", _drawn(name, *_passable(given)), failures, terminal=True
                    )
                    terminal += 1
        evaluated = (folder / "questions.jsonl").exists()  # where the time was enough for it
        for report in ("r.xml", "r.html") if evaluated else ():
            text = (folder / report).read_text(encoding="utf-8") if (folder / report).exists() else ""
            _report(report, text, failures)
    return {"commands, piped": piped, "commands, in a terminal": terminal, **found, "failures": failures}


def _passable(given: Sequence[str]) -> list[str]:
    """Arguments that a process can be given."""
    return [one.replace("\0", "") for one in given]


def _judged(what: str, output: bytes, failures: list[str], *, terminal: bool = False) -> None:
    if harm := harmful(output, terminal=terminal):
        failures.append(f"{what}: {harm}")
    if b"Traceback" in output:
        failures.append(f"{what}: a traceback")


def _drawn(*arguments: str) -> bytes:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "qa", *arguments],
        cwd=ROOT,
        env=environment(TERM="xterm-256color", COLUMNS="100"),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 65536):
                seen += piece
        except OSError:  # how Linux tells the end of it
            pass
        os.close(ours)
    return seen


def _report(name: str, text: str, failures: list[str]) -> None:
    if not text:
        failures.append(f"{name} was not written")
    plain = re.sub(r'<span class="unseen"[^>]*>.</span>', "", text, flags=re.DOTALL)
    if harm := seen_in(plain):
        failures.append(f"{name}: {harm}")
    if STRUCK.search(text):
        failures.append(f"{name}: markup of a document")


def _in_browser(server: Server, failures: list[str]) -> int:
    """Page, source, library and evidence in Chromium: nothing runs, nothing is fetched from elsewhere, nothing turns or hides."""
    from playwright.sync_api import sync_playwright

    tries = ("/?", "/?script=no&", "/library?", "/?k=20&")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()
        page.set_default_timeout(120_000)
        strayed: list[str] = []
        page.on(
            "request", lambda asked: None if asked.url.startswith((server.url, "data:")) else strayed.append(asked.url)
        )
        page.on("dialog", lambda shown: (strayed.append("a dialog"), shown.dismiss()))
        for path in tries:
            page.goto(server.url + path + urlencode({"q": "" if "library" in path else QUESTION}))
            if "library" not in path:
                page.wait_for_selector("#answer:not([data-verdict=asking]) .say")
            if page.evaluate("window.struck"):
                failures.append(f"{path}: script of a document ran")
            if not page.locator(".unseen").count():
                failures.append(f"{path}: no sign of what is not seen")
            if "library" not in path and not page.locator(".unseen-here").is_visible():
                failures.append(f"{path}: no note on the signs")
            bare = page.evaluate(_BARE)
            if harm := seen_in(bare):
                failures.append(f"{path}: {harm}")
            if page.locator("a[href^='javascript:' i], a[href^='data:' i]").count():
                failures.append(f"{path}: a link that runs")
        failures += [f"the page asked for {url}" for url in strayed]
        browser.close()
    return len(tries)


_BARE = """() => { const all = document.body.cloneNode(true);
  all.querySelectorAll(".unseen, template, textarea, script").forEach((one) => one.remove()); return all.textContent; }"""


def _in_exports(server: Server, failures: list[str]) -> dict[str, object]:
    """Each form of a quotation, an answer and all evidence: no formula, no markup, nothing that is not seen."""
    asked = urlencode({"q": QUESTION})
    forms = {f"copy, {form}": f"/copy?{asked}&n=1&form={form}" for form in QUOTATIONS}
    forms |= {f"answer, {form}": f"/export.{form}?{asked}" for form in ANSWERS}
    forms |= {f"evidence, {form}": f"/export.{form}?{asked}&all=yes" for form in ("md", "csv")}
    for name, path in forms.items():
        data = urlopen(server.url + path, timeout=300).read()
        failures += [f"{name}: {fault}" for fault in _faults(name.partition(", ")[2], data)]
    return {"exports": len(forms)}


def _faults(form: str, data: bytes) -> Iterator[str]:
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names, data = packed.namelist(), packed.read("word/document.xml")
        if any("vba" in name.lower() or "external" in name.lower() for name in names):
            yield "a part that runs"
    text = data.decode("utf-8").removeprefix("\ufeff")
    if form in ("json", "csl"):
        yield from (["no JSON"] if not isinstance(json.loads(text), dict | list) else [])
        return
    if harm := seen_in(text.replace("\r\n", "\n")):
        yield harm
    if form in ("html", "docx") and STRUCK.search(text):
        yield "markup of a document"
    if form in ("md", "markdown") and re.search(
        r"(?<!\\)<(?:script|svg|img|style)|(?<!\\)\]\((?:javascript|http)", text
    ):
        yield "markup of a document"
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        yield from (f"a formula: {cell[:30]!r}" for cell in cells if _FORMULA.match(cell))
    if form == "ris" and any(line and not re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.split("\r\n")):
        yield "a line that is no field"
    if form == "bibtex" and re.search(r"(?<!\\)\\(?:href|input|write|include|url)\b", text):
        yield "a command of LaTeX"


def _instructed(folder: Path, failures: list[str]) -> dict[str, object]:
    """What documents tell whoever reads them, in five languages, is quoted to nobody who asks about something else."""
    library, told = folder / "told.sqlite", folder / "told"
    told.mkdir()
    for tag, text in INSTRUCTIONS.items():
        (told / f"instruction-{tag}.txt").write_text(f"{text}\n", encoding="utf-8")
    indexed(library, ROOT / "seeds", told)
    asked = quoted = 0
    with served(library) as server:
        for question in QUESTIONS:
            answer = json.loads(
                urlopen(f"{server.url}/api/ask?{urlencode({'question': question})}", timeout=300).read()
            )
            asked += 1
            for one in answer["citations"]:
                quoted += 1
                failures += _obeyed(question, one)
    return {"questions beside instructions": asked, "quotations beside instructions": quoted}


def _obeyed(question: str, citation: dict[str, Any]) -> list[str]:
    return [f"{question}: {citation['quote']}"] if citation["document"].startswith("instruction-") else []
