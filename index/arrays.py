"""Arrays of numbers as they are handed from stage to stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    pass

__all__ = ["Floats", "Vectors"]

Vectors = NDArray[np.float32]


Floats = NDArray[np.float64]
