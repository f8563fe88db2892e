"""E-mail (EML): a message under its subject, and what is attached to it as files of their own; saved pages (MHTML)."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import PurePosixPath

from index.errors import SourceError
from index.faults import Fault
from index.formats.archive import LARGEST_TOTAL, MOST_MEMBERS, Member, Unread
from index.formats.decode import decode
from index.formats.loader import FileContent, Format
from index.formats.office import person
from index.formats.paragraphs import Paragraph, joined, one_line, written
from index.formats.replies import read_page_reply, read_reply
from index.formats.web.html import has_blocks, read_html
from index.formats.web.page import looks_like_page, read_page
from index.limits import check_length
from index.records import Extracted, SectionKind, Source

__all__ = [
    "MAIL",
    "SAVED_PAGE",
    "attachments",
    "holds_attachments",
]

_PAGES = frozenset({".mht", ".mhtml"})
_HEADERS = ("From", "To", "Cc", "Date")
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[A-Za-z][A-Za-z-]{1,40}:[^\r\n]*+\r?\n(?:[ \t]++[^\r\n]*+\r?\n)*+)++(?=\r?\n)"
)
_NAMES = re.compile(rb"^([A-Za-z-]++):", re.MULTILINE)
_OTHERS = frozenset((b"to", b"date", b"subject", b"message-id", b"received"))
_REACH = 20_000
"""Bytes that the head of a message has at most where its name does not say what it is."""
_DEEPEST = 4
"""Messages within messages that are opened."""
_UNSAFE = re.compile(r"[\\/:\0-\x1f]+")


def holds_attachments(name: str) -> bool:
    """Whether a file of this name is a message, to which others may be attached."""
    return name.lower().endswith(".eml")


def is_mail(file: FileContent) -> bool:
    """Whether a file has the ending of a message, or begins with the head of one: who writes, and two other lines, to a blank one."""
    if holds_attachments(file.name):
        return True
    head = _HEAD.match(file.data[:_REACH])
    names = {name.lower() for name in _NAMES.findall(head.group())} if head else set[bytes]()
    return b"from" in names and len(names & _OTHERS) > 1


def read_mail(file: FileContent) -> Extracted:
    """A message: its subject, who writes to whom and when, its text. What is attached is left to `attachments`.

    Its plain text is read where there is one, else its HTML. Raises SourceError for what is no message, or has no text.
    """
    message = _parsed(file)
    said = _said(message)
    head = [Paragraph(said.title, SectionKind.TITLE, 1)] if said.title else []
    head += [Paragraph(f"{name}: {told}", SectionKind.FRONT) for name in _HEADERS if (told := _header(message, name))]
    body = message.get_body(("plain", "html"))
    text = _text(body, file.name) if body is not None else ""
    if not text.strip() and body is not None and body.get_content_type() == "text/plain":
        other = message.get_body(("html",))
        body, text = other, _text(other, file.name) if other is not None else ""
    if not text.strip():
        if not head:
            raise SourceError(
                f"{file.name} is no e-mail message, or has no text in it; save the message anew as .eml", Fault.DAMAGED
            )
        return written(head, file.name, said)
    assert body is not None
    html = body.get_content_type() == "text/html" or looks_like_page(text)
    read = replace(
        (read_page_reply if html else read_reply)(text, _named(message)),
        kept=not html or not has_blocks(text),
        title="",
        url="",
    )
    whole = joined([written(head, file.name, said), read] if head else [read])
    return replace(whole, title=said.title, suggested=said, kept=True)


def attachments(file: FileContent, identifier: str, depth: int = 0) -> tuple[list[Member], list[Unread]]:
    """What is attached to a message, messages among it with what is attached to them, and a line for each that cannot be had.

    Raises SourceError for what is no message.
    """
    found: list[Member] = []
    failed: list[Unread] = []
    names: dict[str, int] = {}
    for part in _parsed(file).iter_attachments():
        name = _file_name(part)
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            place = PurePosixPath(name)
            name = f"{place.stem} {names[name]}{place.suffix}"
        whole = f"{file.name}/{name}"
        try:
            data = _content(part)
            check_length(len(data), whole)
        except SourceError as error:
            failed.append(Unread.of(whole, error))
            continue
        member = Member(f"{identifier}.{PurePosixPath(name).stem}", whole, data)
        found.append(member)
        if PurePosixPath(name).suffix.lower() == ".eml":
            if depth >= _DEEPEST:
                reason = f"{whole} is a message within {depth + 1} others; what is attached to it is not opened"
                failed.append(Unread(whole, reason, fault=Fault.BY_ITSELF))
                continue
            inner, unusable = attachments(FileContent(whole, data), member.id, depth + 1)
            found += inner
            failed += unusable
        if len(found) > MOST_MEMBERS or sum(len(one.data) for one in found) > LARGEST_TOTAL:
            raise SourceError(
                f"{file.name} has more attached to it than is read; save what matters by itself", Fault.TOO_MUCH
            )
    return found, failed


def is_mhtml(file: FileContent) -> bool:
    """Whether a file has the ending of a page that a browser saved with its pictures, or begins as one."""
    begin = file.data[:600]
    return file.suffix in _PAGES or b"Snapshot-Content-Location:" in begin or begin.startswith(b"From: <Saved by ")


def read_mhtml(file: FileContent) -> Extracted:
    """The page in an MHTML file, read as any page; its address is the one that it was saved from.

    What the offsets count in is the page's own HTML. Raises SourceError where there is none in it.
    """
    message = _parsed(file)
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise SourceError(f"{file.name} holds no web page; save the page anew", Fault.NO_DOCUMENTS)
    page = pages[0]
    raw = _text(page, file.name)
    read = read_page(raw) if looks_like_page(raw) else read_html(raw)
    address = _header(message, "Snapshot-Content-Location") or _header(page, "Content-Location")
    address = address if address.startswith(("http://", "https://")) else ""
    said = read.suggested
    title = read.title or _header(message, "Subject")
    return replace(read, title=title, url=read.url or address, suggested=replace(said, url=said.url or address))


def _parsed(file: FileContent) -> EmailMessage:
    try:
        message = message_from_bytes(file.data.removeprefix(b"\xef\xbb\xbf"), policy=policy.default)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise SourceError(
            f"{file.name} is no message that can be read ({error}); save it anew", Fault.DAMAGED
        ) from error
    assert isinstance(message, EmailMessage)
    if not message.keys():
        raise SourceError(
            f"{file.name} is no e-mail message, for it begins with no header; save the message anew", Fault.MISNAMED
        )
    return message


def _header(part: MIMEPart, name: str) -> str:
    """A header in plain words; empty where there is none, or one that cannot be read."""
    try:
        return one_line(str(part.get(name, "")))
    except (
        ValueError,
        LookupError,
        AttributeError,
        IndexError,
        TypeError,
    ):  # what the standard library says of bad ones
        return one_line(str(dict(part.raw_items()).get(name, "")))


def _named(message: EmailMessage) -> tuple[str, ...]:
    """The names of those who write and are written to."""
    headers = [_header(message, name) for name in ("From", "To", "Cc")]
    return tuple(name for name, _ in getaddresses(headers) if name)


def _said(message: EmailMessage) -> Source:
    """Subject, sender and day."""
    names = [person(name) or address for name, address in getaddresses([_header(message, "From")]) if name or address]
    try:
        day = parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        day = ""
    note = "as stated in the message's head" if names or day else ""
    return Source(title=_header(message, "Subject"), authors=tuple(names), published=day, note=note)


def _content(part: MIMEPart) -> bytes:
    """The bytes of an attachment; a message as it would stand in a file."""
    try:
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
        data = part.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""
    except (MessageError, ValueError, LookupError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise SourceError(
            f"{_file_name(part)} cannot be taken out of its message; save it by itself", Fault.BY_ITSELF
        ) from error


def _file_name(part: MIMEPart) -> str:
    """What an attachment is called, without a place; a message is called after its subject."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    name = _UNSAFE.sub(" ", one_line(name)).strip(" .")
    if part.get_content_type() == "message/rfc822" and not name.lower().endswith(".eml"):
        inner = part.get_payload(0) if part.is_multipart() else None
        subject = _header(inner, "Subject") if isinstance(inner, EmailMessage) else ""
        return f"{_UNSAFE.sub(' ', name or subject).strip(' .') or 'message'}.eml"
    return name or f"attachment.{part.get_content_subtype()}"


def _text(part: MIMEPart, name: str) -> str:
    """The characters of a part, in the encoding that it names where that fits."""
    data = _content(part)
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return decode(data, name) if data.strip() else ""


MAIL = Format("e-mail", frozenset({".eml"}), frozenset({"message/rfc822"}), is_mail, read_mail)
SAVED_PAGE = Format(
    "saved web page", _PAGES, frozenset({"multipart/related", "application/x-mimearchive"}), is_mhtml, read_mhtml
)
