"""Where the article on a saved web page ends, and which lines are furniture of the page.

A page is told from other texts by its furniture: three lines of different words that are buttons, menus, offers,
notices, lists of other pages or teasers. In a text that has less of it, only an end mark ends anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from index.languages.registry import pattern
from index.structure.furniture import Sign, is_reaction, sign
from index.structure.lines import Line, bare, is_sentence
from index.text.script import width

__all__ = ["article_end", "end_mark", "evidence", "signed"]

_end_mark = pattern(
    lambda one: one.page.end,
    r"(?<=[。！？!?.…”」』\"'）)])\s*(?:[△▲▽■◆◇□※]|[（(【](?:{}|End)[）)】])[^。！？!?]{0,30}$",
)
"""A site's sign that the article is over: after a sentence, with nothing behind it but a credit."""
_POINTS = {Sign.LIST: 3.0, Sign.COMMENTS: 3.0, Sign.END: 3.0, Sign.MENU: 1.0, Sign.LISTED: 0.3}
_SIGN, _TEASER, _PROSE, _SENTENCE = 2.0, 1.0, -10.0, -2.0
_ENOUGH, _MANY = 3, 3
_LONGEST_LIST = 12
_HEADLINE = 6
_SAYS = re.compile(r"[。？?！!.]$|[:：]\s*\S|\d{3}")
"""What an item of a menu has not: an end of a sentence, a value."""
_DIGITS = re.compile(r"\d+")
_RUN, _RUN_WIDTH = 3, 8


def evidence(lines: Sequence[Line]) -> int:
    """How many lines of different words are furniture."""
    return len({bare(line.text) for line in lines if line.sign not in (Sign.NONE, Sign.LISTED)})


def signed(lines: Sequence[Line]) -> list[Line]:
    """All the lines of a text, each with what it is a sign of; none has one where the text is no page."""
    by_words = [line if line.marked else _with(line, sign(line.text)) for line in lines]
    found = _listed(_commented(_menus(by_words)))
    if evidence(found) + sum(line.teaser for line in lines) < _ENOUGH:
        return list(lines)
    return found


def _with(line: Line, found: Sign) -> Line:
    return line if found is line.sign else replace(line, sign=found)


def end_mark(line: Line) -> re.Match[str] | None:
    """The sign that a line ends the article with."""
    return _end_mark().search(line.text) if line.prose else None


def article_end(lines: Sequence[Line]) -> int:
    """Index of the first line after the article: behind an end mark, or where the best run of furniture begins."""
    for i, line in enumerate(lines):
        if end_mark(line) and not any(later.prose for later in lines[i + 1 :]):
            return i + 1
    best, total, found, end = 0.0, 0.0, 0.0, len(lines)
    times = Counter(map(_words, lines))
    seen: set[str] = set()
    for i in range(len(lines) - 1, -1, -1):
        words = _words(lines[i])
        gain = _gain(lines[i], new=words not in seen and times[words] < _MANY)
        seen.add(words)
        total += gain
        found += max(gain, 0.0)
        if gain > 0 and total > best and found >= _ENOUGH:
            best, end = total, i
    return end


def _words(line: Line) -> str:
    return _DIGITS.sub("", bare(line.text))


def _gain(line: Line, *, new: bool) -> float:
    """How much a line speaks for the end of the article being before it.

    Words that come again say nothing new, and those that come often are buttons of parts of a page, as in a forum.
    Prose with the words of an offer in it may stand behind the end, but is no reason to end there.
    """
    if line.sign:
        return _POINTS.get(line.sign, _SIGN) if new and (not line.prose or line.sign is Sign.NOTICE) else 0.0
    if line.teaser:
        return _TEASER
    return _PROSE if line.prose else _SENTENCE if is_sentence(line) else 0.0


def _menus(lines: Sequence[Line]) -> list[Line]:
    """One word of a menu is a sign only in a run of short lines, half of them such words; what is between them is too."""
    found = list(lines)
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_short(lines[end]):
            end += 1
        known = [i for i in range(at, end) if lines[i].sign in (Sign.MENU, Sign.BUTTON)]
        run = range(known[0], known[-1] + 1) if known else range(0)
        if len(known) >= _RUN and len(known) * 2 >= len(run):
            for i in run:
                found[i] = replace(lines[i], sign=lines[i].sign or Sign.MENU)
        else:
            for i in known:
                if lines[i].sign is Sign.MENU and len(lines[i].text.split()) == 1:
                    found[i] = replace(lines[i], sign=Sign.NONE)
        at = max(end, at + 1)
    return found


def _is_short(line: Line) -> bool:
    return width(line.text) <= _RUN_WIDTH and not line.marked and not _SAYS.search(line.text)


def _commented(lines: Sequence[Line]) -> list[Line]:
    """What readers wrote: after the heading of the comments, within two lines of `Reply` or `2 hours ago`."""
    start = next((i for i, line in enumerate(lines) if line.sign is Sign.COMMENTS), len(lines))
    reactions = [i for i in range(start, len(lines)) if is_reaction(lines[i].text)]
    near = {j for i in reactions for j in range(max(i - 2, start), i + 3)}
    return [replace(x, sign=Sign.LISTED) if i in near and not (x.sign or x.marked) else x for i, x in enumerate(lines)]


def _listed(lines: Sequence[Line]) -> list[Line]:
    """The lines under a heading of other pages: up to the next prose, or, where blank lines part blocks, in its block.

    The last of them is left out of the list if it is much shorter than the others: a heading of the article.
    """
    found = list(lines)
    for i, line in enumerate(lines):
        if line.sign is not Sign.LIST:
            continue
        own = i + 1 < len(lines) and lines[i + 1].group == line.group
        last = line.group if own else line.group + 1
        items: list[int] = []
        for j in range(i + 1, min(i + 1 + _LONGEST_LIST, len(lines))):
            told = lines[j].prose or (is_sentence(lines[j]) and not lines[j].teaser)
            if told or lines[j].marked or lines[j].group > last or lines[j].sign in (Sign.LIST, Sign.COMMENTS):
                break
            items.append(j)
        widths = [width(lines[j].text) for j in items]
        if not line.group and len(items) > 1 and widths[-1] * 2 < median(widths):
            items.pop()
        if not own and items and line.group and median(widths) < _HEADLINE:
            items.clear()
        if not items and not (i + 1 < len(lines) and lines[i + 1].sign):
            found[i] = replace(line, sign=Sign.NONE)
        for j in items:
            found[j] = replace(lines[j], sign=lines[j].sign or Sign.LISTED)
    return found
