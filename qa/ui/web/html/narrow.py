"""What a question can be narrowed to → HTML: a time axis with a mark for each document, and names to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from markupsafe import Markup

from index.languages.date_form import span_of
from index.store.catalogue import Catalogue
from index.text.script import language_of
from qa.retrieval.speakers import Speaker, SpeakerKind
from qa.ui.web.html.credit import foreign
from qa.ui.web.html.drawing import draw
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.strings import PageStrings

__all__ = ["narrow_html"]

_MOST_NAMES = 300
"""How many names a list offers, the most frequent ones."""
_LEFT, _RIGHT = 1.2, 98.8
"""Where the axis begins and ends, of a hundred."""

_Choice = tuple[str | Markup, str, str, int, bool]


def narrow_html(wanted: Wanted, catalogue: Catalogue, speakers: Sequence[Speaker] = ()) -> Markup:
    """The panel; `speakers` are those of the library. Its fields belong to the form of the question."""
    words = wanted.words
    languages = Counter(passage.language for passage in catalogue.passages)
    groups = [
        (words.documents, "source", _documents(catalogue, wanted.source)),
        (words.authors, "author", _names((n for p in catalogue.passages for n in p.authors), wanted.author)),
        *_speakers(words, speakers, wanted.speaker),
        (
            words.text_languages,
            "language",
            [(words.called(t), t, "", n, t in wanted.language) for t, n in sorted(languages.items())],
        ),
    ]
    return draw(
        "head",
        "panel",
        words=words,
        axis=_axis(wanted, catalogue, words),
        after=wanted.after,
        before=wanted.before,
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


def _speakers(
    words: PageStrings, speakers: Sequence[Speaker], chosen: Sequence[str]
) -> Iterator[tuple[str, str, list[_Choice]]]:
    """People, organisations, and those without a name, each with how many there are; each speaker under all names of theirs."""
    held = {name for one in speakers for name in one.names}
    legends = {
        SpeakerKind.PERSON: words.speakers,
        SpeakerKind.ORGANISATION: words.speakers_organisations,
        SpeakerKind.UNNAMED: words.speakers_unnamed,
    }
    for kind, legend in legends.items():
        group = [one for one in speakers if one.kind is kind]
        found = [_speaker(one, chosen) for one in group]
        if kind is SpeakerKind.PERSON:
            found += [(name, name, language_of(name), 0, True) for name in chosen if name not in held]
        choices = [one for one in found if one[4]] + [one for one in found if not one[4]][:_MOST_NAMES]
        yield f"{legend} · {len(group)}" if group else legend, "speaker", choices


def _speaker(speaker: Speaker, chosen: Sequence[str]) -> _Choice:
    value = next((name for name in speaker.names if name in chosen), speaker.names[0])
    text = Markup(" · ").join(foreign(name) for name in speaker.names)
    return text, value, "", speaker.passages, value in chosen


def _axis(wanted: Wanted, catalogue: Catalogue, words: PageStrings) -> Markup:
    """The axis; empty where not two documents have dates that differ."""
    dated = [(span[0], source) for source in catalogue.sources.values() if (span := span_of(source.published))]
    if len({day for day, _ in dated}) < 2:
        return Markup()
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)

    def place(day: date) -> float:
        share = (day - first).days / max((last - first).days, 1)
        return round(_LEFT + min(max(share, 0), 1) * (_RIGHT - _LEFT), 2)

    after, before = span_of(wanted.after), span_of(wanted.before)
    begun = place(after[0]) if after else _LEFT
    ended = place(before[1]) if before else _RIGHT
    narrowed = bool(after or before)
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
