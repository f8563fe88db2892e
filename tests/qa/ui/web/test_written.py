"""What a model wrote is drawn as text, apart from the evidence, with its doubts in words."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from qa.records import Generated, GeneratedSentence
from qa.ui.web.html.written import writing_html, written_html
from qa.ui.web.words.languages import page_languages
from tests.answers import answered

HOSTILE = "<img src=x onerror=alert(1)> [x](https://evil.example) \"'><script>"


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def generated(*sentences: GeneratedSentence, error: str = "") -> Generated:
    return Generated(f"model {HOSTILE}", sentences, error)


@pytest.mark.parametrize("tag", page_languages())
def test_sentences_with_their_doubts(tag: str) -> None:
    strings = page_languages()[tag]
    html = written_html(
        answered("It is tall."),
        generated(
            GeneratedSentence("It is tall.", (1,), 0.9, supported=True),
            GeneratedSentence("It is blue.", (1,), 0.1, supported=False),
            GeneratedSentence("It is old.", (), 0.0, supported=False),
            GeneratedSentence("It is far.", (9,), 0.0, supported=False),
        ),
        strings,
    )
    assert html.count("yz-unsupported") == 3
    assert html.index("It is tall.") < html.index("yz-unsupported")
    assert html.index(strings.unsupported) < html.index("It is blue.")
    assert html.index(strings.uncited) < html.index("It is old.")
    assert html.index(strings.miscited) < html.index("It is far.")
    links = [attributes["href"] for name, attributes in Tags(html).found if name == "a"]
    assert links == ["#yz-quote-1", "#yz-quote-1"]
    assert strings.written in html


def test_nothing_it_wrote_is_markup() -> None:
    hostile = GeneratedSentence(HOSTILE, (1,), 0.9, supported=True)
    html = written_html(answered("It is tall."), generated(hostile, error=HOSTILE), page_languages()["en"])
    names = {name for name, _ in Tags(html).found}
    assert names <= {"section", "h3", "p", "span", "a", "strong"}
    assert not [a for _, attributes in Tags(html).found for a in attributes if a.startswith("on")]


def test_a_failure_says_that_the_quotations_stand() -> None:
    html = written_html(
        answered("It is tall."), generated(error="it cannot be reached; start it"), page_languages()["en"]
    )
    assert page_languages()["en"].writing_failed in html
    assert "it cannot be reached; start it" in html


def test_while_it_writes_it_says_so() -> None:
    assert page_languages()["ko"].writing in writing_html("m", page_languages()["ko"])
