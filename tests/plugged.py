"""A package that adds something to this one, as `pip install` would lay it out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from index.plugins import plugins

__all__ = ["install", "write"]


def write(folder: Path, module: str, code: str, entries: Mapping[str, Mapping[str, str]]) -> None:
    """The package `module` of version 1.0 in a folder: its code, and its entry points by group and name."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    text = "".join(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in named.items())
        for group, named in entries.items()
    )
    (info / "entry_points.txt").write_text(text, encoding="utf-8")


def install(
    monkeypatch: pytest.MonkeyPatch, folder: Path, module: str, code: str, entries: Mapping[str, Mapping[str, str]]
) -> None:
    """Put such a package on the path of this process, until the test is over; name modules of different tests differently."""
    write(folder, module, code, entries)
    monkeypatch.syspath_prepend(str(folder))
    plugins.cache_clear()
