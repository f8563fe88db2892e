"""The words of a quotation in the reader's language → the terminal: a dim line under it."""

from __future__ import annotations

from qa.records import Answer, Citation, Glosses
from qa.ui.terminal.draw import say

__all__ = ["gloss_line", "print_gloss_heading"]


def print_gloss_heading(answer: Answer) -> None:
    """What the lines are and what they are from, once, above the quotations; nothing where there are none."""
    given = [one.glosses for one in (*answer.citations, *answer.nearest) if one.glosses]
    sources = sorted({word.source for some in given for word in some.words})
    if sources:
        say((f"gloss: words from dictionaries, no translation ({', '.join(sources)})\n", "dim"))


def gloss_line(citation: Citation) -> str:
    """The words of a quotation, or that no dictionary has any; empty where they were not asked for."""
    glosses = citation.glosses
    if glosses is None:
        return ""
    if not glosses.covered:
        return f"gloss: no dictionary for {citation.passage.language} → {glosses.into} here"
    return f"gloss: {_words(glosses)}" if glosses.words else "gloss: no word in the dictionaries"


def _words(glosses: Glosses) -> str:
    return " · ".join(f"{word.term} {' / '.join(word.meanings)}" for word in glosses.words)
