"""What a web page says of itself: linked data, <meta>, microformats, <time>, and last what trafilatura makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from index.formats.web.linked_data import article_nodes_of, names_of
from index.records import Source

__all__ = ["STATED", "Suggested", "bare_description", "suggestions"]

_DAY = re.compile(r"\s*(\d{4})-(\d\d)(?:-(\d\d))?(?![\d-])")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_TITLES = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "parsely-pub-date", "datepublished", "date",
)  # fmt: skip
_AUTHORS = ("author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "article:author")
_SITES = ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher", "application-name")
STATED = "as stated in the page's markup"
_SHORTEST = 0.3
"""Of a title with the site's name: how long the part is at least that is the text's."""
_PARTED = re.compile(r"^\s*[|–—_·:：»«›/•-]|[|–—_·:：»«›/•-]\s*$")
_LETTERS_ONLY = re.compile(r"[\W_]+")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DESCRIPTIONS = ("og:description", "description", "twitter:description")


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a page says of itself; `authors` and `published` are guesses, for what `stated` does not say.

    `beside` is what its head and its times say, in words that are not told apart.
    """

    stated: Source
    authors: tuple[str, ...] = ()
    published: str = ""
    beside: tuple[str, ...] = ()


def suggestions(raw: str) -> Suggested:
    """Title, authors, date, site and address of the page `raw`, as far as it states them.

    What is said in so many words comes first: linked data, then <meta>, microformats and <time>; trafilatura, which also
    guesses, comes last. A date is the one of first publication, where both are given; organisations are publishers,
    persons authors. Of titles, the one that stands over the text goes before others.
    """
    from trafilatura import extract_metadata

    guessed = extract_metadata(raw, extensive=False)
    tree = _tree(raw)
    said = [_linked(node) for node in article_nodes_of(raw)[:1]]
    if tree is not None:
        said += [_from_meta(_meta(tree)), _entry(tree), _timed(tree)]
    titles = [one.title for one in said if one.title] + [guessed.title or ""]
    publisher = _first(one.publisher for one in said) or guessed.sitename or ""
    authors = next((one.authors for one in said if one.authors), ())
    headings = [" ".join("".join(one.itertext()).split()) for one in tree.iter("h1", "h2")] if tree is not None else []
    published = _first(one.published for one in said)
    whole = [" ".join("".join(one.itertext()).split()) for one in tree.iter("title")][:1] if tree is not None else []
    title = _headed([*titles[:-1], *whole, titles[-1]], headings, publisher) or _first(titles)
    url = _first(one.url for one in said) or guessed.url or ""
    told = Source(title, publisher, authors=authors, published=published, url=url)
    named = [name.strip() for name in (guessed.author or "").split(";") if name.strip()] if not authors else []
    beside = [value for values in (_meta(tree) if tree is not None else {}).values() for value in values]
    times = tree.iter("time", "abbr") if tree is not None else ()
    beside += [one.get("datetime") or one.get("title") or "" for one in times]
    return Suggested(
        replace(told, note=STATED if title or published or authors else ""),
        tuple(name for name in named if not _is_site(name, publisher, url)),
        "" if published else guessed.date or "",
        tuple(filter(None, beside)),
    )


def _headed(titles: Sequence[str], headings: Sequence[str], publisher: str) -> str:
    """The first title that is a heading too, or the heading that one begins or ends with, the site beside it; else none."""
    bare = {_bare(heading): heading for heading in headings if heading}
    whole = next((title for title in titles if _bare(title) in bare), "")
    if whole:
        return whole
    long = sorted((one for one in bare.values() if not _is_site(one, publisher, "")), key=len, reverse=True)
    for title in filter(None, titles):
        for heading in long:
            before, found, after = title.partition(heading)
            parted = not (before and after) and (_PARTED.search(before) or _PARTED.match(after))
            if found and parted and len(heading) >= _SHORTEST * len(title):
                return heading
    return ""


def _is_site(name: str, publisher: str, url: str) -> bool:
    """Whether a name is that of the site or of its address, not of a person."""
    letters = _LETTERS_ONLY.sub("", name).casefold()
    host = _LETTERS_ONLY.sub("", urlsplit(url).netloc).casefold() if url else ""
    return letters in (_LETTERS_ONLY.sub("", publisher).casefold(), host, host.removeprefix("www")) or bool(
        _DOMAIN.fullmatch(name.strip())
    )


def bare_description(raw: str) -> str:
    """What the page describes itself with in its head, without white space."""
    tree = _tree(raw)
    said = _meta(tree) if tree is not None else {}
    return _bare(_first(value for name in _DESCRIPTIONS for value in said.get(name, ())))


def _tree(raw: str) -> Any:
    from lxml import etree, html

    try:
        return html.document_fromstring(_DECLARED.sub("", raw.replace("\0", "")))
    except (etree.ParserError, ValueError):
        return None  # nothing in it but comments


def _linked(node: Mapping[str, Any]) -> Source:
    published = node.get("datePublished") or node.get("dateCreated")
    author = node.get("author", node.get("creator", []))
    publisher = names_of(node.get("publisher", []), organisations=True) or names_of(
        node.get("publisher", []), organisations=False
    )
    title = node.get("headline", "")
    url = node.get("url", "")
    return Source(
        title=" ".join(title.split()) if isinstance(title, str) else "",
        publisher=_first((*publisher, *names_of(author, organisations=True))),
        authors=names_of(author, organisations=False),
        published=_day(published) if isinstance(published, str) else "",
        url=url if isinstance(url, str) and url.startswith("http") else "",
    )


def _meta(tree: Any) -> dict[str, list[str]]:
    """The contents of the page's <meta>, by name or property in small letters."""
    found: dict[str, list[str]] = {}
    for one in tree.iter("meta"):
        name = one.get("property") or one.get("name") or one.get("itemprop") or ""
        content = " ".join((one.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _from_meta(said: Mapping[str, list[str]]) -> Source:
    site = _first(value for name in _SITES for value in said.get(name, ()))
    title = _first(value for name in _TITLES for value in said.get(name, ()))
    authors = next((said[name] for name in _AUTHORS if name in said), [])
    persons = tuple(dict.fromkeys(name for name in authors if "://" not in name and name != site))
    return Source(
        title=_without_site(title, site),
        publisher=site,
        authors=persons if len(authors) > 1 else (),  # one line may hold several names: trafilatura parts them
        published=_first(_day(value) for name in _DATES for value in said.get(name, ())),
        url=_first(value for value in said.get("og:url", ()) if value.startswith("http")),
    )


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site that pages add to it."""
    cut = re.sub(rf"\s*[|–—_·:-]\s*{re.escape(site)}\s*$", "", title) if site else title
    return cut or title


def _entry(tree: Any) -> Source:
    """The page's h-entry (microformats.org/wiki/h-entry), if it has one and not a list of them."""
    entries = _classed(tree, "h-entry") or _classed(tree, "hentry")
    if len(entries) != 1:
        return Source()
    (entry,) = entries
    cards = [card for name in ("p-author", "author") for card in _classed(entry, name)]
    names = [_text((_classed(card, "p-name") or _classed(card, "fn") or [card])[0]) for card in cards]
    times = [one for name in ("dt-published", "published") for one in _classed(entry, name)]
    title = next((_text(one) for name in ("p-name", "entry-title") for one in _classed(entry, name)), "")
    return Source(
        title=title,
        authors=tuple(dict.fromkeys(filter(None, names))),
        published=_first(_day(one.get("datetime") or one.get("title") or _text(one)) for one in times),
    )


def _timed(tree: Any) -> Source:
    """The day in the <time> that says it is that of publication, or the first one in the article's head."""
    marked = [one for one in tree.iter("time", "meta", "span") if one.get("itemprop") == "datePublished"]
    marked += [one for one in tree.iter("time") if one.get("pubdate") is not None]
    articles = list(tree.iter("article")) or list(tree.iter("main"))
    if len(articles) == 1:
        marked += articles[0].iter("time")
    return Source(published=_first(_day(one.get("datetime") or one.get("content") or "") for one in marked))


def _classed(tree: Any, name: str) -> list[Any]:
    return [one for one in tree.iter() if isinstance(one.tag, str) and name in (one.get("class") or "").split()]


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _bare(text: str) -> str:
    return "".join(text.split())


def _day(written: str) -> str:
    """The day of an ISO 8601 time, or its month where it has no day; empty where it is none."""
    match = _DAY.match(written)
    if not match:
        return ""
    try:
        day = date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return ""
    return day.isoformat() if match[3] else day.isoformat()[:7]
