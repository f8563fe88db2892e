"""Arrays of numbers as they are handed from stage to stage."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Vectors"]

Vectors = NDArray[np.float32]
"""Embeddings: `(n, d)` of many texts, `(d,)` of one."""
Floats = NDArray[np.float64]
"""Scores, odds and measurements, in whatever shape is said where they are handed on."""
