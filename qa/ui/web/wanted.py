"""An address of the page, taken apart and put together again: what is asked, within what, after what, and in which language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from qa.retrieval.filters import Filters
from qa.ui.web.words.languages import page_languages, preferred
from qa.ui.web.words.strings import PageStrings

__all__ = ["BEFORE", "ORDERS", "PASSAGES", "Wanted"]

PASSAGES, MOST_PASSAGES = 5, 20
BEFORE = 5
"""How many questions before this one an address carries."""
ORDERS = ("source", "speaker", "date")
"""How views can be laid out."""
_THEMES = ("light", "dark")
_NUMBER = re.compile("[0-9]{1,9}")
_SEVERAL = ("source", "author", "speaker", "language", "before")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for.

    `before` are the questions asked before this one, oldest first: it may lean on them, unless it is `plain`, asked as it is
    written. `meant` is what the reader says it means, and `wide` lets it be searched in more than it leans on. `seen` is what
    a shared link says that its answer quoted. `entered` is who came in by the form, and can leave again.
    """

    q: str = ""
    source: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    k: int = PASSAGES
    before: tuple[str, ...] = ()
    meant: str = ""
    plain: bool = False
    wide: bool = False
    order: str = ORDERS[0]
    narrow: bool = False
    seen: str = ""
    script: bool = True
    theme: str = ""
    lang: str = ""
    tag: str = "en"
    entered: bool = False

    @classmethod
    def of(cls, given: QueryParams, accept: str = "", *, entered: bool = False) -> Wanted:
        """From the values of an address and what the browser says that its reader reads; what cannot be is left out."""
        several = {name: tuple(dict.fromkeys(filter(None, given.getlist(name)))) for name in _SEVERAL}
        order, theme, lang = given.get("order", ""), given.get("theme", ""), given.get("lang", "")
        named = lang if lang in page_languages() else ""
        wanted = given.get("k", "")
        return cls(
            q=given.get("q", ""),
            **{**several, "before": several["before"][-BEFORE:]},
            since=given.get("since", ""),
            until=given.get("until", ""),
            k=min(max(int(wanted), 1), MOST_PASSAGES) if _NUMBER.fullmatch(wanted) else PASSAGES,
            meant=given.get("meant", "").strip(),
            plain=given.get("plain", "") == "yes",
            wide=given.get("wide", "") == "yes",
            order=order if order in ORDERS else ORDERS[0],
            narrow=given.get("narrow", "") == "yes",
            seen=given.get("seen", ""),
            script=given.get("script", "") != "no",
            theme=theme if theme in _THEMES else "",
            lang=named,
            tag=named or preferred(accept),
            entered=entered,
        )

    @property
    def words(self) -> PageStrings:
        """The page in the reader's language."""
        return page_languages()[self.tag]

    def filters(self) -> Filters:
        """What is searched in. Raises QuestionError for dates that cannot be used."""
        return Filters.of(
            self.source,
            authors=self.author,
            speakers=self.speaker,
            after=self.since or None,
            before=self.until or None,
            languages=self.language,
        )

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.source or self.author or self.speaker or self.language or self.since or self.until)

    def pairs(self, **changes: Any) -> list[tuple[str, str]]:
        """The values of an address that asks for this, with `changes`."""
        wanted, plain = replace(self, **changes), Wanted()
        found: list[tuple[str, str]] = []
        for field in fields(wanted):
            value = getattr(wanted, field.name)
            if field.name in ("tag", "entered") or value == getattr(plain, field.name):
                continue
            if isinstance(value, tuple):
                found += [(field.name, one) for one in value]
            elif isinstance(value, bool):
                found.append((field.name, "yes" if field.name != "script" else "no"))
            else:
                found.append((field.name, str(value)))
        return found

    def to(self, path: str = "/", **changes: Any) -> str:
        """An address on this page that asks for this, with `changes`."""
        pairs = self.pairs(**changes)
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def everywhere(self) -> Wanted:
        """The same without filters."""
        return replace(self, source=(), author=(), speaker=(), language=(), since="", until="", wide=True)

    def then(self) -> Sequence[str]:
        """The questions before one that is asked after this."""
        return (*self.before, self.q)[-BEFORE:] if self.q else self.before
