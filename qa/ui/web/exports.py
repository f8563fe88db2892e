"""A quotation as text to paste and an answer as a file to keep: every form made here, from the records."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from index.text.visible import visible
from qa.records import Citation, Verdict
from qa.ui.exports import escaped, plain_cell
from qa.ui.web.html.credit import authors, plain, said, title
from qa.ui.web.html.sheet import Item, Sheet

__all__ = ["ANSWERS", "QUOTATIONS", "without_folders"]


def _text(sheet: Sheet, item: Item) -> str:
    told = plain(item.quote, sheet.words, item.told.heading)
    return visible(f"{_beside(sheet)}{told}")


def _beside(sheet: Sheet) -> str:
    """What is said before a quotation that is no answer; empty where it is one."""
    answer, words = sheet.answer, sheet.words
    if answer.statements:
        return ""
    outside = answer.verdict is Verdict.OUTSIDE_FILTERS
    return (words.outside_copied if outside else words.nearest_copied).format(question=answer.question) + "\n"


def _markdown(sheet: Sheet, item: Item) -> str:
    quote, words = item.quote, sheet.words
    lines = [f"> {escaped(line)}" for line in quote.quote.split("\n")]
    rest = plain(quote, words, item.told.heading).split("\n")[len(lines) :]
    before = [escaped(_beside(sheet).strip()), ""] if _beside(sheet) else []
    return "\n".join([*before, *lines, ">", *(f"> {escaped(line)}  " for line in rest)])


def _html(sheet: Sheet, item: Item) -> str:
    quote, words = item.quote, sheet.words
    source = quote.document.source
    rest = plain(quote, words, item.told.heading).split("\n")[quote.quote.count("\n") + 1 :]
    cite = f' cite="{_shown(source.url)}"' if re.match("https?://", source.url) else ""
    before = f"<p>{_shown(_beside(sheet).strip())}</p>" if _beside(sheet) else ""
    told = "<br>".join(_shown(line) for line in rest)
    return (
        f'{before}<blockquote dir="auto" lang="{_shown(quote.passage.language)}"{cite}><p>{_shown(quote.quote)}</p>'
        f"<footer>{told}</footer></blockquote>"
    )


def _csl_item(citation: Citation) -> dict[str, Any]:
    document, source = citation.document, citation.document.source
    names = authors(document, citation.passage.section)
    item: dict[str, Any] = {
        "id": document.id,
        "type": "document",
        "title": title(document),
        "author": [{"literal": name} for name in names],
        "publisher": source.publisher or source.original_publisher,
        "language": source.language or document.language,
        "note": citation.quote,
        "locator": f"{citation.start}-{citation.end}",
    }
    if source.published:
        item["issued"] = {"date-parts": [[int(part) for part in source.published.split("-")]]}
    if source.original_publisher and source.original_publisher != source.publisher:
        item["original-publisher"] = source.original_publisher
    if source.url:
        item["URL"] = source.url
    return {name: value for name, value in item.items() if value}


def _csl(sheet: Sheet, item: Item) -> str:  # noqa: ARG001 - as the others are called
    return json.dumps([_csl_item(item.quote)], ensure_ascii=False, indent=2)


def _shown(text: str) -> str:
    """As HTML and XML have it."""
    return escape(visible(text))


_BRACES = {ord(sign): f"\\{sign}" for sign in "&%$#_{}"} | {
    ord("\\"): "\\textbackslash{}",
    ord("~"): "\\textasciitilde{}",
    ord("^"): "\\textasciicircum{}",
}
_IN_ADDRESS = {ord(sign): quote(sign) for sign in "{}\\ \n\t"}
"""What would end the field or begin a command of LaTeX, as an address has it."""


def _bibtex(sheet: Sheet, item: Item) -> str:  # noqa: ARG001
    citation = item.quote
    document, source = citation.document, citation.document.source
    year, _, month = source.published.partition("-")

    def masked(text: str) -> str:
        return " ".join(visible(text).split()).translate(_BRACES)

    given = {
        "title": f"{{{masked(title(document))}}}",
        "author": " and ".join(f"{{{masked(name)}}}" for name in authors(document, citation.passage.section)),
        "year": masked(year),
        "month": masked(month[:2]),
        "publisher": masked(source.publisher or source.original_publisher),
        "url": visible(source.url).translate(_IN_ADDRESS),
        "langid": masked(source.language),
        "annote": masked(citation.quote),
        "note": masked(f"{_named(document.file)}, {citation.start}--{citation.end}"),
    }
    key = re.sub(r"\W", "", document.id, flags=re.ASCII) or "source"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in given.items() if value and value != "{}")
    return f"@misc{{{key},\n{fields}}}\n"


def _ris(sheet: Sheet, item: Item) -> str:  # noqa: ARG001
    citation = item.quote
    document, source = citation.document, citation.document.source
    rows = [("TY", "GEN"), ("TI", title(document))]
    rows += [("AU", name) for name in authors(document, citation.passage.section)]
    rows += [("PB", source.publisher or source.original_publisher), ("DA", source.published.replace("-", "/"))]
    rows += [("PY", source.published[:4]), ("UR", source.url), ("LA", source.language)]
    rows += [("N1", citation.quote), ("SP", f"{citation.start}-{citation.end}"), ("ID", document.id)]
    return "".join(f"{tag}  - {' '.join(visible(value).split())}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def _named(file: str) -> str:
    return PurePath(file).name


QUOTATIONS: Mapping[str, Callable[[Sheet, Item], str]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "bibtex": _bibtex,
    "csl": _csl,
    "ris": _ris,
}
"""What makes a quotation, with its citation, in each form."""


def without_folders(form: Any) -> Any:
    """The JSON of an answer or of all evidence without the folders of this computer."""
    if isinstance(form, list):
        return [without_folders(one) for one in form]
    if not isinstance(form, dict):
        return form
    hidden = ("file", "path")
    return {
        name: _named(value) if name in hidden and isinstance(value, str) else without_folders(value)
        for name, value in form.items()
    }


def _heading(sheet: Sheet) -> list[str]:
    """The question, the verdict and what it rests on, a line each."""
    answer, words = sheet.answer, sheet.words
    lines = [answer.question, words.headings[answer.verdict], words.remarks[answer.verdict]]
    return [line for line in lines if line]


def _answer_markdown(sheet: Sheet) -> str:
    first, *rest = _heading(sheet)
    parts = [f"# {escaped(first)}", *(escaped(line) for line in rest)]
    for item in sheet.quoted():
        over = f"{item.n}. {escaped(item.told.heading.quote)}" if item.told.heading else f"{item.n}."
        parts += [f"## {over}", _markdown(sheet, item)]
    return "\n\n".join(parts) + "\n"


def _answer_html(sheet: Sheet) -> str:
    first, *rest = _heading(sheet)
    parts = [f"<h1>{_shown(first)}</h1>", *(f"<p>{_shown(line)}</p>" for line in rest)]
    for item in sheet.quoted():
        over = f" {_shown(item.told.heading.quote)}" if item.told.heading else ""
        parts += [f"<h2>{item.n}.{over}</h2>", _html(sheet, item)]
    return (
        f'<!doctype html>\n<html lang="{sheet.words.tag}"><head><meta charset="utf-8"><title>{_shown(first)}</title></head>'
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _answer_json(sheet: Sheet) -> str:
    return json.dumps(without_folders(sheet.answer.to_dict()), ensure_ascii=False, indent=2) + "\n"


def _answer_csv(sheet: Sheet) -> str:
    """A row for each quotation; the first character is a byte order mark, without which Excel reads UTF-8 as something else."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    names = "number topic quote said written_by title publisher original_publisher published reposted section document"
    rows.writerow([*names.split(), "file", "start", "end", "url", "sha256"])
    for item in sheet.quoted():
        quote, source = item.quote, item.quote.document.source
        row = [item.n, item.told.heading.quote if item.told.heading else "", quote.quote]
        row += [said(quote.speech, sheet.words, str), "; ".join(authors(quote.document, quote.passage.section))]
        row += [title(quote.document), source.publisher, source.original_publisher, source.published, source.reposted]
        row += [quote.passage.section.label, quote.document.id, _named(quote.document.file), quote.start, quote.end]
        row += [source.url, quote.document.sha256]
        rows.writerow([plain_cell(value) for value in row])
    return "\ufeff" + written.getvalue()


_WORD_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_WORD_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
    '2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _answer_word(sheet: Sheet) -> bytes:
    first, *rest = _heading(sheet)
    paragraphs = [_paragraph(first, size=36, bold=True), *(_paragraph(line) for line in rest)]
    for item in sheet.quoted():
        heading = item.told.heading.quote if item.told.heading else ""
        lines = _text(sheet, item).split("\n")
        paragraphs.append(_paragraph(f"{item.n}. {heading}".strip(), size=26, bold=True))
        paragraphs += [_paragraph(line, size=24 if place == 0 else 20) for place, line in enumerate(lines)]
    body = "".join(paragraphs)
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body>{body}<w:sectPr/></w:body></w:document>'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", _WORD_TYPES)
        packed.writestr("_rels/.rels", _WORD_RELATIONS)
        packed.writestr("word/document.xml", document.encode("utf-8", "replace"))
    return held.getvalue()


def _paragraph(text: str, size: int = 22, *, bold: bool = False) -> str:
    """A paragraph; `size` is in half points."""
    weight = "<w:b/>" if bold else ""
    held = _shown(_NOT_XML.sub("\ufffd", text))
    return f'<w:p><w:r><w:rPr>{weight}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{held}</w:t></w:r></w:p>'


ANSWERS: Mapping[str, tuple[str, Callable[[Sheet], str | bytes]]] = {
    "md": ("text/markdown; charset=utf-8", _answer_markdown),
    "html": ("text/html; charset=utf-8", _answer_html),
    "json": ("application/json", _answer_json),
    "csv": ("text/csv; charset=utf-8", _answer_csv),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _answer_word),
}
"""By how its file ends, the media type of an answer to keep and what makes it."""
