"""What a question can be narrowed to → HTML: a time axis with a mark for each document, and names to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup

from index.languages.date_form import span_of
from index.store.catalogue import Catalogue
from index.text.script import language_of
from qa.ui.web.html.drawing import draw
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.strings import PageStrings

__all__ = ["narrow_html"]

_MOST_NAMES = 300
"""How many names a list offers, the most frequent ones."""
_LEFT, _RIGHT = 1.2, 98.8
"""Where the axis begins and ends, of a hundred."""

_Choice = tuple[str, str, str, int, bool]


def narrow_html(wanted: Wanted, catalogue: Catalogue) -> Markup:
    """The panel; its fields belong to the form of the question."""
    words = wanted.words
    languages = Counter(passage.language for passage in catalogue.passages)
    groups = [
        (words.documents, "source", _documents(catalogue, wanted.source)),
        (words.authors, "author", _names((n for p in catalogue.passages for n in p.authors), wanted.author)),
        (words.speakers, "speaker", _names((n for p in catalogue.passages for n in p.speakers), wanted.speaker)),
        (
            words.text_languages,
            "language",
            [(words.languages.get(t, t), t, "", n, t in wanted.language) for t, n in sorted(languages.items())],
        ),
    ]
    return draw(
        "head",
        "panel",
        words=words,
        axis=_axis(wanted, catalogue, words),
        since=wanted.since,
        until=wanted.until,
        k=wanted.k,
        groups=groups,
    )


def _documents(catalogue: Catalogue, chosen: Sequence[str]) -> list[_Choice]:
    found = [
        (source.title or name, name, source.language or language_of(source.title), 0, name in chosen)
        for name, source in catalogue.sources.items()
    ]
    return [one for one in found if one[4]] + [one for one in found if not one[4]][:_MOST_NAMES]


def _names(names: Iterable[str], chosen: Sequence[str]) -> list[_Choice]:
    counted = Counter(names)
    found = [(name, name, language_of(name), counted[name], name in chosen) for name, _ in counted.most_common()]
    found += [(name, name, language_of(name), 0, True) for name in chosen if name not in counted]
    return [one for one in found if one[4]] + [one for one in found if not one[4]][:_MOST_NAMES]


def _axis(wanted: Wanted, catalogue: Catalogue, words: PageStrings) -> Markup:
    """The axis; empty where not two documents have dates that differ."""
    dated = [(span[0], source) for source in catalogue.sources.values() if (span := span_of(source.published))]
    if len({day for day, _ in dated}) < 2:
        return Markup()
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)

    def place(day: date) -> float:
        share = (day - first).days / max((last - first).days, 1)
        return round(_LEFT + min(max(share, 0), 1) * (_RIGHT - _LEFT), 2)

    since, until = span_of(wanted.since), span_of(wanted.until)
    begun = place(since[0]) if since else _LEFT
    ended = place(until[1]) if until else _RIGHT
    narrowed = bool(since or until)
    return draw(
        "head",
        "axis",
        words=words,
        first=words.date(min(dated, key=lambda one: one[0])[1].published),
        last=words.date(max(dated, key=lambda one: one[0])[1].published),
        dots=[
            (place(day), source.published, f"{words.date(source.published)} · {source.title}") for day, source in dated
        ],
        begun=begun if narrowed else 0,
        ended=ended if narrowed else 0,
    )
