"""What stands over an answer → HTML: the question, within what it was asked, how it was understood, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from index.store.catalogue import Catalogue
from index.text.script import language_of
from qa.question.check import LONGEST_QUESTION
from qa.records import Understood
from qa.retrieval.speakers import Speaker
from qa.ui.web.html.credit import foreign
from qa.ui.web.html.drawing import draw, phrase
from qa.ui.web.html.narrow import narrow_html
from qa.ui.web.wanted import Wanted

__all__ = ["EXPORTS", "chips_html", "head_html", "narrowing_html"]

EXPORTS = {"Markdown": "md", "HTML": "html", "Word": "docx", "JSON": "json", "CSV": "csv"}
"""What an answer can be kept as, and how the file ends."""


def head_html(
    wanted: Wanted, catalogue: Catalogue, understood: Understood | None, speakers: Sequence[Speaker] = ()
) -> Markup:
    """The question and all that belongs to it, its filters as fields of the form for the next one."""
    words = wanted.words
    every = words.count(words.sources, len(catalogue.sources))
    chips = _chips(wanted, catalogue)
    plain = replace(wanted, seen="", script=True)
    fresh = Wanted(lang=wanted.lang, theme=wanted.theme, tag=wanted.tag)
    scope = draw(
        "head",
        "scope",
        words=words,
        everything="" if chips else words.everything.format(documents=every),
        chips=chips,
        clear=wanted.everywhere().to() if len(chips) > 1 else "",
        narrow=plain.to(narrow=not wanted.narrow),
        open=wanted.narrow,
        topic=fresh.to(),
        exports=[(name, plain.to(f"/export.{form}")) for name, form in EXPORTS.items()],
    )
    return draw(
        "head",
        "head",
        words=words,
        question=wanted.q,
        language=language_of(wanted.q) or wanted.tag,
        scope=scope,
        understood=_understood(wanted, catalogue, understood) if understood else "",
        narrow=narrowing_html(wanted, catalogue, speakers),
    )


def narrowing_html(wanted: Wanted, catalogue: Catalogue, speakers: Sequence[Speaker] = ()) -> Markup:
    """What narrows the next question, as fields of its form: those that are set, or all of them where the panel is open."""
    if wanted.narrow:
        pairs = [("narrow", "yes"), *(("following", one) for one in wanted.then())]
        return draw("head", "kept", pairs=pairs) + narrow_html(wanted, catalogue, speakers)
    return draw("head", "kept", pairs=replace(_filters(wanted), following=wanted.then()).pairs())


def chips_html(wanted: Wanted, catalogue: Catalogue) -> Markup:
    """What is filtered by, each with a way to lift it."""
    return draw("head", "chips", chips=_chips(wanted, catalogue))


def _filters(wanted: Wanted) -> Wanted:
    """Only what is searched in."""
    return Wanted(
        source=wanted.source,
        author=wanted.author,
        speaker=wanted.speaker,
        language=wanted.language,
        after=wanted.after,
        before=wanted.before,
        k=wanted.k,
    )


def _chips(wanted: Wanted, catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    words = wanted.words
    found: list[tuple[str, str, str]] = []
    for name in wanted.source:
        source = catalogue.sources.get(name)
        shown = (source.title if source else "") or name
        found.append((shown, language_of(shown), wanted.to(source=_without(wanted.source, name))))
    for name in wanted.author:
        found.append((f"{words.trail_written} {name}", "", wanted.to(author=_without(wanted.author, name))))
    for name in wanted.speaker:
        found.append((f"{words.trail_said} {name}", "", wanted.to(speaker=_without(wanted.speaker, name))))
    for tag in wanted.language:
        found.append((words.called(tag), "", wanted.to(language=_without(wanted.language, tag))))
    if wanted.after:
        found.append((f"{words.after} {words.date(wanted.after)}", "", wanted.to(after="")))
    if wanted.before:
        found.append((f"{words.before} {words.date(wanted.before)}", "", wanted.to(before="")))
    return [(text, words.remove_filter.format(name=text), href, language) for text, language, href in found]


def _without(values: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(value for value in values if value != one)


def _understood(wanted: Wanted, catalogue: Catalogue, understood: Understood) -> Markup:
    """What it was understood as, to be corrected, and in which documents it was searched, if not in all."""
    words = wanted.words
    opening, closing = words.quotes
    titled: Callable[[str], str] = lambda name: catalogue.sources[name].title if name in catalogue.sources else name  # noqa: E731
    names = [Markup("{}{}{}").format(opening, foreign(titled(name) or name), closing) for name in understood.sources]
    within = phrase(words.understood_in, documents=escape(words.listing).join(names)) if names else Markup()
    kept = [(name, value) for name, value in wanted.pairs(meant="", plain=False, seen="") if name != "meant"]
    return draw(
        "head",
        "understood",
        words=words,
        meant=understood.question,
        longest=LONGEST_QUESTION,
        language=language_of(understood.question),
        within=within,
        kept=kept,
        plain=wanted.to(plain=True, meant=""),
        wide=wanted.to(wide=True) if names else "",
    )
