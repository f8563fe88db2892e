"""An environment for each library, over that of the product: `python -m benchmarks.peers.environments FOLDER`.

PyTorch, Sentence Transformers and whatever else the product has are not installed again: a `.pth` file in each environment leads to
the packages of the interpreter that runs this. A library that asks for another version of one of them has it in its environment
alone. Versions are those of benchmarks/peers.txt.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ENVIRONMENTS", "Environment", "make"]

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Environment:
    """Packages, and those that are installed without what they ask for."""

    packages: tuple[str, ...]
    alone: tuple[str, ...] = ()


ENVIRONMENTS = {
    "langchain": Environment(("langchain-community", "langchain-huggingface", "langchain-text-splitters")),
    "llama-index": Environment(("llama-index-core", "llama-index-embeddings-huggingface")),
    "haystack": Environment(("haystack-ai", "sentence-transformers-haystack")),
    "txtai": Environment(("txtai",)),
    # its store makes a collection without vectors, which Milvus Lite 3 does not take; without
    # docling, for files that are not text, and older versions of Transformers and scikit-learn, for extractors that are not run
    "verbatim-rag": Environment(
        ("pymilvus", "milvus-lite", "rapidfuzz", "setuptools"), ("verbatim-rag", "verbatim-core")
    ),
    "words": Environment(("rank-bm25", "bm25s", "jieba")),
}


def make(folder: Path, name: str) -> None:
    """The environment of that name in the folder; what is installed there already stays."""
    place = folder / name
    python = place / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        packages = next(place.glob("lib/python*/site-packages"))
        (packages / "product.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pins = ["-c", str(ROOT / "benchmarks" / "peers.txt")]
    wanted = ENVIRONMENTS[name]
    for given in ([*wanted.packages], ["--no-deps", *wanted.alone] if wanted.alone else []):
        if given:
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *pins, *given], check=True)


def main() -> None:
    """Make all, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the environments are made, each a folder")
    parser.add_argument("--only", choices=ENVIRONMENTS, action="append", help="these alone")
    given = parser.parse_args()
    for name in given.only or ENVIRONMENTS:
        print(name, flush=True)
        make(given.folder.resolve(), name)


if __name__ == "__main__":
    main()
