"""Floors can be missed: what cannot be compared is refused when it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import EvaluationError
from qa.evaluation.floors import floors_corpus, read_floors, write_floors


def test_floors_and_remarks(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text('{"_why": "x", "all": {"found": 0.8, "_note": "y"}, "en": {"questions": 12}}', "utf-8")
    assert read_floors(path) == {"all": {"found": 0.8}, "en": {"questions": 12.0}}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "not of the form"),
        ('{"all": 0.8}', "not of the form"),
        ('{"all": {"found": "0.8"}}', r"all\.found is '0\.8', not a number"),
        ('{"all": {"found": true}}', "not a number"),
        ('{"all": {"found": null}}', "not a number"),
        ('{"all": {"found": NaN}}', "not a number"),  # nothing is below it
        ('{"all": {"found": Infinity}}', "not a number"),
        ('{"all": {"found": -0.1}}', "not a number"),
        (b"\xff", "not JSON"),
    ],
)
def test_what_is_no_floor(tmp_path: Path, text: str | bytes, fault: str) -> None:
    path = tmp_path / "floors.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(EvaluationError, match=rf"floors\.json.*{fault}"):
        read_floors(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="No such file"):
        read_floors(tmp_path / "none.json")


def test_floors_rise_freely_and_fall_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text('{"_": "kept", "all": {"found": 0.8, "answered": 0.5}}', "utf-8")
    assert write_floors(path, {"all": {"found": 0.91279, "answered": 0.5}}, "abc") == ["all.found: 0.800 → 0.912"]
    assert read_floors(path) == {"all": {"found": 0.912, "answered": 0.5}}
    assert floors_corpus(path) == "abc"
    before = path.read_text("utf-8")
    with pytest.raises(EvaluationError, match=r"all\.answered is 0\.400, its floor 0\.500; .*--lower-floors"):
        write_floors(path, {"all": {"found": 1, "answered": 0.4}}, "abc")
    assert path.read_text("utf-8") == before
    write_floors(path, {"all": {"found": 1, "answered": 0.4}}, "abc", "the reader says no to one more")
    assert read_floors(path) == {"all": {"found": 1.0, "answered": 0.4}}
    assert '"reason": "the reader says no to one more"' in path.read_text("utf-8")
    assert '"_": "kept"' in path.read_text("utf-8")
    with pytest.raises(EvaluationError, match="names nothing that is measured"):
        write_floors(path, {"en": {"found": 1}}, "abc", "x")
