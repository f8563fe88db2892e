"""The words of a quotation in the reader's language → HTML: beside the quotation, never in it, and shown where they are wanted."""

from __future__ import annotations

from markupsafe import Markup

from qa.gloss.names import LIBRARY
from qa.records import Answer, Citation
from qa.ui.web.html.drawing import draw
from qa.ui.web.words.strings import PageStrings

__all__ = ["gloss_html", "glosses_switch"]


def glosses_switch(answer: Answer, strings: PageStrings) -> Markup:
    """The button that shows the words under quotations and hides them, and what they are; nothing where there are none."""
    given = [one.glosses for one in (*answer.citations, *answer.nearest) if one.glosses]
    if not given:
        return Markup()
    sources = sorted({word.source for some in given for word in some.words})
    named = [strings.gloss_library if one == LIBRARY else one for one in sources]
    told = strings.gloss_hint.format(sources=strings.comma.join(named)) if named else ""
    return draw("glosses", "switch", label=strings.gloss, told=told)


def gloss_html(citation: Citation, strings: PageStrings) -> Markup:
    """Each word with its meanings, or that no dictionary has any; empty for a quotation in the reader's own language."""
    glosses = citation.glosses
    if glosses is None:
        return Markup()
    language = citation.passage.language
    lack = "" if glosses.covered else strings.gloss_none.format(language=strings.languages.get(language, language))
    return draw("glosses", "words", label=strings.gloss, glosses=glosses, language=language, lack=lack)
