"""What others see of the package in their own projects, shells and notebooks."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import yinzheng
from qa.engine import Engine
from tests.conftest import ROOT

QUESTION = "What did Kissinger say deterrence requires?"


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {"PYTHONPATH": f"{folder}:{ROOT}", "PATH": os.environ["PATH"], **environment}
    return subprocess.run(
        [sys.executable, "-c", script], env=told, cwd=folder, capture_output=True, text=True, check=False
    )


def test_both_names_give_the_same(tmp_path: Path) -> None:
    script = (
        "import sys, yinzheng\nassert 'qa' not in sys.modules\nfrom yinzheng import Filters, ask, retrieve, verify\n"
        "import qa\nassert (qa.ask, qa.retrieve, qa.verify, qa.Filters) == (ask, retrieve, verify, Filters)\n"
        "assert set(qa.__all__) <= set(dir(yinzheng))"
    )
    done = run(script, tmp_path)
    assert done.returncode == 0, done.stderr
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        yinzheng.nothing  # noqa: B018


def test_another_package_of_the_name_is_said_to_be_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "qa").mkdir()
    (tmp_path / "qa" / "__init__.py").write_text("")
    done = run("from yinzheng import ask", tmp_path)
    assert f"another package called qa ({tmp_path}/qa/__init__.py) hides the one of yinzheng" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_and_options(tmp_path: Path, shell: str) -> None:
    script = "import sys; from qa.ui.terminal.cli import main; sys.exit(main())"
    done = run(script, tmp_path, _YINZHENG_COMPLETE=f"{shell}_source")
    assert "_YINZHENG_COMPLETE" in done.stdout
    words = {"COMP_WORDS": "yinzheng in", "COMP_CWORD": "1" if shell != "fish" else "in"}
    done = run(script, tmp_path, _YINZHENG_COMPLETE=f"{shell}_complete", **words)
    assert "index" in done.stdout.replace(",", " ").split()


def test_an_answer_is_one_line_and_a_card(engine: Engine) -> None:
    answer = engine.ask(QUESTION)
    assert repr(answer).startswith(f"Answer(answered to '{QUESTION}', ")
    assert len(repr(answer)) < 250
    assert "\n" not in repr(answer)
    assert len(repr(answer.citations[0].document)) < 250
    bad = "<script>alert(1)</script>"
    first = answer.citations[0]
    source = replace(first.document.source, title=bad, publisher=bad)
    shown = replace(first, quote=bad, document=replace(first.document, source=source, file=bad))
    card = replace(answer, question=bad, citations=(shown,))._repr_html_()
    assert card.count("&lt;script&gt;") == 5
    assert "<script" not in card
    assert len(answer._repr_html_()) < 10_000
    no = replace(answer, citations=(), nearest=())
    assert "no citation" in repr(no)
    assert QUESTION in no._repr_html_()
