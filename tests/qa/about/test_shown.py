"""How what is known of documents, and a word to small talk, are shown in the terminal, on the page and in a notebook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.document import make_document
from index.offsets import Span
from index.records import Source
from qa.engine import Engine
from qa.records import Fact, Property, Verdict
from qa.ui.terminal.answers import print_answer
from qa.ui.web.html.result import answer_html
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.languages import page_languages
from tests.answers import answered


def test_in_the_terminal(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(engine.ask("When was it published?"), engine.document)
    shown = capsys.readouterr().out
    assert shown.startswith("About the documents:")
    assert "published: 2024-10-05 · stated in the text as 2024年10月5日" in shown
    assert "published: 2024-07 · not in the text: from the file's metadata or sources.toml" in shown
    assert "5 of 5 documents" in shown


def test_a_title_is_shown_once_and_one_that_is_the_name_of_the_file_is_told_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stated = make_document(Path("one.md"), b"# The harbour of Ellsmere\n\nIt was closed for a day.\n", Source())
    named = make_document(Path("budget.csv"), b"item,2024\nParks,1.1\nRoads,14.5\n", Source())
    title = Span(0, len(stated.source.title))
    facts = (
        Fact(named, Property.TITLE, named.source.title),
        Fact(stated, Property.TITLE, stated.source.title, title),
        Fact(stated, Property.PUBLISHED, ""),
    )
    print_answer(replace(answered(), verdict=Verdict.ANSWERED, about=facts))
    assert capsys.readouterr().out.splitlines()[2:7] == [
        "budget budget",
        "    title · the name of the file",
        "one The harbour of Ellsmere",
        "    title · stated in the text · 0–23",
        "    published: not stated",
    ]


def test_what_is_not_stated_is_said_so(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(engine.ask("Who wrote it?", sources="003"), engine.document)
    shown = capsys.readouterr().out
    assert shown.startswith("The documents do not say it of themselves.")
    assert "author: not stated" in shown


@pytest.mark.parametrize(
    ("word", "tag"), [("hello", "en"), ("你好", "zh-Hans"), ("こんにちは", "ja"), ("안녕하세요", "ko")]
)
def test_a_greeting_is_answered_in_its_language(
    word: str, tag: str, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    words, answer = page_languages()[tag], engine.ask(word)
    print_answer(answer, engine.document)
    shown = capsys.readouterr().out
    assert shown.startswith(words.greeting)
    assert all(fact.value in shown for fact in answer.about)
    assert words.greeting in answer_html(Sheet(answer, Wanted(q=word, tag="en")))


@pytest.mark.parametrize("tag", ["en", "zh-Hans", "zh-Hant", "ja", "ko"])
def test_on_the_page(tag: str, engine: Engine) -> None:
    words, answer = page_languages()[tag], engine.ask("作者是谁")
    drawn = answer_html(Sheet(answer, Wanted(q="作者是谁", tag=tag)), engine.document)
    assert "秋山信将" in drawn
    assert words.from_text in drawn
    assert words.not_stated in drawn
    assert words.about in drawn


def test_in_a_notebook(engine: Engine) -> None:
    answer = engine.ask("作者是谁")
    assert "author: <b>严珊珊</b>" in answer._repr_html_()
    assert repr(answer) == "Answer(answered to '作者是谁', 7 facts about documents)"
