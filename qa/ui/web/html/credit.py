"""Who says a text, who published it, when, and where it stands: as HTML for the page and as plain text to paste."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from html import escape
from pathlib import PurePath

from index.records import Document, Section, Source
from index.speech.said import Speech
from index.text.script import language_of
from qa.records import Citation
from qa.ui.web.words.strings import PageStrings

__all__ = [
    "authors",
    "basis",
    "credit",
    "dates",
    "file_name",
    "foreign",
    "place",
    "plain",
    "publisher",
    "said",
    "title",
    "warnings",
]


def foreign(text: str, language: str = "") -> str:
    """`text` escaped, in a span that says its language, so that it is drawn and read aloud in it."""
    return f'<span lang="{escape(language or language_of(text))}">{escape(text)}</span>' if text else ""


def title(document: Document) -> str:
    """The title a document is known by; the file's name where it has none."""
    return document.source.title or file_name(document)


def file_name(document: Document) -> str:
    """The file's name, without the folders of the machine it was read on."""
    return PurePath(document.file).name


def publisher(source: Source, strings: PageStrings) -> str:
    """Who published the text, and whom it was reprinted from, escaped."""
    name = foreign(source.publisher, source.language)
    original = foreign(source.original_publisher, source.language)
    if original and source.original_publisher != source.publisher:
        return f"{name or escape(strings.no_publisher)} ({escape(strings.reprint).format(name=original)})"
    return name or original


def authors(document: Document, section: Section | None = None) -> tuple[str, ...]:
    """Who wrote the section; where it names nobody, who wrote the document; nobody where the text is not theirs."""
    return section.written_by(document.source) if section else document.source.authors


def said(speech: Speech, strings: PageStrings, drawn: Callable[[str], str] = foreign) -> str:
    """`Speech.line` in the page's language, each name as it is `drawn`; empty where the author alone speaks."""
    if not speech.chains:
        return ""

    def together(names: Iterable[str]) -> str:
        return reduce(lambda one, other: strings.pair.format(one=one, other=other), map(drawn, names))

    names = together(speech.innermost)
    if not speech.whole:
        return (strings.quotes_from if speech.direct else strings.reports_from).format(names=names)
    line = strings.said_by.format(names=names)
    return strings.as_told.format(said=line, names=together(speech.tellers)) if speech.tellers else line


def dates(source: Source, strings: PageStrings) -> str:
    """When the text was published and reposted, each a `time` element."""
    told = [
        escape(pattern).format(date=f'<time datetime="{escape(iso)}">{escape(strings.date(iso))}</time>')
        for pattern, iso in ((strings.published, source.published), (strings.reposted, source.reposted))
        if iso
    ]
    return " · ".join(told) or escape(strings.undated)


def credit(document: Document, section: Section | None, strings: PageStrings) -> str:
    """Authors, publisher and dates on one line, as HTML."""
    names = escape(strings.comma).join(foreign(name) for name in authors(document, section))
    parts = [names, publisher(document.source, strings), dates(document.source, strings)]
    return " · ".join(part for part in parts if part)


def basis(document: Document, strings: PageStrings) -> str:
    """What there is to be wary of, how date and publisher are known, whose the rights are; folded away, or empty."""
    source = document.source
    told = "".join(f"<p>{foreign(text)}</p>" for text in (source.note, source.rights) if text)
    if not (told or document.warnings):
        return ""
    count = strings.count(strings.warnings, len(document.warnings))
    more = f' · <span class="yz-wary">{escape(count)}</span>' if document.warnings else ""
    summary = f"<summary>{escape(strings.date_basis)}{more}</summary>"
    return f'<details class="yz-basis">{summary}{warnings(document)}{told}</details>'


def warnings(document: Document) -> str:
    """A document's warnings, in the words of the library."""
    items = "".join(f"<li>{foreign(text, 'en')}</li>" for text in document.warnings)
    return f'<ul class="yz-warnings">{items}</ul>' if items else ""


def place(document: Document, start: int, end: int, strings: PageStrings) -> str:
    """The file, its pages if it has any, and the characters of it that hold text[start:end], as plain text."""
    span = document.source_span(start, end)
    parts = [file_name(document), strings.characters.format(start=span.start, end=span.end)]
    printed = document.printed(start, end)
    if printed and printed[0].time:
        parts.insert(1, printed[0].time)
    elif printed:
        first, last = printed[0].page, printed[-1].page
        parts.insert(1, strings.pages[first != last].format(start=first, end=last))
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
    names = strings.comma.join(authors(document, citation.passage.section))
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
