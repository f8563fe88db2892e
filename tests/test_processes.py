"""The installed program as the system runs it; what its commands do is tested in the process of the tests."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from index.settings import Settings
from tests.qa.ui.web.served import serving

YINZHENG = str(Path(sys.executable).with_name("yinzheng"))


@pytest.fixture
def environment(tmp_path: Path, settings: Settings) -> dict[str, str]:
    """Nothing set but the models' cache and a library that is yet to be made."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YINZHENG_")}
    return {**kept, "YINZHENG_CACHE": str(settings.cache), "YINZHENG_LIBRARY": str(tmp_path / "library.sqlite")}


def test_what_is_indexed_is_served_until_it_is_interrupted(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "bread.txt").write_text("Bread needs flour, water and salt. It rests for an hour.", "utf-8")
    command = [YINZHENG, "index", "papers", "--json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] == ["bread"]
    log = tmp_path / "server.log"
    with serving(environment, log) as (address, server):
        with urllib.request.urlopen(address) as page:
            assert page.status == 200
            assert "Yinzheng" in page.read().decode()
        server.send_signal(signal.SIGINT)
        assert server.wait() == 0
    assert "Traceback" not in log.read_text("utf-8")


def _documents(library: str) -> int:
    """How many documents a library holds that is being written."""
    try:
        with closing(sqlite3.connect(f"{Path(library).as_uri()}?mode=ro", uri=True)) as opened:
            return int(opened.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_a_run_that_is_killed_goes_on_where_it_was(environment: dict[str, str], tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(80):
        said = " ".join(f"Loaf {number} weighs {number * 10 + place} grams on day {place}." for place in range(12))
        (papers / f"{number:02}.txt").write_text(said, "utf-8")
    command = [YINZHENG, "index", "papers", "--json"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=quiet, stderr=quiet) as process:
        while process.poll() is None and not _documents(environment["YINZHENG_LIBRARY"]):
            time.sleep(0.01)
        process.kill()
    held = _documents(environment["YINZHENG_LIBRARY"])
    assert 0 < held < 80
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (len(told["unchanged"]), len(told["added"]), told["updated"]) == (held, 80 - held, [])


def _interruptible() -> None:
    """As a terminal starts a command; what is started in the background may be deaf to the keyboard."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_command_that_is_stopped_from_the_keyboard(
    environment: dict[str, str], library_path: Path, tmp_path: Path
) -> None:
    answer = tmp_path / "answer.json"
    os.mkfifo(answer)
    command = [YINZHENG, "verify", str(answer), "--library", str(library_path)]
    with (
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_interruptible
        ) as process,
        answer.open("wb"),  # once it waits for what is to be verified
    ):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"yinzheng: stopped\n")
