"""Modules under the places that they have now, also where an earlier commit is measured, which has them elsewhere.

What runs in both trees imports this first and then every name from where this tree has it: a module that is not found there
is looked for where it was at commit 23bd2b1. In this tree nothing is ever looked for.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

__all__ = ["BEFORE"]

BEFORE = {
    "corpora.public": "benchmarks.public",
    "index.arrays": "index.embed",
    "index.encoder.alignment": "index.alignment",
    "index.encoder.load": "index.model",
    "index.store.entries": "index.library",
    "index.store.library": "index.library",
    "index.store.schema": "index.library",
    "index.text.script": "index.script",
    "index.text.sentences": "index.sentences",
    "qa.reading.desk": "qa.ways.desk",
    "qa.evaluation.evaluate": "qa.evaluate",
    "qa.evaluation.facts": "qa.facts",
    "qa.evaluation.question_file": "qa.questions",
}
"""Where each module was that what runs in both trees imports."""
_PACKAGES = {name.rpartition(".")[0] for name in BEFORE}


class _Earlier(MetaPathFinder, Loader):
    """Asked for what is nowhere on the path; a package that there was not yet is empty."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Something to load for the names above alone."""
        known = fullname in BEFORE or fullname in _PACKAGES
        return ModuleSpec(fullname, self, is_package=fullname in _PACKAGES) if known else None

    def exec_module(self, module: ModuleType) -> None:
        """Put the module itself that was elsewhere in its place, so that what is changed in the one is in the other."""
        if module.__name__ in BEFORE:
            sys.modules[module.__name__] = importlib.import_module(BEFORE[module.__name__])


sys.meta_path.insert(sys.meta_path.index(PathFinder) + 1, _Earlier())  # before what an installation in place finds
