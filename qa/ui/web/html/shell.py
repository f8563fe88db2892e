"""The page around everything → HTML."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from markupsafe import Markup

from index.faults import Fault
from index.formats import Unread
from index.limits import LARGEST, megabytes
from index.records import Document
from qa.question.check import LONGEST_QUESTION
from qa.records import Property
from qa.ui.web.folders import told_of
from qa.ui.web.html.credit import credit, doubts, title
from qa.ui.web.html.drawing import draw
from qa.ui.web.html.result import refused_html
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.html.source import empty_html
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.languages import page_languages
from qa.ui.web.words.strings import PageStrings

__all__ = ["empty_page_html", "library_html", "missing_page_html", "page_html", "questions_html"]

_LISTED = 50


def page_html(
    wanted: Wanted,
    state: str,
    main: Markup,
    *,
    path: str = "/",
    files: str,
    heading: str = "",
    source: Markup | None = None,
    documents: int = 0,
    form: bool = True,
    plain: str = "",
    token: str = "",
) -> Markup:
    """A whole page: `main` within the bar and beside the `source`; `plain` is where to go without scripts.

    Who has the `token` may keep in the library what is called useful or wrong on the page; without one the browser keeps it.
    """
    words = wanted.words
    home = Wanted(lang=wanted.lang, theme=wanted.theme, tag=wanted.tag)
    links = [
        (words.asked_page, home.to("/questions"), "", "asked-count", path == "/questions"),
        (words.library_page, home.to("/library"), str(documents), "", path == "/library"),
    ]
    bar = draw(
        "shell",
        "bar",
        words=words,
        home=home.to(),
        form=form_html(wanted, *((words.next_question, words.next_question_hint) if wanted.q else (words.placeholder,)))
        if form
        else "",
        links=links,
        keep=[pair for pair in wanted.pairs(lang="", script=True) if pair[0] != "lang"],
        languages=[(tag, one.name) for tag, one in page_languages().items()],
        leave=home.to("/leave") if wanted.entered else "",
    )
    told = {"failed": words.failed, "hint": words.failed_hint, "busy": words.busy, "stopped": words.stopped}
    told |= {
        "next": words.next_question,
        "lean": words.next_question_hint,
        "empty": words.empty,
        "copied": words.copied,
        "gone": words.gone,
    }
    return draw(
        "shell",
        "page",
        words=words,
        state=state,
        title=f"{heading} · 引证 Yinzheng" if heading else "引证 Yinzheng",
        bar=bar,
        main=main,
        source=source if source is not None else empty_html(words),
        files=files,
        theme=wanted.theme,
        plain=plain,
        token=token,
        told=json.dumps(told, ensure_ascii=False),
        gone=draw("shell", "gone", words=words),
        refused=refused_html(words.refused, _too_long(words)),
        most=LONGEST_QUESTION,
    )


def _too_long(words: PageStrings) -> str:
    """That a question is too long, `{n}` for how long it is: the browser counts."""
    return words.too_long.replace("{n:,}", "{n}").format(n="{n}", most=LONGEST_QUESTION)


def form_html(wanted: Wanted, placeholder: str, hint: str = "") -> Markup:
    """The box for a question."""
    return draw(
        "shell", "form", words=wanted.words, placeholder=placeholder, hint=hint, lang=wanted.lang, theme=wanted.theme
    )


def empty_page_html(
    wanted: Wanted,
    documents: Sequence[Document],
    many: int,
    questions: Sequence[tuple[str, bool]],
    narrow: Markup,
    chips: Markup,
    unread: Sequence[Unread],
) -> Markup:
    """What is there before the first question: what this is, examples, a specimen, and what the library holds."""
    words = wanted.words
    counted = words.count(words.sources, many)
    home = Wanted(lang=wanted.lang, theme=wanted.theme, tag=wanted.tag)
    sheet = Sheet(answer=None, wanted=home)  # type: ignore[arg-type]  # titles need no answer
    items = [
        (sheet.title(one, title(one)), credit(one, None, words), words.comma.join(doubts(one, words)))
        for one in documents[:_LISTED]
    ]
    more = many - min(len(documents), _LISTED)
    shelf = draw(
        "shell",
        "shelf",
        words=words,
        items=items,
        more=words.library_more.format(n=more) if more > 0 else "",
        unread=words.library_unread.format(n=len(unread)) if unread else "",
        reasons=[told_of(one, words) for one in unread[:_LISTED]],
    )
    asked = [(text, home.to(q=text), wanted.tag, unanswered) for text, unanswered in questions]
    return draw(
        "shell",
        "empty",
        words=words,
        promise=words.promise.format(documents=counted),
        form=form_html(wanted, words.hero_placeholder),
        questions=asked,
        narrow=narrow,
        chips=chips,
        opened=wanted.narrow,
        narrow_href=wanted.to(narrow=not wanted.narrow),
        specimen=home.to("/specimen", tag=wanted.tag, lang=wanted.tag) if asked else "",
        shelf_heading=words.library.format(documents=counted),
        shelf=shelf,
    )


def missing_page_html(wanted: Wanted) -> Markup:
    """That there is no such page."""
    return draw("shell", "missing", words=wanted.words, home=Wanted(lang=wanted.lang).to())


def library_html(
    wanted: Wanted,
    documents: Sequence[Document],
    passages: dict[str, int],
    unread: Sequence[Unread],
    token: str = "",
    fields: Callable[[Document], dict[str, str]] | None = None,
) -> Markup:
    """The library as a table: each document with who wrote and published it, when, and what to be wary of.

    With a `token` it can be changed by whoever has it; `fields` are what can be said of a document, and what is.
    """
    words = wanted.words
    home = Wanted(lang=wanted.lang, theme=wanted.theme, tag=wanted.tag)
    sheet = Sheet(answer=None, wanted=home)  # type: ignore[arg-type]
    rows = []
    for one in documents:
        source = one.source
        who = credit(one, None, words, dated=False)
        wary = doubts(one, words) + ([words.count(words.warnings, len(one.warnings))] if one.warnings else [])
        form = _describing(wanted, one, fields(one)) if token and fields else Markup()
        rows.append(
            (
                one.id,
                sheet.title(one, title(one)),
                who,
                words.date(source.published) or words.undated,
                words.called(one.language),
                passages.get(one.id, 0),
                wary,
                home.to(source=(one.id,)),
                title(one),
                form,
            )
        )
    summary = [words.count(words.sources, len(documents)), words.count(words.counted_passages, sum(passages.values()))]
    return draw(
        "pages",
        "library",
        words=words,
        summary=words.comma.join(summary),
        unread=words.library_unread.format(n=len(unread)) if unread else "",
        reasons=[told_of(one, words) for one in unread[:_LISTED]],
        rows=rows,
        token=token,
        most=LARGEST,
        large=words.fault(Fault.TOO_LARGE, megabytes(LARGEST)),
    )


def _describing(wanted: Wanted, document: Document, fields: dict[str, str]) -> Markup:
    words = wanted.words
    labels = {
        "title": words.properties[Property.TITLE],
        "authors": words.properties[Property.AUTHOR],
        "published": words.properties[Property.PUBLISHED],
        "publisher": words.properties[Property.PUBLISHER],
        "url": words.properties[Property.URL],
    }
    hints = {"authors": words.authors_hint, "published": words.date_hint}
    given = [(name, labels[name], value, hints.get(name, "")) for name, value in fields.items()]
    return draw("pages", "describing", words=words, id=document.id, fields=given)


def questions_html(wanted: Wanted, *, library: bool = False) -> Markup:
    """The questions that were asked in this browser; its script fills them in. In the `library` are the marks, or in the browser, too."""
    return draw("pages", "questions", words=wanted.words, library=library)
