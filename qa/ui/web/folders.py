"""Paths in what is told to whoever asks: the names of files, and not in which folders of this computer they lie."""

from __future__ import annotations

import re
from pathlib import PurePath

from index.errors import YinzhengError
from index.formats import Unread
from qa.ui.web.words.strings import PageStrings

__all__ = ["told_of", "unplaced", "worded"]

_FOLDERS = re.compile(
    r"""(?<![\w./:\\])(?:~|[A-Za-z]:)?[/\\]{1,2}(?:[^\s/\\:*?"'<>|()，。；：]+[/\\])*(?=[^\s/\\]|$)"""
)
"""The folders of an absolute path that stands in a text; those of an address on the web follow a colon."""


def unplaced(text: str, *known: str | PurePath) -> str:
    """The text with the bare names of files where it has absolute paths, and where it has these `known` ones, spaces and all."""
    folders = {str(folder) for path in known for folder in PurePath(path).parents if folder.is_absolute()}
    for folder in sorted(folders, key=len, reverse=True):
        if folder != PurePath(folder).anchor:
            text = re.sub(rf"{re.escape(folder)}[/\\]", "", text)
    return _FOLDERS.sub("", text)


def worded(error: YinzhengError, words: PageStrings, *known: str | PurePath) -> str:
    """What is wrong, in the page's language where it has words for it; else as the error says it, without folders."""
    return words.fault(error.fault, error.value) or unplaced(str(error), *known)


def told_of(unread: Unread, words: PageStrings) -> tuple[str, str]:
    """A file that was not read, by its name alone, and why, on one line; and in which language that is."""
    path = PurePath(unread.name)
    if said := words.fault(unread.fault, unread.value):
        return words.named.format(name=path.name, said=said), words.tag
    reason = unread.reason
    for first in range(len(path.parts) - 1):
        reason = reason.replace(str(PurePath(*path.parts[first:])), path.name)
    reason = unplaced(reason, path)
    return (f"{path.name}: {reason}" if unread.skipped else reason), "en"
