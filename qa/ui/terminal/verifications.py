"""A saved answer's quotations → the terminal: what became of each, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from qa.proof.checks import (
    Edit,
    QuotationCheck,
    State,
    Verification,
)
from qa.ui.terminal.draw import say
from qa.wording import counted, short

__all__ = ["print_verification"]

_STYLES = {
    State.VERBATIM: "green",
    State.MOVED: "yellow",
    State.CHANGED: "red",
    State.ELSEWHERE: "yellow",
    State.GONE: "red",
}
_SIGNS = str.maketrans({"\n": "⏎", "\t": "⇥", "\r": "␍", "\u00a0": "⍽", "\u3000": "□", "\u200b": "∅"})
"""White space that a terminal shows as a plain space, or not at all, where it is what was changed."""
_KEPT = 12


def print_verification(found: Verification, name: str) -> None:
    """A line for each quotation with its state and what to do, then how many are verbatim."""
    say((name, "bold"), f" · {short(found.question, 80)}")
    for fault in found.contradictions:
        say(("contradiction ", "red"), f"{fault}; the saved answer was changed: ask again")
    for check in found.checks:
        label = f"[{check.number}]" if check.part == "citations" else f"{check.part} [{check.number}]"
        say(
            (f"{label} ", "bold cyan"),
            (check.state.value, _STYLES[check.state]),
            f" · {check.document} {check.start}–{check.end} · {_advice(check)}",
        )
        if check.changes:
            say(f"    {_drawn(check.changes)}")
        for what, now in check.said:
            say((f"    {what} ", "yellow"), f"is now {_told(now)}; check whom you quote")
    verbatim = found.count(State.VERBATIM)
    say((f"{verbatim} of {counted(len(found.checks), 'quotation')} verbatim · library: {found.library}", "dim"))


def _advice(check: QuotationCheck) -> str:
    """What is so now, and what to do about it."""
    place = f"{check.now.document} {check.now.start}–{check.now.end}" if check.now else ""
    if check.altered:
        at = f"; it stands at {place}" if check.state is State.MOVED else ""
        return f"the document is as it was{at}; the saved answer was changed: ask again"
    if check.state is State.VERBATIM:
        named = f"; the document is now called {place.rpartition(' ')[0]}" if check.renamed else ""
        return ("holds" if check.same_file else "holds, though the file has changed") + named
    if check.state is State.MOVED:
        return f"now at {place}: cite it from there"
    if check.state is State.CHANGED:
        kept = f"; as it was in {', '.join(check.also)}" if check.also else ""
        return f"now at {place} it says something else: ask again, or quote what it says now{kept}"
    if check.state is State.ELSEWHERE:
        gone = "the document is gone" if check.same_file is None else "the document no longer has it"
        return f"{gone}; word for word at {place}: cite it from there, if you trust it"
    gone = "the document is gone" if check.same_file is None else "nothing in the document is like it"
    return f"{gone}, and no other has it: do not quote it, or index the file again"


def _drawn(changes: Sequence[Edit]) -> str:
    """What was changed in its surroundings: `…im Jahr [-2024-]{+2025+} sind…`."""
    return "".join(
        _around(change.was, first=number == 0, last=number == len(changes) - 1)
        if change.was == change.now
        else f"{_marked('[-', change.was, '-]')}{_marked('{+', change.now, '+}')}"
        for number, change in enumerate(changes)
    )


def _marked(opening: str, text: str, closing: str) -> str:
    return f"{opening}{text.translate(_SIGNS)}{closing}" if text else ""


def _around(text: str, *, first: bool, last: bool) -> str:
    """What was not changed, without its middle."""
    line = text.replace("\n", "⏎")
    if first or last:
        kept = line[-_KEPT:] if first else line[:_KEPT]
        return line if len(line) <= _KEPT else f"…{kept}" if first else f"{kept}…"
    return line if len(line) <= 2 * _KEPT else f"{line[:_KEPT]}…{line[-_KEPT:]}"


def _told(value: object) -> str:
    if isinstance(value, list):
        parts = [" › ".join(part) if isinstance(part, list) else str(part) for part in value]
        return ", ".join(parts) or "nobody"
    return str(value) or "not known"
