"""One quotation → HTML: lit inside its passage, who says it, who wrote it, in what and when, and that it holds."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from index.encoder.alignment import family
from index.text.script import language_of
from qa.gloss.names import LIBRARY
from qa.gloss.targets import VECTORS
from qa.records import Citation, Verdict
from qa.ui.web.html.credit import (
    authors,
    dates,
    doubts,
    foreign,
    place_within,
    publisher,
    title,
)
from qa.ui.web.html.drawing import draw, phrase, together
from qa.ui.web.html.marks import marked, referenced
from qa.ui.web.html.sheet import Item, Sheet, around
from qa.ui.web.words.strings import PageStrings
from qa.wording import likelihood

__all__ = ["FORMS", "glossary_html", "says", "when"]

FORMS = ("text", "markdown", "html", "bibtex", "csl", "ris")
"""What a quotation can be copied as."""
_NAMES = {"markdown": "Markdown", "html": "HTML", "bibtex": "BibTeX", "csl": "CSL-JSON", "ris": "RIS"}


def says(sheet: Sheet, items: Sequence[Item], level: int = 3, *, held: bool = False) -> list[Markup]:
    """Each quotation; one from the same source as the one before it says so. `held` where a heading says who speaks."""
    found: list[Markup] = []
    for place, item in enumerate(items):
        before = items[place - 1].quote if place else None
        found.append(_say(sheet, item, before, level, held))
    return found


def glossary_html(sheet: Sheet) -> Markup:
    """What helps to read the quotations: their words, what those are from and from which languages there are none, and a translation.

    Empty where neither is to be had.
    """
    answer, words = sheet.answer, sheet.words
    given = [one for one in (*answer.citations, *answer.nearest) if one.glosses]
    sources = sorted({word.source for one in given if one.glosses for word in one.glosses.words})
    lacking = sorted({one.passage.language for one in given if one.glosses and not one.glosses.covered})
    named = [{LIBRARY: words.gloss_library, VECTORS: words.gloss_vectors}.get(one, one) for one in sources]
    told = [words.gloss_hint.format(sources=words.listing.join(named))] if named else []
    told += [words.gloss_none.format(language=words.called(one)) for one in lacking]
    between = " " if words.comma.endswith(" ") else ""
    translating = words.translation if sheet.translatable() else ""
    if not (told or translating):
        return Markup()
    text = between.join([*told, words.translation_hint] if translating else told)
    return draw("answer", "glossary", text=text, glossing=words.gloss if named else "", translating=translating)


def when(citation: Citation, words: PageStrings) -> Markup:
    """When it was published and reposted, and what its page says otherwise."""
    document, source = citation.document, citation.document.source
    plain = source.published and not source.reposted
    told = draw("credit", "date", iso=source.published, shown=words.date(source.published)) if plain else ""
    return draw("answer", "when", date=told or dates(source, words), doubts=doubts(document, words))


def _say(sheet: Sheet, item: Item, before: Citation | None, level: int, held: bool) -> Markup:
    quote, words, answer = item.quote, sheet.words, sheet.answer
    document, language = quote.document, quote.passage.language
    left, right = around(quote)
    text = marked(quote.quote, quote.start, [], document.notes_in(quote.start, quote.end))
    possible = answer.verdict is Verdict.UNCERTAIN and bool(answer.statements)
    rows = _trail(sheet, quote, before, held)
    if item.told.others:
        copies = [sheet.title(one.document, title(one.document), one.start, one.end) for one in item.told.others]
        rows.append((words.reprinted_in.split("{")[0].rstrip(" :："), together(copies, words.listing)))
    return draw(
        "answer",
        "say",
        words=words,
        n=item.n,
        label=words.show_in_source.format(n=item.n),
        href=f"#{item.n}",
        document=document.id,
        start=quote.start,
        end=quote.end,
        topic=item.told.heading.quote if item.told.heading else "",
        language=language,
        passage=draw("answer", "passage", language=language, before=left, quote=text, after=right),
        notes=_notes(quote, words),
        gloss=_gloss(quote, words),
        translated=bool(sheet.translator) and family(language) != family(sheet.wanted.tag),
        trail=draw("answer", "trail", rows=rows) if rows else "",
        likely=words.likelihoods[likelihood(quote.score)] if possible else "",
        verbatim=words.verbatim if quote.certificate else "",
        where=place_within(document, quote.start, quote.end, words),
        copies=[(_NAMES.get(form, words.plain_text), sheet.to("/copy", form=form, n=item.n)) for form in FORMS],
        level=level,
        rated=bool(answer.statements),
    )


def _trail(sheet: Sheet, quote: Citation, before: Citation | None, held: bool) -> list[tuple[str, Markup]]:
    words, document, section = sheet.words, quote.document, quote.passage.section
    rows = [] if held and not quote.speech.tellers else _spoken(sheet, quote)
    written = authors(document, section)
    path = foreign(section.label, document.language)
    same = before is not None and before.document.id == document.id
    if same and before and authors(document, before.passage.section) == written:
        return [*rows, (words.same_source, path or foreign(title(document), document.language))]
    if written and not held:
        names = [_who(sheet, name) for name in written]
        rows.append((words.trail_written, together(names, words.listing)))
    if not held:
        parts = [
            sheet.title(document, title(document), quote.start, quote.end),
            publisher(document.source, words),
            path,
        ]
        rows.append((words.trail_in, together(parts, words.comma)))
        rows.append((words.trail_when, when(quote, words)))
    elif path:
        rows.append((words.trail_in, path))
    return rows


def _spoken(sheet: Sheet, quote: Citation) -> list[tuple[str, Markup]]:
    words, speech = sheet.words, quote.speech
    if not speech.chains:
        return []
    how = words.directly if speech.direct else words.indirectly
    names = together([_who(sheet, name) for name in speech.innermost], words.listing)
    if not speech.whole:
        return [(words.view_speaker, names)]
    if speech.tellers:
        tellers = together([foreign(name) for name in speech.tellers], words.listing)
        names = phrase(words.as_told, said=names, names=tellers)
    return [(words.trail_said, names + Markup(" ") + draw("answer", "small", text=how))]


def _who(sheet: Sheet, name: str) -> Markup:
    """A name as the document writes it, and behind it as the question does."""
    asked = sheet.names.get(name, "")
    return draw("answer", "who", name=name, language=language_of(name), asked=asked, small="")


def _notes(quote: Citation, words: PageStrings) -> Markup:
    if not quote.notes:
        return Markup()
    items = [(note.label, language_of(note.text), referenced(note) or words.no_entry) for note in quote.notes]
    return draw("answer", "notes", heading=words.footnotes, items=items)


def _gloss(quote: Citation, words: PageStrings) -> Markup:
    """The words in the reader's language; empty for a quotation in that language, and where no dictionary has any."""
    if quote.glosses is None or not quote.glosses.words:
        return Markup()
    return draw("answer", "gloss", words=words, glosses=quote.glosses, language=quote.passage.language)
