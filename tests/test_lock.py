"""The lock names the versions that the constraints name, with hashes, and lacks nothing that the product needs."""

from __future__ import annotations

import re
import tomllib

from tests.conftest import ROOT

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def pinned(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in _PINNED.findall(text)}


def test_the_lock_is_of_the_constraints() -> None:
    lock, known = pinned("requirements.lock"), pinned("constraints.txt")
    assert {name: (version, known[name]) for name, version in lock.items() if known.get(name, version) != version} == {}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.sub(r"[-_.]+", "-", re.split(r"[<>=\[;]", one)[0].strip()).lower() for one in project["dependencies"]}
    assert needed - set(lock) == set()


def test_every_file_of_the_lock_has_its_hash() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", one) for one in entries)
    assert "://" not in text
