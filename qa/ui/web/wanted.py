"""An address of the page, taken apart and put together again: what is asked, within what, after what, and in which language."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import quote_plus, urlencode

from starlette.datastructures import QueryParams

from index.languages.date_form import span_of
from qa.retrieval.filters import Filters
from qa.ui.web.words.languages import page_languages, preferred
from qa.ui.web.words.strings import PageStrings

__all__ = ["FOLLOWING", "ORDERS", "PASSAGES", "Wanted", "outdated"]

PASSAGES, MOST_PASSAGES = 5, 20
FOLLOWING = 5
"""How many of the questions that it follows an address carries."""
_ROOM = 6_000
"""In how many characters of an address those before the last of them must fit: many servers that stand before others
(nginx, for one) take no more than eight thousand of a whole address."""
ORDERS = ("source", "speaker", "date")
"""How views can be laid out."""
_THEMES = ("light", "dark")
_NUMBER = re.compile("[0-9]{1,9}")
_SEVERAL = ("source", "author", "speaker", "language", "following")
_DATES = {"since": "after", "until": "before"}
"""What the dates were called in addresses of older pages."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for.

    `after` and `before` are dates. It is `following` the questions asked before it, oldest first: it may lean on them, unless
    it is `plain`, asked as it is written. `meant` is what the reader says it means, and `wide` lets it be searched in more than
    it leans on. `seen` is what a shared link says that its answer quoted. `entered` is who came in by the form, and can leave again.
    """

    q: str = ""
    source: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    after: str = ""
    before: str = ""
    k: int = PASSAGES
    following: tuple[str, ...] = ()
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
        given = _renamed(given)
        several = {name: tuple(dict.fromkeys(filter(None, given.getlist(name)))) for name in _SEVERAL}
        order, theme, lang = given.get("order", ""), given.get("theme", ""), given.get("lang", "")
        named = lang if lang in page_languages() else ""
        wanted = given.get("k", "")
        return cls(
            q=given.get("q", ""),
            following=several.pop("following")[-FOLLOWING:],
            **several,
            after=given.get("after", ""),
            before=given.get("before", ""),
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
            after=self.after or None,
            before=self.before or None,
            languages=self.language,
        )

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.source or self.author or self.speaker or self.language or self.after or self.before)

    def pairs(self, **changes: Any) -> list[tuple[str, str]]:
        """The values of an address that asks for this, with `changes`."""
        wanted, plain = replace(self, **changes), Wanted()
        found: list[tuple[str, str]] = []
        for field in fields(wanted):
            value = getattr(wanted, field.name)
            if field.name == "after" and not value and wanted.before and not span_of(wanted.before):
                found.append(("after", ""))  # so that `before` is taken for a date, if a wrong one
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
        return replace(self, source=(), author=(), speaker=(), language=(), after="", before="", wide=True)

    def then(self) -> tuple[str, ...]:
        """The questions before one that is asked after this: the last, and of those before it as many as an address has room for."""
        asked = (*self.following, self.q)[-FOLLOWING:] if self.q else self.following
        first = len(asked) - 1
        while first > 0 and sum(len(quote_plus(one)) for one in asked[first - 1 : -1]) <= _ROOM:
            first -= 1
        return asked[max(first, 0) :]


def outdated(given: QueryParams) -> bool:
    """Whether an address says something by the name that it had on older pages."""
    return _renamed(given) is not given


def _renamed(given: QueryParams) -> QueryParams:
    """The values of an address under the names that they have now.

    `before` was the questions before. It is that still where it is no date and nothing is said of `after`, which our own form
    and addresses do say beside a date that cannot be used.
    """
    questions = [one for one in given.getlist("before") if one]
    dated = "after" in given or (len(questions) == 1 and span_of(questions[0]) is not None)
    names = dict(_DATES) if dated or not questions else {**_DATES, "before": "following"}
    if names.keys().isdisjoint(given):
        return given
    return QueryParams([(names.get(name, name), value) for name, value in given.multi_items()])
