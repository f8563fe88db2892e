"""Where points and bars stand, with the arithmetic beside them."""

from __future__ import annotations

import pytest

from qa.evaluation.page.plots import Plot, reliability, times
from tests.qa.evaluations import quoted, result


def test_points_of_like_odds() -> None:
    cited = [quoted(odds=0.11), quoted(odds=0.19, fact=True), quoted(odds=1.0, fact=True), quoted(odds=0.8)]
    found = reliability([result(citations=tuple(cited))])
    assert found is not None
    assert [(p.odds, p.share, p.count) for p in found.points] == [
        (pytest.approx(0.15), 0.5, 2),  # (.11 + .19) / 2, 1 of 2
        (0.8, 0.0, 1),
        (1.0, 1.0, 1),
    ]
    assert found.error == pytest.approx((2 * 0.35 + 0.8 + 0) / 4)
    assert (found.points[2].x, found.points[2].y) == (Plot().right, Plot().top)


@pytest.mark.parametrize("citations", [(), (quoted(odds=1.5),), (quoted(odds=-3.2), quoted())])
def test_without_odds_there_is_no_plot(citations: tuple[object, ...]) -> None:
    assert reliability([result(citations=citations)]) is None


def test_bars_of_seconds() -> None:
    found = times([result(seconds=s) for s in (0.1, 0.3, 0.35, 1.1)])
    counts = {round(bar.start, 3): bar.count for bar in found.bars}
    assert counts == {0.1: 1, 0.3: 2, 1.0: 1}  # 1.1 / 12 is .092: steps of .1; the last edge is in the last bar
    assert (found.most, found.bars[1].y, found.bars[1].height) == (2, Plot().top, Plot().bottom - Plot().top)
    assert found.median == Plot().x(0.3 / 1.1)
    assert found.bars[-1].end == pytest.approx(1.1)


def test_one_answer_that_took_far_longer_is_in_the_last_bar() -> None:
    found = times([result(seconds=s) for s in [0.5] * 99 + [60.0]])
    assert sum(bar.count for bar in found.bars) == 100
    assert found.bars[-1].end is None
    assert found.bars[-1].start < 1.0  # twice .5


def test_nothing_took_any_time() -> None:
    assert sum(bar.count for bar in times([result(seconds=0.0)]).bars) == 1
