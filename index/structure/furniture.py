"""What a line of a saved web page is when it is not of the article: a button, a menu, a link, an offer, a notice.

Known by the words that sites of all kinds use for these, in each language (`index.languages`); a line counts only if all of
it, or at least half of its items, are such words, or if it is built as such lines are.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.languages.registry import Languages, composed, pattern
from index.text.script import width

__all__ = ["Sign", "is_credit", "is_reaction", "sign"]


class Sign(StrEnum):
    """What a line is a sign of; the value is the reason given when it is left out."""

    NONE = ""
    BUTTON = "a button of the page"
    MENU = "a menu of the page"
    TRAIL = "the way to the page"
    LINK = "a link to another page"
    LIST = "a list of other pages"
    OFFER = "an offer of the site"
    NOTICE = "a notice of the site"
    LISTED = "in a list of other pages"
    COMMENTS = "comments of readers"
    END = "the end of the article"


_OWN_NAMES = frozenset("english 中文 日本語 한국어 français deutsch español".split())
"""What menus call languages, whatever the page's own."""


def _words(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in text.split())


@composed
def _buttons(known: Languages) -> frozenset[str]:
    return known.words(lambda one: _words(one.page.buttons))


@composed
def _menu(known: Languages) -> frozenset[str]:
    return known.words(lambda one: _words(one.page.menu)) | _OWN_NAMES


_button = pattern(lambda one: one.page.button, flags=re.I)
_notice = pattern(lambda one: one.page.notice, "[©ⓒ]|{}", re.I)
_offer = pattern(lambda one: one.page.offer, flags=re.I)
_list = pattern(lambda one: one.page.list, flags=re.I)
_ago = pattern(lambda one: one.page.ago, flags=re.I)
_end = pattern(lambda one: one.page.end, r"[-—–=~·\s]*(?:{})[-—–=~·\s]*")
_here = pattern(lambda one: one.page.here, r"^(?:{})\s*[:：]", re.I)


@composed
def _link(known: Languages) -> re.Pattern[str]:
    lead, whole = known.joined(lambda one: one.page.link_lead), known.joined(lambda one: one.page.link)
    return re.compile(rf"^(?:[☞👉]|(?:{lead})\s*[:：]\s*\S)|^[←<«]\s.{{2,40}}$|{whole}", re.I)


@composed
def _comments(known: Languages) -> re.Pattern[str]:
    nouns, counted = known.joined(lambda one: one.page.comments), known.joined(lambda one: one.page.comments_counted)
    others = known.joined(lambda one: one.page.comment_headings)
    return re.compile(rf"(?:\d+\s*)?(?:{nouns})\s*[(（]?\d+[)）]?|\d+ (?:{counted})|{others}", re.I)


@composed
def _credit(known: Languages) -> re.Pattern[str]:
    lines, roles = known.joined(lambda one: one.page.credit), known.joined(lambda one: one.page.credit_roles)
    ends = known.joined(lambda one: one.page.credit_ends)
    return re.compile(
        rf"^[(（【\[]?(?:{lines}|(?:{roles})\s*[／/:：＝=｜|\s])|{ends}|(?<!\S)\S[^\s@]*+@\S+\.\w+$", re.I
    )


_NUMBER = re.compile(r"#\d{1,5}")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SEPARATOR = re.compile(r"\s*[|｜·•›>＞»／\t\u3000【】\[\]]\s*|\s/\s|\s{2,}")
_TRAIL = re.compile(r"(?<!\s)\s*+[›>＞»／]\s*+|\s/\s")
_ARROW = re.compile(r"\S\s*[›>＞»]\s*(?=\S)")
_ENDED = re.compile(r"[。！!]|[.](?=\s|$)")
_WIDTH = 24
_ITEM_WIDTH = 8


def sign(text: str) -> Sign:
    """What one line is a sign of."""
    if _notice().search(text):
        return Sign.NOTICE
    if _offer().search(text):
        return Sign.OFFER
    words = _EDGES.sub("", text)
    if _comments().fullmatch(text.strip("·|: ")):
        return Sign.COMMENTS
    if _link().search(text) and not _ENDED.search(text):
        return Sign.LINK
    if _button().fullmatch(words) or _button().fullmatch(text):
        return Sign.BUTTON
    if width(text) > 2 * _WIDTH or _ENDED.search(words):
        return Sign.NONE
    if _end().fullmatch(text):
        return Sign.END
    if _NUMBER.fullmatch(text):
        return Sign.BUTTON
    if _list().fullmatch(words):
        return Sign.LIST
    return _by_items(text)


def _by_items(text: str) -> Sign:
    steps = [step for step in _TRAIL.split(text) if step]
    if _here().search(text) or (len(steps) > 1 and _plain(steps[0]) in _menu() and width(text) <= _WIDTH):
        return Sign.TRAIL
    if len(_ARROW.findall(text)) > 1 and all(width(step) <= _ITEM_WIDTH for step in steps):
        return Sign.TRAIL
    buttons_of, menu_of = _buttons(), _menu()
    whole = [item for item in map(_plain, _SEPARATOR.split(text)) if item]
    items = [
        part
        for item in whole
        for part in ([item] if item in buttons_of or item in menu_of else map(_plain, item.split()))
    ]
    items = whole if any(width(item) > _ITEM_WIDTH for item in items) else [item for item in items if item]
    buttons, menu = sum(item in buttons_of for item in items), sum(item in menu_of for item in items)
    if not items or (buttons + menu) * 2 < len(items) or (len(items) <= 2 and buttons + menu < len(items)):
        return Sign.NONE
    return Sign.BUTTON if buttons > menu else Sign.MENU


def _plain(item: str) -> str:
    return _EDGES.sub("", item).casefold()


def is_credit(text: str) -> bool:
    """Whether a line says who wrote, took, edited or published something, or when."""
    return width(text) <= _WIDTH and bool(_credit().search(text))


def is_reaction(text: str) -> bool:
    """Whether a line is what stands over or under a reader's comment: `Reply`, `2 hours ago`."""
    return bool(_ago().search(text)) or (sign(text) is Sign.BUTTON and width(text) <= _WIDTH)
