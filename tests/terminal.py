"""What a program writes to a terminal, for tests that give it one."""

from __future__ import annotations

import os

__all__ = ["read_terminal"]


def read_terminal(descriptor: int) -> bytes:
    """All that is written to the other side of a pseudo-terminal until nobody holds it any more; closes this side."""
    seen = b""
    try:
        while piece := os.read(descriptor, 65536):
            seen += piece
    except OSError:  # how Linux tells the end of a pseudo-terminal
        pass
    finally:
        os.close(descriptor)
    return seen
