"""Web pages that are fetched because their address was given, and kept beside the library as web archives (WARC).

Only here is anything fetched. An archive holds one page as its server gave it, with its address and the time; it is read as
any that was saved elsewhere (`index.formats.warc`), so that a library is made anew without the network.
"""

from __future__ import annotations

import gzip
import hashlib
import ipaddress
import re
import socket
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener
from uuid import uuid4

from index.errors import SourceError
from index.formats.warc import PAGE_KINDS
from index.limits import LARGEST, check_length
from index.replaced import in_place_of

__all__ = ["Page", "fetch", "fetch_all", "is_address", "keep", "pages_folder"]

_SILENCE, _LONGEST = 20.0, 60.0
"""Seconds that a server may say nothing, and those that a page may take."""
_MOST_REDIRECTS = 5
_PIECE = 2**16
_NAME = 80
_UNSAFE = re.compile(r"[^\w.-]+")
_ADDRESS = re.compile(r"https?://", re.I)
_AGENT = "Mozilla/5.0 (compatible; yinzheng; one page at its reader's request)"


@dataclass(frozen=True, slots=True)
class Page:
    """What a server gave: the `address` that it came from in the end, its media type with its parameters, its bytes."""

    address: str
    kind: str
    data: bytes


def is_address(given: str) -> bool:
    """Whether what was given is the address of a page, not a path."""
    return bool(_ADDRESS.match(given))


def pages_folder(library: Path) -> Path:
    """Where the pages that were fetched for a library are kept."""
    return library.with_name(f"{library.stem}.pages")


def fetch_all(
    addresses: Sequence[str], library: Path, *, private: bool = False
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Fetch and keep the pages at `addresses`: the archives that hold them, and why the others could not be had."""
    kept: list[Path] = []
    failed: list[str] = []
    for address in dict.fromkeys(addresses):
        try:
            kept.append(keep(fetch(address, private=private), pages_folder(library)))
        except SourceError as error:
            failed.append(str(error))
    return tuple(kept), tuple(failed)


def fetch(address: str, *, private: bool = False) -> Page:
    """The page at `address` (http or https), redirects followed.

    Raises SourceError where it cannot be had, is of no kind that is read, is too large or takes too long; and where it lies
    on this computer or in a private network, unless `private` allows that.
    """
    reached = _Reached(private)
    told: SimpleQueue[Page | Exception] = SimpleQueue()

    def work() -> None:
        try:
            told.put(_fetched(address, reached))
        except Exception as error:  # noqa: BLE001 # whoever waits raises it
            told.put(error)

    Thread(target=work, name="fetching", daemon=True).start()
    try:
        found = told.get(timeout=_LONGEST)
    except Empty:  # a server can say something all the time and never come to an end
        raise _too_long(address) from None
    finally:
        reached.leave()
    if isinstance(found, Exception):
        raise found
    return found


def _fetched(address: str, reached: _Reached) -> Page:
    """As `fetch`, without an end to what it may take until the page itself is read."""
    until = time.monotonic() + _LONGEST
    private = reached.private
    request = Request(_written(address, private=private), headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})
    opener = build_opener(_Redirects(private), _Plain(reached), _Secure(reached))
    try:
        with opener.open(request, timeout=_SILENCE) as answer:
            kind = " ".join(answer.headers.get("Content-Type", "").split())
            plain = kind.partition(";")[0].strip().lower()
            if plain not in PAGE_KINDS:
                raise SourceError(
                    f"{address} is {plain or 'of a kind that its server does not say'}, no page, text or PDF; "
                    "save it as a file and add that"
                )
            data = _unpacked(_read(answer, address, until), answer.headers.get("Content-Encoding", ""), address)
            found = Page(answer.geturl(), kind, data)
    except HTTPError as error:
        error.close()
        said = f"answers {error.code} ({error.reason})" if error.code >= 400 else "leads from one address to the next"
        raise SourceError(f"{address} cannot be fetched: its server {said}; check the address") from error
    except URLError as error:
        raise SourceError(f"{address} cannot be fetched ({error.reason}); check the address and the network") from error
    except (HTTPException, OSError, ValueError) as error:
        said = str(error) or type(error).__name__
        raise SourceError(f"{address} cannot be fetched ({said}); check the address and the network") from error
    if not found.data.strip():
        raise SourceError(f"{address} is empty; check the address")
    return found


def keep(page: Page, folder: Path) -> Path:
    """Write a page down as a web archive in `folder`, in the place of one of the same address; returns where it is.

    It is called after the server, in a folder after the page, so that its document is called after both. Raises SourceError
    where it cannot be written.
    """
    parts = urlsplit(page.address)
    named = unquote(parts.path).strip("/") + (f"?{parts.query}" if parts.query else "")
    name = _UNSAFE.sub("-", named).strip("-.") or "index"
    if name != named or len(name) > _NAME or parts.scheme != "https":
        name = f"{name[:_NAME]}-{hashlib.sha256(page.address.encode()).hexdigest()[:8]}"
    file = folder / name / f"{_UNSAFE.sub('-', parts.netloc)}.warc.gz"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with in_place_of(file) as fresh:
            fresh.write_bytes(_archive(page))
    except OSError as error:
        raise SourceError(f"{file} cannot be written ({error.strerror}); check the folder's rights") from error
    return file


def _archive(page: Page) -> bytes:
    """A web archive of one record: what the server answered, with its address and the time."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {page.kind}\r\nContent-Length: {len(page.data)}\r\n\r\n".encode()
    head = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<{uuid4().urn}>",
        "WARC-Target-URI": page.address,
        "WARC-Date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(answer) + len(page.data)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return gzip.compress(f"WARC/1.0\r\n{lines}\r\n".encode() + answer + page.data + b"\r\n\r\n")


def _written(address: str, *, private: bool) -> str:
    """An address as servers take it. Raises SourceError where it is none, or one that may not be fetched."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise SourceError(f"{address} is no address ({error}); give one such as https://example.org/page") from error
    if parts.scheme not in ("http", "https") or not host:
        raise SourceError(f"{address} is no address of a page; give one such as https://example.org/page")
    if parts.username is not None or parts.password is not None:
        raise SourceError(f"{parts.hostname} is given with a name or a password; save the page as a file and add that")
    if not private:
        _insist_public(host, address)
    place = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit(
        (parts.scheme, place + (f":{port}" if port else ""), path, quote(parts.query, safe="/?%:@!$&'()*+,;=~-._"), "")
    )


def _insist_public(host: str, address: str) -> None:
    """Raises SourceError for an address of this computer or of a private network; a name passes, to be seen when it is reached."""
    try:
        open_to_all = _is_public(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        open_to_all = host.rstrip(".") != "localhost"
    if not open_to_all:
        raise SourceError(
            f"{address} lies on this computer or in a private network ({host}); to fetch it all the same, say --private"
        )


def _is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address leads to the network that is everybody's; of one that stands for an older one, whether that does."""
    if isinstance(number, ipaddress.IPv6Address):
        if number in _NAT64:
            return _is_public(ipaddress.IPv4Address(int(number) & 0xFFFF_FFFF))
        if older := number.ipv4_mapped or number.sixtofour:
            return _is_public(older)
        if number.is_site_local or any(number in network for network in _NOT_ROUTED):
            return False
    return number.is_global and not number.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052: in its last 32 bits stands the IPv4 address that is reached by it."""
_NOT_ROUTED = tuple(map(ipaddress.ip_network, ("::/96", "64:ff9b:1::/48")))
"""RFC 4291 and 8215: IPv4 addresses in the form that was given up, and those that a network translates for itself."""


def _read(answer: HTTPResponse, address: str, until: float) -> bytes:
    found = bytearray()
    while piece := answer.read1(_PIECE):
        found += piece
        check_length(len(found), address)
        if time.monotonic() > until:
            raise _too_long(address)
    return bytes(found)


def _too_long(address: str) -> SourceError:
    return SourceError(f"{address} takes more than {_LONGEST:.0f} seconds; save the page as a file and add that")


def _unpacked(data: bytes, encoding: str, address: str) -> bytes:
    """The page itself where the server packs it though it was not asked to."""
    if encoding.strip().lower() in ("", "identity"):
        return data
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        raise SourceError(
            f"{address} comes packed as {encoding}, which is not read; save the page as a file and add that"
        )
    try:
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
        found = unpacking.decompress(data, LARGEST + 1)
    except zlib.error as error:
        raise SourceError(f"{address} comes damaged ({error}); try it again") from error
    check_length(len(found), address)
    return found


class _Reached:
    """The connections for one page: nothing is said to what is not everybody's, and all are left when the page is there, or its time over."""

    def __init__(self, private: bool) -> None:
        self.private = private
        self._sockets: list[socket.socket] = []
        self._left = False

    def kinds(self, request: Request) -> tuple[type[HTTPConnection], type[HTTPConnection]]:
        """Connections without TLS and with it, for one request."""
        reached = self._may if self.private or _by_proxy(request) else self._may_if_public

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                reached(self)

        class Secure(HTTPSConnection, Plain):  # of which `Plain` is asked before anything is agreed on
            def connect(self) -> None:
                super().connect()
                reached(self)

        return Plain, Secure

    def _may(self, connection: HTTPConnection) -> None:
        self._sockets.append(connection.sock)
        if self._left:
            connection.close()
            raise OSError("it was left")

    def _may_if_public(self, connection: HTTPConnection) -> None:
        try:
            _insist_public(str(connection.sock.getpeername()[0]), connection.host)
        except SourceError:
            connection.close()
            raise
        self._may(connection)

    def leave(self) -> None:
        """Whoever reads from one of them reads its end."""
        self._left = True
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPHandler):
    def __init__(self, reached: _Reached) -> None:
        super().__init__()
        self._reached = reached

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._reached.kinds(req)[0], req)


class _Secure(HTTPSHandler):
    def __init__(self, reached: _Reached) -> None:
        super().__init__()
        self._reached = reached

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._reached.kinds(req)[1], req)


def _by_proxy(request: Request) -> bool:
    """Whether it goes to the user's proxy, which then knows where the server is."""
    return request.host != urlsplit(request.full_url).netloc


class _Redirects(HTTPRedirectHandler):
    max_redirections = _MOST_REDIRECTS

    def __init__(self, private: bool) -> None:
        super().__init__()
        self._private = private

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        fp.close()  # what stands beside a redirect may have no end, and would be read to it
        address = _written(newurl, private=self._private)
        return super().redirect_request(req, fp, code, msg, headers, address)
