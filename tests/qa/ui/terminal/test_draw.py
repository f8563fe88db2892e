"""Progress where no terminal is: a line now and then, with how much time is left as it went until then."""

from __future__ import annotations

import pytest

from qa.ui.terminal.draw import progress_bar


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
