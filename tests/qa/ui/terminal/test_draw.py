"""Progress where no terminal is: a line now and then, with how much time is left. Tables in a terminal, wide and narrow."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from qa.ui.terminal.draw import progress_bar, tabulate


def test_progress_in_a_pipe_says_how_much_time_is_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter((0.0, 0.0, 10.0, 10.5, 20.0, 30.0))
    monkeypatch.setattr("qa.ui.terminal.draw.monotonic", lambda: next(times))
    with progress_bar(lines=True) as progress:
        for done in (0, 10, 11, 40, 99):
            progress("embedding", done, 100)
    assert capsys.readouterr().err.splitlines() == [
        "embedding 10 of 100, about 2 minutes left",
        "embedding 40 of 100, less than a minute left",
        "embedding 99 of 100",
    ]


HEADER = ("question", "language", "verdict", "answerable_answered", "unanswerable_refused", "seconds")
ROWS = [
    ("who-is-the-keeper-of-the-lighthouse", "en", "answered", "1.000", "–", "0.31"),
    ("谁是守塔人", "zh", "uncertain", "0.500", "–", "0.29"),
]


@pytest.mark.parametrize(("width", "beside"), [(140, True), (80, False)])
def test_a_table_that_does_not_fit_is_a_paragraph_for_each_row(
    width: int, *, beside: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("qa.ui.terminal.draw.drawn", lambda: True)
    tabulate(HEADER, ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert all(cell_len(line) <= width for line in lines)
    shown = " ".join(" ".join(lines).split())
    assert all(cell in shown for row in ROWS for cell in row), "whole, and in one line"
    assert ("┃" in shown) is beside
    if not beside:
        assert lines[0] == ROWS[0][0]
        assert "answerable answered 1.000" in shown
