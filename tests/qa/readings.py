"""What is said of readings."""

from __future__ import annotations

import numpy as np
import pytest

from qa.reading.reader import Reading

__all__ = ["sound"]


def sound(reading: Reading, text: str) -> None:
    """What must hold of a reading of any text."""
    start, end = reading.span
    assert 0 <= start <= end <= len(text)
    assert np.isfinite(reading.relevance)
    assert np.isfinite(reading.margin)
    for chances in (reading.starts, reading.ends):
        assert chances.shape == (len(text),)
        assert (chances >= 0).all()
        assert chances.sum() <= 1 + 1e-6
    assert reading.inside(0, len(text)) == pytest.approx(min(reading.starts.sum(), reading.ends.sum()))
