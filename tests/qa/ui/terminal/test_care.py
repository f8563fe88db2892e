"""`yinzheng doctor`, `backup` and `restore`, as they are typed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from index.settings import Settings
from qa.ui.terminal.cli import main
from tests.index.store.libraries import run
from tests.index.store.test_digests import CHANGES


@pytest.fixture
def library(library_path: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the library of the seeds, which is the default one meanwhile."""
    path = tmp_path / "library.sqlite"
    for file in library_path.parent.glob(f"{library_path.name}*"):
        shutil.copy(file, path.with_name(file.name.replace(library_path.name, path.name)))
    monkeypatch.setenv("YINZHENG_LIBRARY", str(path))
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    return path


def test_from_a_backup_over_damage_to_what_was(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = library.with_name("copy")
    assert main(["backup", str(copy)]) == 0
    assert "5 documents" in capsys.readouterr().out
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out.startswith("sound: everything in")
    run(library, CHANGES["a letter of a text"].replace("= 'talks'", "LIKE '002%'"))
    assert main(["doctor", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["sound"], told["library"]) == (False, str(library))
    assert [(one["about"], one["trouble"]) for one in told["findings"]] == [("library", True)]
    assert "record of document 002" in told["findings"][0]["what"]
    assert main(["doctor"]) == 3
    assert "to mend it: put a backup in its place: yinzheng restore FILE" in capsys.readouterr().out
    assert main(["show", "002"]) == 3
    assert "is damaged" in capsys.readouterr().err
    assert main(["backup", str(library.with_name("another"))]) == 3
    assert main(["restore", str(copy), "--json"]) == 0
    capsys.readouterr()
    assert main(["show", "002"]) == 0
    assert "认为" in capsys.readouterr().out


def test_what_cannot_be_done_is_one_line(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(library.with_name("none"))]) == 3
    assert main(["doctor", "--library", str(library.with_name("none"))]) == 3
    assert main(["backup", str(library)]) == 3
    told = capsys.readouterr().err.splitlines()
    assert [line.split(";")[0].split(" at ")[0] for line in told[:2]] == [
        "yinzheng: there is no backup",
        "yinzheng: there is no library",
    ]
    assert len(told) == 3
