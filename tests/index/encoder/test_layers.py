"""8-bit products stay near those of floats, and fit every processor."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder.external_data import laid_out, places
from index.encoder.layers import APART, byte_tensors, float_tensors
from qa.reading.folder import reader_tensors, reader_weights


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    return reader_weights()


@pytest.fixture(scope="module")
def ranges(weights: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    dice = np.random.default_rng(0)
    sizes = {"qkv": 384, "attended": 384, "up": 384, "down": 1536}
    return {f"{layer}.{part}": dice.gamma(2.0, 1.0, size) for layer in range(12) for part, size in sizes.items()}


def test_no_two_neighbours_exceed_what_sixteen_bits_hold(
    weights: dict[str, np.ndarray], ranges: dict[str, np.ndarray]
) -> None:
    whole = [
        (name, values) for name, values in byte_tensors(weights, ranges) if values.dtype == np.int8 and values.ndim == 2
    ]
    assert len(whole) == 4 * 12
    for name, values in whole:
        pairs = np.abs(values[0::2].astype(int)) + np.abs(values[1::2].astype(int))
        assert 255 * pairs.max() <= 32767, name


def test_the_whole_numbers_are_the_same_product(weights: dict[str, np.ndarray], ranges: dict[str, np.ndarray]) -> None:
    """What is divided out of the activations is in the weights, and the channels apart are the rest of it."""
    floats, bytes_ = dict(float_tensors(weights)), dict(byte_tensors(weights, ranges))
    dice = np.random.default_rng(1)
    for name in ("0.qkv", "5.up", "11.down"):
        matrix = floats[f"{name}.weight"]
        given = dice.standard_normal((20, len(matrix))).astype(np.float32)
        apart = bytes_[f"{name}.apart"]
        assert len(apart) == APART == len(set(apart.tolist()))
        assert set(apart.tolist()) == set(np.argsort(-ranges[name], kind="stable")[:APART].tolist())
        assert (bytes_[f"{name}.smoothing"][apart] == 0).all()
        held = bytes_[f"{name}.weight"].astype(np.float32) * bytes_[f"{name}.steps"]
        made = (given * bytes_[f"{name}.smoothing"]) @ held + given[:, apart] @ bytes_[f"{name}.apart.weight"]
        expected = given @ matrix
        if name.endswith("qkv"):  # what attention sees is smoothed in the weights before it
            made, expected = made[:, :768], expected[:, :768]
        assert np.sqrt(np.mean((made - expected) ** 2) / np.mean(expected**2)) < 0.03


def test_what_attention_gives_is_smoothed_before_and_after(
    weights: dict[str, np.ndarray], ranges: dict[str, np.ndarray]
) -> None:
    floats, bytes_ = dict(float_tensors(weights)), dict(byte_tensors(weights, ranges))
    held = bytes_["3.attended.weight"].astype(np.float32) * bytes_["3.attended.steps"]
    smoothing = floats["3.qkv.bias"][768:] / bytes_["3.qkv.bias"][768:]
    expected = floats["3.attended.weight"]
    assert np.sqrt(np.mean((held / smoothing[:, None] - expected) ** 2) / np.mean(expected**2)) < 0.03


@given(st.lists(st.tuples(st.sampled_from(["<f4", "i1", "<i8"]), st.integers(0, 40)), max_size=8))
def test_each_tensor_lies_where_it_is_said_to(given_: list[tuple[str, int]]) -> None:
    tensors = [(str(n), np.arange(size).astype(kind)) for n, (kind, size) in enumerate(given_)]
    content = laid_out(tensors)
    for (name, values), (start, length) in zip(tensors, places(tensors).values(), strict=True):
        assert start % 64 == 0, name
        assert content[start : start + length] == values.tobytes()


@pytest.mark.parametrize("graph", ["reader.onnx", "reader.int8.onnx"])
def test_graph_and_weights_are_of_one_order(
    graph: str, weights: dict[str, np.ndarray], ranges: dict[str, np.ndarray]
) -> None:
    """The graphs that are shipped read each tensor where it is laid."""
    from importlib.resources import files

    of = ranges if "int8" in graph else None
    names = [name for name, _ in reader_tensors(weights, of)]
    assert len(names) == len(set(names))
    held = files("qa.reading").joinpath(graph).read_bytes()
    for name, (start, length) in places(reader_tensors(weights, of)).items():
        assert name.encode() in held
        assert str(start).encode() in held
        assert str(length).encode() in held
