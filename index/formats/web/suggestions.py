"""What a web page says of itself: linked data, <meta>, microformats, <time>, and last what trafilatura makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from index.formats.web.linked_data import article_nodes_of, names_of
from index.records import Source

__all__ = ["bare_description", "suggestions"]

_DAY = re.compile(r"\s*(\d{4})-(\d\d)(?:-(\d\d))?(?![\d-])")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_TITLES = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "parsely-pub-date", "datepublished", "date",
)  # fmt: skip
_AUTHORS = ("author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "article:author")
_SITES = ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher", "application-name")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")


def suggestions(raw: str) -> Source:
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
    authors = tuple(name.strip() for name in (guessed.author or "").split(";") if name.strip())
    publisher = _first(one.publisher for one in said) or guessed.sitename or ""
    stated = next((one.authors for one in said if one.authors), None)
    if stated is None:
        stated = tuple(name for name in authors if name != publisher)
    headings = {_bare("".join(one.itertext())) for one in tree.iter("h1", "h2")} if tree is not None else set()
    found = Source(
        title=next((title for title in titles if _bare(title) in headings), _first(titles)),
        publisher=publisher,
        authors=stated,
        published=_first(one.published for one in said) or guessed.date or "",
        url=_first(one.url for one in said) or guessed.url or "",
    )
    named = found.title or found.published or found.authors
    return Source(
        found.title,
        found.publisher,
        authors=found.authors,
        published=found.published,
        url=found.url,
        note="as stated in the page's markup" if named else "",
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
