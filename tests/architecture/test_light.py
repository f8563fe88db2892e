"""Nothing heavy is imported that a command does not use: what each may import, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.settings import Settings
from tests.conftest import ROOT

HEAVY = frozenset(
    {"torch", "transformers", "sentence_transformers", "gradio", "pandas", "matplotlib", "scipy", "sklearn"}
)
"""Packages that take a second or more of start, or much memory."""
LIBRARIES = frozenset(
    {"numpy", "onnxruntime", "tokenizers", "pydantic", "opencc", "faiss", "jsonschema", "openai", "rich"}
    | {"pdfplumber", "trafilatura", "lxml", "pptx", "python_calamine", "striprtf", "warcio"}
)
"""Packages that cost a command something, if less."""

QUESTION = "What did Kissinger say deterrence requires?"
MAY: dict[str, tuple[Sequence[str], frozenset[str]]] = {
    "help": (["--help"], frozenset()),
    "schema": (["schema"], frozenset()),
    "ask": (["ask", QUESTION], frozenset({"numpy", "onnxruntime", "tokenizers", "pydantic", "opencc", "faiss"})),
    "search": (
        ["search", QUESTION, "-k", "2"],
        frozenset({"numpy", "onnxruntime", "tokenizers", "pydantic", "opencc", "faiss"}),
    ),
    "show": (["show", "002"], frozenset({"numpy", "pydantic", "opencc"})),
    "verify": (["verify", "ANSWER"], frozenset({"numpy", "pydantic", "opencc"})),
    "evaluate": (
        ["evaluate", "QUESTIONS"],
        frozenset({"numpy", "onnxruntime", "tokenizers", "pydantic", "opencc", "faiss"}),
    ),
    "index": (["index", "seeds"], frozenset({"numpy", "onnxruntime", "pydantic", "opencc", "tokenizers"})),
}
"""Each command, and which of the packages above it may import; `index` where nothing has changed since the last time."""
_RUN = """
import json, sys
from qa.ui.terminal.cli import main
code = main(json.loads(sys.argv[1]))
print(json.dumps([code, sorted({name.split(".")[0] for name in sys.modules})]), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def environment(settings: Settings, library_path: Path) -> dict[str, str]:
    return {**os.environ, "YINZHENG_CACHE": str(settings.cache), "YINZHENG_LIBRARY": str(library_path)}


def imported(arguments: Sequence[str], environment: dict[str, str]) -> tuple[set[str], str]:
    """The packages that a command imports, and what it prints."""
    command = [sys.executable, "-c", _RUN, json.dumps(list(arguments))]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    lines = done.stderr.splitlines()
    assert lines, done
    code, names = json.loads(lines[-1])
    assert code == 0, done.stderr
    return set(names), done.stdout


@pytest.mark.parametrize("name", sorted(MAY))
def test_a_command_imports_what_it_needs(name: str, environment: dict[str, str], tmp_path: Path) -> None:
    arguments, allowed = MAY[name]
    if name == "verify":
        saved = tmp_path / "answer.json"
        saved.write_text(imported(["ask", QUESTION, "--json"], environment)[1], encoding="utf-8")
        arguments = ["verify", str(saved)]
    if name == "evaluate":
        line = (ROOT / "tests" / "questions" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()[0]
        (tmp_path / "one.jsonl").write_text(line + "\n", encoding="utf-8")
        arguments = ["evaluate", str(tmp_path / "one.jsonl")]
    found, _ = imported(arguments, environment)
    assert sorted(found & (HEAVY | LIBRARIES) - allowed) == []


def test_serving_needs_no_torch(environment: dict[str, str]) -> None:
    """The page is Gradio's; the models behind it are not PyTorch's."""
    script = (
        "import os, sys; from index.settings import Settings; from qa.engine import Engine; from qa.ui.web.serve import application\n"
        f"engine = Engine.open(Settings.load(os.environ)); engine.ask({QUESTION!r}); application(engine)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = set(json.loads(done.stdout.splitlines()[-1].replace("'", '"')))
    assert sorted(found & {"torch", "transformers", "sentence_transformers", "matplotlib", "scipy", "sklearn"}) == []
