"""What a language model wrote → HTML: below the quotations, headed as no evidence, with each sentence's verdict in words."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from index.text.script import language_of
from qa.records import Answer, Generated, GeneratedSentence
from qa.ui.web.html.actions import number
from qa.ui.web.html.drawing import draw, together
from qa.ui.web.words.strings import PageStrings

__all__ = ["writing_html", "written_html"]


def writing_html(model: str, strings: PageStrings) -> Markup:
    """What is shown until the first sentence is whole."""
    return _section(Generated(model), [], strings, writing=True)


def written_html(answer: Answer, generated: Generated, strings: PageStrings, *, writing: bool = False) -> Markup:
    """The sentences so far; the numbers of those that there are lead to their quotations."""
    numbers = {citation.number for citation in answer.citations}
    return _section(generated, [_sentence(one, numbers, strings) for one in generated.sentences], strings, writing)


def _section(generated: Generated, sentences: Sequence[Markup], strings: PageStrings, writing: bool) -> Markup:
    hint = strings.written_hint.format(model=generated.model)
    return draw(
        "written",
        "section",
        generated=generated,
        words=strings,
        hint=hint,
        sentences=sentences,
        writing=writing,
    )


def _sentence(sentence: GeneratedSentence, numbers: set[int], strings: PageStrings) -> Markup:
    cited = together(
        [
            number(cite, strings) if cite in numbers else draw("written", "missing", number=cite)
            for cite in sentence.citations
        ]
    )
    doubt = "" if sentence.supported else strings.unsupported if sentence.citations else strings.uncited
    if doubt and not numbers.issuperset(sentence.citations):
        doubt = strings.miscited
    language = language_of(sentence.text)
    return draw("written", "sentence", text=sentence.text, language=language, cited=cited, doubt=doubt)
