"""What a web page says of itself in its head: <title>, <meta>, OpenGraph, JSON-LD."""

from __future__ import annotations

from index.records import Source

__all__ = ["suggestions"]


def suggestions(raw: str) -> Source:
    """Title, authors, date, site and address of the page `raw`, as far as it states them.

    trafilatura knows the many ways in which pages do. A date is the one of first publication, where both are given.
    """
    from trafilatura import extract_metadata

    said = extract_metadata(raw, extensive=False)
    return Source(
        title=said.title or "",
        publisher=said.sitename or "",
        authors=tuple(name.strip() for name in (said.author or "").split(";") if name.strip()),
        published=said.date or "",
        url=said.url or "",
        note="as stated in the page's markup" if said.title or said.date or said.author else "",
    )
