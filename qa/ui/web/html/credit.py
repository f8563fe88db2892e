"""Who says a text, who published it, when, and where it stands: as HTML for the page and as plain text to paste."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import PurePath

from markupsafe import Markup, escape

from index.records import Document, Section, Source
from index.speech.said import Speech
from index.text.script import language_of
from qa.records import Citation
from qa.ui.web.html.drawing import draw, phrase, together
from qa.ui.web.words.strings import PageStrings
from qa.wording import percent

__all__ = [
    "authors",
    "credit",
    "dates",
    "doubts",
    "file_name",
    "foreign",
    "place",
    "place_within",
    "plain",
    "publisher",
    "said",
    "title",
    "warnings",
]


def foreign(text: str, language: str = "") -> Markup:
    """`text` escaped, in a span that says its language, so that it is drawn and read aloud in it."""
    return draw("credit", "foreign", text=text, language=language or language_of(text)) if text else Markup()


def title(document: Document) -> str:
    """The title a document is known by; the file's name where it has none."""
    return document.source.title or file_name(document)


def file_name(document: Document) -> str:
    """The file's name, without the folders of the machine it was read on."""
    return PurePath(document.file).name


def publisher(source: Source, strings: PageStrings) -> Markup:
    """Who published the text, and whom it was reprinted from, escaped."""
    name = foreign(source.publisher, source.language)
    original = foreign(source.original_publisher, source.language)
    if original and source.original_publisher != source.publisher:
        return Markup("{} ({})").format(name or strings.no_publisher, phrase(strings.reprint, name=original))
    return name or original


def authors(document: Document, section: Section | None = None) -> tuple[str, ...]:
    """Who wrote the section; where it names nobody, who wrote the document; nobody where the text is not theirs."""
    return section.written_by(document.source) if section else document.source.authors


def said(speech: Speech, strings: PageStrings, drawn: Callable[[str], str] = foreign) -> str:
    """`Speech.line` in the page's language, each name as it is `drawn`; empty where the author alone speaks.

    Where the names are drawn as HTML, so is the line.
    """
    if not speech.chains:
        return ""
    written = phrase if drawn is foreign else str.format

    def together(names: Iterable[str]) -> str:
        return reduce(lambda one, other: written(strings.pair, one=one, other=other), map(drawn, names))

    names = together(speech.innermost)
    if not speech.whole:
        return written(strings.quotes_from if speech.direct else strings.reports_from, names=names)
    line = written(strings.said_by, names=names)
    return written(strings.as_told, said=line, names=together(speech.tellers)) if speech.tellers else line


def dates(source: Source, strings: PageStrings) -> Markup:
    """When the text was published and reposted, each a `time` element."""
    told = [
        phrase(pattern, date=draw("credit", "date", iso=iso, shown=strings.date(iso)))
        for pattern, iso in ((strings.published, source.published), (strings.reposted, source.reposted))
        if iso
    ]
    return together(told, " · ") or escape(strings.undated)


def credit(document: Document, section: Section | None, strings: PageStrings, *, dated: bool = True) -> Markup:
    """Authors, publisher and, where it is to be `dated`, dates on one line, as HTML."""
    names = together([foreign(name) for name in authors(document, section)], strings.listing)
    known = [dates(document.source, strings)] if dated else []
    return together([names, publisher(document.source, strings), *known], " · ")


def doubts(document: Document, strings: PageStrings) -> list[str]:
    """Where the page of a document says another date than the one that it is known by, in words."""
    source = document.source
    known = [iso for iso in (source.published, source.reposted) if iso]
    found = [
        strings.date_conflict.format(place=strings.date_places.get(one.place, one.place), date=strings.date(one.value))
        for one in document.page_dates
        if one.value[:4].isdecimal() and not any(_agree(one.value, iso) for iso in known)
    ]
    return list(dict.fromkeys(found))


def _agree(one: str, other: str) -> bool:
    """Whether two dates, each as exact as it is known, may be the same."""
    return one.startswith(other) or other.startswith(one)


def warnings(document: Document) -> Markup:
    """A document's warnings, in the words of the library."""
    texts = [foreign(text, "en") for text in document.warnings]
    return draw("credit", "warnings", texts=texts) if texts else Markup()


def place(document: Document, start: int, end: int, strings: PageStrings) -> str:
    """The file, its pages if it has any, and the characters of it that hold text[start:end], as plain text."""
    return strings.comma.join([file_name(document), place_within(document, start, end, strings)])


def place_within(document: Document, start: int, end: int, strings: PageStrings) -> str:
    """The same without the file."""
    span = document.source_span(start, end)
    parts = [strings.characters.format(start=span.start, end=span.end)]
    printed = document.printed(start, end)
    if printed and printed[0].time:
        parts.insert(0, printed[0].time)
    elif printed:
        first, last = printed[0].page, printed[-1].page
        parts.insert(0, strings.pages[first != last].format(start=first, end=last))
    if (sure := document.recognised(start, end)) is not None:
        parts.append(strings.recognised.format(sure=percent(sure)))
    return strings.comma.join(parts)


def plain(citation: Citation, strings: PageStrings, heading: Citation | None = None) -> str:
    """A citation as text to paste: the quotation, the heading it stands under where that is cited too, who says it,
    who published it and when, the place in the file."""
    document, source = citation.document, citation.document.source
    origin = source.publisher
    if source.original_publisher and source.original_publisher != origin:
        reprint = strings.reprint.format(name=source.original_publisher)
        origin = f"{origin or strings.no_publisher} ({reprint})"
    told = [
        pattern.format(date=strings.date(iso))
        for pattern, iso in ((strings.published, source.published), (strings.reposted, source.reposted))
        if iso
    ]
    names = strings.listing.join(authors(document, citation.passage.section))
    about = [title(document), names, origin, *(told or [strings.undated])]
    opening, closing = strings.quotes
    lines = [
        f"{opening}{citation.quote}{closing}",
        *([strings.under.format(heading=f"{opening}{heading.quote}{closing}")] if heading else []),
        *filter(None, [said(citation.speech, strings, str)]),
        " · ".join(part for part in about if part),
        place(document, citation.start, citation.end, strings),
    ]
    return "\n".join([*lines, source.url] if source.url else lines)
