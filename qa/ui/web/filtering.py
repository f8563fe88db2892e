"""The filters of the page: their parts, what can be chosen in each, and what was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import gradio as gr

from qa.engine import Engine
from qa.retrieval.filters import Filters
from qa.ui.web.html.credit import title
from qa.ui.web.words.strings import PageStrings

__all__ = ["NOTHING", "chosen", "parts", "reworded", "summary"]

NOTHING: tuple[Any, ...] = ([], [], [], "", "", [])
"""The values of the filters when nothing is filtered."""
_MOST_NAMES = 300
"""How many names a list offers, the most frequent ones."""


def parts(engine: Engine, strings: PageStrings) -> list[Any]:
    """Make them, where the page is being built, in the order of the values that `chosen` takes."""
    choices = _choices(engine, strings)

    def list_of(name: str, element: str) -> Any:
        words = _words(strings)[name]
        return gr.Dropdown(choices[name], value=[], multiselect=True, elem_id=element, min_width=240, **words)

    def day(name: str, element: str) -> Any:
        return gr.Textbox(max_lines=1, elem_id=element, min_width=150, **_words(strings)[name])

    with gr.Row():
        sources = list_of("sources", "yz-documents")
    with gr.Row():
        authors, speakers = list_of("authors", "yz-authors"), list_of("speakers", "yz-speakers")
    with gr.Row():
        after, before = day("after", "yz-after"), day("before", "yz-before")
        languages = list_of("languages", "yz-languages")
    return [sources, authors, speakers, after, before, languages]


def reworded(engine: Engine, strings: PageStrings) -> list[Any]:
    """Each part in another language, with what the library offers now."""
    choices = _choices(engine, strings)
    return [
        gr.update(**words, **({"choices": choices[name]} if name in choices else {}))
        for name, words in _words(strings).items()
    ]


def chosen(values: Sequence[Any]) -> Filters:
    """The filters that the values of the parts say. Raises QuestionError for dates that cannot be used."""
    sources, authors, speakers, after, before, languages = values
    return Filters.of(sources, authors=authors, speakers=speakers, after=after, before=before, languages=languages)


def summary(values: Sequence[Any], strings: PageStrings) -> str:
    """The heading over the filters, which says how many are set, for they are mostly folded away."""
    count = sum(bool(value.strip() if isinstance(value, str) else value) for value in values)
    return strings.narrowed.format(label=strings.options, n=count) if count else strings.options


def _words(strings: PageStrings) -> dict[str, dict[str, str]]:
    return {
        "sources": {"label": strings.documents, "info": strings.documents_hint},
        "authors": {"label": strings.authors},
        "speakers": {"label": strings.speakers},
        "after": {"label": strings.after, "placeholder": strings.date_hint},
        "before": {"label": strings.before, "placeholder": strings.date_hint},
        "languages": {"label": strings.text_languages},
    }


def _choices(engine: Engine, strings: PageStrings) -> dict[str, list[tuple[str, str]]]:
    """What each list offers: names as they are shown, and as they are meant."""
    catalogue = engine.catalogue()
    documents = [engine.document(name) for name in catalogue.sources]
    return {
        "sources": [(title(document), document.id) for document in documents],
        "authors": _named(name for passage in catalogue.passages for name in passage.authors),
        "speakers": _named(name for passage in catalogue.passages for name in passage.speakers),
        "languages": [
            (strings.languages.get(tag, tag), tag) for tag in sorted({p.language for p in catalogue.passages})
        ],
    }


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name, _ in Counter(names).most_common(_MOST_NAMES)]
