"""Write what training changed as the differences that ship: `index/encoder/encoder.safetensors`, `qa/reading/reader.safetensors`.

    python -m training.pack encoder CHECKPOINT [--share 1.0]
    python -m training.pack reader CHECKPOINT [--share 1.0]

`--share` keeps only a part of the way from the weights before to those after (WiSE-FT, Wortsman et al. 2022): of the encoder from those
that training began with, of the reader from those of the reader that ships.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder.deltas import pack, unpack
from index.encoder.e5_folder import embedding_weights, layer_weights
from index.encoder.e5s import E5s
from index.encoder.model import packed_weights
from training.reader import shipped

TARGETS = {"encoder": Path("index/encoder/encoder.safetensors"), "reader": Path("qa/reading/reader.safetensors")}
_SMALL = 64
"""Differences of tensors of fewer rows (token types, heads) are kept as float16."""


def differences(kind: str, checkpoint: Path, share: float = 1.0) -> dict[str, NDArray[Any]]:
    """What the checkpoint's weights, or those a `share` of the way to them, differ by from those that training began with, and the heads whole."""
    import torch

    state: Any = torch.load(checkpoint, weights_only=True)
    base = E5s.from_bytes(packed_weights())
    before: dict[str, NDArray[Any]] = layer_weights(base)
    kept = share if kind == "encoder" else 1.0  # of the reader the weights themselves are mixed
    if kind == "encoder":
        after = {f"encoder.{name}": weights.numpy() for name, weights in state["layers"].items()}
    else:
        before |= {name: weights for name, weights in embedding_weights(base).items() if "token_type" in name}
        ours = shipped(state["weights"]) if share != 1 else {}
        between = {
            name: torch.lerp(ours.get(name, weights.float()), weights.float(), share)
            for name, weights in state["weights"].items()
        }
        after = {name.removeprefix("base."): weights.numpy() for name, weights in between.items()}
    found: dict[str, NDArray[Any]] = {}
    for name, weights in before.items():
        found[name] = kept * (after[name].astype(np.float32) - weights.astype(np.float32))
    heads = (f"{head}.{part}" for head in ("ends", "relevance", "evidence") for part in ("weight", "bias"))
    return found | {name: after[name] for name in heads if name in after}


def main() -> None:
    """Pack, write, and say how much the rounding lost."""
    from safetensors.numpy import save

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(TARGETS))
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    found = differences(arguments.kind, arguments.checkpoint, arguments.share)
    small = {name: values for name, values in found.items() if values.ndim < 2 or len(values) < _SMALL}
    packed = pack({name: values for name, values in found.items() if name not in small})
    packed |= {name: values.astype(np.float16) for name, values in small.items()}
    lost, whole = 0.0, 0.0
    for name, values in unpack(packed).items():
        lost += float(np.square(values - found[name].reshape(values.shape)).sum())
        whole += float(np.square(found[name]).sum())
    content = save(packed)
    (arguments.out or TARGETS[arguments.kind]).write_bytes(content)
    print(f"{len(content) / 1e6:.1f} MB; rounding lost {(lost / whole) ** 0.5:.3f} of the difference")


if __name__ == "__main__":
    main()
