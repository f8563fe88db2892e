"""Web archives (WARC): each page that was saved is a document with its address and the day on which it was saved."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from index.errors import SourceError
from index.faults import Fault
from index.formats.archive import LARGEST_TOTAL, MOST_MEMBERS, Member, Unread
from index.limits import LARGEST
from index.records import Source

__all__ = ["PAGE_KINDS", "WARC_ENDINGS", "saved_pages"]

WARC_ENDINGS = (".warc", ".warc.gz")
PAGE_KINDS = frozenset({"text/html", "application/xhtml+xml", "application/pdf", "text/plain"})
"""Media types of what is read of a web archive."""
_UNSAFE = re.compile(r"[\\/:\0-\x1f?#]+")
_OK = "200"


def saved_pages(data: bytes, name: str) -> tuple[tuple[Member, ...], tuple[Unread, ...]]:
    """The pages in a web archive, the last copy of each address, and what else is in it that is not read.

    Raises SourceError where the archive as a whole cannot be used, or holds no page.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    stem = re.sub(r"\.warc(?:\.gz)?$", "", PurePosixPath(name.replace("\\", "/")).name, flags=re.I)
    found: dict[str, Member] = {}
    unread: dict[str, Unread] = {}
    total = 0
    try:
        with redirect_stderr(io.StringIO()):  # the library writes there what it thinks of a damaged record
            for record in ArchiveIterator(io.BytesIO(data)):
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                if record.rec_type not in ("response", "resource") or not address.startswith(("http://", "https://")):
                    continue
                whole = f"{name}/{address}"
                status = record.http_headers.get_statuscode() if record.http_headers else _OK
                headers = record.http_headers or record.rec_headers
                kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
                if status != _OK or kind not in PAGE_KINDS:
                    reason = (
                        f"the server answered {status}"
                        if status != _OK
                        else f"not of a kind that is read ({kind or 'none said'})"
                    )
                    fault = Fault.MISSING if status != _OK else Fault.OTHER_KIND
                    unread[address] = Unread(whole, reason, True, fault, kind)
                    continue
                content = record.content_stream().read(LARGEST + 1)
                total += len(content)
                if len(content) > LARGEST or total > LARGEST_TOTAL or len(found) >= MOST_MEMBERS:
                    raise SourceError(
                        f"{name} unpacks to more than is read; split it, or save the pages that matter", Fault.TOO_MUCH
                    )
                day = (record.rec_headers.get_header("WARC-Date") or "")[:10]
                source = Source(url=address, note=f"saved on {day}" if day else "")
                if content.strip():
                    found[address] = Member(f"{stem}.{_identifier(address)}", whole, content, source)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError, KeyError, AttributeError) as error:
        raise SourceError(f"{name} is damaged or no web archive; save it anew", Fault.DAMAGED) from error
    if not found:
        raise SourceError(f"{name} holds no web page; add the archive of a page that was saved", Fault.NO_DOCUMENTS)
    return tuple(_named_apart(list(found.values()))), tuple(
        one for address, one in unread.items() if address not in found
    )


def _identifier(address: str) -> str:
    """What the document of an address is called: its path without an ending, joined by dots."""
    parts = urlsplit(address)
    path = PurePosixPath(unquote(parts.path)).with_suffix("") if parts.path.strip("/") else PurePosixPath("index")
    names = [part for part in path.parts if part != "/"]
    return _UNSAFE.sub(" ", ".".join([*names, *([parts.query] if parts.query else [])]))


def _named_apart(members: list[Member]) -> list[Member]:
    """Members of which no two have one id: where several would, they are numbered."""
    seen: dict[str, int] = {}
    found: list[Member] = []
    for one in members:
        seen[one.id] = seen.get(one.id, 0) + 1
        name = one.id if seen[one.id] == 1 else f"{one.id} {seen[one.id]}"
        found.append(Member(name, one.name, one.data, one.source))
    return found
