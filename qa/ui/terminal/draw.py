"""All that is printed: lines, tables and progress, drawn with rich where there is a terminal, plain where output is piped.

Whatever a document, its name or an error says, nothing of it drives the terminal or hides in it (`index.text.visible`), piped or not:
what is piped is often seen in a terminal after all. JSON has every character, escaped. rich is not even imported for a pipe.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from time import monotonic
from typing import TYPE_CHECKING

from index.text.visible import visible, visible_json

if TYPE_CHECKING:
    from index.progress import Progress as ProgressCall

__all__ = ["drawn", "progress_bar", "say", "say_apart", "say_json", "side_by_side", "tabulate", "write"]

_BETWEEN = 1.0
"""Seconds between two lines of progress in a pipe."""
_SOON = 5.0
"""Seconds that need not be told."""
_FIRST, _BORDERS = 24, 3
"""How wide the first column of a table is at least, where it has so much to say, and what lines and spaces take of each."""


def drawn() -> bool:
    """Whether there is a terminal to draw on."""
    return sys.stdout.isatty()


def say(*parts: str | tuple[str, str]) -> None:
    """One line of texts, some with a style, which only a terminal sees; no text is ever read as markup."""
    shown = [visible(part) if isinstance(part, str) else (visible(part[0]), part[1]) for part in parts]
    if not drawn():
        print("".join(part if isinstance(part, str) else part[0] for part in shown))
        return
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False, emoji=False, markup=False).print(Text.assemble(*shown), soft_wrap=True)


def say_apart(text: str) -> None:
    """Lines on standard error."""
    print(visible(text), file=sys.stderr, flush=True)


def say_json(text: str) -> None:
    """JSON, each character of whose values is there, escaped where it is not seen."""
    print(visible_json(text))


def write(text: str) -> None:
    """A text for a file, whose form has said already what becomes of characters that are not seen."""
    sys.stdout.write(text)


def tabulate(
    header: Sequence[str], rows: Sequence[Sequence[str]], ends: Sequence[int] = (), shares: Sequence[int] = ()
) -> None:
    """A table in a terminal, with a line under the rows `ends`; elsewhere lines of cells between tabs.

    `shares` gives each column its part of the terminal's width, 0 for as much as it needs. No cell is ever cut short. Where the
    names of the columns do not fit into the terminal side by side, each row is a paragraph.
    """
    if not drawn():
        for row in [header, *rows]:
            print("\t".join(" ".join(visible(cell).split()) for cell in row))
        return
    from rich.cells import cell_len
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, emoji=False)
    words = [max(cell_len(word) for word in (name.replace("_", " ") or " ").split(" ")) for name in header]
    words[0] = max(words[0], min(_FIRST, max((cell_len(row[0]) for row in rows), default=0)))
    if sum(words) + _BORDERS * len(words) + 1 > console.width:
        for first, *others in rows:
            console.print(Text(visible(first), "bold"), soft_wrap=True)
            named = zip(header[1:], others, strict=True)
            told = " · ".join(f"{name.replace('_', ' ')} {visible(cell)}" for name, cell in named)
            console.print(Padding(Text(told), (0, 0, 0, 2)))
        return
    table = Table(expand=bool(shares))
    for place, name in enumerate(header):
        table.add_column(name.replace("_", " "), overflow="fold", ratio=shares[place] or None if shares else None)
    for number, row in enumerate(rows):
        table.add_row(*(Text(visible(cell)) for cell in row), end_section=number in ends)
    console.print(table)


@contextmanager
def progress_bar(*, lines: bool = False) -> Iterator[ProgressCall]:
    """A progress call that draws on standard error; where that is no terminal nothing, or with `lines` one now and then."""
    if not sys.stderr.isatty():
        yield _lines() if lines else _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(visible(step), total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield progress


def _silent(_step: str, _done: int, _total: int) -> None:
    """Progress where nobody looks."""


def _lines() -> ProgressCall:
    """Lines such as `embedding 120 of 450, about 2 minutes left`, none before a second is over and none sooner than that after another."""
    last = monotonic()
    begun: dict[str, tuple[float, int]] = {}

    def progress(step: str, done: int, total: int) -> None:
        nonlocal last
        now = monotonic()
        since, before = begun.setdefault(step, (now, done))
        if now - last >= _BETWEEN:
            last = now
            rate = (done - before) / (now - since) if now > since else 0.0
            say_apart(f"{step} {done} of {total}{_left((total - done) / rate) if rate else ''}")

    return progress


def _left(seconds: float) -> str:
    """How long it will take, as it went until now; nothing where that is hardly any time."""
    minutes = round(seconds / 60)
    if seconds < _SOON:
        return ""
    return f", about {minutes} minute{'s' * (minutes > 1)} left" if minutes else ", less than a minute left"


def side_by_side(left: tuple[str, Sequence[str]], right: tuple[str, Sequence[str]]) -> None:
    """Two lists of texts under their titles, in two columns in a terminal.

    Elsewhere one below the other, as `diff` shows them: `-` what only the left has, `+` what only the right has.
    """
    left, right = ((title, [visible(text) for text in texts]) for title, texts in (left, right))
    if not sys.stdout.isatty():
        for sign, texts in (
            ("-", [t for t in left[1] if t not in right[1]]),
            (" ", [t for t in right[1] if t in left[1]]),
        ):
            _print_signed(sign, texts)
        _print_signed("+", [text for text in right[1] if text not in left[1]])
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(left[0], right[0], show_lines=True, expand=True)
    for column in table.columns:
        column.ratio, column.overflow = 1, "fold"  # a language without spaces would be cut short otherwise
    shared = [text for text in right[1] if text in left[1]]
    rows = zip_longest(
        *(sorted(texts, key=lambda text: text not in shared) for _, texts in (left, right)), fillvalue=""
    )
    for one, other in rows:
        style = "dim" if one == other else ""
        table.add_row(Text(one, style), Text(other, style))
    Console(highlight=False, emoji=False).print(table)


def _print_signed(sign: str, texts: Sequence[str]) -> None:
    for text in texts:
        first, *rest = text.split("\n")
        print(f"  {sign} {first}", *(f"    {line}" for line in rest), sep="\n")
