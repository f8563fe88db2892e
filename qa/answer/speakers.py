"""Who holds a view: the people and bodies of a library that a question names, and what each of them says themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.speech.said import Speech, speech
from index.text.script import language_of
from qa.reading.cues import continues
from qa.reading.evidence import Evidence
from qa.records import Citation

__all__ = ["holder_of", "own_words"]


def holder_of(citation: Citation) -> tuple[str, bool]:
    """Whose view a quotation is, and whether that is somebody quoted and not the author.

    A sentence that says nothing but what somebody says ("the professor held that …") is theirs, however long it names
    them. Where no author is named it is the publisher, and where there is none either, the document's title.
    """
    said = citation.speech
    speakers = said.innermost if said.whole or _reports(citation, said) else _goes_on(citation, said)
    if speakers:
        return "、".join(speakers) if _eastern(speakers) else ", ".join(speakers), True
    source = citation.document.source
    authors = citation.passage.section.written_by(source)
    if authors:
        return "、".join(authors) if _eastern(authors) else ", ".join(authors), False
    return source.publisher or source.original_publisher or source.title or citation.document.id, False


def _goes_on(citation: Citation, said: Speech) -> tuple[str, ...]:
    """Who says the sentence before, where the quotation goes on with them: `She nevertheless holds …`."""
    before = [s for s in citation.passage.sentences if s.end <= citation.start][-1:]
    if said.innermost or not before or not continues(citation.quote):
        return ()
    return speech(citation.document, before[0].start, before[0].end).innermost


def _reports(citation: Citation, said: Speech) -> bool:
    """Whether the quotation is a sentence about one speaker that ends or begins with what they say."""
    document, start, end = citation.document, citation.start, citation.end
    if len(said.innermost) != 1:
        return False
    return any(
        not re.search(r"\w", document.text[min(one.end, end) : end])
        or not re.search(r"\w", document.text[start : max(one.start, start)])
        for one in document.said_in(start, end)
    )


def _eastern(names: Sequence[str]) -> bool:
    return language_of(names[0]) != "en"


def own_words(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that the author says, not somebody else in the author's text; all of them where there is none."""
    own = [item for item in evidence if not item.known.speech.whole]
    return own or list(evidence)
