"""A Ray cluster of two workers on this computer, in a network of its own: the same library, whatever becomes of a worker."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.encoder.embed import Embedder
from index.settings import Settings
from qa.ui.terminal.cli import main
from tests.conftest import ROOT

OWN = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
"""A network in which there is this computer alone, and processes that all end with the first: Ray listens on every address."""
WITHIN = """
import json, os, subprocess, sys
from pathlib import Path
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled", "RAY_worker_niceness": "0"}
import ray
ray.init(num_cpus=2, include_dashboard=False, object_store_memory=80_000_000, log_to_driver=False, _temp_dir=sys.argv[1],
         _node_ip_address="127.0.0.1")
address = ray.get_runtime_context().gcs_address
"""


def _alone() -> bool:
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    return subprocess.run([*OWN, "ip", "link", "set", "lo", "up"], capture_output=True, check=False).returncode == 0


needs_ray = pytest.mark.skipif(
    find_spec("ray") is None or not _alone(),
    reason="Ray is not installed (pip install 'yinzheng[ray]'), or no network of its own can be made, which needs Linux and its superuser",
)


@pytest.fixture
def within(tmp_path: Path, settings: Settings) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Python beside a cluster of two workers, which it finds at `address`."""

    def run(code: str, *given: str) -> subprocess.CompletedProcess[str]:
        program = tmp_path / "within.py"
        program.write_text(WITHIN + code, "utf-8")
        short = Path(os.environ.get("TMPDIR", "/tmp")) / f"ray-{os.getpid()}"  # the names of sockets are bounded
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "YINZHENG_CACHE": str(settings.cache)}
        try:
            return subprocess.run(
                [*OWN, sys.executable, str(program), str(short), *given],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            shutil.rmtree(short, ignore_errors=True)

    return run


def papers(folder: Path) -> Path:
    """A few files, two of one name among them, an archive's worth of nothing, and one that cannot be read."""
    (folder / "more").mkdir(parents=True)
    for number in range(5):
        text = (
            f"The lighthouse number {number} has {40 + number} steps. Its keeper counts them. 灯塔有{number}级台阶。\n"
        )
        (folder / f"{number}.txt").write_text(text, "utf-8")
    (folder / "more" / "0.txt").write_text("Another file of this name. It says something else.\n", "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 that is none")
    (folder / "sources.toml").write_text('["1.txt"]\ntitle = "The first"\npublished = "2024-06"\n', "utf-8")
    return folder


def held(path: Path) -> dict[str, list[Any]]:
    """All rows of all tables of a library, vectors among them; of what it says of itself, what it was made of."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    found["question_means"].sort()  # in the order of a set
    found["facts"] = [row for row in found["facts"] if row[0] in ("model", "fingerprint")]
    assert found["passages"]
    return found


BESIDE = """
done = subprocess.run([sys.executable, "-c", sys.argv[2], address, *sys.argv[3:]])
raise SystemExit(done.returncode)
"""
ON_CLUSTER = """
done = subprocess.run([sys.executable, "-m", "qa", "index", "--ray", address, "--library", sys.argv[2], "--json", sys.argv[3]],
                      capture_output=True, text=True)
print(json.dumps({"code": done.returncode, "out": done.stdout, "told": done.stderr}))
"""


@needs_ray
@pytest.mark.slow
def test_the_library_is_the_same_as_without_it(
    within: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, embedder: Embedder, settings: Settings
) -> None:
    folder = papers(tmp_path / "papers")
    there, here = tmp_path / "there.sqlite", tmp_path / "here.sqlite"
    done = within(ON_CLUSTER, str(there), str(folder))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["code"] == 3, told  # for the broken one
    assert "2 workers" in told["told"]
    summary = build([folder], here, embedder, settings)
    assert json.loads(told["out"])["added"] == list(summary.added)
    assert json.loads(told["out"])["failed"] == list(summary.failed)
    assert held(there) == held(here)


WORKERS = """
import threading
from index.build import build
from index.cluster import joined
from index.encoder.load import load_embedder
from index.errors import SourceError
from index.records import Source
from index.settings import Settings

def workers(doing=""):
    found = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal()]
    return [one for one in found if told_of(one).startswith("ray::ClusterWorker" + doing)]

def told_of(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""

def kill(processes):
    for one in processes:
        try:
            os.kill(one, 9)
        except ProcessLookupError:
            pass
"""
"""What a program needs that ends workers, which it finds by their names in a space of processes of its own."""
KILLED = f"""
import json, os, sys
from pathlib import Path
{WORKERS}
settings = Settings.load(os.environ)
ended = []

def progress(step, done, total):
    if step not in ended:  # once while files are read, once while texts are embedded
        ended.append(step)
        kill(workers()[:1])

with joined(sys.argv[1], settings, load_embedder(settings)) as cluster:
    before = set(workers())
    more = {{"crew": cluster.crew(), "together": cluster.together}}
    summary = build([Path(sys.argv[3])], Path(sys.argv[2]), cluster.embedder, settings, progress=progress, **more)
    after = set(workers())
    reader, over = cluster.crew()[0], threading.Event()

    def killing():
        while not over.is_set():
            kill(workers(".make"))

    thread = threading.Thread(target=killing, daemon=True)
    thread.start()
    long = Path(sys.argv[2]).with_name("long.txt")
    long.write_text("The lighthouse has forty steps, and its keeper counts them. " * 40_000)  # whose reading nobody can miss
    try:
        reader.make(long, Source(), reader.open(long, Source())[0][0], 300, "long")
    except SourceError as error:
        print(error)
    over.set()
    thread.join()
    print(len(reader.open(Path(sys.argv[3]) / "0.txt", Source())[0]))
print(json.dumps({{"added": summary.added, "ended": ended, "before": len(before), "new": len(after - before)}}))
"""


@needs_ray
@pytest.mark.slow
def test_workers_that_die_are_replaced_and_what_ends_them_again_and_again_is_told(
    within: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, embedder: Embedder, settings: Settings
) -> None:
    folder = papers(tmp_path / "papers")
    there, here = tmp_path / "there.sqlite", tmp_path / "here.sqlite"
    done = within(BESIDE, KILLED, str(there), str(folder))
    assert done.returncode == 0, done.stderr
    told, opened, figures = done.stdout.splitlines()[-3:]
    assert "long.txt ended 3 workers of the cluster that read it" in told
    assert opened == "1", "it is read again where nothing ends it"
    found = json.loads(figures)
    assert found["ended"] == ["reading", "embedding"]
    assert found["before"] == 2
    assert found["new"] >= 1, "one that died with nothing left to do is not replaced"
    assert found["added"] == list(build([folder], here, embedder, settings).added)
    assert held(there) == held(here)


@pytest.mark.skipif(find_spec("ray") is not None, reason="Ray is installed")
def test_without_ray_it_is_said_what_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A lighthouse has forty steps.\n", "utf-8")
    given = ["index", "--ray", "auto", "--library", str(tmp_path / "a.sqlite"), str(tmp_path / "a.txt")]
    assert main(given) == 5
    assert "pip install 'yinzheng[ray]'" in capsys.readouterr().err
