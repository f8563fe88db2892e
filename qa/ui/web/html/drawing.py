"""Macros of the templates, called by name. Autoescape is on: what is not itself drawn by a template is escaped."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

__all__ = ["draw", "phrase", "together"]


@cache
def _templates() -> Environment:
    return Environment(loader=FunctionLoader(_source), autoescape=True, undefined=StrictUndefined)


def _source(name: str) -> str:
    """A template without its line breaks, which are there for its reader."""
    text = files("qa.ui.web.html").joinpath("templates", f"{name}.html").read_text("utf-8")
    return re.sub(r"\n\s*", "", text)


def draw(template: str, macro: str, **values: Any) -> Markup:
    """What a macro of a template makes of these values."""
    drawn: Markup = getattr(_templates().get_template(template).module, macro)(**values)
    return drawn


def phrase(pattern: str, **values: str) -> Markup:
    """One of the page's sentences with values in its places."""
    return escape(pattern).format(**values)


def together(parts: list[Markup], between: str = "") -> Markup:
    """Those of the parts that are not empty, one after another."""
    return escape(between).join(part for part in parts if part)
