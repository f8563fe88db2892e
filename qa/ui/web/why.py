"""Why there is no answer: which filter keeps it away, and what of the question stands only where nothing is searched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup, escape

from index.records import Document
from index.store.catalogue import Catalogue
from index.text.script import language_of
from qa.errors import YinzhengError
from qa.records import Answer, Verdict
from qa.retrieval.filters import Filters, matching
from qa.ui.web.answers import Answers
from qa.ui.web.html.credit import foreign, title
from qa.ui.web.html.drawing import draw, phrase
from qa.ui.web.html.result import Reason
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.strings import PageStrings

__all__ = ["reasons"]

_FIELDS = ("source", "author", "speaker", "language", "after", "before")
_DOCUMENTS = 300
"""In how many documents, at most, text that was left out is looked through."""
_LONG = 40
"""How much of it is shown on either side."""
_LEAST = {"Latn": 8, "other": 4}
"""How many characters of a question must stand together elsewhere to be told of."""


def reasons(answers: Answers, wanted: Wanted, answer: Answer) -> list[Reason]:
    """What can be told; nothing for an answer, or where nothing is known."""
    if answer.verdict is Verdict.OUTSIDE_FILTERS:
        return list(_filters(answers.of_now().catalogue, wanted, answer))
    if answer.verdict is Verdict.NOT_IN_LIBRARY:
        return [*_unknown(answers, wanted, answer), *list(_left_out(answers, wanted, answer))[:2]]
    return []


def _filters(catalogue: Catalogue, wanted: Wanted, answer: Answer) -> Iterator[Reason]:
    """Each filter that alone keeps away what the answer found outside."""
    words = wanted.words
    quoted = {one.passage.id for one in answer.nearest}
    outside = {hit.number for hit in answer.passages if hit.passage.id in quoted}
    given = [name for name in _FIELDS if getattr(wanted, name)]
    names = {"source": words.documents, "author": words.authors, "speaker": words.speakers}
    names |= {"language": words.text_languages, "after": words.after, "before": words.before}
    for name in given:
        lifted = replace(wanted, **{name: type(getattr(wanted, name))()})
        if len(given) == 1 or outside & _numbers(lifted.filters(), catalogue):
            yield Reason(words.lift.format(name=names[name]), href=lifted.to(), act=words.lift_it)


def _numbers(filters: Filters, catalogue: Catalogue) -> set[int]:
    try:
        found = matching(filters, catalogue)
    except YinzhengError:
        return set()
    return set(catalogue.numbers.tolist()) if found is None else set(found)


def _unknown(answers: Answers, wanted: Wanted, answer: Answer) -> Iterator[Reason]:
    """The words of the question that no passage of the library has."""
    strings = wanted.words
    opening, closing = strings.quotes
    words = [
        Markup("{}{}{}").format(opening, foreign(word), closing)
        for word in answers.engine.unknown_words(answer.question)
    ]
    if words:
        yield Reason(phrase(strings.no_passage_has, words=Markup(escape(strings.listing)).join(words)))


def _left_out(answers: Answers, wanted: Wanted, answer: Answer) -> Iterator[Reason]:
    """Text of documents that was left out when they were read, and has words of the question that no passage found has."""
    names = list(answers.of_now().catalogue.sources)[:_DOCUMENTS]
    found = "\n".join(hit.passage.text for hit in answer.passages).casefold()
    for name in names:
        document = answers.document(name)
        for item in document.dropped:
            words = _shared(answer.question, item.text)
            if words and words.casefold() not in found:
                yield _reason(wanted.words, document, item.text, words, item.reason)
                break


def _reason(words: PageStrings, document: Document, text: str, shared: str, reason: str) -> Reason:
    at = text.casefold().find(shared.casefold())
    start, end = max(0, at - _LONG), min(len(text), at + len(shared) + _LONG)
    language = language_of(text[start:end])
    passage = draw(
        "answer",
        "passage",
        language=language,
        before=("…" if start else "") + text[start:at],
        quote=text[at : at + len(shared)],
        after=text[at + len(shared) : end] + ("…" if end < len(text) else ""),
    )
    sub = Markup("{} · {}").format(
        foreign(title(document), document.language), foreign(*words.left_out_because(reason))
    )
    return Reason(words.only_left_out, sub, passage)


def _shared(question: str, text: str) -> str:
    """The longest part of the question, of whole words, that stands in the text; empty where it is too short to mean anything."""
    asked, held = question.casefold(), text.casefold()
    best = ""
    pieces = re.findall(r"[a-zà-ɏ0-9]+(?:[ '-][a-zà-ɏ0-9]+)*|[^\W_a-zà-ɏ0-9]+", asked)
    for piece in pieces:
        latin = bool(re.match(r"[a-zà-ɏ0-9]", piece))
        units = re.findall(r"[^ ]+", piece) if latin else list(piece)
        between = " " if latin else ""
        least = _LEAST["Latn" if latin else "other"]
        for start in range(len(units)):
            for end in range(len(units), start, -1):
                told = between.join(units[start:end])
                if len(told) < max(least, len(best) + 1):
                    break
                if told in held and (not latin or re.search(rf"\b{re.escape(told)}\b", held)):
                    best = told
                    break
    return best
