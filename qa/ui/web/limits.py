"""How much is done at once and for whom: seats for what computes, a place in the line for who waits, bounds for bodies and rates."""

from __future__ import annotations

import asyncio
import contextvars
import ipaddress
import os
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from types import MappingProxyType, TracebackType
from typing import TypeVar

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.turns import in_turns

__all__ = [
    "AT_ONCE",
    "IN_LINE",
    "TOO_OFTEN",
    "BodyLimit",
    "Busy",
    "Gone",
    "Rate",
    "RateLimit",
    "Seat",
    "Seats",
    "address_of",
]

T = TypeVar("T")

AT_ONCE = max(2, os.cpu_count() or 2)
"""How many answers are computed side by side: more would only make each of them later."""
_HELD = 0.5
"""Seconds for which nobody is seated, at most, for the sake of what goes before all."""
IN_LINE = 100
"""How many may wait for one; whoever comes then is asked to come again."""
_PATIENCE = 10.0
"""Seconds after which whoever waits goes before all who came later, however little was done for these."""


class Busy(Exception):
    """There is no place left in the line."""


class Gone(Exception):
    """Whoever waited does not wait any more."""


class Seats:
    """`seats` are worked for at once; threads and coroutines may share it.

    First come, first served, but whoever was worked for already lets those go before for whom less was done (`qa.turns`): what is
    made quickly is there quickly, whatever else is asked (foreground-background scheduling: Kleinrock, "Queueing Systems" II, 1976).
    """

    def __init__(
        self, seats: int = AT_ONCE, in_line: int = IN_LINE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seats = self._free = seats
        self._before, self._since = 0, 0.0
        self._clock = clock
        self._in_line = in_line
        self._line: OrderedDict[Seat, None] = OrderedDict()
        self._lock = threading.Lock()
        self._paused = 0
        self._pool = ThreadPoolExecutor(seats + in_line, "answering")

    async def work(
        self, call: Callable[[], T], gone: Callable[[], Awaitable[bool]] | None = None, *, always: bool = False
    ) -> T:
        """What `call` gives, computed on a seat in a thread. Raises Busy, unless `always`, and what `call` raises.

        Whoever waits in line is asked now and then whether they are `gone`, and leaves it then: Gone is raised. The seat is
        taken until `call` is done, even where nobody waits for it any more.
        """
        seat = self.take(always=always)
        try:
            while not await seat.seated(1.0):
                if gone and await gone():
                    raise Gone
        except BaseException:
            seat.leave()
            raise
        return await asyncio.shield(asyncio.wrap_future(self.sitting(seat, call)))

    def sitting(self, seat: Seat, call: Callable[[], T]) -> Future[T]:
        """What `call` gives, computed in a thread on a seat that was waited for; the seat is given back when it is done.

        Where it gives way, the seat goes to others meanwhile.
        """

        def worked() -> T:
            with seat, in_turns(lambda read: self._give_way(seat, read)):
                return call()

        here = contextvars.copy_context()  # what is logged of it says for which request
        return self._pool.submit(here.run, worked)

    def _give_way(self, seat: Seat, read: Collection[int]) -> None:
        """Wait until nobody is before this seat's owner, whose work goes on in this thread.

        As many as the line is long may wait so: there is a thread for each of them, and for each who sits.
        """
        seat.read |= frozenset(read)
        with self._lock:
            seat.turns += 1
            if self._paused >= self._in_line or not any(self._rank(other) <= seat.turns for other in self._line):
                return
            self._paused += 1
            self._free += 1
            seat.back_in_line(self._clock())
            self._line[seat] = None
            self._seat()
        while not seat.wait(1.0):
            pass
        with self._lock:
            self._paused -= 1

    async def each(
        self, items: Iterator[T], gone: Callable[[], Awaitable[bool]] | None = None
    ) -> AsyncGenerator[T, None]:
        """What an iterator gives, each item computed on a seat of its own, so that others are worked for in between.

        Raises as `work` does: Busy before the first item only.
        """
        begun = False
        while (item := await self.work(lambda: next(items, None), gone, always=begun)) is not None:
            if begun and gone and await gone():
                raise Gone
            begun = True
            yield item

    @contextmanager
    def before_all(self) -> Iterator[None]:
        """While something short is done that all are to have soon, nobody is seated: who sits already stays, and all others wait.

        For half a second: where one such thing follows another without a gap, answers are made beside them.
        """
        with self._lock:
            self._since = self._since if self._before else self._clock()
            self._before += 1
        try:
            yield
        finally:
            with self._lock:
                self._before -= 1
                self._seat()

    def take(self, *, always: bool = False) -> Seat:
        """A seat, or a place in the line for one, to be given back by `leave` or at the end of a `with`.

        Raises Busy where the line is full, unless `always`: for who had a seat before and is in the midst of something.
        """
        seat = Seat(self, self._clock())
        with self._lock:
            waits = self._held() or not self._free
            if waits and not always and len(self._line) >= self._in_line:
                raise Busy
            self._line[seat] = None
            self._seat()
        return seat

    def ahead(self, seat: Seat) -> int:
        """How many wait before this one and are not seated yet; itself counts, so that 0 is who sits."""
        with self._lock:
            line = sorted(self._line, key=self._rank)
            return next((place for place, other in enumerate(line, start=1) if other is seat), 0)

    @property
    def waiting(self) -> int:
        """How many wait in line."""
        return len(self._line)

    @property
    def taken(self) -> int:
        """How many are worked for."""
        return self._seats - self._free

    @property
    def full(self) -> bool:
        """Whether whoever comes now is asked to come again."""
        return len(self._line) >= self._in_line

    def leave(self, seat: Seat) -> None:
        """Give up the seat, or the place in the line; twice is once."""
        with self._lock:
            if seat.left:
                return
            seat.left = True
            if seat in self._line:
                del self._line[seat]
                return
            self._free += 1
            self._seat()

    def look(self) -> None:
        """Seat whoever may be by now."""
        with self._lock:
            self._seat()

    def _held(self) -> bool:
        return self._before > 0 and self._clock() - self._since < _HELD

    def _rank(self, seat: Seat) -> int:
        """What the line is ordered by, those who came first first: how often they gave way, -1 for who has waited too long."""
        return -1 if self._clock() - seat.since > _PATIENCE else seat.turns

    def _seat(self) -> None:
        """Seat as many as may be; under the lock."""
        while self._free and self._line and not self._held():
            self._free -= 1
            following = min(self._line, key=self._rank)
            del self._line[following]
            following.ready.set_result(None)


class Seat:
    """One who is worked for, or waits to be."""

    def __init__(self, seats: Seats, since: float) -> None:
        self._seats = seats
        self.ready: Future[None] = Future()
        self.since = since
        """When it came into the line."""
        self.turns = 0
        """How often it gave way, or would have where somebody waited."""
        self.read = frozenset[int]()
        """The numbers of the passages that were read for it by then."""
        self.left = False

    def back_in_line(self, since: float) -> None:
        """Wait once more, from `since` on."""
        self.ready, self.since = Future(), since

    @property
    def ahead(self) -> int:
        """The place in the line, from 1; 0 once it is seated."""
        return self._seats.ahead(self)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait in a thread until it is seated, at most so long; whether it is."""
        try:
            self.ready.result(seconds)
        except TimeoutError:
            self._seats.look()
        return self.ready.done()

    async def seated(self, seconds: float | None = None) -> bool:
        """Wait in a coroutine until it is seated, at most so long; whether it is."""
        waiting = asyncio.shield(asyncio.wrap_future(self.ready))  # cancelled, the seat would never be free again
        try:
            await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            self._seats.look()
        return self.ready.done()

    def leave(self) -> None:
        """Give it back."""
        self._seats.leave(self)

    def __enter__(self) -> Seat:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()


class BodyLimit:
    """ASGI middleware: a request's body has at most `most` bytes, and below an address of `wider` as many as that says.

    But below an address of `files`, whose bodies are no JSON, it has at most `values` values: what has more keeps whoever reads it, and all
    others meanwhile, however few bytes they take. Each piece of it is waited for at most `patience` seconds.
    """

    def __init__(
        self,
        app: ASGIApp,
        most: int = 1_000_000,
        wider: Mapping[str, int] = MappingProxyType({}),
        patience: float = 20.0,
        values: int = 200_000,
        files: Sequence[str] = (),
    ) -> None:
        self._app = app
        self._most = most
        self._wider = wider
        self._values = values
        self._files = tuple(files)
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what says that it is larger at once, and what is, when it has become so."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope.get("path", "")
        most = next((size for prefix, size in self._wider.items() if path.startswith(prefix)), self._most)
        said = Headers(scope=scope).get("content-length", "0")
        refusal = f"The request has more than {most:,} bytes.\n"
        if not said.isdecimal() or int(said) > most:
            if said.isdecimal() and int(said) <= _POURED * most:
                await self._pour_away(receive)
            await _refused(scope, 413, refusal)(scope, receive, send)
            return
        had, more, values = 0, True, 0
        countable = not path.startswith(self._files)

        async def counted() -> Message:
            nonlocal had, more, values
            try:
                message = await asyncio.wait_for(receive(), self._patience if more else None)
            except TimeoutError:
                raise HTTPException(408, "The rest of the request did not come in time.") from None
            more = more and message.get("more_body", False)
            body = message.get("body", b"")
            had += len(body)
            values += sum(map(body.count, _BEFORE_VALUES)) if countable else 0
            if had > most:
                raise HTTPException(413, refusal.strip())
            if values > self._values:
                raise HTTPException(413, f"The request has more than {self._values:,} values.")
            return message

        await self._app(scope, counted, send)

    async def _pour_away(self, receive: Receive) -> None:
        """Take what somebody is about to send: who is still sending when the line is closed never reads why."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                while (await receive()).get("more_body", False):
                    pass


_POURED = 8
"""How many times as much as it may be a body may say that it is, for its sender to be heard out."""


def _refused(scope: Scope, status: int, told: str) -> Response:
    """What is told before anybody looks at a request: to a program as its other errors are."""
    if scope.get("path", "").startswith(_PROGRAMS):
        return JSONResponse({"detail": told.strip()}, status)
    return PlainTextResponse(told, status)


_PROGRAMS = ("/api/", "/v1/")
TOO_OFTEN = "Too many requests; ask again later."
_BEFORE_VALUES = (b",", b"[", b"{")
"""One of these stands before each value of JSON but the first of an object."""


class RateLimit:
    """ASGI middleware: from one address come at most `burst` requests at once, and `per_second` in the long run."""

    def __init__(
        self,
        app: ASGIApp,
        per_second: float = 10.0,
        burst: int = 200,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._rate = Rate(per_second, burst, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask whoever comes too often to come again later."""
        if scope["type"] == "http" and (wait := self._rate.wait(address_of(scope))):
            refused = _refused(scope, 429, TOO_OFTEN + "\n")
            refused.headers["Retry-After"] = str(max(1, round(wait)))
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)


class Rate:
    """Token buckets, one for each name; the names that were seen longest ago are forgotten beyond 10,000."""

    def __init__(self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._seen: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Take one: 0.0 where it may, else the seconds until it may."""
        now = self._clock()
        left, then = self._seen.pop(name, (float(self._burst), now))
        left = min(float(self._burst), left + (now - then) * self._per_second)
        allowed = left >= 1
        self._seen[name] = (left - allowed, now)
        if len(self._seen) > _NAMES:
            self._seen.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._per_second


_NAMES = 10_000


def address_of(scope: Scope) -> str:
    """Who asks: the address, of IPv6 the network of one subscriber."""
    host = (scope.get("client") or ("",))[0]
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if number.version == 4:
        return str(number)
    return str(number.ipv4_mapped or ipaddress.ip_network((int(number), 64), strict=False))
