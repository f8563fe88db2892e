"""What a language model wrote → HTML: below the quotations, headed as no evidence, with each sentence's verdict in words."""

from __future__ import annotations

from html import escape

from index.text.script import language_of
from qa.records import Answer, Generated, GeneratedSentence
from qa.ui.web.html.actions import number
from qa.ui.web.words.strings import PageStrings

__all__ = ["writing_html", "written_html"]


def writing_html(model: str, strings: PageStrings) -> str:
    """What is shown until the first sentence is whole."""
    return _section(Generated(model), "", strings, writing=True)


def written_html(answer: Answer, generated: Generated, strings: PageStrings, *, writing: bool = False) -> str:
    """The sentences so far; the numbers of those that there are lead to their quotations."""
    numbers = {citation.number for citation in answer.citations}
    return _section(generated, "".join(_sentence(s, numbers, strings) for s in generated.sentences), strings, writing)


def _section(generated: Generated, body: str, strings: PageStrings, writing: bool) -> str:
    hint = strings.written_hint.format(model=generated.model)
    waiting = f'<p class="yz-searching"><span class="yz-dots" aria-hidden="true"></span>{escape(strings.writing)}</p>'
    error = ""
    if generated.error:
        error = (
            f'<p class="yz-doubt">{escape(strings.writing_failed)}</p><p class="yz-credit" lang="en">'
            f"{escape(generated.error)}</p>"
        )
    return (
        f'<section class="yz-written" aria-busy="{str(writing).lower()}"><h3>{escape(strings.written)}</h3>'
        f'<p class="yz-credit">{escape(hint)}</p>{body}{waiting if writing else error}</section>'
    )


def _sentence(sentence: GeneratedSentence, numbers: set[int], strings: PageStrings) -> str:
    cited = "".join(
        number(cite, strings) if cite in numbers else f'<span class="yz-number">[{cite}]</span>'
        for cite in sentence.citations
    )
    text = f'<span lang="{escape(language_of(sentence.text))}">{escape(sentence.text)}</span>{cited}'
    if sentence.supported:
        return f"<p>{text}</p>"
    doubt = strings.unsupported if sentence.citations else strings.uncited
    if not numbers.issuperset(sentence.citations):
        doubt = strings.miscited
    return f'<p class="yz-unsupported"><strong class="yz-doubt">⚠ {escape(doubt)}</strong> {text}</p>'
