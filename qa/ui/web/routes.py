"""The page on the server: its addresses, its static files and the events of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.engine import Engine

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["add_page"]


def add_page(server: FastAPI, engine: Engine, edit: bool) -> None:
    """Put the page on the server. With `edit`, the library can be changed from it."""
