"""Nothing leaves the computer: where the system permits it, in a network with nothing outside; attempts count too."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.trust.privacy import apart, hooked, run, sees
from index.settings import Settings


def test_a_question_reaches_for_nothing_outside(library_path: Path, settings: Settings, tmp_path: Path) -> None:
    inside = apart()
    with hooked(tmp_path) as variables:
        variables["YINZHENG_CACHE"] = str(settings.cache)
        given = [
            "-m",
            "qa",
            "ask",
            "What did Kissinger say deterrence requires?",
            "--json",
            "--library",
            str(library_path),
        ]
        done = run(inside, given, variables)
        assert done.returncode == 0, done.stderr.decode()
        assert json.loads(done.stdout)["citations"]
        assert Path(variables["REACHED"]).read_text("utf-8") == ""
        assert sees(inside, variables)
