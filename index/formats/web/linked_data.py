"""What a page says of itself as linked data (JSON-LD with the words of schema.org), and the text that stands only there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["Written", "article_body", "article_nodes_of", "names_of", "resolved"]

Written = tuple[str, int, int]
"""A text and what it was made from: raw[start:end]."""

_SCRIPT = re.compile(r"<script\b[^<>]*\btype\s*=\s*[\"']?application/ld\+json\b[^>]*>(.*?)</script", re.I | re.DOTALL)
_WRAPPING = re.compile(r"^\s*+(?://\s*+)?(?:<!\[CDATA\[|<!--)|(?://|(?<!\s))\s*+(?:\]\]>|-->)\s*+(?:;\s*+)?$")
_BODY = re.compile(r"\"articleBody\"\s*:\s*\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_SIGN = re.compile(
    r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.)"
    r"|(<(?:/?[a-zA-Z][^<>]*+|!--(?:(?!<!--).)*?--)>)|(&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);)",
    re.DOTALL,
)
_INLINE = re.compile(r"</?(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|time|u)\b", re.I)
_LINE = re.compile(r"[\r\n]+")
_ORGANISATION = re.compile(r"(?:Organi[sz]ation|Corporation|Company|Airline|Consortium|Institution|University)$")
"""How the types end that schema.org knows below Organization, and Organization's own."""


def article_nodes_of(raw: str) -> list[Mapping[str, Any]]:
    """The nodes of the page's linked data that are its article: with a headline or a body, the fullest first."""
    nodes = list(_nodes(raw))
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    found = [resolved(node, known) for node in nodes if "headline" in node or "articleBody" in node]
    return sorted(found, key=lambda node: -sum(key in node for key in ("articleBody", "datePublished", "author")))


def resolved(node: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A node with the nodes that it names by their `@id` in place of the names, one step deep."""

    def step(value: Any) -> Any:
        if isinstance(value, list):
            return [step(one) for one in value]
        return known.get(value.get("@id", ""), value) if isinstance(value, dict) else value

    return {key: step(value) for key, value in node.items()}


def names_of(value: Any, *, organisations: bool) -> tuple[str, ...]:
    """The names of the persons in an author or a publisher, or those of the organisations; a bare name is a person's."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        kind, name = "", one
        if isinstance(one, dict):
            kinds = one.get("@type", "")
            kind = " ".join(kinds) if isinstance(kinds, list) else str(kinds)
            name = one.get("name", "")
        if isinstance(name, list):
            name = next(iter(name), "")
        if isinstance(name, str) and name.strip() and bool(_ORGANISATION.search(kind)) == organisations:
            found.append(html.unescape(name).strip())
    return tuple(dict.fromkeys(found))


def article_body(raw: str) -> list[list[Written]]:
    """The longest `articleBody` of the page's linked data: its lines, each in pieces with their places in the file.

    Escapes and references are decoded; markup in it is left out and ends a line where its element does.
    """
    found = [body for script in _SCRIPT.finditer(raw) for body in _BODY.finditer(raw, *script.span(1))]
    body = max(found, key=lambda body: len(body.group(1)), default=None)
    return _lines(list(_signs(raw, *body.span(1)))) if body else []


def _nodes(raw: str) -> Iterator[Mapping[str, Any]]:
    for script in _SCRIPT.finditer(raw):
        try:
            said = json.loads(_WRAPPING.sub("", script.group(1)), strict=False)
        except (ValueError, RecursionError):
            continue  # what no program can read says nothing
        yield from _objects(said)


def _objects(said: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of a document: those of a list or of `@graph`, and those within others."""
    waiting: list[Any] = [said]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            yield one
            waiting += (value for value in reversed(one.values()) if isinstance(value, dict | list))


def _signs(raw: str, start: int, end: int) -> Iterator[Written]:
    at = start
    for sign in _SIGN.finditer(raw, start, end):
        yield raw[at : sign.start()], at, sign.start()
        escape, tag, reference = sign.groups()
        if escape:
            text = _unescaped(escape)
        elif tag:
            text = "" if _INLINE.match(tag) else "\n"
        else:
            text = html.unescape(reference)
        yield text, sign.start(), sign.end()
        at = sign.end()
    yield raw[at:end], at, end


def _unescaped(escape: str) -> str:
    """What an escape of a JSON string stands for; half a surrogate pair, for nothing that can be written."""
    try:
        text = str(json.loads(f'"{escape}"'))
    except ValueError:
        return escape[1:]
    return "\ufffd" if "\ud800" <= text <= "\udfff" else text


def _lines(pieces: Sequence[Written]) -> list[list[Written]]:
    lines: list[list[Written]] = [[]]
    for text, start, end in pieces:
        if len(text) != end - start:
            if _LINE.search(text):
                lines.append([])
            elif text:
                lines[-1].append((text, start, end))
            continue
        at = 0
        for line in _LINE.finditer(text):
            lines[-1].append((text[at : line.start()], start + at, start + line.start()))
            lines.append([])
            at = line.end()
        lines[-1].append((text[at:], start + at, end))
    return [line for line in lines if "".join(text for text, *_ in line).strip()]
