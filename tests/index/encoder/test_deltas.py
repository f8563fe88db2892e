"""Differences of weights in four bits: what is unpacked is what was packed, to within what four bits can say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.encoder.deltas import pack, unpack

BLOCK = 32
TINY = 6e-8
"""The least difference that a float16 scale can tell from none."""


def there_and_back(matrix: np.ndarray) -> np.ndarray:
    (flat,) = unpack(pack({"weight": matrix})).values()
    return flat.reshape(matrix.shape)


@pytest.mark.parametrize("scale", [1.0, -0.5, 2.0**-12, 0.0])
def test_sixteenths_of_the_greatest_come_back_exactly(scale: float) -> None:
    """Minus eight to seven times a scale that float16 has, in any order: nothing is rounded."""
    chance = np.random.default_rng(3)
    rows = [chance.permutation(np.r_[-8:8, -8:8]) for _ in range(12)]
    matrix = (np.array(rows, dtype=np.float32) * scale).reshape(4, 96)
    assert np.array_equal(there_and_back(matrix), matrix)


def test_each_block_has_the_scale_of_its_farthest_weight() -> None:
    small, large = np.linspace(-0.001, 0.0008, BLOCK), np.linspace(-30, 40, BLOCK)
    packed = pack({"w": np.concatenate([small, large]).reshape(2, BLOCK)})
    assert set(packed) == {"w.scale", "w.nibbles"}
    assert packed["w.scale"].dtype == np.float16
    assert packed["w.scale"].tolist() == pytest.approx([0.001 / 8, -40 / 8], rel=1e-3)
    assert packed["w.nibbles"].shape == (2, 16)
    assert packed["w.nibbles"].dtype == np.uint8


def test_a_block_of_nothing_is_nothing() -> None:
    matrix = np.zeros((3, BLOCK), dtype=np.float32)
    matrix[1] = np.linspace(-1, 1, BLOCK)
    back = there_and_back(matrix)
    assert not back[0].any()
    assert not back[2].any()
    assert back[1].any()


def test_what_is_too_small_for_a_scale_is_nothing() -> None:
    back = there_and_back(np.full((1, BLOCK), 1e-9, dtype=np.float32))
    assert np.isfinite(back).all()
    assert not back.any()


@pytest.mark.parametrize("shape", [(5,), (), (64,), (3, 7), (2, 3, 5)])
def test_what_fills_no_blocks_is_kept_in_sixteen_bits(shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    packed = pack({"bias": values})
    assert [(name, held.dtype) for name, held in packed.items()] == [("bias", np.float16)]
    assert np.array_equal(unpack(packed)["bias"], values.astype(np.float16).astype(np.float32))


def test_names_are_kept_apart() -> None:
    chance = np.random.default_rng(2)
    tensors = {
        "layer.0.weight": chance.normal(size=(4, BLOCK)),
        "layer.0.bias": chance.normal(size=4),
        "layer.1.weight": chance.normal(size=(BLOCK, 2)),
    }
    back = unpack(pack(tensors))
    assert set(back) == set(tensors)
    for name, values in tensors.items():
        assert back[name].dtype == np.float32
        assert np.abs(back[name] - values.reshape(back[name].shape)).max() < np.abs(values).max() / 8


def test_nothing_is_nothing() -> None:
    assert unpack(pack({})) == {}


WEIGHTS = st.floats(-4, 4, width=32)


@given(arrays(np.float32, st.tuples(st.integers(1, 4), st.just(64)), elements=WEIGHTS))
def test_the_error_is_at_most_a_step_and_mostly_half(matrix: np.ndarray) -> None:
    """A step is an eighth of the block's farthest weight; only opposite the farthest is there one step too few."""
    blocks, back = matrix.reshape(-1, BLOCK), there_and_back(matrix).reshape(-1, BLOCK)
    farthest = np.abs(blocks).max(axis=1, keepdims=True)
    step = farthest / 8
    error = np.abs(back - blocks)
    room = farthest * 2.0**-9 + 8 * TINY  # the scale itself is rounded to float16
    assert (error <= step + room).all()
    sign = np.sign(np.take_along_axis(blocks, np.abs(blocks).argmax(axis=1)[:, None], axis=1))
    within = blocks * sign >= -7.5 * step
    assert (error <= step / 2 + room)[within].all()
    assert (np.abs(back) <= farthest + room).all()  # nothing grows


@given(arrays(np.float32, st.just((2, 64)), elements=WEIGHTS))
def test_packing_again_changes_nothing(matrix: np.ndarray) -> None:
    once = there_and_back(matrix)
    np.testing.assert_allclose(there_and_back(once), once, rtol=2e-3, atol=8 * TINY)
