"""What a site's generator would have taken out of a Markdown file before anybody reads it, blotted out in place.

Shortcodes, template tags, attribute lists and the lines that open and close an admonition are no Markdown; a parser of
Markdown would keep them as words. Each of their characters is replaced by one that the file does not use, so that
nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["mask"]

_INLINE = re.compile(
    r"\{\{[<%](?:(?!\{\{[<%]).)*?[>%]\}\}"  # Hugo: {{< figure src="a" >}}
    r"|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}"  # Jekyll, Liquid, Jinja: {% include a %}
    r"|\{\{[^{}\n]*\}\}"  # {{ site.title }}
    r"|(?<=\S)[ \t]*\{:?[ \t]*[#.][^{}\n]*\}[ \t]*$"  # kramdown, Pandoc: # Heading {#id .class}
    r"|^[ \t]*\{:[^{}\n]*\}[ \t]*$"
    r"|(?<=\[)\^?!?(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)(?=\][ \t]*$)",
    re.MULTILINE,
)
_LINE = re.compile(
    r"[> \t]*+(?::{3,}+[ \t]*+(?:\{.*\}|[\w-]++(?:[ \t]++\S.*)?)?|!{3}[ \t]+[\w-]+(?:[ \t]+\".*\")?"
    r"|\[toc\]|\[\[_?toc_?\]\]|\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\])[ \t]*$",
    re.IGNORECASE,
)
"""A line that only opens or closes an admonition, or asks for a table of contents."""
_MARKS = (*range(0xE000, 0xE020), *range(0xF0000, 0xF0020))
"""Characters of nobody, one of which the file will not use."""


@dataclass(frozen=True, slots=True)
class Masked:
    """Lines of the same number and lengths; `mark` stands for a character that is not read, `gone` are the parts masked."""

    lines: tuple[str, ...]
    mark: str
    gone: tuple[tuple[int, int, int], ...]
    """Each (line, start, end)."""


def mask(lines: Sequence[str]) -> Masked:
    """`lines` with all that is not read blotted out; a line of nothing else is blank."""
    text = "\n".join(lines)
    mark = next((chr(code) for code in _MARKS if chr(code) not in text), "\ufffd")
    found: list[str] = []
    gone: list[tuple[int, int, int]] = []
    for number, line in enumerate(lines):
        if _LINE.match(line):
            quoted = len(line) - len(line.lstrip("> \t"))
            gone.append((number, quoted, len(line)))
            found.append(line[:quoted] + " " * (len(line) - quoted))
            continue
        masked = line
        for match in _INLINE.finditer(line):
            gone.append((number, match.start(), match.end()))
            masked = masked[: match.start()] + mark * len(match.group()) + masked[match.end() :]
        if masked != line and not masked.replace(mark, "").strip():
            masked = " " * len(line)
        found.append(masked)
    return Masked(tuple(found), mark, tuple(gone))
