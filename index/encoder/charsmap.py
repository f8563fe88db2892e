"""A SentencePiece character map ("precompiled charsmap"), built from a plain table.

The layout is that of SentencePiece and of the `tokenizers` library's `Precompiled` normaliser: the length of a trie,
the trie, then the replacements, each ended by a NUL. The trie is a double array in the manner of darts-clone
(https://github.com/s-yata/darts-clone): 32-bit units, a child found at its parent's base XOR the child's byte.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["charsmap"]

_BLOCK = 256  # a base XOR a byte stays within its block of 256, so whole blocks keep every look-up inside the array
_LEAF = 1 << 31
_HAS_LEAF = 1 << 8


def charsmap(table: Mapping[str, str]) -> bytes:
    """The character map that replaces each key of `table` with its value and leaves all else as it is.

    Keys are not empty; neither keys nor values contain U+0000, which ends them in the file.
    """
    root = _Node()
    texts = bytearray()
    for key, replacement in table.items():
        if not key or "\0" in key + replacement:
            raise ValueError(f"a character map cannot replace {key!r} with {replacement!r}")
        node = root
        for byte in key.encode():
            node = node.children.setdefault(byte, _Node())
        node.value = len(texts)
        texts += replacement.encode() + b"\0"
    trie = _double_array(root)
    return struct.pack(f"<I{len(trie)}I", 4 * len(trie), *trie) + bytes(texts)


@dataclass(slots=True)
class _Node:
    """A place in the trie; `value` is where the replacement of the key that ends here starts, -1 where none ends."""

    value: int = -1
    children: dict[int, _Node] = field(default_factory=dict)


def _double_array(root: _Node) -> list[int]:
    """The trie as units; each node has a base of its own, or a stranger's child could pass for one of its children."""
    units = [0] * _BLOCK
    taken = {0}
    bases = {0}
    waiting = [(root, 0)] if root.children else []
    for node, place in waiting:  # grows as children are placed: breadth first
        labels = [0] * (node.value >= 0) + sorted(node.children)
        slot = max(1, len(units) - _BLOCK)  # earlier blocks are nearly full: a search there costs more than it saves
        while (base := slot ^ labels[0]) in bases or any(base ^ label in taken for label in labels):
            slot += 1
        bases.add(base)
        taken.update(base ^ label for label in labels)
        units += [0] * ((base | (_BLOCK - 1)) + 1 - len(units))
        units[place] |= (place ^ base) << 10  # 21 bits, far more than a table of some thousand characters takes
        if node.value >= 0:
            units[place] |= _HAS_LEAF
            units[base] = _LEAF | node.value
        for label, child in node.children.items():
            units[base ^ label] = label
            waiting.append((child, base ^ label))
    return units
