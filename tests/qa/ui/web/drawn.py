"""What tests of the page's HTML look at it with."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

__all__ = ["EVIL", "tags", "text_of"]

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every element and its attributes."""
    parser = _Tags()
    parser.feed(html)
    return parser.found


def text_of(html: str) -> str:
    """What is left without the elements."""
    return unescape(re.sub(r"<[^>]*>", "", html))
