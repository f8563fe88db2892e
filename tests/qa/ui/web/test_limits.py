"""Seats, the line for them, and rates."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from typing import Any, cast

import pytest

from qa.engine import Engine
from qa.errors import QuestionError
from qa.turns import give_way
from qa.ui.web.handlers.desk import Desk
from qa.ui.web.limits import Busy, Gone, Rate, Seats, address_of
from qa.ui.web.wanted import Wanted


def ran(given: Coroutine[Any, Any, Any]) -> Any:
    with ThreadPoolExecutor(1) as pool:  # a browser may hold the event loop of this thread
        return pool.submit(asyncio.run, given).result()


def test_first_come_first_served() -> None:
    seats = Seats(1, 2)
    first, second, third = seats.take(), seats.take(), seats.take()
    assert [one.ahead for one in (first, second, third)] == [0, 1, 2]
    with pytest.raises(Busy):
        seats.take()
    assert seats.take(always=True).ahead == 3
    first.leave()
    first.leave()
    assert [one.ahead for one in (second, third)] == [0, 1]
    assert second.wait(0)
    assert not third.wait(0.01)


def test_who_leaves_the_line_gives_the_place_back() -> None:
    seats = Seats(1, 5)
    with seats.take():
        second, third = seats.take(), seats.take()
        second.leave()
        assert third.ahead == 1
    assert third.wait(0)
    third.leave()
    assert seats.take().ahead == 0


def test_nobody_is_seated_while_something_goes_before_all() -> None:
    seats = Seats(2, in_line=2, clock=lambda: 0.0)
    sits = seats.take()
    with seats.before_all(), seats.before_all():
        waiting, leaving = seats.take(), seats.take()
        with pytest.raises(Busy):
            seats.take()
        assert (sits.ahead, waiting.ahead, leaving.ahead) == (0, 1, 2)
        sits.leave()
        leaving.leave()
        assert not waiting.wait(0)
    assert waiting.wait(0)
    assert seats.take().wait(0)
    assert not seats.take().wait(0)


def test_what_goes_before_all_keeps_nobody_waiting_for_good() -> None:
    now = [0.0]
    seats = Seats(2, clock=lambda: now[0])
    with ExitStack() as last:
        last.enter_context(seats.before_all())
        waiting = seats.take()
        for _ in range(4):  # another begins before the one before has ended
            now[0] += 0.12
            following = ExitStack()
            following.enter_context(seats.before_all())
            last.close()
            last = following
            assert not waiting.wait(0)
        now[0] += 0.12
        assert seats.take().wait(0)
        assert waiting.wait(0)
        last.close()
        with seats.before_all():  # after a gap there is the whole time again
            assert not seats.take().wait(0)


def test_a_coroutine_that_is_cancelled_in_line_keeps_nobody_out() -> None:
    async def run() -> None:
        seats = Seats(1, 5)
        first = seats.take()
        waiting = asyncio.create_task(seats.work(lambda: 1))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        first.leave()
        assert await seats.work(lambda: 2) == 2

    ran(run())


def test_a_seat_is_taken_until_the_work_is_done() -> None:
    async def run() -> None:
        seats, may_end = Seats(1, 5), threading.Event()
        working = asyncio.create_task(seats.work(lambda: may_end.wait(10)))
        await asyncio.sleep(0.05)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
        following = seats.take()
        assert following.ahead == 1
        may_end.set()
        assert await following.seated(5)

    ran(run())


def test_who_is_gone_leaves_the_line() -> None:
    async def run() -> None:
        seats = Seats(1, 5)
        seats.take()

        async def gone() -> bool:
            return True

        with pytest.raises(Gone):
            await seats.work(lambda: 1, gone)
        assert seats.take().ahead == 1

    ran(run())


def test_errors_come_through_and_the_seat_is_free_again() -> None:
    async def run() -> None:
        seats = Seats(1, 5)
        with pytest.raises(ZeroDivisionError):
            await seats.work(lambda: 1 // 0)
        assert [found async for found in seats.each(iter([1, 2, 3]))] == [1, 2, 3]

    ran(run())


def test_others_are_worked_for_between_two_items() -> None:
    async def run() -> list[str]:
        seats, order = Seats(1, 5), []

        def items() -> Any:
            for number in range(3):
                order.append(f"item {number}")
                yield number

        async def other() -> None:
            await seats.work(lambda: order.append("other"))

        between = None
        async for number in seats.each(items()):
            if number == 0:
                between = asyncio.create_task(other())
                await asyncio.sleep(0.05)
        assert between
        await between
        return order

    assert ran(run()) == ["item 0", "other", "item 1", "item 2"]


def test_a_rate_is_a_burst_and_then_so_many_a_second() -> None:
    now = [0.0]
    rate = Rate(2.0, 3, lambda: now[0])
    assert [rate.wait("a") for _ in range(3)] == [0.0] * 3
    assert rate.wait("a") == pytest.approx(0.5)
    now[0] += 0.5
    assert rate.wait("a") == 0.0
    assert rate.wait("a") > 0
    now[0] += 1000
    assert [rate.wait("a") > 0 for _ in range(4)] == [False, False, False, True]


def test_rates_of_many_addresses_are_forgotten() -> None:
    rate = Rate(1.0, 1, lambda: 0.0)
    for number in range(20_000):
        rate.wait(str(number))
    assert len(rate._seen) <= 10_000


@pytest.mark.parametrize(
    ("client", "address"),
    [
        (("192.0.2.7", 1), "192.0.2.7"),
        (("::ffff:192.0.2.7", 1), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (None, ""),
        (("unix", 0), "unix"),
    ],
)
def test_who_asks(client: Any, address: str) -> None:
    assert address_of({"type": "http", "client": client}) == address


def test_what_is_done_on_a_seat_does_not_wait_for_a_reader_who_does_not_read(engine: Engine) -> None:
    async def run() -> None:
        seats = Seats(1, 5)
        first = seats.take()
        line = Desk(engine, seats).line(Wanted(q=""))
        assert await anext(line) == (1, frozenset())
        first.leave()
        assert await seats.take().seated(60)  # nobody has asked for the next of the line
        assert await anext(line) == (0, frozenset())
        with pytest.raises(QuestionError):
            await anext(line)

    ran(run())


def test_who_leaves_the_page_leaves_the_line(engine: Engine) -> None:
    async def run() -> None:
        seats = Seats(1, 5)
        first = seats.take()
        line = cast("AsyncGenerator[Any]", Desk(engine, seats).line(Wanted(q="")))
        assert await anext(line) == (1, frozenset())
        await line.aclose()
        assert await until(lambda: not seats.waiting)
        first.leave()
        assert seats.take().ahead == 0

    ran(run())


def test_what_is_read_is_told_while_more_is_read(engine: Engine) -> None:
    """Of a question that the first passages do not settle: the two nearest first, and never one that is not among those found."""
    asked = "When does the ferry to Gotland leave?"

    async def run() -> list[set[int]]:
        return [set(read) async for _, read in Desk(engine, Seats(1, 5)).line(Wanted(q=asked))]

    told = ran(run())
    nearest = [hit.number for hit in engine.retrieve(asked, 8, read=False)]
    assert told[0] == set()
    assert len(told) > 1
    assert all(before <= after for before, after in pairwise(told))
    assert [told[-1] & set(nearest[:2]), told[-1] - set(nearest)] == [set(nearest[:2]), set()]


async def until(true: Callable[[], bool]) -> bool:
    """Whether it becomes so before everything that is due now is done some hundred times over."""
    for _ in range(100):
        if true():
            return True
        await asyncio.sleep(0)
    return False


def test_what_is_made_quickly_does_not_wait_for_what_is_not() -> None:
    """Of four who ask at once two need one part and two need three: the short ones are done first, whoever came first."""

    async def run() -> list[str]:
        seats, done = Seats(1, 8), list[str]()

        def answering(name: str, parts: int) -> None:
            for _ in range(parts - 1):
                give_way(())
            done.append(name)

        asked = {"long": 3, "short": 1, "longer": 4, "another short": 1}
        with seats.take():
            working = [
                asyncio.create_task(seats.work(partial(answering, name, parts))) for name, parts in asked.items()
            ]
            await asyncio.sleep(0.05)
            assert seats.waiting == len(asked)
        await asyncio.gather(*working)
        assert seats.taken == seats.waiting == 0
        return done

    assert ran(run()) == ["short", "another short", "long", "longer"]


def test_who_gives_way_to_nobody_goes_on() -> None:
    seats = Seats(1, 1)
    seats.sitting(seats.take(), lambda: give_way(())).result(5)
    assert seats.take().ahead == 0


def test_who_has_waited_too_long_goes_before_who_came_later() -> None:
    now = [0.0]
    seats = Seats(1, clock=lambda: now[0])
    with seats.take():
        waited = seats.take()
        waited.turns = 3
        now[0] += 5
        fresh = seats.take()
        assert (fresh.ahead, waited.ahead) == (1, 2)
        now[0] += 6
        assert (waited.ahead, fresh.ahead) == (1, 2)
    assert waited.wait(0)


def test_no_more_wait_in_the_midst_of_something_than_there_are_threads() -> None:
    """However many collect, whoever is given a seat has a thread to work in."""

    async def run() -> list[int]:
        seats = Seats(1, 2)

        def answering(number: int) -> int:
            for _ in range(3):
                give_way(())
            return number

        def items(number: int) -> Iterator[int]:
            for _ in range(3):
                yield answering(number)

        async def collected(number: int) -> list[int]:
            return [found async for found in seats.each(items(number))]

        first = [asyncio.create_task(collected(number)) for number in range(2)]
        await asyncio.sleep(0.01)
        return [one for found in await asyncio.wait_for(asyncio.gather(*first), 20) for one in found]

    assert sorted(ran(run())) == [0, 0, 0, 1, 1, 1]
