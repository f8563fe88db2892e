"""Nothing heavy or lasting happens at import; that imports go one way is for the contracts of pyproject.toml (`make lint`)."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

HEAVY = frozenset(
    "torch sentence_transformers transformers faiss gradio langchain_text_splitters opencc tokenizers safetensors openai".split()
)


@cache
def modules() -> dict[str, Path]:
    found = {}
    for path in [ROOT / "app.py", *(ROOT / "index").rglob("*.py"), *(ROOT / "qa").rglob("*.py")]:
        if path.is_file():
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def statements(body: list[ast.stmt], *, top: bool = True) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Import statements, and whether each runs when the module is imported."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, top
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from statements(node.orelse, top=top)
        else:
            inner = top and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            for field in ("body", "orelse", "finalbody"):
                yield from statements(getattr(node, field, None) or [], top=inner)
            for handler in getattr(node, "handlers", []):
                yield from statements(handler.body, top=inner)
            for case in getattr(node, "cases", []):
                yield from statements(case.body, top=inner)


@cache
def imports(module: str) -> tuple[tuple[str, bool], ...]:
    """Modules that `module` imports, each with whether at its top level."""
    found: set[tuple[str, bool]] = set()
    for node, top in statements(ast.parse(modules()[module].read_text(encoding="utf-8")).body):
        if isinstance(node, ast.Import):
            found |= {(alias.name, top) for alias in node.names}
        else:
            assert node.level == 0, f"{module} has a relative import; write it out"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add((inner if inner in modules() else str(node.module), top))
    return tuple(sorted(found))


def test_the_walk_sees_imports_wherever_they_stand() -> None:
    """The checks below are worth what this walk is worth."""
    code = "import a\nif x:\n    import b\nelse:\n    import c\ntry:\n    import d\nexcept E:\n    import e\ndef f():\n    with y:\n        import g\nclass K:\n    import h\n    def m(self):\n        import i\nif TYPE_CHECKING:\n    import j\n"
    found = [(node.names[0].name, top) for node, top in statements(ast.parse(code).body)]
    assert dict(found) == {n: n not in "gi" for n in "abcdeghi"}


@pytest.mark.parametrize("module", sorted(name for name in modules() if not name.startswith("qa.ui.web")))
def test_heavy_packages_are_imported_where_they_are_used(module: str) -> None:
    heavy = [name for name, top in imports(module) if top and name.split(".")[0] in HEAVY]
    assert not heavy, f"{module} imports {heavy} at its top: a second or more for whoever only wants --help"


@pytest.mark.parametrize(
    ("folder", "never"),
    [
        ("index", {"benchmarks", "training", "corpora", "tests"}),
        ("qa", {"benchmarks", "training", "corpora", "tests"}),
        ("corpora", {"benchmarks", "training", "tests"}),
        ("training", {"benchmarks", "tests"}),
        ("benchmarks", {"tests"}),
    ],
)
def test_what_measures_stands_above_what_teaches_and_both_above_what_is_shipped(folder: str, never: set[str]) -> None:
    found = {
        (path.name, name)
        for path in (ROOT / folder).rglob("*.py")
        for node, _ in statements(ast.parse(path.read_text(encoding="utf-8")).body)
        for name in ([str(node.module)] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.split(".")[0] in never
    }
    assert not found


@pytest.mark.parametrize("package", ["index", "qa"])
def test_importing_a_package_leaves_no_trace(package: str, tmp_path: Path) -> None:
    """No file made, no environment variable set, none of the heavy packages loaded."""
    names = [
        n
        for n in modules()
        if n.split(".")[0] == package and not n.startswith("qa.ui.web") and not n.endswith("__main__")
    ]
    code = (
        "import os, sys, json, importlib\n"
        "before = dict(os.environ)\n"
        f"for name in {[package, *names]!r}: importlib.import_module(name)\n"
        "print(json.dumps([before == dict(os.environ), sorted({m.split('.')[0] for m in sys.modules})]))"
    )
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR")}
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("YINZHENG_", "XDG_"))} | homes
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    same, loaded = json.loads(done.stdout)
    assert same
    assert not HEAVY & set(loaded)
    assert not list(tmp_path.iterdir())
    assert not done.stderr
