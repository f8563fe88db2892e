"""Help to read a quotation → the terminal: dim lines under it, with its words and its translation in the reader's language."""

from __future__ import annotations

from qa.gloss.targets import VECTORS
from qa.records import Answer, Citation, Glosses, Translation
from qa.ui.terminal.draw import say

__all__ = ["help_lines", "print_gloss_heading"]

_TOLD: dict[str, str] = {VECTORS: "for Korean, words that a model finds alike"}


def print_gloss_heading(answer: Answer) -> None:
    """What the lines are and what they are from, once, above the quotations; nothing where there are none."""
    given = [one.glosses for one in (*answer.citations, *answer.nearest) if one.glosses]
    sources = [_TOLD.get(one, one) for one in sorted({word.source for some in given for word in some.words})]
    if sources:
        say((f"gloss: words from dictionaries, no translation ({', '.join(sources)})\n", "dim"))


def help_lines(citation: Citation) -> list[str]:
    """The words of a quotation, or that no dictionary has any, and its translation; nothing where they were not asked for."""
    found = [_gloss_line(citation.glosses, citation.passage.language)] if citation.glosses else []
    return [*found, *_translation_lines(citation.translation)] if citation.translation else found


def _translation_lines(translation: Translation) -> list[str]:
    """Who translates, which words the quotation does not hold, and which of its numbers are lacking."""
    marked = (
        one.text if one.supported else f"✗ {one.text} (not borne out by the quotation)" for one in translation.sentences
    )
    found = [f"translation by {translation.model}, not evidence: {' '.join(marked)}"] if translation.sentences else []
    if translation.lacks and translation.sentences:
        found.append(f"✗ it lacks {', '.join(translation.lacks)}")
    begun = "the translation broke off" if translation.sentences else "no translation"
    return [*found, f"! {begun}: {translation.error}"] if translation.error else found


def _gloss_line(glosses: Glosses, language: str) -> str:
    if not glosses.covered:
        return f"gloss: no dictionary for {language} → {glosses.into} here"
    return f"gloss: {_words(glosses)}" if glosses.words else "gloss: no word in the dictionaries"


def _words(glosses: Glosses) -> str:
    return " · ".join(f"{word.term} {' / '.join(word.meanings)}" for word in glosses.words)
