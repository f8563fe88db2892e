"""The one-way street: app → qa.ui.web → qa → index, and nothing heavy or lasting happens at import."""

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
STAGES = frozenset({"index.formats", "index.structure.clean", "index.structure.outline", "index.passages"})
"""Steps that only `index.document` and `index.build` put in order; the others know the records alone."""
LAYERS = {"index": 0, "qa": 1, "qa.ui.web": 2, "app": 3}


@cache
def modules() -> dict[str, Path]:
    found = {}
    for path in [ROOT / "app.py", *(ROOT / "index").rglob("*.py"), *(ROOT / "qa").rglob("*.py")]:
        if path.is_file():
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def layer(module: str) -> int:
    return max((level for name, level in LAYERS.items() if module == name or module.startswith(name + ".")), default=-1)


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


def ours(module: str) -> list[tuple[str, bool]]:
    return [(name, top) for name, top in imports(module) if name in modules()]


def test_the_walk_sees_imports_wherever_they_stand() -> None:
    """The checks below are worth what this walk is worth."""
    code = "import a\nif x:\n    import b\nelse:\n    import c\ntry:\n    import d\nexcept E:\n    import e\ndef f():\n    with y:\n        import g\nclass K:\n    import h\n    def m(self):\n        import i\nif TYPE_CHECKING:\n    import j\n"
    found = [(node.names[0].name, top) for node, top in statements(ast.parse(code).body)]
    assert dict(found) == {n: n not in "gi" for n in "abcdeghi"}


@pytest.mark.parametrize("module", sorted(modules()))
def test_arrows_point_down(module: str) -> None:
    for name, top in ours(module):
        assert layer(name) <= layer(module) or (
            module == "qa.ui.terminal.cli" and name.startswith("qa.ui.web") and not top
        ), f"{module} imports {name}, which stands above it"


@pytest.mark.parametrize("module", sorted(name for name in modules() if layer(name) == 0))
def test_index_knows_nothing_of_what_uses_it(module: str) -> None:
    assert not [name for name, _ in imports(module) if name.split(".")[0] in ("qa", "app")]


def test_only_build_knows_the_order_of_the_stages() -> None:
    def stage(name: str) -> str:
        return next((s for s in STAGES if name == s or name.startswith(s + ".")), "")

    users = {m: {stage(n) for n, _ in ours(m)} - {"", stage(m)} for m in modules()}
    assert users.pop("index.document") | users.pop("index.build") - {"index.structure.clean"} == STAGES
    # the readers say which files they open and what is in an archive; nothing else reaches from one stage into another
    reaching = {"index.files": {"index.formats"}}
    assert {module: used for module, used in users.items() if used} == reaching


def test_only_the_desk_joins_retrieval_to_the_sentences() -> None:
    joined = [
        m for m in modules() if layer(m) == 1 and {"qa.retrieval.search", "qa.reading.weigh"} <= {n for n, _ in ours(m)}
    ]
    assert joined == ["qa.answer.desk"]


@pytest.mark.parametrize("module", sorted(name for name in modules() if not name.startswith("qa.ui.web")))
def test_heavy_packages_are_imported_where_they_are_used(module: str) -> None:
    heavy = [name for name, top in imports(module) if top and name.split(".")[0] in HEAVY]
    assert not heavy, f"{module} imports {heavy} at its top: a second or more for whoever only wants --help"


def test_there_are_no_cycles() -> None:
    """At top level no module can be reached from itself."""
    state: dict[str, int] = {}

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert state.get(module) != 1, f"cycle: {' → '.join([*trail, module])}"
        if module not in state:
            state[module] = 1
            for name, top in ours(module):
                if top and name != module:
                    visit(name, (*trail, module))
            state[module] = 2

    for module in modules():
        visit(module, ())


@pytest.mark.parametrize("package", ["index", "qa"])
def test_importing_a_package_leaves_no_trace(package: str, tmp_path: Path) -> None:
    """No file made, no environment variable set, none of the heavy packages loaded."""
    names = [n for n in modules() if n.split(".")[0] == package and layer(n) < 2 and not n.endswith("__main__")]
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
