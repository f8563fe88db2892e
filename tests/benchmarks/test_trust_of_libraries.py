"""The quick part of what is tried by the hundred in `benchmarks.trust`: kills, damage, and two at once.

In a process of its own, without the threads of the models that other tests have loaded: processes are forked off it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

TRIED = """
import json, random, sys, time
from pathlib import Path
from benchmarks.trust import concurrent, corruption, crash
from benchmarks.trust.small import make
folder, chance, failures, until = Path(sys.argv[1]), random.Random(1), [], time.monotonic() + 600
crash.KILLS, corruption.PLACES, concurrent.ROUNDS = 4, 12, 4
place = crash._Place(folder / "crash")
place.root.mkdir()
place.begin()
kills = crash._kills(place, crash._expected(place), chance, until)
library = make(folder / "corruption")
damaged = corruption._tries(library, corruption._read(library), chance, until, failures)
packed = corruption._packed(folder, chance, failures)
rounds = concurrent._writers(folder, chance, until, failures)
looks = concurrent._readers(folder, 0.5, failures)
print(json.dumps([kills, damaged, packed, rounds, looks, [*place.failures, *failures]]))
"""


def test_nothing_is_lost_and_nothing_wrong_is_read(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TRIED, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    kills, damaged, packed, rounds, looks, failures = json.loads(done.stdout)
    assert failures == []
    assert sum(kills.values()) == 4
    assert sum(sum(one.values()) for one in damaged.values()) == 12
    assert packed["found"]
    assert sum(rounds.values()) == 4
    assert looks["looks"]
