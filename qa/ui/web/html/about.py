"""What is known of the documents themselves, and a word for whoever greets → HTML."""

from __future__ import annotations

from markupsafe import Markup

from qa.records import Answer, Fact, Property, Verdict
from qa.ui.layout import by_document
from qa.ui.web.html.actions import opener
from qa.ui.web.html.credit import foreign, place, title
from qa.ui.web.html.drawing import draw
from qa.ui.web.words.languages import page_languages
from qa.ui.web.words.strings import PageStrings

__all__ = ["about_html"]


def about_html(answer: Answer, strings: PageStrings) -> Markup:
    """Each document with what is known of it and from where; to small talk a word in the language of the question, and titles."""
    if not answer.about and answer.verdict is not Verdict.SMALL_TALK:
        return Markup()
    greets = answer.verdict is Verdict.SMALL_TALK
    words = page_languages().get(answer.language, strings) if greets else strings
    items = [
        (
            opener(document, 0, 0, title(document), "yz-title"),
            [] if greets else [_told(fact, strings) for fact in facts],
        )
        for document, facts in by_document(answer.about)
    ]
    return draw("about", "about", greets=greets, words=words, items=items)


def _told(fact: Fact, strings: PageStrings) -> Markup:
    """A property, its value, and where it is from; what the text states can be opened there."""
    dated = fact.name in (Property.PUBLISHED, Property.REPOSTED)
    span = fact.span
    return draw(
        "about",
        "fact",
        name=strings.properties[fact.name],
        value=(strings.date(fact.value) if dated else foreign(fact.value)) if fact.value else strings.not_stated,
        quote=foreign(fact.quote) if span and fact.quote != fact.value else "",
        basis="" if not fact.value else strings.from_text if span else strings.from_metadata,
        where=place(fact.document, span.start, span.end, strings) if span else "",
        opener=opener(fact.document, span.start, span.end, strings.whole, "yz-action") if span else "",
    )
