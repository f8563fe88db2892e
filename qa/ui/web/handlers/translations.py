"""The quotations of an answer in the reader's language, as the user's own language model puts them, one after another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import closing

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from index.encoder.alignment import family
from qa.records import Citation
from qa.ui.web.events import event, streamed
from qa.ui.web.handlers.desk import Desk
from qa.ui.web.handlers.replies import told, wanted_in
from qa.ui.web.handlers.threads import away, each
from qa.ui.web.html.sheet import Item, Sheet
from qa.ui.web.html.translated import translated_html
from qa.ui.web.wanted import Wanted

__all__ = ["Translations"]


class Translations:
    """The handler; what was translated whole is kept as long as the library stays as it is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def translate(self, request: Request) -> Response:
        """What the answer to the address quotes in other languages than the reader's, translated: each as it is made."""
        return streamed(self._translating(wanted_in(request)))

    async def _translating(self, wanted: Wanted) -> AsyncIterator[str]:
        try:
            answer = await self._desk.seated(wanted)
            sheet = await away(lambda: self._desk.sheet(wanted, answer))
            async for drawn in each(lambda: self._drawn(sheet)):
                yield event("translation", drawn)
            yield event("end", "")
        except Exception as error:  # noqa: BLE001  # whatever it is, who waits is told
            yield event("failed", told(wanted, error, self._desk.engine.library.path))

    def _drawn(self, sheet: Sheet) -> Iterator[Markup]:
        """Each statement as it waits for its translation, and with it."""
        items, into, kept = sheet.translatable(), sheet.wanted.tag, self._desk.answers.of_now().translations
        quotes = {_key(one, into): one for item in items for one in _quoted(item, into)}
        found = {key: known for key in quotes if (known := kept.get(key))}
        wanted = [one for key, one in quotes.items() if key not in found]
        with closing(self._desk.engine.translations(wanted, into)) as translating:
            for item in items:
                keys = [_key(one, into) for one in _quoted(item, into)]
                if not found.keys() >= set(keys):
                    yield translated_html(item.n, (), sheet.words, waiting=True)
                while not found.keys() >= set(keys):
                    made = next(translating)
                    if made.translation:
                        found[_key(made, into)] = made.translation
                        if not made.translation.error:
                            kept.put(_key(made, into), made.translation)
                yield translated_html(item.n, [found[key] for key in keys], sheet.words)


def _quoted(item: Item, into: str) -> list[Citation]:
    """A statement's heading, if it has one, and its quotation, as far as they are in another language."""
    heading = item.told.heading
    quotes = [heading, item.quote] if heading and heading is not item.quote else [item.quote]
    return [one for one in quotes if family(one.passage.language) != family(into)]


def _key(quote: Citation, into: str) -> Hashable:
    return (quote.document.id, quote.start, quote.end, into)
