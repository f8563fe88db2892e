"""Serve the page on an address: one process, or one of several over a library; no request to anywhere else."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from index.settings import Settings
from index.text.visible import visible
from qa.engine import Engine
from qa.errors import ServerError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from gradio import Server

    from qa.ui.web.access import Password
    from qa.ui.web.sessions import Sessions

__all__ = ["Who", "address", "admitted", "application", "serve"]

HOST = "127.0.0.1"
PORT = 7860


def address(environ: Mapping[str, str]) -> tuple[str, int]:
    """Where to serve, from Gradio's own variables GRADIO_SERVER_NAME and GRADIO_SERVER_PORT.

    Raises ServerError where the port is not a number.
    """
    port = environ.get("GRADIO_SERVER_PORT") or str(PORT)
    if not (port.isascii() and port.isdecimal()):
        raise ServerError(f"GRADIO_SERVER_PORT is {port!r}, not a port; give a number from 1 to 65535")
    return environ.get("GRADIO_SERVER_NAME") or HOST, int(port)


def serve(
    settings: Settings,
    library: Path | None = None,
    host: str = HOST,
    port: int = PORT,
    *,
    open_browser: bool = False,
    edit: bool | None = None,
) -> None:
    """Serve the page until it is interrupted. `library` None is the default one, built at first use.

    `edit` None lets the library be changed where only this computer reaches the page. Raises ServerError where the address
    cannot be used, or others would reach it without a password and the settings do not say that they may, before anything
    is loaded, and what `Engine.open` raises.
    """
    import uvicorn

    from qa.ui.web.connections import MOST, Connection
    from qa.ui.web.log import begin_log
    from qa.ui.web.spans import begin_spans, end_spans

    with _bound(host, port) as listener:
        who = admitted(settings, host)
        sent_to = begin_spans(os.environ)
        begin_log(settings.log)
        engine = Engine.open(settings, library, notify=_say)
        sessions = _sessions(settings, engine, who)
        url = _url(host, listener.getsockname()[1])
        server = uvicorn.Server(
            uvicorn.Config(
                application(
                    engine,
                    host,
                    edit=edit,
                    who=who,
                    questions=settings.log == "questions",
                    sessions=sessions,
                    seats=settings.seats,
                ),
                http=Connection,
                ws="none",
                log_config=None,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=2,
                limit_concurrency=MOST,
                h11_max_incomplete_event_size=_LONGEST_HEAD,
                server_header=False,
            )
        )
        _say(f"Yinzheng is at {url} (stop it with Ctrl+C)")
        if not who.local:
            _say(_TOLD[who.password is not None])
        if sent_to:
            _say(f"Spans are sent to {sent_to}")
        if open_browser:
            webbrowser.open(url)
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
        end_spans()
        sessions.close()


def _sessions(settings: Settings, engine: Engine, who: Who) -> Sessions:
    """What is shared with other servers of the library. Raises ServerError where it cannot be, and the page has a password.

    Without one it is for changes of the library alone, which cannot be made either where nothing can be written beside it.
    """
    from qa.ui.web.sessions import Sessions, beside

    if address := settings.sessions_database.get_secret_value():
        return Sessions.in_database(address)
    try:
        return Sessions.open(settings.sessions or beside(engine.library.path))
    except ServerError:
        if who.password or settings.sessions:
            raise
        return Sessions.of_this_process()


_LONGEST_HEAD = 128 * 1024
"""How many bytes the address and the headers of a request may have: the longest questions, each character nine of them, and those before."""
_FILES = "/library/"
_WIDER = {"/api/verify": 4_000_000, _FILES: 300_000_000}
"""Where a request may have a larger body: all evidence of as many quotations as are verified, and documents."""
_TOLD = {
    True: "Others can reach it who know the password; put TLS before it, or the network can read the password and all else",
    False: "Others can reach it, and nothing keeps anybody out: whoever does can read the whole library",
}


@dataclass(frozen=True, slots=True)
class Who:
    """Who may come: whether only this computer does, by which names, and with which password."""

    local: bool
    names: frozenset[str]
    password: Password | None


def admitted(settings: Settings, host: str) -> Who:
    """Who may come to the page at `host`. A name by which others reach it makes it theirs, whatever the address: a proxy is before it.

    Raises ServerError where others would come without a password, and nothing says that they may.
    """
    from qa.ui.web.access import Password
    from qa.ui.web.guard import is_loopback, own_names

    given = {name.strip().lower() for name in settings.host_names.split(",")} - {""}
    local = is_loopback(host) and all(map(is_loopback, given))
    password = Password.read(settings.password_file) if settings.password_file else None
    if not (local or password or settings.open_to_all):
        where = next(iter(sorted(given)), host)
        raise ServerError(
            f"others can reach the page at {where}: set a password with yinzheng password FILE and --password-file FILE, "
            "or let everybody in with --open-to-all"
        )
    return Who(local, own_names(host) | given, password)


def application(
    engine: Engine,
    host: str = HOST,
    *,
    edit: bool | None = None,
    who: Who | None = None,
    questions: bool = False,
    sessions: Sessions | None = None,
    seats: int = 0,
) -> FastAPI:
    """The page and the service as an ASGI application.

    `edit` None lets the library be changed where only this computer reaches the page; `who` None is whoever comes to `host`;
    with `questions` they are in the log of requests. `sessions` are shared with other servers of the library, None with none;
    `seats` is how many answers are made side by side, 0 as many as there are processors.
    """
    from qa.ui.web.guard import is_loopback, own_names
    from qa.ui.web.limits import AT_ONCE
    from qa.ui.web.sessions import Sessions

    comers = who or Who(is_loopback(host), own_names(host), None)
    shared = sessions or Sessions.of_this_process()

    async def made() -> FastAPI:
        return _made(engine, comers, comers.local if edit is None else edit, questions, shared, seats or AT_ONCE)

    with ThreadPoolExecutor(1) as pool:  # where no event loop runs, Gradio makes some that nobody closes
        return pool.submit(asyncio.run, made()).result()


def _made(engine: Engine, who: Who, edit: bool, questions: bool, sessions: Sessions, seats: int) -> FastAPI:
    import gradio as gr

    from qa.ui.web.access import Access
    from qa.ui.web.door import Door
    from qa.ui.web.guard import Guard, Ours
    from qa.ui.web.handlers.entry import add_door
    from qa.ui.web.health import add_health
    from qa.ui.web.limits import BodyLimit, RateLimit, Seats
    from qa.ui.web.log import Logged
    from qa.ui.web.metrics import Metrics, Watched
    from qa.ui.web.routes import add_page
    from qa.ui.web.service import add_service
    from qa.ui.web.tools import add_tools

    server: FastAPI = gr.Server(
        title="Yinzheng", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    server.state.seats = Seats(seats)  # for whatever computes an answer: the page, the service and all else
    server.state.quick = Seats()  # for what is made in no time, and does not wait for that
    metrics = Metrics(engine, server.state.seats)
    watched = cast(Engine, Watched(engine, metrics))
    missing = add_page(server, watched, sessions if edit else None)
    add_service(server, watched)
    add_health(server, engine, server.state.seats, metrics)
    door = Door(who.password.is_of, sessions, who.password.line) if who.password else None
    if door:
        add_door(server, door)
    during = add_tools(server, watched)
    ours = tuple(server.routes)
    _queue(server, during)
    server.add_middleware(Ours, routes=ours, missing=missing)
    server.add_middleware(BodyLimit, wider=_WIDER, files=[_FILES])
    if door:
        server.add_middleware(Access, door=door)
    if not who.local:
        server.add_middleware(RateLimit)
    server.add_middleware(Guard, names=who.names, local=who.local)
    server.add_middleware(Logged, metrics=metrics, questions=questions)  # last, so that it stands before all else
    return server


def _queue(server: Server, during: Callable[[], AbstractAsyncContextManager[Any]]) -> None:
    """Gradio's queue and named calls on the server, as `Server.launch` puts them there, without its own listening.

    While it serves, it is within what `during` gives.
    """
    import gradio as gr
    from gradio.events import api
    from gradio.routes import App

    from qa.ui.web.limits import IN_LINE

    with gr.Blocks(mode="server", analytics_enabled=False) as blocks:
        for function, named in server._deferred_apis:
            api(fn=function, **named)
    blocks.dev_mode = False
    blocks.run_history = False
    blocks.footer_links = []
    blocks.show_error = False
    blocks.max_file_size = 0
    blocks.queue(max_size=IN_LINE, api_open=False)
    blocks.validate_queue_settings()
    blocks.transpile_to_js(quiet=True)

    @contextlib.asynccontextmanager
    async def started(_: FastAPI) -> AsyncIterator[None]:
        blocks.run_startup_events()
        await blocks.run_extra_startup_events()
        async with during():
            yield

    App.create_app(blocks, app=server, app_kwargs={"lifespan": started}, mcp_server=False)
    blocks._queue.set_server_app(server)


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens at the address, so that a port in use is known before a model is loaded."""
    if not 0 <= port <= 65535:
        raise ServerError(f"port {port} does not exist; give a number from 1 to 65535")
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise ServerError(
            f"{host!r} is not an address of this computer ({error.strerror}); use --host 127.0.0.1"
        ) from error
    listener = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there the option would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ServerError(_refusal(host, port, error)) from error
    return listener


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; stop what uses it, or choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} on {host} is not permitted; choose one above 1023 with --port"
    return f"{host}:{port} cannot be served on ({error.strerror}); choose another address with --host and --port"


def _url(host: str, port: int) -> str:
    """The address to open: a page served to all is at localhost for whoever serves it."""
    name = "localhost" if host in {"0.0.0.0", "::"} else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def _say(message: str) -> None:
    print(visible(message), file=sys.stderr, flush=True)
