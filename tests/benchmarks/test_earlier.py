"""Names under their places of now in a tree that has them elsewhere; in this one every place is a real one."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.earlier import BEFORE
from tests.conftest import ROOT


@pytest.mark.parametrize("name", BEFORE)
def test_a_place_of_now_is_there(name: str) -> None:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).is_relative_to(ROOT)


def test_in_an_earlier_tree_it_is_the_module_itself(tmp_path: Path) -> None:
    for name, text in ("__init__", ""), ("script", "x = 1"), ("library", "class Library: ..."):
        (tmp_path / "index").mkdir(exist_ok=True)
        (tmp_path / "index" / f"{name}.py").write_text(text, "utf-8")
    code = (
        "import benchmarks.earlier, index.script, index.library\n"
        "from index.text import script\n"
        "from index.store.library import Library\n"
        "assert script is index.script and Library is index.library.Library\n"
        "try:\n    import index.text.numbers\nexcept ModuleNotFoundError:\n    print('as it should')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "as it should"
