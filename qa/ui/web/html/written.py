"""What a language model wrote → HTML: below the quotations, headed as no evidence, with each sentence's verdict in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from index.text.script import language_of
from qa.records import Generated, GeneratedSentence
from qa.ui.web.html.drawing import draw, together
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.words.strings import PageStrings

__all__ = ["writing_html", "written_html"]


def writing_html(model: str, strings: PageStrings) -> Markup:
    """What is shown until the first sentence is whole."""
    return _section(Generated(model), [], strings, writing=True)


def written_html(sheet: Sheet, generated: Generated, *, writing: bool = False) -> Markup:
    """The sentences so far; the numbers that they name lead to the statements which these citations are for."""
    numbers, words = sheet.numbers(), sheet.words
    return _section(generated, [_sentence(one, numbers, words) for one in generated.sentences], words, writing)


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


def _sentence(sentence: GeneratedSentence, numbers: Mapping[int, int], strings: PageStrings) -> Markup:
    named = dict.fromkeys((numbers.get(cite, 0), cite if cite not in numbers else 0) for cite in sentence.citations)
    cited = together(
        [
            draw("written", "number", n=n, label=strings.show_in_source.format(n=n))
            if n
            else draw("written", "missing", number=cite)
            for n, cite in named
        ]
    )
    doubt = "" if sentence.supported else strings.unsupported if sentence.citations else strings.uncited
    if doubt and not set(numbers).issuperset(sentence.citations):
        doubt = strings.miscited
    language = language_of(sentence.text)
    return draw("written", "sentence", text=sentence.text, language=language, cited=cited, doubt=doubt)
