"""What a reader waits for on the page: this tree's against an earlier commit's, in turn, in one run, in Chromium.

    python -m benchmarks.page_load --before TREE [--rounds N] [--at-once N]     # writes benchmarks/results/page.json

Each round opens both pages in a new window (nothing kept from the last), waits until a question can be written, asks one, and
waits for the first passages and for the answer. Requests and kilobytes are of the first load; a layout shift is the sum of all shifts from
the opening to the answer (Cumulative Layout Shift). Times are medians in seconds; machines differ, so compare within a run.

Then six, and twenty, ask both pages at once, in turn, each something else that nobody asked before (`page_at_once`).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from benchmarks.machine import described
from benchmarks.page_at_once import at_once, questions_of
from benchmarks.trees import ROOT

RESULT = ROOT / "benchmarks" / "results" / "page.json"
COMMAND = "python -m benchmarks.page_load --before TREE"
QUESTION = "What did Kissinger say deterrence requires?"
AFTER = {
    "ready": "textarea[name=q]:visible",
    "box": "textarea[name=q]:visible",
    "passages": "#answer .reading li, #answer .say",
    "answer": "#answer:not([data-verdict=asking]) .say",
}
BEFORE = {
    "ready": "#yz-name [data-page-language]",
    "box": "#yz-question textarea",
    "passages": "#yz-answer blockquote",
    "answer": "#yz-answer blockquote",
}
_SHIFTS = """() => { window.shifted = 0; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true }); }"""
_PATIENCE = 120_000
_MANY = (6, 20)
_QUESTIONS = ROOT / "tests" / "questions" / "seeds.jsonl"


def once(browser: Browser, url: str, which: str) -> dict[str, float]:
    """One visit and one question."""
    marks = BEFORE if which == "before" else AFTER
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    sizes: list[float] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.add_init_script(f"({_SHIFTS})()")
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector(marks["ready"])
    box = page.locator(marks["box"]).first
    box.wait_for(state="visible")
    usable = time.perf_counter() - began
    page.wait_for_timeout(1500)  # what is fetched behind the first sight belongs to it
    found = {"requests": float(len(sizes)), "kilobytes": sum(sizes) / 1000, "usable": usable}
    box.fill(QUESTION)
    asked = time.perf_counter()
    box.press("Enter")
    for name in ("passages", "answer"):
        page.wait_for_selector(marks[name])
        found[name] = time.perf_counter() - asked
    page.wait_for_timeout(1000)
    found["layout shift"] = float(page.evaluate("window.shifted"))
    context.close()
    return found


def served(tree: Path, port: int, library: Path) -> Popen[bytes]:
    """The page of a tree, over a library of its own, once it answers."""
    environment = {**os.environ, "GRADIO_SERVER_PORT": str(port), "YINZHENG_LIBRARY": str(library)}
    server = Popen([sys.executable, "app.py"], cwd=tree, env=environment, stdout=DEVNULL, stderr=DEVNULL)
    for _ in range(600):
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()  # our own page
            return server
        except (URLError, OSError):
            time.sleep(0.2)
    server.kill()
    raise SystemExit(f"{tree} does not serve its page")


def summed(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of each measure."""
    return {name: round(statistics.median(one[name] for one in rounds), 4) for name in rounds[0]}


def several(urls: Mapping[str, str], rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """The medians of so many rounds, by page and by how many ask at once."""
    texts = iter(questions_of(_QUESTIONS))
    found: dict[str, dict[int, list[dict[str, float]]]] = {name: {many: [] for many in _MANY} for name in urls}
    for _ in range(rounds):
        for many in _MANY:
            asked = list(islice(texts, many))
            if len(asked) < many:
                raise SystemExit(f"there are too few questions for {rounds} rounds; take fewer")
            for name, url in urls.items():
                with ThreadPoolExecutor(1) as pool:  # Playwright holds the event loop of this thread
                    found[name][many].append(pool.submit(at_once, url, name, asked).result())
    return {name: {f"{many} at once": summed(of) for many, of in each.items()} for name, each in found.items()}


def main() -> None:
    """Measure both in turn and write."""
    parser = argparse.ArgumentParser(description="Measure the page, against an earlier one.")
    parser.add_argument("--before", type=Path, required=True, metavar="TREE", help="checkout of the earlier commit")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--at-once", type=int, default=2, metavar="N", help="rounds of many who ask at once")
    given = parser.parse_args()
    trees = {"before": given.before.resolve(), "after": ROOT}
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in trees}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {}
        for port, (name, tree) in enumerate(trees.items(), 7911):
            stack.callback(served(tree, port, folder / f"{name}.sqlite").terminate)
            urls[name] = f"http://127.0.0.1:{port}/"
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name, url in urls.items():
            once(browser, url, name)  # the first question loads the models
        for _ in range(given.rounds):
            for name, url in urls.items():
                rounds[name].append(once(browser, url, name))
        browser.close()
        together = several(urls, given.at_once)
    result: dict[str, Any] = {
        "command": COMMAND,
        "machine": described(),
        "rounds": given.rounds,
        "rounds at once": given.at_once,
        "load": os.getloadavg()[0],
    }
    result |= {name: summed(found) for name, found in rounds.items()}
    for name, found in together.items():
        result[name] |= found
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
