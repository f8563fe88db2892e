"""The engine for programs: the same names in Python, over HTTP, for Gradio's clients and for MCP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.engine import Engine

if TYPE_CHECKING:
    from gradio import Server

__all__ = ["add_service"]


def add_service(server: Server, engine: Engine) -> None:
    """Put the named calls on the server."""
