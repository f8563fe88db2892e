"""The form that asks for the password → HTML."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from qa.ui.web.html.drawing import draw
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.languages import page_languages

__all__ = ["again_html", "entry_html"]


def entry_html(
    wanted: Wanted, asked: Sequence[tuple[str, str]], *, files: str, to: str, wrong: bool = False, wait: int = 0
) -> Markup:
    """The form, that leads `to` an address of the page. `asked` are the values of the address that it is at itself.

    After a `wrong` password, or while there are to be no tries for so many seconds (`wait`), it says so.
    """
    words = wanted.words
    told = words.wrong_password if wrong else words.too_many_passwords.format(n=wait) if wait else ""
    languages = [
        (tag, one.name, "?" + urlencode([*(pair for pair in asked if pair[0] != "lang"), ("lang", tag)]))
        for tag, one in page_languages().items()
        if tag != words.tag
    ]
    action = Wanted(lang=wanted.lang, theme=wanted.theme).to("/enter")
    return draw(
        "entry",
        "entry",
        words=words,
        files=files,
        theme=wanted.theme,
        to=to,
        told=told,
        action=action,
        languages=languages,
    )


def again_html() -> Markup:
    """A page that asks for itself again."""
    return draw("entry", "again")
