"""What is known of the documents themselves, and a word for whoever greets → the terminal."""

from __future__ import annotations

from pathlib import Path

from qa.records import Answer, Fact, Property, Verdict
from qa.ui.layout import by_document
from qa.ui.terminal.draw import say
from qa.ui.web.words.languages import DEFAULT, page_languages
from qa.wording import counted, one_line

__all__ = ["print_about"]


def print_about(answer: Answer) -> None:
    """Each document with what is known of it and where that is stated; to small talk a word, in the language of the question."""
    words = page_languages().get(answer.language, page_languages()[DEFAULT])
    if answer.verdict is Verdict.SMALL_TALK:
        say((words.greeting, "bold"))
        say(words.may_ask)
        for fact in answer.about:
            say(("– ", "dim"), fact.value)
        return
    known = answer.verdict is Verdict.ANSWERED
    say(("About the documents:" if known else "The documents do not say it of themselves.", "bold"), "\n")
    for document, facts in by_document(answer.about):
        say((document.id, "bold cyan"), f" {one_line(document.source.title)}")
        for fact in facts:
            above = fact.name is Property.TITLE and fact.value == document.source.title
            value = "" if above else f": {fact.value or 'not stated'}"
            say((f"    {fact.name.value.replace('_', ' ')}", "dim"), value, (_told(fact), "dim"))
    shown = len({fact.document.id for fact in answer.about})
    say((f"\n{shown} of {counted(answer.library['documents'], 'document')} · {answer.seconds:.2f} s", "dim"))


def _told(fact: Fact) -> str:
    """Where it is from."""
    if not fact.value:
        return ""
    if fact.span is None and fact.name is Property.TITLE and fact.value == Path(fact.document.file).stem:
        return " · the name of the file"
    if fact.span is None:
        return " · not in the text: from the file's metadata or sources.toml"
    stated = "" if fact.quote == fact.value else f" as {fact.quote}"
    return f" · stated in the text{stated} · {fact.span.start}–{fact.span.end}"
