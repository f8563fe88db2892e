"""What ships of the weights that training left."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from training.pack import mean_weights


def test_the_mean_of_checkpoints_is_taken(tmp_path: Path) -> None:
    paths = []
    for place, value in enumerate((1.0, 2.0, 6.0)):
        path = tmp_path / f"{place}.pt"
        torch.save({"weights": {"ends.bias": torch.tensor([value, -value], dtype=torch.bfloat16)}, "step": 1}, path)
        paths.append(path)
    assert mean_weights(paths, "weights")["ends.bias"].tolist() == [3.0, -3.0]
    (alone,) = mean_weights(paths[1:2], "weights").values()
    assert alone.dtype == np.float32
    assert alone.tolist() == [2.0, -2.0]
