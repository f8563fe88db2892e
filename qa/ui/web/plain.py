"""What the calls give, in words: for a chat client in Markdown, for a language model as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from index.text.visible import visible
from qa.ui.web.words.languages import DEFAULT, page_languages
from qa.ui.web.words.strings import PageStrings
from qa.verdict import EVIDENCED, Property, Verdict

__all__ = ["answer_markdown", "as_text", "place"]

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!])")
_LINE = re.compile(r"^(\s*[0-9]{0,9})([-+=.)])")
"""What makes a list or a heading of a line that begins with it."""
_Part = Mapping[str, Any]
_Drawn = Callable[[str], str]


def answer_markdown(answer: _Part, link: Callable[[int], str]) -> list[str]:
    """The JSON of an answer as the paragraphs of a Markdown text in which nothing that a document says is markup.

    Drawn, its quotations are verbatim. `link` gives the address behind the number of a citation.
    """
    return list(_answered(answer, _masked, _block, lambda number: f"[({number})]({link(number)})"))


def as_text(name: str, found: _Part) -> str:
    """What the call `name` gave, as plain text; quotations are verbatim, between quotation marks, but for what is not seen.

    That is shown by signs: a model would read what no person does.
    """
    return visible("\n\n".join(_TEXTS[name](found)))


def place(citation: _Part, words: PageStrings) -> str:
    """Who says it, who wrote it, in what, who published it, when and on which page, as far as that is known."""
    speakers = [chain[-1] for chain in citation.get("chains", ())]
    page = citation["page"]
    parts = [
        words.listing.join(speakers),
        citation.get("author") or words.listing.join(citation["authors"]),
        citation["title"] or citation["document"],
        citation["publisher"],
        citation["published"],
        words.pages[0].format(start=page) if page else citation.get("time", ""),
    ]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _words(language: str) -> PageStrings:
    return page_languages().get(language) or page_languages()[DEFAULT]


def _answered(
    answer: _Part, plain: _Drawn, quoted: _Drawn, numbered: Callable[[int], str] = "({})".format
) -> Iterator[str]:
    words, verdict = _words(answer["language"]), Verdict(answer["verdict"])
    yield f"{words.headings[verdict]} — {words.remarks[verdict]}"
    if understood := answer["understood"]:
        yield f"{words.understood}: {plain(understood['question'])}"
    cited = {one["number"]: one for one in answer["citations"]}
    for statement in answer["statements"]:
        yield quoted(statement["text"])
        yield from (f"{numbered(n)} {plain(place(cited[n], words))}" for n in statement["citations"])
    for fact in answer.get("about", ()):
        value = plain(fact["value"]) if fact["value"] else words.not_stated
        yield f"{words.properties[Property(fact['property'])]}: {value} ({plain(fact['title'])})"
    if verdict not in EVIDENCED and answer["nearest"]:
        outside = verdict is Verdict.OUTSIDE_FILTERS
        yield f"{words.outside_said if outside else f'{words.nearest_said} ({words.no_answer})'}:"
        for citation in answer["nearest"]:
            yield f"{quoted(citation['quote'])}\n\n{plain(place(citation, words))}"


def _ask(answer: _Part) -> Iterator[str]:
    yield f"verdict: {answer['verdict']}"
    yield from _answered(answer, str, _in_marks)


def _retrieve(found: _Part) -> Iterator[str]:
    words = page_languages()[DEFAULT]
    for number, hit in enumerate(found["passages"], start=1):
        odds = "" if hit["odds"] is None else f", odds that it answers {hit['odds']}"
        at = f"{hit['document']} {hit['start']}–{hit['end']}"
        yield f"{number}. {place(hit, words)} ({at}{odds})\n{hit['text']}"
    if not found["passages"]:
        yield "No passage was found."


def _evidence(found: _Part) -> Iterator[str]:
    words = _words(found["language"])
    yield f"{len(found['statements'])} sentences; {found['passages_read']} of {found['passages']} passages read; ended: {found['ended']}"
    cited = {one["number"]: one for one in found["citations"]}
    for statement in found["statements"]:
        first, *copies = (cited[number] for number in statement["citations"])
        also = f"; also in {', '.join(one['document'] for one in copies)}" if copies else ""
        yield f"[{first['number']}] {_in_marks(first['quote'])}\n{place(first, words)} (probability {first['score']:.2g}{also})"


def _documents(found: _Part) -> Iterator[str]:
    for one in found["documents"]:
        known = (
            words for words in (", ".join(one["authors"]), one["publisher"], one["published"], one["language"]) if words
        )
        yield f"{one['document']}: {one['title']} · {' · '.join(known)} · {one['characters']:,} characters"


def _document(found: _Part) -> Iterator[str]:
    yield from _documents({"documents": [found]})
    for warning in found["warnings"]:
        yield f"warning: {warning}"
    yield f"characters {found['start']}–{found['end']} of {found['characters']}:\n{found['text']}"


def _verify(found: _Part) -> Iterator[str]:
    yield "All quotations stand as they were given." if found["holds"] else "Not all stands as it was given."
    for fault in found["contradictions"]:
        yield f"contradiction: {fault}"
    for check in found["checks"]:
        now = f"; now: {_in_marks(check['now']['text'])}" if check["now"] and check["state"] != "verbatim" else ""
        yield f"{check['part']} [{check['number']}] {check['state']}{now}"


_TEXTS: Mapping[str, Callable[[_Part], Iterator[str]]] = {
    "ask": _ask,
    "retrieve": _retrieve,
    "evidence": _evidence,
    "documents": _documents,
    "document": _document,
    "verify": _verify,
}


def _in_marks(text: str) -> str:
    return f"“{text}”"


def _masked(text: str) -> str:
    """Text with nothing in it that Markdown takes for markup, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(visible(text).split()))


def _block(text: str) -> str:
    lines: Sequence[str] = [_LINE.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line)) for line in visible(text).splitlines()]
    return "\\\n".join(f"> {line}" for line in lines)
