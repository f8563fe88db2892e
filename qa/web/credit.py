"""Who published a text, when, and where it stands: as HTML for the page and as plain text to paste."""

from __future__ import annotations

from html import escape
from pathlib import PurePath

from index.records import Document, Section, Source
from index.script import language_of
from qa.records import Citation
from qa.web.strings import Strings

__all__ = ["authors", "basis", "credit", "dates", "file_name", "foreign", "place", "plain", "publisher", "title"]


def foreign(text: str, language: str = "") -> str:
    """`text` escaped, in a span that says its language, so that it is drawn and read aloud in it."""
    return f'<span lang="{escape(language or language_of(text))}">{escape(text)}</span>' if text else ""


def title(document: Document) -> str:
    """The title a document is known by; the file's name where it has none."""
    return document.source.title or file_name(document)


def file_name(document: Document) -> str:
    """The file's name, without the folders of the machine it was read on."""
    return PurePath(document.file).name


def publisher(source: Source, strings: Strings) -> str:
    """Who published the text, and whom it was reprinted from, escaped."""
    name = foreign(source.publisher, source.language)
    original = foreign(source.original_publisher, source.language)
    if original and source.original_publisher != source.publisher:
        return f"{name or escape(strings.no_publisher)} ({escape(strings.reprint).format(name=original)})"
    return name or original


def authors(document: Document, section: Section | None = None) -> tuple[str, ...]:
    """Who wrote the section; where it names nobody, who wrote the document."""
    return (section.authors if section else ()) or document.source.authors


def dates(source: Source, strings: Strings) -> str:
    """When the text was published and reposted, each a `time` element."""
    told = [
        escape(pattern).format(date=f'<time datetime="{escape(iso)}">{escape(strings.date(iso))}</time>')
        for pattern, iso in ((strings.published, source.published), (strings.reposted, source.reposted))
        if iso
    ]
    return " · ".join(told) or escape(strings.undated)


def credit(document: Document, section: Section | None, strings: Strings) -> str:
    """Authors, publisher and dates on one line, as HTML."""
    names = escape(strings.comma).join(foreign(name) for name in authors(document, section))
    parts = [names, publisher(document.source, strings), dates(document.source, strings)]
    return " · ".join(part for part in parts if part)


def basis(source: Source, strings: Strings) -> str:
    """How the date and the publisher are known, and whose the rights are; folded away, empty where nothing is said."""
    told = "".join(f"<p>{foreign(text)}</p>" for text in (source.note, source.rights) if text)
    return f'<details class="yz-basis"><summary>{escape(strings.date_basis)}</summary>{told}</details>' if told else ""


def place(document: Document, start: int, end: int, strings: Strings) -> str:
    """The file and the characters of it that hold text[start:end], as plain text."""
    span = document.source_span(start, end)
    return f"{file_name(document)}{strings.comma}{strings.characters.format(start=span.start, end=span.end)}"


def plain(citation: Citation, strings: Strings) -> str:
    """A citation as text to paste: the quotation, who published it and when, the file and the place in it."""
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
        " · ".join(part for part in about if part),
        place(document, citation.start, citation.end, strings),
    ]
    return "\n".join([*lines, source.url] if source.url else lines)
